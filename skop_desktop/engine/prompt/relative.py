"""Times told from today: "last three years", "this year", "vor zwei Jahren", "el año pasado"."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from skop_desktop.engine.dates import Period, month, quarter, year
from skop_desktop.engine.dates.names import MONTH, MONTHS, SEASON, SEASONS
from skop_desktop.engine.dates.periods import months
from skop_desktop.engine.prompt.when import Time

_COUNT_WORDS: Final = (
    "one a ein eine einem einen un une una uno",
    "two couple zwei deux dos",
    "three drei trois tres",
    "four vier quatre cuatro",
    "five funf fuenf cinq cinco",
    "six sechs seis",
    "seven sieben sept siete",
    "eight acht huit ocho",
    "nine neun neuf nueve",
    "ten zehn dix diez",
    "eleven elf onze once",
    "twelve dozen zwolf zwoelf douze doce",
)
_COUNTS: Final = {word: n for n, words in enumerate(_COUNT_WORDS, 1) for word in words.split()}
_COUNT_WORDS_20: Final = {"fifteen": 15, "twenty": 20, "zwanzig": 20, "vingt": 20, "veinte": 20}
_ALL_COUNTS: Final = {**_COUNTS, **_COUNT_WORDS_20}
COUNT: Final = "(?P<n>\\d{1,2}|" + "|".join(sorted(_ALL_COUNTS, key=len, reverse=True)) + ")"
_UNITS: Final = {
    "day": r"days?|tagen?|jours?|dias?",
    "week": r"weeks?|wochen?|semaines?|semanas?",
    "month": r"months?|monaten?|mois|mes(?:es)?",
    "quarter": r"quarters?|quartalen?|trimestres?",
    "year": r"(?:(?:fiscal|school|calendar|academic) )?years?|(?:schul)?jahren?|ans?|annees?|anos?",
    "decade": r"decades?|jahrzehnten?|decennies?|decadas?",
}
_UNIT: Final = "(?:" + "|".join(f"(?P<{name}>{words})" for name, words in _UNITS.items()) + ")"
_LAST: Final = (
    r"(?:last|past|previous|preceding|(?:the )?most recent|letzten?|vergangenen?|vorigen"
    r"|derniers|dernieres|passes|passees|ultim[oa]s|pasad[oa]s)"
)
_MONTHS_OF: Final = {"month": 1, "quarter": 3, "year": 12, "decade": 120}
_N: Final = COUNT
_Reader = Callable[[re.Match[str], date], tuple[Period, str]]


def count_of(said: str) -> int:
    """ "three" and "3" are 3."""
    return _ALL_COUNTS.get(said) or max(int(said), 1)


def _whole_months_ago(today: date, count: int) -> Period:
    first = max(today.year * 12 + today.month - 1 - count, 1800 * 12)
    return Period(date(first // 12, first % 12 + 1, 1), today)


def _last_units(match: re.Match[str], today: date) -> tuple[Period, str]:
    count = count_of(match["n"]) if match["n"] else 1
    unit = next(name for name in _UNITS if match[name])
    told = f"last {count} {unit}s" if count > 1 else f"last {unit}"
    if unit in ("day", "week"):
        return Period(today - timedelta(days=count * (7 if unit == "week" else 1)), today), told
    return _whole_months_ago(today, count * _MONTHS_OF[unit]), told


def _units_ago(match: re.Match[str], today: date) -> tuple[Period, str]:
    count = count_of(match["n"])
    unit = next(name for name in _UNITS if match[name])
    if unit in ("day", "week"):
        there = today - timedelta(days=count * (7 if unit == "week" else 1))
        return Period(there, there), ""
    begin = _whole_months_ago(today, count * _MONTHS_OF[unit]).start
    return (year(begin.year) if unit in ("year", "decade") else month(begin.year, begin.month)), ""


def _year(offset: int) -> _Reader:
    return lambda _, today: (year(today.year + offset), "")


def _fiscal(offset: int) -> _Reader:
    return lambda _, today: (year(today.year + offset), f"FY {today.year + offset}")


def _school(offset: int) -> _Reader:
    def read(_: re.Match[str], today: date) -> tuple[Period, str]:
        first = today.year - (today.month < 7) + offset  # noqa: PLR2004 - it begins in July
        told = f"school year {first}–{(first + 1) % 100:02}"
        return Period(date(first, 7, 1), date(first + 1, 6, 30)), told

    return read


def _month(offset: int) -> _Reader:
    def read(_: re.Match[str], today: date) -> tuple[Period, str]:
        count = today.year * 12 + today.month - 1 + offset
        return month(count // 12, count % 12 + 1), ""

    return read


def _quarter(offset: int) -> _Reader:
    def read(_: re.Match[str], today: date) -> tuple[Period, str]:
        count = today.year * 4 + (today.month - 1) // 3 + offset
        return quarter(count // 4, count % 4 + 1), ""

    return read


def _day(offset: int) -> _Reader:
    def read(_: re.Match[str], today: date) -> tuple[Period, str]:
        there = today + timedelta(days=offset)
        return Period(there, there), ""

    return read


def _last_named_month(match: re.Match[str], today: date) -> tuple[Period, str]:
    number = MONTHS[match["name"]]
    return month(today.year - (number >= today.month), number), ""


def _season(match: re.Match[str], today: date) -> tuple[Period, str]:
    first, last = SEASONS[match["season"]]
    this = months(today.year, first, last)
    is_over = this.end < today
    there = this if is_over else months(today.year - 1, first, last)
    said = {3: "spring", 6: "summer", 9: "fall", 12: "winter"}[first]
    split = f"–{there.end.year % 100:02}" if there.end.year > there.start.year else ""
    return there, f"{said} {there.start.year}{split}"


_THIS: Final = r"(?:this|current|diese[mnrs]?|laufende[mnrs]?|aktuelle[mnrs]?|cette|ce|est[ea])"
_LAST_ONE: Final = r"(?:last|previous|past|prior|letzte[mnrs]?|vergangene[mnrs]?|vorige[mnrs]?)"
_FORMS: Final[tuple[tuple[re.Pattern[str], _Reader], ...]] = tuple(
    (re.compile(rf"(?<![^\W_])(?:{pattern})(?![^\W_])"), reader)
    for pattern, reader in (
        (rf"(?:the |den |les |los |las |ces )?{_LAST} {_N} {_UNIT}", _last_units),
        (rf"(?:les |ces |los |las )?{_N} (?:derniers|dernieres|ultim[oa]s) {_UNIT}", _last_units),
        (rf"{_N} (?:most recent|last|past) {_UNIT}", _last_units),
        (rf"(?:depuis|seit|desde hace) {_N} {_UNIT}", _last_units),
        (rf"(?:vor|il y a|hace) {_N} {_UNIT}", _units_ago),
        (rf"{_N} {_UNIT} ago", _units_ago),
        (rf"{_LAST_ONE} (?:fiscal|financial) year|letztes haushaltsjahr", _fiscal(-1)),
        (rf"{_THIS} (?:fiscal|financial) year", _fiscal(0)),
        (rf"{_LAST_ONE} (?:school|academic) year|{_LAST_ONE} schuljahr(?:es|s)?", _school(-1)),
        (
            (
                rf"{_THIS} (?:school|academic) year|{_THIS} schuljahr(?:es|s)?|cette annee scolaire"
                r"|este curso(?: escolar)?"
            ),
            _school(0),
        ),
        (r"year before last|vorletzte[ns]? jahr(?:es)?", _year(-2)),
        (
            (
                rf"{_LAST_ONE} (?:calendar )?(?:year|jahr(?:es|s)?)|vorjahr(?:es|s)?"
                r"|(?:l')?an(?:nee)? (?:dernier|passe)e?"
                r"|(?:l')?annee (?:derniere|precedente)|(?:el )?(?:ano pasado|pasado ano|ultimo ano"
                r"|ano anterior)"
            ),
            _year(-1),
        ),
        (
            (
                rf"{_THIS} (?:calendar )?(?:year|jahr(?:es|s)?|annee|ano)|year to date|ytd|heuer"
                r"|(?:l')?annee en cours|ano en curso|ano actual"
            ),
            _year(0),
        ),
        (
            (
                r"(?:next|coming|upcoming) year|nachste[mns]? jahr(?:es)?|l'annee prochaine"
                r"|(?:el )?(?:proximo ano|ano que viene)"
            ),
            _year(1),
        ),
        (rf"{_LAST_ONE} (?:month|monats?)|(?:le )?mois dernier|(?:el )?mes pasado", _month(-1)),
        (rf"{_THIS} (?:month|monats?|mois|mes)", _month(0)),
        (rf"{_LAST_ONE} (?:quarter|quartals?)|trimestre dernier|trimestre pasado", _quarter(-1)),
        (rf"{_THIS} (?:quarter|quartals?|trimestre)", _quarter(0)),
        (rf"(?:the )?(?:last|past)(?P<n>) {_UNIT}", _last_units),
        (rf"{_LAST_ONE} (?P<season>{SEASON})", _season),
        (rf"{_LAST_ONE} (?P<name>{MONTH})", _last_named_month),
        (r"today|heute|aujourd'hui|hoy|now|jetzt|present|to date|date|current", _day(0)),
        (r"yesterday|gestern|hier|ayer", _day(-1)),
    )
)
_ONLY_AT_END: Final = frozenset({"now", "jetzt", "present", "to date", "date", "current", "hier"})
"""Today only after "until" and the like: "2019 to present"."""
_UP_TO: Final = re.compile(r"(?:to|until|till|through|thru|bis|a|hasta|-|–|—)(?: the)? ?$")


def relative_times(small: str, today: date) -> list[Time]:
    """Every time in ``small`` that is told from ``today``."""
    found: list[Time] = []
    for pattern, read in _FORMS:
        for match in pattern.finditer(small):
            if match[0] in _ONLY_AT_END and not _UP_TO.search(small[: match.start()]):
                continue
            period, words = read(match, today)
            found.append(Time(*match.span(), period, "", words))
            small = small[: match.start()] + " " * len(match[0]) + small[match.end() :]
    return found
