"""Whether the document is of the time that was asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from skop_desktop.engine.dates import (
    DayOfYear,
    Period,
    day_of_year_in,
    has_six_figures,
    quarter,
    upload_period_in,
    year,
)
from skop_desktop.engine.plan import Plan
from skop_desktop.engine.relevance.evidence import Evidence, Sign
from skop_desktop.engine.relevance.reading import (
    LONGEST_ROW,
    is_case_name,
    short_row,
    times_in,
    title_of_page,
    words_in,
)
from skop_desktop.engine.relevance.titles import plain_in
from skop_desktop.engine.words import seamed

_STORY_WORDS: Final = 2
_MONTH_DAYS: Final = 31
_ENOUGH: Final = 0.45
"""Share of a document's time that must be asked for: half of a school year is enough."""
_YEARLY_FILINGS: Final = frozenset({"10-K"})
_FROM_YEAR_END_TO_FILING: Final = timedelta(days=120)
_QUARTER: Final = re.compile(
    r"\b(?:(first|second|third|fourth|1st|2nd|3rd|4th) quarter|q([1-4])|([1-4])q"
    r"|([1-4])\. quartal|(?:([1-4])(?:er|e|ème) trimestre))\b",
    re.IGNORECASE,
)
_QUARTERS: Final = {"first": 1, "second": 2, "third": 3, "fourth": 4}


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter, with the year left to say: "Third Quarter" under "2023"."""

    number: int

    def in_year(self, year: int) -> Period:
        """That quarter of ``year``."""
        return quarter(year, self.number)


def part_of_year_in(text: str) -> DayOfYear | Quarter | None:
    """The first day, month or quarter that ``text`` names without a year."""
    if not text:
        return None
    found = _QUARTER.search(text)
    if found:
        said = next(group for group in found.groups() if group).lower()
        return Quarter(_QUARTERS.get(said) or int(said[0]))
    return day_of_year_in(text)


@dataclass(frozen=True, slots=True)
class DatedBy:
    """The times that the nearest source gives, and how near it stands to the document.

    ``is_wide``: it stands over several documents, each of a time within.
    """

    periods: tuple[Period, ...] = ()
    level: str = ""
    part: DayOfYear | Quarter | None = None
    is_wide: bool = False


def date_sign(plan: Plan, evidence: Evidence) -> Sign | None:
    """How the date stands."""
    if plan.period is None:
        return None
    dated = time_of(evidence)
    if not dated.periods:
        return _by_upload(plan, evidence) or Sign("date: unsaid", plan.period_words)
    if len(dated.periods) > 1:
        fits = any(plan.covers(period) for period in dated.periods)
        said = plan.period_words if fits else str(dated.periods[0].start.year)
        return Sign("date: one of several" if fits else "date: other", said)
    (period,) = dated.periods
    if dated.level == "date: far" and _asks_for_fiscal_years(plan):
        period = _fiscal_year_of(period)
    share = _share_asked(plan, period, dated.part)
    if dated.is_wide and 0 < share < 1:
        period = _closer(period, evidence)
        share = _share_asked(plan, period, dated.part)
    if not share:
        is_far = dated.level == "date: far"
        return Sign("date: other far" if is_far else "date: other", _told(period, plan))
    if share < _ENOUGH:
        at_edge = period.start < plan.period.start or plan.period.end < period.end
        is_within = period.start <= plan.period.start and plan.period.end <= period.end
        level = "date: at the edge" if at_edge and not is_within else "date: wide"
        return Sign(level, plan.period_words, 1 - share)
    return Sign(dated.level, plan.period_words)


def _asks_for_fiscal_years(plan: Plan) -> bool:
    """Whether yearly filings were asked for by the year they tell of: "10-K of fiscal 2023"."""
    return plan.period_words.startswith("FY") and _YEARLY_FILINGS.issuperset(plan.kinds)


def _fiscal_year_of(filed: Period) -> Period:
    """The fiscal year that a filing tells of, by its day: some months after the year's end."""
    if _days(filed.start, filed.end) > _MONTH_DAYS:
        return filed
    return year((filed.start - _FROM_YEAR_END_TO_FILING).year)


