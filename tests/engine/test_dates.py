"""Which time a document is of."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skop_desktop.engine.dates import (
    DayOfYear,
    Period,
    day_of_year_in,
    other_periods_in,
    periods_in,
    upload_period_in,
)


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
        ("16-Jan-18", one_day(2018, 1, 16)),
        ("Jan_16_18", one_day(2018, 1, 16)),
        ("16Jan2018", one_day(2018, 1, 16)),
        ("2021 Sep 05", one_day(2021, 9, 5)),
        ("Sept. 5th, 2019", one_day(2019, 9, 5)),
        ("January 16-18, 2018", one_day(2018, 1, 16)),
        ("Jan 30 – Feb 2, 2018", from_to((2018, 1, 30), (2018, 2, 2))),
        ("January–March 2018", from_to((2018, 1, 1), (2018, 3, 31))),
        ("1er mars 2022", one_day(2022, 3, 1)),
        ("le 3 aou\u0302t 2022", one_day(2022, 8, 3)),
        ("1º de mayo de 2020", one_day(2020, 5, 1)),
        ("15 de marzo al 3 de abril de 2022", from_to((2022, 3, 15), (2022, 4, 3))),
        ("Jan '18", from_to((2018, 1, 1), (2018, 1, 31))),
        ("25052017", one_day(2017, 5, 25)),
        ("2018-01-16T10:30", one_day(2018, 1, 16)),
        ("FY20-21", from_to((2021, 1, 1), (2021, 12, 31))),
        ("Geschäftsjahr 2022/23", from_to((2023, 1, 1), (2023, 12, 31))),
        ("exercice 2023", from_to((2023, 1, 1), (2023, 12, 31))),
        ("Fiscal Year Ending June 30, 2023", one_day(2023, 6, 30)),
        ("SY23-24", from_to((2023, 1, 1), (2024, 12, 31))),
        ("1999-00", from_to((1999, 1, 1), (2000, 12, 31))),
        ("Q3-23", from_to((2023, 7, 1), (2023, 9, 30))),
        ("third quarter of 2023", from_to((2023, 7, 1), (2023, 9, 30))),
        ("III. Quartal 2023", from_to((2023, 7, 1), (2023, 9, 30))),
        ("3T 2023", from_to((2023, 7, 1), (2023, 9, 30))),
        ("premier semestre 2023", from_to((2023, 1, 1), (2023, 6, 30))),
        ("Winter 2022/23", from_to((2022, 12, 1), (2023, 2, 28))),
        ("1990s", from_to((1990, 1, 1), (1999, 12, 31))),
        ("Minutes 1923", from_to((1923, 1, 1), (1923, 12, 31))),
        ("May 3, 1923", one_day(1923, 5, 3)),
        ("Resolution No. 2019-15", from_to((2019, 1, 1), (2019, 12, 31))),
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
        "Niederschrift vom 3.5.2017 (genehmigt am 7.6.2017)",
        "Procès-verbal du 3 mai 2017, approuvé le 7 juin 2017",
        "Acta de 3 de mayo de 2017, aprobada el 7 de junio de 2017",
        "5-3-2017 (last updated June 2019)",
        "Minutes 5/3/17 [posted 6/9/17]",
        "Approved 5-3-2017 Minutes",
    ],
)
def test_dates_of_approval_and_posting_are_not_the_documents_own(text: str) -> None:
    assert periods_in(text) == [one_day(2017, 5, 3)]


def test_a_year_after_the_word_approved_is_still_the_documents_own() -> None:
    assert periods_in("Approved Minutes 2018") == [from_to((2018, 1, 1), (2018, 12, 31))]


@pytest.mark.parametrize(
    ("text", "day_first", "expected"),
    [
        ("03/04/2022", False, one_day(2022, 3, 4)),
        ("03/04/2022", True, one_day(2022, 4, 3)),
        ("Niederschrift vom 03.04.2022", False, one_day(2022, 4, 3)),
        ("Compte rendu du 03/04/2022", False, one_day(2022, 4, 3)),
        ("Agenda 09.10.2016", False, one_day(2016, 9, 10)),
        ("09.22.2016", True, one_day(2016, 9, 22)),
    ],
)
def test_the_words_around_or_the_caller_say_whether_the_day_is_first(
    text: str, *, day_first: bool, expected: Period
) -> None:
    assert periods_in(text, day_first=day_first) == [expected]


def test_a_year_that_a_number_looks_like_is_told_by_the_words_beside_it() -> None:
    for text in ("Ordinance No. 2015", "Report (2019 KB)", "Room 2019", "2,019 pages", "# 2020"):
        assert periods_in(text) == []


def test_dates_of_adoption_are_there_for_kinds_that_have_no_other() -> None:
    text = "Ordinance 12-04 (adopted 5/3/2019)"
    assert periods_in(text) == []
    assert other_periods_in(text) == [one_day(2019, 5, 3)]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/wp-content/uploads/2024/01/Minutes.pdf", from_to((2024, 1, 1), (2024, 1, 31))),
        ("/sites/default/files/2024-01/a.pdf", from_to((2024, 1, 1), (2024, 1, 31))),
        ("/uploads/2024/a.pdf", from_to((2024, 1, 1), (2024, 12, 31))),
        ("/minutes/2023/a.pdf", None),
        ("/uploads/minutes.pdf", None),
    ],
)
def test_folders_of_uploads_say_when_a_file_was_put_there(
    path: str, expected: Period | None
) -> None:
    assert upload_period_in(path) == expected


def test_the_name_of_the_file_says_another_year_than_its_folder() -> None:
    name = "December_20_2023-Minutes.pdf"
    assert periods_in(name) == [one_day(2023, 12, 20)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("January 16", DayOfYear(1, 16)),
        ("Minutes Jan. 16", DayOfYear(1, 16)),
        ("le 12 mars", DayOfYear(3, 12)),
        ("16. Januar", DayOfYear(1, 16)),
        ("16.01.", DayOfYear(1, 16)),
        ("01/16", DayOfYear(1, 16)),
        ("3 de mayo", DayOfYear(5, 3)),
        ("May", DayOfYear(5)),
        ("Documents you may need", None),
        ("March", DayOfYear(3)),
        ("June 7:30 pm", DayOfYear(6)),
        ("Minutes (genehmigt am 12. März 2022)", None),
        ("45/99", None),
    ],
)
def test_a_day_without_its_year_is_read(text: str, expected: DayOfYear | None) -> None:
    assert day_of_year_in(text) == expected


@pytest.mark.parametrize("text", ["3170370", "Room 2150", "$1,999", "Item 12 of 31", ""])
def test_other_figures_are_no_dates(text: str) -> None:
    assert periods_in(text) == []


@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    for period in periods_in(text):
        assert period.start <= period.end
    day_of_year_in(text)


@given(st.dates(date(1990, 1, 1), date(2045, 12, 31)))
def test_every_day_is_read_back_from_its_long_form(day: date) -> None:
    assert periods_in(f"{day:%B} {day.day}, {day.year}") == [Period(day, day)]
    assert periods_in(f"minutes-{day:%Y%m%d}") == [Period(day, day)]
