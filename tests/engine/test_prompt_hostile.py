"""Prompts, titles and addresses that nobody means well with are read as quickly as others."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skop_desktop.engine.dates import (
    day_of_year_in,
    other_periods_in,
    periods_in,
    upload_period_in,
)
from skop_desktop.engine.lexicon import kind_hits, named_kinds
from skop_desktop.engine.prompt import read_prompt

TODAY: Final = date(2026, 11, 24)
PIECES: Final = (
    "board of ", "Board", "minutes of ", "minutes", "not a, ", "no ", "1", "12-", "2019-",
    "2019 ", "jan ", "January 1, ", "may ", "City of A ", "in A ", "A, ", "(approved ",
    "approved 1/1/", "last 3 years ", "'", "d'", "é", "e\u0301", "\u202e", "😀", "ß", "İ",
    "park and ", "school ", "fiscal year end", "first half of ", "/uploads/a/", "|", " ", "١",
    "commission de ", "für a und ", "X County ", "xprotokoll", "annual x ", "request for x ",
    "2019 to ", "a b-", "the the ", "\x00", "protokolle ", "since ", "between ", "ausschuss ",
    "(", "procès-", "q1 ", "FY 2020-", "fall ",
)  # fmt: skip
_words = st.sampled_from(PIECES)
_mixed = st.lists(_words | st.text(max_size=12), max_size=60).map("".join)


def test_every_sign_and_word_can_be_asked_for() -> None:
    for text in (
        "",
        " ",
        "\x00" * 9,
        "9" * 500,
        "a" * 501,
        "😀" * 200,
        "\u202e" * 50,
        "a\u0301" * 300,
    ):
        assert read_prompt(text, TODAY).understood


@settings(deadline=None, max_examples=150)
@given(st.text(max_size=600) | _mixed)
def test_any_prompt_can_be_read_and_told(prompt: str) -> None:
    plan = read_prompt(prompt, TODAY)
    assert plan.understood
    assert not any(
        unicodedata.category(sign)[0] == "C" and sign not in "\u200c\u200d"
        for sign in plan.understood
    )
    for period, after in zip(plan.periods, plan.periods[1:], strict=False):
        assert period.end < after.start
    for period in plan.periods:
        assert period.start <= period.end
    assert not set(plan.kinds) & set(plan.unwanted_kinds)


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=400) | _mixed)
def test_any_text_of_a_link_can_be_read(text: str) -> None:
    for period in [*periods_in(text), *other_periods_in(text)]:
        assert period.start <= period.end
    day_of_year_in(text)
    upload_period_in(text)
    for hit in kind_hits(text, in_file_name=True):
        assert 0 <= hit.start < hit.end <= len(text)
    named_kinds(text, in_file_name=True)


@settings(deadline=None, max_examples=60)
@given(st.text("אבגدهوزحطی \u200f\u202e", min_size=9, max_size=80))
def test_right_to_left_words_are_the_topic(prompt: str) -> None:
    plan = read_prompt(prompt, TODAY)
    assert plan.kinds == ()
    assert plan.period is None


@pytest.mark.timeout(30)
@pytest.mark.parametrize("piece", PIECES)
def test_a_title_without_measure_is_read(piece: str) -> None:
    """A backtracking pattern would take hours; how the time grows is measured elsewhere."""
    for read in (periods_in, day_of_year_in, other_periods_in, upload_period_in, kind_hits):
        read((piece * 20_000)[:20_000])
    assert read_prompt((piece * 500)[:500], TODAY).understood
