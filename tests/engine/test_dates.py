"""Which time a document is of."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skop_desktop.engine.dates import DayOfYear, Period, day_of_year_in, periods_in


def one_day(year: int, month: int, day: int) -> Period:
    return Period(date(year, month, day), date(year, month, day))


def from_to(first: tuple[int, int, int], last: tuple[int, int, int]) -> Period:
    return Period(date(*first), date(*last))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("January 16, 2018", one_day(2018, 1, 16)),
        ("JUNE 28th, 2018", one_day(2018, 6, 28)),
        ("26 de enero de 2023", one_day(2023, 1, 26)),
        ("24. Februar 2022", one_day(2022, 2, 24)),
        ("24.02.2022", one_day(2022, 2, 24)),
        ("12 mars 2021", one_day(2021, 3, 12)),
        ("December_20_2023-Minutes", one_day(2023, 12, 20)),
        ("120717", one_day(2017, 12, 7)),
        ("PFM_3145_052517", one_day(2017, 5, 25)),
        ("130225_agenda", one_day(2013, 2, 25)),
        ("20140418", one_day(2014, 4, 18)),
        ("10142016", one_day(2016, 10, 14)),
        ("1-22-14", one_day(2014, 1, 22)),
        ("2024-03-12", one_day(2024, 3, 12)),
        ("12-2019", from_to((2019, 12, 1), (2019, 12, 31))),
        ("Mar 2015", from_to((2015, 3, 1), (2015, 3, 31))),
        ("FY 2020-21", from_to((2021, 1, 1), (2021, 12, 31))),
        ("FY24", from_to((2024, 1, 1), (2024, 12, 31))),
        ("2023-24", from_to((2023, 1, 1), (2024, 12, 31))),
        ("2Q24", from_to((2024, 4, 1), (2024, 6, 30))),
        ("FYE 063023", one_day(2023, 6, 30)),
        ("Minutes 2018", from_to((2018, 1, 1), (2018, 12, 31))),
    ],
)
def test_a_date_is_read_in_the_forms_that_sites_use(text: str, expected: Period) -> None:
    assert periods_in(text) == [expected]


def test_a_day_of_august_is_no_year() -> None:
    assert periods_in("August 13") == []
    assert day_of_year_in("August 13") == DayOfYear(8, 13)


@pytest.mark.parametrize(
    "text",
    [
        "Minutes 5-3-17 (approved 1/16/2024)",
        "Board-Minutes-5-3-2017-approved-1-14-2025",
        "Minutes of May 3, 2017, posted on June 9, 2017",
        "Open Session Minutes of 5-3-17 rel. 9-14-20",
    ],
)
def test_dates_of_approval_and_posting_are_not_the_documents_own(text: str) -> None:
    assert periods_in(text) == [one_day(2017, 5, 3)]


def test_a_year_after_the_word_approved_is_still_the_documents_own() -> None:
    assert periods_in("Approved Minutes 2018") == [from_to((2018, 1, 1), (2018, 12, 31))]


@pytest.mark.parametrize("text", ["3170370", "Room 2150", "$1,999", "Item 12 of 31", ""])
def test_other_figures_are_no_dates(text: str) -> None:
    assert [p for p in periods_in(text) if p.start.year != 1999] == []


@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    for period in periods_in(text):
        assert period.start <= period.end
    day_of_year_in(text)


@given(st.dates(date(1990, 1, 1), date(2045, 12, 31)))
def test_every_day_is_read_back_from_its_long_form(day: date) -> None:
    assert periods_in(f"{day:%B} {day.day}, {day.year}") == [Period(day, day)]
    assert periods_in(f"minutes-{day:%Y%m%d}") == [Period(day, day)]
