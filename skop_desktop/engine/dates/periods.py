"""Times of documents: from one day to several years."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from typing import Final

EARLIEST, LATEST = 1800, 2049
"""The years that a document may be of. Earlier ones are told from other figures by no form."""
YEAR: Final = r"(?:1[89]\d\d|20[0-4]\d)"
"""A year of four figures, wherever a month or another year stands beside it."""
_CENTURY_TURN: Final = 50
"""Two-digit years below are 20xx, the others 19xx."""
_TWO_FIGURES: Final = 2
_YEAR_SPAN_LONGEST: Final = 12
_MONTHS_IN_QUARTER: Final = 3
_MONTHS_IN_HALF: Final = 6
_MONTHS_IN_YEAR: Final = 12


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Days from ``start`` to ``end``, both included."""

    start: date
    end: date

    def overlaps(self, other: Period) -> bool:
        """Whether any day is in both."""
        return self.start <= other.end and other.start <= self.end

    @property
    def years(self) -> range:
        """The calendar years it touches."""
        return range(self.start.year, self.end.year + 1)


@dataclass(frozen=True, slots=True)
class DayOfYear:
    """A month, or a day of it, with the year left to say: "January 16" under "2018 Minutes"."""

    month: int
    day: int | None = None

    def in_year(self, year: int) -> Period | None:
        """That month or day of ``year``; ``None`` for 30 February."""
        return day(year, self.month, self.day) if self.day else month(year, self.month)


def year(number: int) -> Period:
    """The whole calendar year."""
    return Period(date(number, 1, 1), date(number, 12, 31))


def years(first: int, last: int) -> Period:
    """From the first day of ``first`` to the last of ``last``."""
    return Period(date(first, 1, 1), date(last, 12, 31))


def month(in_year: int, number: int) -> Period:
    """The whole month."""
    return months(in_year, number, number)


def months(in_year: int, first: int, last: int) -> Period:
    """From the first day of month ``first`` to the last of ``last``; 13 is January of the next."""
    end_year, end_month = in_year + (last - 1) // _MONTHS_IN_YEAR, (last - 1) % _MONTHS_IN_YEAR + 1
    return Period(
        date(in_year, first, 1),
        date(end_year, end_month, calendar.monthrange(end_year, end_month)[1]),
    )


def day(in_year: int, in_month: int, number: int) -> Period | None:
    """One day, or ``None`` where the calendar has no such day."""
    if not EARLIEST <= in_year <= LATEST:
        return None
    try:
        only = date(in_year, in_month, number)
    except ValueError:
        return None
    return Period(only, only)


def quarter(of_year: int, number: int) -> Period:
    """The first to fourth quarter of a calendar year."""
    last = number * _MONTHS_IN_QUARTER
    return months(of_year, last - 2, last)


def half(of_year: int, number: int) -> Period:
    """The first or second half of a calendar year."""
    last = number * _MONTHS_IN_HALF
    return months(of_year, last - 5, last)


def span(first: str, last: str) -> Period | None:
    """ "2019" and "21" or "2021" as whole years; ``None`` where it runs backwards or very long."""
    begin, end = int(first), year_after(first, last)
    return years(begin, end) if 0 < end - begin <= _YEAR_SPAN_LONGEST else None


def year_after(first: str, last: str) -> int:
    """The year that "21" means behind 2019; 2000 for "00" behind 1999."""
    if len(last) > _TWO_FIGURES:
        return int(last)
    century = int(first) // 100 * 100
    end = century + int(last)
    return end + 100 if int(first) % 100 == 99 and end == century else end  # noqa: PLR2004 - 1999-00


def full_year(digits: str) -> int:
    """ "18" is 2018, "98" is 1998, "2018" is itself."""
    number = int(digits)
    if len(digits) > _TWO_FIGURES:
        return number
    return number + (2000 if number < _CENTURY_TURN else 1900)


def blanked(small: str, start: int, end: int) -> str:
    """``small`` with spaces for what was read, as long as before."""
    return small[:start] + " " * (end - start) + small[end:]
