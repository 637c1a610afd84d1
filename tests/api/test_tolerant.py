"""Readers of single values never fail."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skop_desktop.api import tolerant

HALF = st.characters(exclude_categories=[])
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(HALF) | st.datetimes(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=6,
)


@given(ANYTHING)
def test_every_reader_takes_anything(value: object) -> None:
    number = tolerant.number_between(0, 1)(value)
    assert number is None or 0 <= number <= 1
    count = tolerant.whole_number(value)
    assert count is None or count >= 0
    read = tolerant.text(value)
    assert read is None or read.encode() is not None
    assert tolerant.yes_or_no(value) in {True, False, None}
    moment = tolerant.moment(value)
    assert moment is None or moment.tzinfo is UTC
    assert isinstance(tolerant.mapping(value), dict)
    assert all(isinstance(e, dict) for e in tolerant.list_of_mappings(value))
    assert all(isinstance(e, str) for e in tolerant.list_of_texts(value))
    assert len(tolerant.in_short(value)) <= 40


@pytest.mark.parametrize(
    ("sent", "read"),
    [("0.5", 0.5), (1, 1.0), (True, None), ("x", None), (7, None), (float("nan"), None)],
)
def test_a_number_within_bounds(sent: object, read: float | None) -> None:
    assert tolerant.number_between(0, 1)(sent) == read


@pytest.mark.parametrize(
    ("sent", "read"), [(3, 3), (3.9, 3), ("4", 4), (-1, None), (10**30, None), (None, None)]
)
def test_a_count(sent: object, read: int | None) -> None:
    assert tolerant.whole_number(sent) == read


@pytest.mark.parametrize(
    "sent",
    [
        "2024-01-15T10:00:00Z",
        " 2024-01-15T10:00:00 ",
        "2024-01-15T12:00:00+02:00",
        "20240115T100000Z",
    ],
)
def test_a_time_is_read_in_utc_whatever_its_zone(sent: str) -> None:
    assert tolerant.moment(sent) == datetime(2024, 1, 15, 10, tzinfo=UTC)


def test_a_time_that_no_zone_can_hold_is_none() -> None:
    edge = datetime.max.replace(tzinfo=timezone(-timedelta(hours=20)))
    assert tolerant.moment(edge) is None
    assert tolerant.moment("31.12.2024") is None


def test_text_is_cut_at_a_hundred_thousand_characters() -> None:
    assert len(tolerant.text("x" * 200_000) or "") == 100_000


def test_half_characters_become_whole_ones() -> None:
    assert tolerant.text("a\ud83d\ude00b\ud800") == "a\U0001f600b�"


def test_a_list_of_texts_takes_messages_out_of_objects() -> None:
    assert tolerant.list_of_texts(["a", {"message": "b"}, {"x": 1}, None, 4]) == ["a", "b", "4"]


def test_a_number_of_very_many_digits_is_said_in_short() -> None:
    assert tolerant.in_short(10**5000) == "a number of very many digits"
