"""Which time a document is of, out of the words and figures around it.

Forms met on real sites: "January 16, 2018", "26 de enero de 2023", "24. Februar 2022",
"December_20_2023", 120717, 20140418, 1-22-14, 12-2019, "FY 2020-21", 2023-24, 2Q24, "FYE 063023".
"August 13" is a day, not the year 2013.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

_MONTH_NAMES: Final = (
    ("january", "jan", "januar", "jänner", "janvier", "enero", "ene"),
    ("february", "feb", "februar", "février", "fevrier", "febrero"),
    ("march", "mar", "märz", "maerz", "mrz", "mars", "marzo"),
    ("april", "apr", "avril", "abril", "abr"),
    ("may", "mai", "mayo"),
    ("june", "jun", "juni", "juin", "junio"),
    ("july", "jul", "juli", "juillet", "julio"),
    ("august", "aug", "août", "aout", "agosto", "ago"),
    ("september", "sept", "sep", "septembre", "septiembre"),
    ("october", "oct", "oktober", "okt", "octobre", "octubre"),
    ("november", "nov", "novembre", "noviembre"),
    ("december", "dec", "dezember", "dez", "décembre", "decembre", "diciembre", "dic"),
)
_MONTHS: Final = {name: n for n, names in enumerate(_MONTH_NAMES, 1) for name in names}
MONTH: Final = "(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + ")"
_YEAR: Final = r"(?:19[5-9]\d|20[0-4]\d)"
_EARLIEST, _LATEST = 1950, 2049
_CENTURY_TURN: Final = 50
"""Two-digit years below are 20xx, the others 19xx."""
_SEP: Final = r"[\s.,_/-]{0,3}"
_YEAR_SPAN_LONGEST: Final = 12
_MONTHS_IN_YEAR: Final = 12
_MONTHS_IN_QUARTER: Final = 3


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


def month(in_year: int, number: int) -> Period:
    """The whole month."""
    return Period(
        date(in_year, number, 1), date(in_year, number, calendar.monthrange(in_year, number)[1])
    )


def day(in_year: int, in_month: int, number: int) -> Period | None:
    """One day, or ``None`` where the calendar has no such day."""
    try:
        only = date(in_year, in_month, number)
    except ValueError:
        return None
    return Period(only, only) if _EARLIEST <= in_year <= _LATEST else None


def years(first: int, last: int) -> Period:
    """From the first day of ``first`` to the last of ``last``."""
    return Period(date(first, 1, 1), date(last, 12, 31))


def month_number(name: str) -> int | None:
    """The month that ``name`` is, in four languages."""
    return _MONTHS.get(name.lower().rstrip("."))


def full_year(digits: str) -> int:
    """ "18" is 2018, "98" is 1998, "2018" is itself."""
    number = int(digits)
    if len(digits) > 2:  # noqa: PLR2004 - two digits or four
        return number
    return number + (2000 if number < _CENTURY_TURN else 1900)


def _of_numbers(first: str, second: str, third: str) -> Period | None:
    """Month first as in the USA, unless that cannot be: 24.02.2022."""
    in_year, a, b = full_year(third), int(first), int(second)
    return day(in_year, a, b) or day(in_year, b, a)


def _span(first: str, last: str) -> Period | None:
    begin = int(first)
    end = int(last) if len(last) > 2 else begin // 100 * 100 + int(last)  # noqa: PLR2004 - as above
    return years(begin, end) if 0 < end - begin <= _YEAR_SPAN_LONGEST else None


def _quarter(number: str, of_year: str) -> Period:
    last = int(number) * _MONTHS_IN_QUARTER
    in_year = full_year(of_year)
    return Period(month(in_year, last - 2).start, month(in_year, last).end)


def _fiscal(text: str) -> Period:
    """A fiscal year is told by the year it ends in, and begins in the one before."""
    ends = full_year(text)
    return year(ends)


def _fiscal_span(first: str, last: str) -> Period:
    return year(int(first) // 100 * 100 + int(last[-2:]))


def _named(name: str, number: str | None, of_year: str) -> Period | None:
    in_month = _MONTHS[name.lower()]
    if number:
        return day(int(of_year), in_month, int(number))
    return month(int(of_year), in_month)


def _numbered_month(number: str, of_year: str) -> Period | None:
    return month(int(of_year), int(number)) if 1 <= int(number) <= _MONTHS_IN_YEAR else None


_Reader = Callable[[re.Match[str]], Period | None]
_FORMS: Final[tuple[tuple[re.Pattern[str], _Reader], ...]] = tuple(
    (re.compile(pattern, re.IGNORECASE), reader)
    for pattern, reader in (
        (
            rf"(?<!\d)({_YEAR})[-_./ ](0?[1-9]|1[0-2])[-_./ ]([0-2]?\d|3[01])(?!\d)",
            lambda m: day(int(m[1]), int(m[2]), int(m[3])),
        ),
        (
            rf"(?<!\d)({_YEAR})(0[1-9]|1[0-2])([0-2]\d|3[01])(?!\d)",
            lambda m: day(int(m[1]), int(m[2]), int(m[3])),
        ),
        (
            rf"(?<!\d)(\d{{1,2}})[-_./ ](\d{{1,2}})[-_./ ]({_YEAR}|\d\d)(?!\d)",
            lambda m: _of_numbers(m[1], m[2], m[3]),
        ),
        (
            rf"(?<!\d)([01]\d)([0-3]\d)({_YEAR}|\d\d)(?!\d)",
            lambda m: day(full_year(m[3]), int(m[1]), int(m[2])) if m[1] != "00" else None,
        ),
        (
            r"(?<!\d)(\d\d)(0[1-9]|1[0-2])([0-3]\d)(?!\d)",
            lambda m: day(full_year(m[1]), int(m[2]), int(m[3])),
        ),
        (
            rf"(?<![^\W\d_])({MONTH})\.?{_SEP}(\d{{1,2}})(?:st|nd|rd|th)?{_SEP}({_YEAR})(?!\d)",
            lambda m: _named(m[1], m[2], m[3]),
        ),
        (
            (
                rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th|er)?\.?{_SEP}(?:de\s+|of\s+)?({MONTH})"
                rf"(?:\s+(?:de|del))?\.?{_SEP}({_YEAR})(?!\d)"
            ),
            lambda m: _named(m[2], m[1], m[3]),
        ),
        (
            rf"(?<![^\W\d_])({MONTH})(?:\s+(?:de|del|of))?\.?{_SEP}({_YEAR})(?!\d)",
            lambda m: _named(m[1], None, m[2]),
        ),
        (
            rf"(?<!\d)({_YEAR}){_SEP}({MONTH})(?![^\W\d_]){_SEP}(\d{{1,2}})?(?!\d)",
            lambda m: _named(m[2], m[3], m[1]),
        ),
        (
            rf"(?<!\w)(?:FY|fiscal years?){_SEP}({_YEAR})\s?[-–/]\s?(\d{{4}}|\d\d)(?!\d)",
            lambda m: _fiscal_span(m[1], m[2]),
        ),
        (
            rf"(?<!\w)(?:FYE?|fiscal years?(?: ending)?|year ended){_SEP}({_YEAR}|\d\d)(?!\d)",
            lambda m: _fiscal(m[1]),
        ),
        (
            rf"(?<!\w)Q([1-4]){_SEP}({_YEAR}|\d\d)(?!\d)",
            lambda m: _quarter(m[1], m[2]),
        ),
        (
            (
                rf"(?<!\w)([1-4])(?:Q|st quarter|nd quarter|rd quarter|th quarter){_SEP}"
                rf"(?:of )?({_YEAR}|\d\d)(?!\d)"
            ),
            lambda m: _quarter(m[1], m[2]),
        ),
        (
            rf"(?<!\d)({_YEAR})\s?[-–—/_]\s?({_YEAR}|\d\d)(?!\d)",
            lambda m: _span(m[1], m[2]),
        ),
        (
            rf"(?<!\d)(0?[1-9]|1[0-2])[-_/.]({_YEAR})(?!\d)",
            lambda m: _numbered_month(m[1], m[2]),
        ),
        (
            rf"(?<!\d)({_YEAR})[-_/.](0[1-9]|1[0-2])(?!\d)",
            lambda m: _numbered_month(m[2], m[1]),
        ),
        (rf"(?<!\d)({_YEAR})(?!\d)", lambda m: year(int(m[1]))),
    )
)

_OTHER: Final = (
    r"(?:approved|adopted|effective|posted|published|updated|revised|amended|modified|uploaded"
    r"|rel|released|superseded|stand|aktualisiert|publié|actualizado)"
)
_OTHER_DATES: Final = re.compile(
    rf"\(\s*{_OTHER}\b[^()]{{0,60}}\)"
    rf"|(?<!\w){_OTHER}\b\.?:?(?:\s(?:on|by|as of|the|le|el|am|vom))?[\s:_-]{{0,3}}"
    rf"(?:\d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{2,4}}|\d{{4}}-\d\d-\d\d"
    rf"|{MONTH}\.?\s\d{{1,2}}(?:st|nd|rd|th)?,?\s\d{{4}}"
    rf"|\d{{1,2}}\.?\s(?:de\s)?{MONTH}(?:\sde)?\s\d{{4}})",
    re.IGNORECASE,
)
_DAY: Final = re.compile(
    rf"(?<![^\W\d_])({MONTH})(?![^\W\d_])\.?(?:\s{{0,2}}(\d{{1,2}})(?!\d|:))?"
    rf"|(?<!\d)(\d{{1,2}})\.?\s(?:de\s)?({MONTH})(?![^\W\d_])",
    re.IGNORECASE,
)
_LONGEST_READ: Final = 600
_SIX: Final = re.compile(r"(?<!\d)(\d\d)(0[1-9]|1[0-2])([0-3]\d)(?!\d)")


def _year_first(match: re.Match[str], said_around: frozenset[int]) -> str:
    """091013 as 20091013 where the page speaks of 2009 and not of 2013."""
    usual, other = 2000 + int(match[3]), 2000 + int(match[1])
    turned = other in said_around and usual not in said_around
    return f"20{match[0]}" if turned else match[0]


def without_other_dates(text: str) -> str:
    """``text`` without dates of approval, posting, effect: they are not the document's own."""
    return _OTHER_DATES.sub(" ", text)


