"""Names that a drag's target may use as they are."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skop_desktop.desktop.drag_names import LONGEST, NAMELESS, drag_names


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("Minutes 2024-01.pdf", "Minutes 2024-01.pdf"),
        ("Übersicht 漢字.csv", "Übersicht 漢字.csv"),
        ("folder\\sub/file.pdf", "folder_sub_file.pdf"),
        ("..\\..\\evil.exe", "_.._evil.exe"),
        ("what: a?.pdf", "what_ a_.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("com1", "_com1"),
        ("report.pdf. . ", "report.pdf"),
        (".hidden", "hidden"),
        ("..", NAMELESS),
        ("", NAMELESS),
        ("invoice\u202efdp.exe", "invoice_fdp.exe"),
        ("line\nbreak.pdf", "line_break.pdf"),
        ("half \ud83d.pdf", "half _.pdf"),
    ],
)
def test_a_name_is_made_legal_everywhere(name: str, made: str) -> None:
    assert drag_names([name]) == (made,)


def test_equal_names_are_numbered_whatever_their_case() -> None:
    names = drag_names(["a.pdf", "A.PDF", "a.pdf", "a (2).pdf"])
    assert names == ("a.pdf", "A (2).PDF", "a (3).pdf", "a (2) (2).pdf")


def test_a_long_name_keeps_its_ending_and_its_number() -> None:
    first, second = drag_names(["漢" * 300 + ".pdf"] * 2)
    assert first.endswith("漢.pdf")
    assert second.endswith("漢 (2).pdf")
    assert max(len(name.encode()) for name in (first, second)) <= LONGEST


@given(st.lists(st.text(max_size=300), max_size=6))
def test_names_are_safe_and_distinct_whatever_comes(names: list[str]) -> None:
    made = drag_names(names)
    assert len({name.casefold() for name in made}) == len(names)
    for name in made:
        assert name
        assert name == name.strip(" .")
        assert not set(name) & set('<>:"/\\|?*')
        assert not any(unicodedata.category(letter) == "Cc" for letter in name)
        assert len(name.encode()) <= LONGEST
