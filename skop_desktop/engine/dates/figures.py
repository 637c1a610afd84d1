"""Dates written in figures alone: 2024-03-12, 1-22-14, 120717, 20140418, 12-2019, 2019-21, 2018."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from skop_desktop.engine.dates.monthly import Dated
from skop_desktop.engine.dates.periods import (
    YEAR,
    Period,
    blanked,
    day,
    full_year,
    month,
    span,
    year,
)

_RECENT: Final = r"(?:19[5-9]\d|20[0-4]\d)"
"""A year that stands alone: earlier ones are mostly other figures."""
_MM: Final = r"(0?[1-9]|1[0-2])"
_DD: Final = r"([0-2]?\d|3[01])"
_SIX: Final = re.compile(r"(?<!\d)(\d\d)(0[1-9]|1[0-2])([0-3]\d)(?!\d)")
_ALONE: Final = re.compile(rf"(?<!\d)({_RECENT})(?!\d)")
_ALONE_AND_OLD: Final = re.compile(r"(?<!\d)(18[5-9]\d|19[0-4]\d)(?!\d)")
_NO_YEAR_AFTER: Final = re.compile(
    r"(?:\bno|\bnr|\bnum|\bnumber|\bnumero|[n№][°º]|№|#|[$€£]|\broom|\bsuite|\bbox|\bform|\bstate)"
    r"[.:]?\s?$|\d,$"
)
_NO_YEAR_BEFORE: Final = re.compile(
    r"\s?(?:[kmg]b|[kmg]o|bytes?|pages?|pp|words|seiten|paginas|units|people|%|€|\$)(?![^\W\d_])"
    r"|,\d{3}"
)
_NUMBERED: Final = re.compile(r"[-/]\d")
_REACH: Final = 9
_FIRST_OF_FILES: Final = 1980


def _of_numbers(first: str, second: str, third: str, *, day_first: bool) -> Period | None:
    """Month first as in the USA, or day first; the other way where that cannot be: 24.02.2022."""
    in_year, a, b = full_year(third), int(first), int(second)
    usual, other = ((b, a), (a, b)) if day_first else ((a, b), (b, a))
    return day(in_year, *usual) or day(in_year, *other)


def _six(two: str, in_month: str, on_day: str) -> Period | None:
    """Six figures in a row; before there were files they are a number: 120260."""
    in_year = full_year(two)
    return day(in_year, int(in_month), int(on_day)) if in_year >= _FIRST_OF_FILES else None


_Reader = Callable[[re.Match[str], bool], Period | None]
_FORMS: Final[tuple[tuple[re.Pattern[str], _Reader], ...]] = tuple(
    (re.compile(pattern), reader)
    for pattern, reader in (
        (
            rf"(?<!\d)({YEAR})([-_./ ]){_MM}\2{_DD}(?!\d)",
            lambda m, _: day(int(m[1]), int(m[3]), int(m[4])),
        ),
        (
            rf"(?<!\d)({_RECENT})(0[1-9]|1[0-2])([0-2]\d|3[01])(?!\d)",
            lambda m, _: day(int(m[1]), int(m[2]), int(m[3])),
        ),
        (
            (
                rf"(?<![\d])(\d{{1,2}})(?:\s?[-_./]\s?(\d{{1,2}})\s?[-_./]\s?|\s(\d{{1,2}})\s)'?"
                rf"({YEAR}|\d\d)(?!\d)"
            ),
            lambda m, day_first: _of_numbers(m[1], m[2] or m[3], m[4], day_first=day_first),
        ),
        (
            rf"(?<!\d)([0-3]\d)([0-3]\d)({_RECENT})(?!\d)",
            lambda m, day_first: _of_numbers(m[1], m[2], m[3], day_first=day_first),
        ),
        (
            r"(?<!\d)([01]\d)([0-3]\d)(\d\d)(?!\d)",
            lambda m, _: _six(m[3], m[1], m[2]) if m[1] != "00" else None,
        ),
        (_SIX.pattern, lambda m, _: _six(m[1], m[2], m[3])),
        (
            rf"(?<!\d)({YEAR})\s?[-–—/_]\s?({YEAR}|\d\d)(?!\d)",
            lambda m, _: span(m[1], m[2]),
        ),
        (
            rf"(?<!\d)({_RECENT}) (?:to|through|bis|until|hasta|au) ({_RECENT})(?!\d)",
            lambda m, _: span(m[1], m[2]),
        ),
        (
            rf"(?<![\d]){_MM}[-_/.]({_RECENT})(?!\d)",
            lambda m, _: month(int(m[2]), int(m[1])),
        ),
        (
            rf"(?<!\d)({_RECENT})[-_/.](0[1-9]|1[0-2])(?!\d)",
            lambda m, _: month(int(m[1]), int(m[2])),
        ),
    )
)
_RUN: Final = re.compile(r"\d+")


def figures_in(small: str, *, day_first: bool) -> list[Dated]:
    """Every date in figures alone in ``small``, those of one form after those of another.

    ``day_first``: 03/04/2022 is in April.
    """
    found: list[Dated] = []
    if not _is_one_year(small):
        for pattern, reader in _FORMS:
            for match in pattern.finditer(small):
                period = reader(match, day_first)
                if period is not None:
                    found.append(Dated(match.start(), match.end(), period))
                    small = blanked(small, match.start(), match.end())
    return found + [
        Dated(match.start(), match.end(), year(int(match[1])))
        for match in _ALONE.finditer(small)
        if is_year(small, match)
    ]


def old_years_in(small: str) -> list[Dated]:
    """Years from 1850 to 1949 that stand alone: told from other figures less surely."""
    return [
        Dated(match.start(), match.end(), year(int(match[1])))
        for match in _ALONE_AND_OLD.finditer(small)
        if is_year(small, match) and not _NUMBERED.match(small, match.end())
    ]


def is_year(small: str, match: re.Match[str]) -> bool:
    """Whether the four figures are a year: not the size of a file, a number, an amount."""
    start, end = match.span()
    if _NO_YEAR_BEFORE.match(small, end):
        return False
    before = small[max(0, start - _REACH) : start]
    return not _NO_YEAR_AFTER.search(before) or bool(
        _NUMBERED.match(small, end) and "," not in before
    )


def _is_one_year(small: str) -> bool:
    """The most common case, told without trying each form."""
    runs = _RUN.findall(small, 0, 400)
    return len(runs) == 1 and len(runs[0]) == 4 and len(small) < 400  # noqa: PLR2004 - figures


def year_first(small: str, said_around: frozenset[int]) -> str:
    """091013 as 20091013 where the page speaks of 2009 and not of 2013."""

    def turned(match: re.Match[str]) -> str:
        usual, other = 2000 + int(match[3]), 2000 + int(match[1])
        is_turned = other in said_around and usual not in said_around
        return f"20{match[0]}" if is_turned else match[0]

    return _SIX.sub(turned, small)


def has_six_figures(text: str) -> bool:
    """Whether ``text`` has a date like 091013, which is of 2013 here and of 2009 there."""
    return bool(_SIX.search(text))
