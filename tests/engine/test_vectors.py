"""Words as pieces and vectors."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skop_desktop.engine.relevance.pieces import Pieces
from skop_desktop.engine.relevance.vectors import Vectors, topic_vectors
from skop_desktop.resources import resource

TABLE = Path(__file__).with_name("pieces_of_texts.json")


@pytest.fixture(scope="module")
def vectors() -> Vectors:
    return topic_vectors()


def pieces_of(vectors: Vectors) -> Pieces:
    return vectors._pieces


def test_texts_are_cut_as_the_original_tokenizer_cuts_them(vectors: Vectors) -> None:
    pieces = pieces_of(vectors)
    table: list[tuple[str, list[int]]] = json.loads(TABLE.read_text("utf-8"))
    assert len(table) >= 50
    assert {text: pieces.of_text(text) for text, _ in table} == dict(table)


@given(st.text(max_size=200))
def test_any_text_is_cut_into_known_pieces(text: str) -> None:
    pieces = pieces_of(topic_vectors())
    assert all(0 <= number < len(pieces) for number in pieces.of_text(text))


def test_a_word_without_end_takes_little_time(vectors: Vectors) -> None:
    assert len(pieces_of(vectors).of_word("x" * 100_000)) > 1_000


@given(st.lists(st.text(max_size=20), max_size=8))
def test_vectors_are_of_length_one_or_zero(words: list[str]) -> None:
    vector = topic_vectors().of_words(words)
    length = float(vector @ vector) ** 0.5
    assert length == pytest.approx(1, abs=1e-3) or length == 0


@pytest.mark.parametrize(
    ("word", "near", "far"),
    [
        ("salary", "pay", "zoning"),
        ("housing", "homes", "budget"),
        ("water", "agua", "police"),
        ("vivienda", "viviendas", "presupuesto"),
        ("emissions", "climate", "parking"),
    ],
)
def test_words_of_like_meaning_are_nearer(vectors: Vectors, word: str, near: str, far: str) -> None:
    def alike(other: str) -> float:
        return float(vectors.of_word(word) @ vectors.of_word(other))

    assert alike(near) > alike(far) + 0.2


def test_words_that_tell_more_weigh_more(vectors: Vectors) -> None:
    assert vectors.length_of("zoning") > vectors.length_of("services") > vectors.length_of("about")


def test_the_licence_lies_beside_the_vectors() -> None:
    assert "MIT License" in resource("relevance", "LICENSE.wordllama").read_text("utf-8")


def test_the_engine_starts_without_numpy() -> None:
    program = "import sys, skop_desktop.engine.relevance; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