def has_six_figures(text: str) -> bool:
    """Whether ``text`` has a date like 091013, which is of 2013 here and of 2009 there."""
    return bool(_SIX.search(text))


def periods_in(text: str, said_around: frozenset[int] = frozenset()) -> list[Period]:
    """Every time with a year in ``text``, in the order in which it says them.

    ``said_around``: years that stand around the text. They decide what 091013 is.
    """
    rest = without_other_dates(text[:_LONGEST_READ])
    if said_around:
        rest = _SIX.sub(lambda m: _year_first(m, said_around), rest)
    found: list[tuple[int, Period]] = []
    for pattern, reader in _FORMS:
        for match in pattern.finditer(rest):
            period = reader(match)
            if period is not None:
                found.append((match.start(), period))
                blank = " " * (match.end() - match.start())
                rest = rest[: match.start()] + blank + rest[match.end() :]
    return [period for _, period in sorted(found)]


def day_of_year_in(text: str) -> DayOfYear | None:
    """The first month, or day of a month, that ``text`` names without a year."""
    match = _DAY.search(text[:_LONGEST_READ])
    if match is None:
        return None
    name, number = (match[1], match[2]) if match[1] else (match[4], match[3])
    return DayOfYear(_MONTHS[name.lower()], int(number) if number else None)
