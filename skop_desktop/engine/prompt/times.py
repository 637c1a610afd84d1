"""Puts the times of a prompt together: ranges, "since", "before", what was left out, "latest"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from skop_desktop.engine.dates import Period
from skop_desktop.engine.lexicon import kind_hits
from skop_desktop.engine.prompt import when
from skop_desktop.engine.prompt.relative import COUNT, count_of, relative_times
from skop_desktop.engine.prompt.slate import Slate
from skop_desktop.engine.prompt.spans import merged, without
from skop_desktop.engine.prompt.when import Time

_FILL: Final = (
    r"(?: the| le| el| dem| der| den| das| l'| la)?(?: (?:start|beginning|year|years|jahr|jahre"
    r"|jahren"
    r"|annee|annees|ano|anos|anfang|ende|end|debut|fin|principios)(?: of| de| du)?)? ?"
)
_JOINED: Final = re.compile(
    r",? ?(?:-|–|—|\bto\b|\bthrough\b|\bthru\b|\buntil\b|\btill\b|\bup to\b|\bbis(?: zum"
    r"| einschließlich)?\b"
    rf"|\ba(?:u|l)?\b|\bjusqu'(?:a|en|au)\b|\bhasta\b|\buntil\b){_FILL}"
)
_AND: Final = re.compile(rf" ?(?:and|und|et|y|&){_FILL}")
_BETWEEN: Final = re.compile(rf"(?:between|zwischen|entre){_FILL}$")
_FROM: Final = re.compile(
    rf"(?<![^\W_])(?:from|von|vom|de|du|desde|starting|entre|between|zwischen|in|aus){_FILL}$"
)
_SINCE: Final = re.compile(
    r"(?<![^\W_])(?:(?:ever )?since|starting(?: in| from| with)?|beginning(?: in| with)?|seit|ab"
    r"|depuis"
    r"|a partir d[eu]l?|a compter d[eu]|desde|(?:no|not) (?:earlier|older) than|not before"
    r"|no antes de"
    rf"|nicht vor|nicht alter als|pas avant){_FILL}$"
)
_AFTER: Final = re.compile(
    rf"(?<![^\W_])(?:after|later than|newer than|more recent than|nach(?: dem)?|apres|despues del?"
    rf"|posterior(?:es)? a|posterieur\w{{0,2}} a){_FILL}$"
)
_WEEK: Final = re.compile(
    rf"(?<![^\W_])(?:(?:for |of )?(?:the )?week of|woche (?:vom|ab)|semaine du|semana del?){_FILL}$"
)
_BEFORE: Final = re.compile(
    r"(?<![^\W_])(?:before|prior to|earlier than|older than|predating|pre-?|vor(?: dem)?|avant"
    r"|antes del?"
    rf"|anterieur\w{{0,2}} a|anterior(?:es)? a){_FILL}$"
)
_UNTIL: Final = re.compile(
    r"(?<![^\W_])(?:until|till|up to|up until|through|thru|bis(?: zum| ende)?|jusqu'(?:a|en|au)"
    r"|hasta"
    rf"|(?:no|not) (?:later|newer) than"
    rf"|not after|nicht nach|pas apres|no despues del?|spatestens){_FILL}$"
)
_ONWARDS: Final = re.compile(
    r" ?(?:onwards?|forward|\bon\b(?! \w)|(?:and|or) (?:later|after|newer|up)|und spater|et apres"
    r"|y despues"
    r"|en adelante|\+(?! ?\w)|[-–—](?! ?\w))"
)
_OR_EARLIER: Final = re.compile(
    r" ?(?:(?:and|or) (?:earlier|before|older)|und (?:fruher|alter)|et avant)"
)
_LATEST: Final = re.compile(
    r"(?<![^\W_])(?:(?:the )?(?:latest|most (?:recent|current)|newest|up[- ]to[- ]date|recent"
    r"|current)"
    r"|(?:currently )?in (?:force|effect)|en vigueur|en vigor|(?:gultige|geltende)[nrs]?"
    r"|aktuell(?:e[nmrs]?|ste[nmrs]?)|neueste[nmrs]?|jungste[nmrs]?|letzte[nmrs]?"
    r"|(?:les? |la )?(?:plus recente?s?|derniere?s?)|(?:el |la |los |las )?(?:ultim[oa]s?"
    r"|mas recientes?|actuales|vigentes?))"
    r"(?![^\W_])"
)
_LAST: Final = re.compile(r"(?<![^\W_])last(?= [^\W\d_])")
_LAST_FEW: Final = re.compile(
    r"(?<![^\W_])(?:the |los |las |les |die |den )?(?:(?:last|latest|past|most recent|letzten?"
    rf"|neuesten?) {COUNT}"
    rf"|{COUNT.replace('<n>', '<m>')} (?:latest|most recent|derniers?|dernieres?|ultim[oa]s)"
    rf"|(?:ultim[oa]s|derniers?) {COUNT.replace('<n>', '<k>')})(?= )"
)
_ONE_A_YEAR: Final = frozenset({"budget", "audit", "annual report", "financial statement"})
_FIRST_DAY: Final = date(1800, 1, 1)
_REACH: Final = 40
_LAST_DAY: Final = date(2049, 12, 31)
_ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Times:
    """``periods``: in order, apart from one another. ``told``: as the person reads them."""

    periods: tuple[Period, ...] = ()
    told: str = ""
    wants_latest: bool = False


def read_times(slate: Slate, today: date, left_out: tuple[Period, ...] = ()) -> Times:
    """The times asked for, less ``left_out``, which are wiped off the slate."""
    times: list[Time] = []
    for time in _joined(slate, _all_times(slate, today), today):
        opened = _opened(slate, time, today)
        slate.wipe(opened.start, opened.end)
        times.append(opened)
    few = _last_few(slate, today)
    times += few
    latest = list(_LATEST.finditer(slate.small)) + list(_last_of_a_kind(slate))
    for match in latest:
        slate.wipe(*match.span(), wall=" ")
    told = list(dict.fromkeys(time.told for time in times)) + ["latest"] * bool(latest)
    periods = merged([time.period for time in times])
    if left_out:
        periods = without(periods or [Period(_FIRST_DAY, _LAST_DAY)], left_out)
    return Times(tuple(periods), ", ".join(told), bool(latest))


def _last_of_a_kind(slate: Slate) -> Iterator[re.Match[str]]:
    """ "The last budget" is the latest; "Last Chance Grade" is a place."""
    for match in _LAST.finditer(slate.small):
        later = slate.said[match.end() + 1 : match.end() + _REACH]
        is_name = slate.has_capitals and later[:1].isupper()
        if not is_name and kind_hits(later):
            yield match


def _last_few(slate: Slate, today: date) -> list[Time]:
    """ "The last 5 budgets" are those of five years; the last 5 minutes are the latest."""
    match = _LAST_FEW.search(slate.small)
    if match is None:
        return []
    kinds = {hit.kind for hit in kind_hits(slate.said[match.end() : match.end() + _REACH])}
    if not kinds & _ONE_A_YEAR:
        slate.wipe(*match.span("n" if match["n"] else "m" if match["m"] else "k"), wall=" ")
        return []
    count = count_of(match["n"] or match["m"] or match["k"])
    slate.wipe(*match.span())
    period = Period(date(today.year - count, 1, 1), date(today.year, 12, 31))
    return [Time(*match.span(), period, "", f"last {count} years")]


def _all_times(slate: Slate, today: date) -> list[Time]:
    relative = relative_times(slate.small, today)
    rest = Slate("")
    rest.said, rest.small = slate.said, slate.small
    for time in relative:
        rest.wipe(time.start, time.end)
    said = when.said_times(rest)
    found = sorted([*relative, *said], key=lambda time: time.start)
    return sorted(
        [*found, *when.months_without_year(rest, found, today)], key=lambda time: time.start
    )


def _joined(slate: Slate, times: list[Time], today: date) -> list[Time]:
    """ "2019 to 2021" and "between March and June" as one time each."""
    joined: list[Time] = []
    for time in times:
        last = joined[-1] if joined else None
        if last is not None and _are_one(slate, last, time):
            joined[-1] = _as_range(last, time, today)
        else:
            joined.append(time)
    return joined


def _are_one(slate: Slate, first: Time, second: Time) -> bool:
    between = slate.small[first.end : second.start]
    is_linked = _JOINED.fullmatch(between) or (
        _AND.fullmatch(between) and _BETWEEN.search(slate.small[: first.start])
    )
    return bool(is_linked) and first.period.start <= second.period.end


def _as_range(first: Time, second: Time, today: date) -> Time:
    if second.period == Period(today, today):
        period, words = when.since(first, today), f"since {first.told}"
    else:
        period = Period(first.period.start, max(first.period.end, second.period.end))
        words = _range_told(first, second)
    return Time(first.start, second.end, period, "", words)


def _range_told(first: Time, second: Time) -> str:
    begin, end = first.told, second.told
    if begin.removeprefix("FY ").isdigit() and end.isdigit():
        return f"{begin}–{end}"
    if begin.rpartition(" ")[2] == end.rpartition(" ")[2] and first.period.start.day == 1:
        return f"{begin.rpartition(' ')[0]}–{end}" if " " in begin else f"{begin} – {end}"
    return f"{begin} – {end}"


def _opened(slate: Slate, time: Time, today: date) -> Time:
    """With what stands before and after it: "since", "before", "or later"."""
    before, later = slate.small[: time.start], slate.small[time.end :]
    opened = _opened_behind(before, later, time, today) or _opened_before(before, time, today)
    if opened is not None:
        return opened
    found = _FROM.search(before)
    return replace(time, start=found.start() if found else time.start, words=time.told)


def _opened_behind(before: str, later: str, time: Time, today: date) -> Time | None:
    is_up_to_now = time.period.end == today and not time.said
    if (onwards := _ONWARDS.match(later)) and not is_up_to_now:
        begin = found.start() if (found := _FROM.search(before)) else time.start
        end = time.end + onwards.end()
        return Time(begin, end, when.since(time, today), "", f"since {time.told}")
    if earlier := _OR_EARLIER.match(later):
        end = time.end + earlier.end()
        return Time(time.start, end, when.until(time), "", f"until {time.told}")
    return None


def _opened_before(before: str, time: Time, today: date) -> Time | None:
    for pattern, period, word in (
        (_SINCE, when.since(time, today), "since"),
        (_UNTIL, when.until(time), "until"),
        (_AFTER, when.after(time, today), "after"),
        (_BEFORE, when.before(time), "before"),
    ):
        found = pattern.search(before)
        if found and word == "since" and " – " in time.told:
            return replace(time, start=found.start(), words=time.told)
        if found:
            return Time(found.start(), time.end, period, "", f"{word} {time.told}")
    if (week := _WEEK.search(before)) and time.period.start == time.period.end:
        whole = Period(time.period.start, time.period.start + 6 * _ONE_DAY)
        return Time(week.start(), time.end, whole, "", f"week of {time.told}")
    return None
