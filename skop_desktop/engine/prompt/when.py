"""The times that a prompt asks for."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from skop_desktop.engine.dates import (
    Period,
    dated_in,
    full_year,
    month,
    parts_in,
    quarter,
    year,
    years,
)
from skop_desktop.engine.dates.names import ALSO_WORDS, SCHOOL_YEAR, SPORTS_SEASON
from skop_desktop.engine.dates.periods import EARLIEST, LATEST, DayOfYear
from skop_desktop.engine.prompt.slate import Slate
from skop_desktop.engine.prompt.told import told_of

_DECADE: Final = re.compile(
    r"(?<![\w.])(?:annees |ans |anos |the )?'?([2-9]0)(?:'?s|er(?: jahren?)?)(?!\w)"
    r"|(?<!\w)(?:annees|ans|anos|decada de(?: los)?|decennie) ((?:1[89]|20)?\d0)(?!\w)"
    r"|(?<!\w)((?:1[89]|20)\d0)er(?: jahren?)?(?!\w)|(?<!\w)(?:early |mid-?|late )?((?:1[89]"
    r"|20)\d0)'?s(?!\w)"
)
_CENTURY: Final = re.compile(
    r"(?<!\w)(19|20)(?:th|\.|e|eme)?[ -](?:century|jahrhunderts?|siecle)(?!\w)"
)
_SHORT_YEAR: Final = re.compile(r"(?<![\w'])'(\d\d)(?![\w'])")
_SPLIT: Final = re.compile(r"(?<![\d/.-])(1[3-9]|[2-4]\d)[/-](\d\d)(?![\d/.-])")
_CASE_NUMBER: Final = re.compile(r"[-:][a-z]{1,4}[-: ]?\d")
_LISTED: Final = re.compile(r",? ?(?:and |und |et |y |& |or )?")
_SCHOOL: Final = re.compile(
    rf"(?<![^\W\d_])(?:{SCHOOL_YEAR}|education|school district|pta|cantine"
    r"|(?:schools?|schul|ecole|scolaire|escol|escuel|universi|kindergarten|student|pupil)[^\W\d_]*)"
    r"(?![^\W\d_])"
)
_SPORTS: Final = re.compile(rf"(?<![^\W\d_]){SPORTS_SEASON}(?![^\W\d_])")
_SORT_OF_YEAR: Final = re.compile(
    r" ?((?:school|academic|fiscal|financial|calendar) years?)(?![^\W\d_])"
)
_QUARTERS: Final = re.compile(
    r"(?<!\w)[qt]([1-4]) ?(?:-|–|to|bis|through) ?[qt]([1-4]),? ?(\d{4})(?!\d)"
)
_BEFORE_MONTH: Final = re.compile(
    r"(?:^|\W)(?:in|of|from|since|during|until|before|after|by|last|between|and|to|for|through"
    r"|early"
    r"|late|mid)[ -]$"
)
_FIRST_MONTH_OF_SCHOOL: Final = 7
_TWO_FIGURES: Final = 2


def _decade(match: re.Match[str]) -> tuple[Period, str]:
    digits = match[1] or match[2] or match[3] or match[4]
    first = int(digits)
    if len(digits) == _TWO_FIGURES:
        first += 1900 if first >= 20 else 2000  # noqa: PLR2004 - "the 20s" are the 1920s
    return years(first, first + 9), f"{first}s"


def _century(match: re.Match[str]) -> tuple[Period, str]:
    last = int(match[1]) * 100
    return years(last - 99, last), f"{match[1]}th century"


def _short_year(match: re.Match[str]) -> tuple[Period, str]:
    number = full_year(match[1])
    return year(number), str(number)


def _split_year(match: re.Match[str]) -> tuple[Period | None, str]:
    first, last = full_year(match[1]), full_year(match[2])
    return (years(first, last) if last == first + 1 else None), f"{first}–{last % 100:02}"


def _quarters(match: re.Match[str]) -> tuple[Period | None, str]:
    first, last, of = int(match[1]), int(match[2]), int(match[3])
    if first >= last or not EARLIEST <= of <= LATEST:
        return None, ""
    return Period(quarter(of, first).start, quarter(of, last).end), f"Q{first}–Q{last} {of}"


_Reader = Callable[[re.Match[str]], tuple[Period | None, str]]
_FORMS: Final[tuple[tuple[re.Pattern[str], _Reader], ...]] = (
    (_QUARTERS, _quarters),
    (_DECADE, _decade),
    (_CENTURY, _century),
    (_SHORT_YEAR, _short_year),
    (_SPLIT, _split_year),
)


@dataclass(frozen=True, slots=True)
class Time:
    """A time said at ``start:end``. ``said``: how, in small letters. ``words``: how it is told,
    where that is not told by the period."""

    start: int
    end: int
    period: Period
    said: str = ""
    words: str = ""

    @property
    def told(self) -> str:
        """As the person reads it."""
        return self.words or told_of(self.period, self.said)


def said_times(slate: Slate) -> list[Time]:
    """Every time on the slate that says its year, in order."""
    found: list[Time] = []
    small = slate.small
    for pattern, read in _FORMS:
        for match in pattern.finditer(small):
            period, words = read(match)
            if period is None:
                continue
            found.append(Time(*match.span(), period, match[0], words))
            small = small[: match.start()] + " " * len(match[0]) + small[match.end() :]
    is_school = bool(_SCHOOL.search(slate.small))
    is_sports = not is_school and bool(_SPORTS.search(slate.small))
    for dated in dated_in(small):
        sort = _SORT_OF_YEAR.match(small, dated.end)
        end = sort.end() if sort else dated.end
        said = f"{sort[1] if sort else ''} {small[dated.start : dated.end]}".strip()
        if _CASE_NUMBER.match(small, dated.end):
            continue
        period = _school_year(dated.period, said) if is_school or is_sports else dated.period
        if period != dated.period and not _SCHOOL.search(said):
            said = f"{'season' if is_sports else 'school year'} {said}"
        found.append(Time(dated.start, end, period, said))
    return sorted(found, key=lambda time: time.start)


def months_without_year(slate: Slate, others: list[Time], today: date) -> list[Time]:
    """ "since March": the last one there was, or that of the year said with it."""
    small = slate.small
    for time in others:
        small = small[: time.start] + " " * (time.end - time.start) + small[time.end :]
    found: list[Time] = []
    for part, start, end in reversed(list(parts_in(small, slate.said, every=True))):
        is_sure = part.day or slate.said[start].isupper() or small[start:end] not in ALSO_WORDS
        if is_sure or _BEFORE_MONTH.search(slate.small[:start]):
            period = _year_beside(slate, part, start, end, [*others, *found])
            period = period or _most_recent(part, today)
            found += [Time(start, end, period)] if period else []
    return found


def _year_beside(
    slate: Slate, part: DayOfYear, start: int, end: int, others: list[Time]
) -> Period | None:
    """In the year of the time before it ("March 2021 to June") or behind it ("May, June 2021")."""
    for time in others:
        if time.end <= start and start - time.end < _NEAR:
            return _next_after(part, time.period)
        if end <= time.start and _LISTED.fullmatch(slate.small, end, time.start):
            return part.in_year(time.period.start.year)
    return None


_NEAR: Final = 14
"""Letters between two times that are said of one another."""


def _most_recent(part: DayOfYear, today: date) -> Period | None:
    this = part.in_year(today.year)
    return this if this is not None and this.start <= today else part.in_year(today.year - 1)


def _next_after(part: DayOfYear, before: Period) -> Period | None:
    same = part.in_year(before.start.year)
    return same if same and same.start >= before.start else part.in_year(before.start.year + 1)


def _school_year(period: Period, said: str) -> Period:
    """From summer to summer; "school year 2023" begins in 2023."""
    first, last = period.start.year, period.end.year
    is_whole = period == years(first, last)
    if not is_whole or last - first > 1 or (first == last and not _SCHOOL.search(said)):
        return period
    if first != last and not re.search(r"\d\d\s?[-–/_]\s?\d\d(?:\d\d)?$", said):
        return period
    return Period(
        date(first, _FIRST_MONTH_OF_SCHOOL, 1), month(first + 1, _FIRST_MONTH_OF_SCHOOL - 1).end
    )


def since(time: Time, today: date) -> Period:
    """From the beginning of ``time`` on. What is announced for next year is in it."""
    begin = time.period.start
    return Period(begin, max(date(min(today.year + 1, 2049), 12, 31), begin))


def after(time: Time, today: date) -> Period:
    """From the day after ``time`` on."""
    begin = min(time.period.end, date(2049, 12, 30)) + timedelta(days=1)
    return Period(begin, max(date(min(today.year + 1, 2049), 12, 31), begin))


def before(time: Time) -> Period:
    """Until the day before ``time``."""
    first = date(EARLIEST, 1, 1)
    return Period(first, max(first, time.period.start - timedelta(days=1)))


def until(time: Time) -> Period:
    """Until the end of ``time``."""
    return Period(date(EARLIEST, 1, 1), time.period.end)