def time_of(evidence: Evidence) -> DatedBy:
    """The time the document is of, from the nearest source that says a year.

    Asked in this order: link text, title of the link, first page, heading, file name, row, folders.
    A row with several years says nothing clear, so the folders are asked before it.
    """
    part = part_of_year_in(evidence.link_text) or part_of_year_in(evidence.link_title)
    around = _years_around(evidence)
    titles = (evidence.link_text, evidence.link_title)
    for said in () if is_case_name(evidence.link_text) else titles:
        found = times_in(said, around)
        if found:
            return DatedBy(found[:1], "date: own", part)
    found = times_in(title_of_page(evidence.first_page)) if evidence.first_page else ()
    if found:
        return DatedBy(found[:1], "date: own", part)
    found = times_in(evidence.heading)
    if found:
        if isinstance(part, DayOfYear) and _is_of_the_news(evidence.nearest_heading):
            named = times_in(seamed(evidence.name), around)
            if named and _is_on(named[0], part):
                return DatedBy(named[:1], "date: own", part)
        level = "date: own" if part else "date: near"
        part = part or part_of_year_in(evidence.heading) or _day_in_row(evidence)
        return DatedBy((_over_all(evidence.nearest_heading, found),), level, part, is_wide=True)
    name = seamed(evidence.name)
    part = part or part_of_year_in(name)
    found = times_in(name, around)
    if found:
        return DatedBy(found[:1], "date: own" if part else "date: near", part)
    return replace(_far(evidence), part=part)


def _day_in_row(evidence: Evidence) -> DayOfYear | Quarter | None:
    """The day that a row tells where the year stands over it: "Thursday February 8"."""
    row = short_row(evidence)
    return None if times_in(row) else part_of_year_in(row)


def _over_all(nearest: str, found: tuple[Period, ...]) -> Period:
    """The time that a heading stands over: its last, or all that the last part of it names,
    "2018 and 2019 materials"."""
    last = times_in(nearest)
    if len(last) > 1 and all(_days(each.start, each.end) > _MONTH_DAYS for each in last):
        return Period(min(each.start for each in last), max(each.end for each in last))
    return found[-1]


def _is_on(period: Period, part: DayOfYear | Quarter | None) -> bool:
    """Whether a period is the very day of the year that was named."""
    is_day = isinstance(part, DayOfYear) and part.day is not None
    return is_day and part is not None and part.in_year(period.start.year) == period


def _is_of_the_news(nearest: str) -> bool:
    """Whether a heading tells a story, "Council approves FY 2025 budget", and no time of papers."""
    return len(words_in(nearest) - plain_in(nearest)) >= _STORY_WORDS


def _closer(period: Period, evidence: Evidence) -> Period:
    """The day that row or file name say within a longer time that the heading says."""
    row = times_in(short_row(evidence))
    for other in (*row[:1], *times_in(seamed(evidence.name))[:1]):
        if period.start <= other.start and other.end <= period.end:
            return other
    return period


def _far(evidence: Evidence) -> DatedBy:
    row = times_in(evidence.row[:LONGEST_ROW])
    if len({period.start.year for period in row}) == 1:
        return DatedBy(row[:1], "date: far")
    folders = () if _uploaded(evidence) else times_in(_readable(evidence.folders))
    found = folders[-1:] or row or times_in(evidence.page_title)[:1]
    found = found or times_in(evidence.trail)[-1:]
    return DatedBy(found, "date: far")


def _readable(folders: str) -> str:
    return folders.replace("/", " / ")


def _years_around(evidence: Evidence) -> frozenset[int]:
    """Years of heading and folders, where a date is written so that they must decide."""
    own = f"{evidence.link_text} {evidence.link_title} {seamed(evidence.name)}"
    if not has_six_figures(own):
        return frozenset()
    said = (*times_in(evidence.heading), *times_in(_readable(evidence.folders)))
    return frozenset(number for period in said for number in period.years)


def _uploaded(evidence: Evidence) -> Period | None:
    """When folders tell that a file was put up; it is not the time that the document is of."""
    return upload_period_in(f"{evidence.folders}/") if evidence.folders else None


def _by_upload(plan: Plan, evidence: Evidence) -> Sign | None:
    """Put up before the time asked for: it cannot be of it. Put up in it: likely."""
    uploaded = _uploaded(evidence)
    if uploaded is None or plan.period is None:
        return None
    if uploaded.end < plan.period.start:
        return Sign("date: other", str(uploaded.start.year))
    if plan.covers(uploaded):
        return Sign("date: uploaded then", plan.period_words)
    return Sign("date: uploaded later", plan.period_words)


def _share_asked(plan: Plan, period: Period, part: DayOfYear | Quarter | None) -> float:
    """The share of the document's days that were asked for."""
    if part is not None and _days(period.start, period.end) > _MONTH_DAYS:
        exact = [p for number in period.years if (p := part.in_year(number)) is not None]
        shares = [_share_asked(plan, p, None) for p in exact]
        return max(shares, default=0.0)
    asked = plan.periods or ((plan.period,) if plan.period else ())
    common = sum(
        _days(max(period.start, wanted.start), min(period.end, wanted.end))
        for wanted in asked
        if period.overlaps(wanted)
    )
    return min(1.0, common / _days(period.start, period.end))


def _days(first: date, last: date) -> int:
    return (last - first).days + 1


def _told(period: Period, plan: Plan) -> str:
    """A time that is not the one asked for, as short as tells it apart."""
    year = str(period.start.year)
    if plan.period is not None and year in plan.period_words and period.start.month:
        return f"{period.start:%B %Y}"
    return year
