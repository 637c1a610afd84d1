"""Dates with the name of a month: "January 16, 2018", "26 de enero de 2023", "Mar 2015"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from skop_desktop.engine.dates.names import ALSO_WORDS, MONTH, MONTHS
from skop_desktop.engine.dates.periods import YEAR, DayOfYear, Period, day, full_year, month

_NAME: Final = re.compile(rf"(?<![^\W\d_]){MONTH}(?![^\W\d_])")
_SEP: Final = r"[\s.,_/-]{0,3}"
_TH: Final = r"(?:st|nd|rd|th|er|\.|º)?"
_AND_DAY: Final = rf"(?:\s?(?:-|–|—|&|\+|/|and|und|et|y|to|bis|au|al?)\s?\d{{1,2}}{_TH})?"
_DAY_AND_YEAR: Final = re.compile(
    rf"\.?{_SEP}(\d{{1,2}}){_TH}{_AND_DAY}(?:{_SEP}|\s(?:de|del)\s)'?({YEAR})(?!\d)"
    rf"|\.?[-_.](\d{{1,2}})[-_.](\d\d)(?!\d)|\.?\s(\d{{1,2}}){_TH}?,?\s?'(\d\d)(?!\d)"
)
_YEAR_AFTER: Final = re.compile(
    rf"\.?(?:\s(?:del?|of|d[eu]))?{_SEP}({YEAR})(?!\d)|\.?\s?'(\d\d)(?!\d)"
)
_SHORT_YEAR_AFTER: Final = re.compile(r"\.?[-_. ]?(\d\d)(?![\d:])")
_DAY_BEFORE: Final = re.compile(
    rf"(?<!\d)(\d{{1,2}}){_TH}{_AND_DAY}{_SEP}(?:(?:de|of|d')\s?)?(?:the\s)?$"
)
_YEAR_BEFORE: Final = re.compile(rf"(?<!\d)({YEAR}){_SEP}$")
_DAY_AFTER: Final = re.compile(rf"\.?{_SEP}(\d{{1,2}})(?:st|nd|rd|th)?(?![\d:])")
_UNTIL: Final = re.compile(
    r"(?:[.,]?\s?\d{1,2}(?:st|nd|rd|th|\.)?)?,?(?:\s?(?:de\s)?\d{4})?\s?"
    r"(?:(?P<to>-|–|—|to|through|thru|until|bis(?: zum)?|au|a|al|hasta)|/|&|\+|and|und|et|y)\s?"
    r"(?:(?:the|el|le|dem)\s)?(?:\d{1,2}(?:\.|er|st|nd|rd|th)?\s?(?:de\s|of\s)?)?"
)
_REACH: Final = 24
_ONE_FIGURE_DAY: Final = re.compile(r"\.?[\s_-]{0,2}(\d{1,2})(?!\d|:)")


@dataclass(frozen=True, slots=True)
class Dated:
    """A period that stands at ``start:end``."""

    start: int
    end: int
    period: Period


def monthly_in(small: str) -> list[Dated]:
    """Every date of ``small`` that names a month and says a year."""
    names = list(_NAME.finditer(small))
    found = [_dated(small, name) for name in names]
    joined: list[Dated] = []
    skip = False
    for n, dated in enumerate(found):
        if skip:
            skip = False
            continue
        after = found[n + 1] if n + 1 < len(found) else None
        whole = _joined(small, names[n], dated, names[n + 1], after) if after else None
        if whole is not None:
            joined += whole
            skip = True
        elif dated is not None:
            joined.append(dated)
    return joined


def _joined(
    small: str, name: re.Match[str], dated: Dated | None, other: re.Match[str], last: Dated
) -> list[Dated] | None:
    """ "January–March 2018" and "5 January to 3 March 2018", where the year is said once."""
    link = _UNTIL.fullmatch(small, name.end(), other.start())
    if link is None:
        return None
    part, start, end = _part(small, name)
    if dated is not None:
        start, end = dated.start, dated.end
    first = dated.period if dated else part.in_year(last.period.start.year)
    if first is None or first.start > last.period.end:
        return None
    if link["to"]:
        return [Dated(start, last.end, Period(first.start, last.period.end))]
    return [Dated(start, end, first), Dated(other.start(), last.end, last.period)]


def _dated(small: str, name: re.Match[str]) -> Dated | None:
    number, start, end = MONTHS[name[0]], name.start(), name.end()
    if both := _DAY_AND_YEAR.match(small, end):
        on, of = both[1] or both[3] or both[5], both[2] or both[4] or both[6]
        if only := day(full_year(of), number, int(on)):
            return Dated(start, both.end(), only)
    before = small[max(0, start - _REACH) : start]
    on_day = _DAY_BEFORE.search(before)
    of_year = _YEAR_AFTER.match(small, end) or (on_day and _SHORT_YEAR_AFTER.match(small, end))
    if of_year:
        said = full_year(of_year[of_year.lastindex or 1])
        if on_day and (only := day(said, number, int(on_day[1]))):
            return Dated(start - len(before) + on_day.start(), of_year.end(), only)
        return Dated(start, of_year.end(), month(said, number))
    if first := _YEAR_BEFORE.search(before):
        begin = start - len(before) + first.start()
        later = _DAY_AFTER.match(small, end)
        only = day(int(first[1]), number, int(later[1])) if later else None
        whole = only or month(int(first[1]), number)
        return Dated(begin, later.end() if later and only else end, whole)
    return None


def _part(small: str, name: re.Match[str]) -> tuple[DayOfYear, int, int]:
    """The month, with its day where a figure stands beside it; and from where to where."""
    start, end = name.span()
    before = small[max(0, start - _REACH) : start]
    if beside := _ONE_FIGURE_DAY.match(small, end):
        end = beside.end()
    elif beside := _DAY_BEFORE.search(before):
        start += beside.start() - len(before)
    number = int(beside[1]) if beside else 0
    on = number if 1 <= number <= 31 else None  # noqa: PLR2004 - days of a month
    return DayOfYear(MONTHS[name[0]], on), start, end


def parts_in(small: str, said: str, *, every: bool = False) -> Iterator[tuple[DayOfYear, int, int]]:
    """Every month of ``small``, with its day, and from where to where it stands.

    ``said``: the same with its capitals: "may" is not May unless ``every`` one is asked for.
    """
    for name in _NAME.finditer(small):
        part, start, end = _part(small, name)
        if every or part.day or name[0] not in ALSO_WORDS or said[name.start()].isupper():
            yield part, start, end
