"""Times as the person reads them."""

from __future__ import annotations

import re
from typing import Final

from skop_desktop.engine.dates import Period, month, quarter, year
from skop_desktop.engine.dates.names import FISCAL, SCHOOL_YEAR, SEASON, SEASONS
from skop_desktop.engine.dates.periods import half

_FISCAL: Final = re.compile(rf"(?<![^\W\d_]){FISCAL}(?![^\W\d_])")
_SCHOOL: Final = re.compile(rf"(?<![^\W\d_]){SCHOOL_YEAR}(?![^\W\d_])")
_SEASON: Final = re.compile(rf"(?<![^\W\d_]){SEASON}(?![^\W\d_])")
_SEASON_NAMES: Final = {3: "spring", 6: "summer", 9: "fall", 12: "winter"}
_SPLIT_YEAR: Final = re.compile(r"\d{4}\s?[-–—/]\s?\d\d(?!\d)")
_DECADE_YEARS: Final = 10


def told_of(period: Period, said: str = "") -> str:
    """A time in few words. ``said``: how it was said, in small letters: "fy 2024" is told as
    fiscal year."""
    first, last = period.start, period.end
    if by_word := _told_by_its_word(period, said):
        return by_word
    if first == last:
        return f"{first.day} {first:%B} {first.year}"
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return _told_years(period, said)
    if period == month(first.year, first.month):
        return f"{first:%B} {first.year}"
    return _told_parts(period)


def _told_by_its_word(period: Period, said: str) -> str:
    """ "FY 2024", "school year 2023–24", "winter 2022–23"."""
    first, last = period.start.year, period.end.year
    if _FISCAL.search(said) and period == year(first):
        return f"FY {first}"
    if _SCHOOL.search(said) and last == first + 1:
        return f"school year {_split(period)}"
    if said.startswith("season ") and last == first + 1:
        return f"season {_split(period)}"
    if season := _SEASON.search(said):
        name = _SEASON_NAMES[SEASONS[season[0]][0]]
        return f"{name} {first if first == last else _split(period)}"
    return ""


def _split(period: Period) -> str:
    return f"{period.start.year}–{period.end.year % 100:02}"


def _told_years(period: Period, said: str) -> str:
    first, last = period.start.year, period.end.year
    if first == last:
        return str(first)
    if (
        last - first == _DECADE_YEARS - 1
        and first % _DECADE_YEARS == 0
        and not re.search("[-–—]", said)
    ):
        return f"{first}s"
    return _split(period) if _SPLIT_YEAR.search(said) else f"{first}–{last}"


def _told_parts(period: Period) -> str:
    first, last = period.start, period.end
    for number in range(1, 5):
        if period == quarter(first.year, number):
            return f"Q{number} {first.year}"
    for number, name in enumerate(("first", "second"), 1):
        if period == half(first.year, number):
            return f"{name} half of {first.year}"
    if (first.day, last.day) == (1, month(last.year, last.month).end.day):
        begin = f"{first:%B}" if first.year == last.year else f"{first:%B} {first.year}"
        return (
            f"{begin}–{last:%B} {last.year}"
            if first.year == last.year
            else (f"{begin} – {last:%B} {last.year}")
        )
    return f"{first.day} {first:%B} {first.year} – {last.day} {last:%B} {last.year}"
