"""Reads the times that a text says."""

from __future__ import annotations

import re
from typing import Final
from unicodedata import normalize

from skop_desktop.engine.dates import other
from skop_desktop.engine.dates.figures import figures_in, old_years_in, year_first
from skop_desktop.engine.dates.monthly import Dated, monthly_in, parts_in
from skop_desktop.engine.dates.names import MONTHS
from skop_desktop.engine.dates.periods import DayOfYear, Period, blanked, day
from skop_desktop.engine.dates.spelled import spelled_in
from skop_desktop.engine.words import folded

_LONGEST_READ: Final = 600
_FIGURE: Final = re.compile(r"\d")
_WORD: Final = re.compile(r"[a-z]+")
_DAY_FIRST_WORDS: Final = frozenset(
    """
    vom der des und sitzung sitzungen niederschrift protokoll tagesordnung beschluss stadtrat
    gemeinderat ausschuss bericht satzung uhr du seance conseil proces verbal compte rendu
    deliberation deliberations arrete juridique reunion sesion acta pleno ordinaria ayuntamiento
    convocatoria junta informe jahr januar februar marz mai juni juli oktober dezember
    """.split()  # noqa: SIM905 - as a list it is harder to read
)
_DAY_IN_FIGURES: Final = re.compile(
    r"(?<![\d.])(\d{1,2})\.\s?(\d{1,2})\.(?!\d)|(?<![\d/])(\d\d)/(\d\d)(?![\d/])"
)


def periods_in(
    text: str, said_around: frozenset[int] = frozenset(), *, day_first: bool = False
) -> list[Period]:
    """Every time with a year in ``text``, in the order in which it says them.

    ``said_around``: years that stand around the text. They decide what 091013 is. ``day_first``:
    03/04/2022 is in April; otherwise only where the words around it are not English. Reads the
    first 600 characters; time grows with their number and with nothing else.
    """
    if not _FIGURE.search(text):
        return []
    _, small, words = _prepared(text)
    small, _ = other.without_other_dates(small, words)
    return _read(small, words, said_around, day_first=day_first)


def other_periods_in(text: str) -> list[Period]:
    """The dates of approval, posting and effect that ``periods_in`` leaves out.

    An ordinance or a policy may have no other: "Ordinance 12-04 (adopted 5/3/2019)".
    """
    if not _FIGURE.search(text):
        return []
    _, small, words = _prepared(text)
    _, left_out = other.without_other_dates(small, words)
    return [p for said in left_out for p in _read(said, words, frozenset(), day_first=False)]


def day_of_year_in(text: str) -> DayOfYear | None:
    """The first month, or day of a month, that ``text`` names, with or without a year."""
    said, small, words = _prepared(text)
    small, _ = other.without_other_dates(small, words)
    if not MONTHS.keys().isdisjoint(words):
        return next((part for part, _, _ in parts_in(small, said)), None)
    return _day_in_figures(small) if _FIGURE.search(small) else None


def _day_in_figures(small: str) -> DayOfYear | None:
    """ "16.01." and "01/16" in the list of a year."""
    match = _DAY_IN_FIGURES.search(small)
    if match is None:
        return None
    number, in_month = (match[1], match[2]) if match[1] else (match[4], match[3])
    some_leap_year = 2024
    is_day = day(some_leap_year, int(in_month), int(number)) is not None
    return DayOfYear(int(in_month), int(number)) if is_day else None


def _prepared(text: str) -> tuple[str, str, frozenset[str]]:
    """``text`` composed, the same in small letters without marks, and its words."""
    text = text[:_LONGEST_READ]
    said = text if text.isascii() else normalize("NFC", text)
    small = folded(said)
    return said, small, frozenset(_WORD.findall(small))


def _read(
    small: str, words: frozenset[str], said_around: frozenset[int], *, day_first: bool
) -> list[Period]:
    if said_around:
        small = year_first(small, said_around)
    return [dated.period for dated in _dated(small, words, day_first=day_first)]


def dated_in(small: str) -> list[Dated]:
    """Every time with a year in ``small`` (small letters without marks), and where it stands.

    Unlike ``periods_in``, with dates of approval and the like, and of the whole text.
    """
    return _dated(small, frozenset(_WORD.findall(small)), day_first=False)


def _dated(small: str, words: frozenset[str], *, day_first: bool) -> list[Dated]:
    found: list[Dated] = []
    if not MONTHS.keys().isdisjoint(words):
        found += monthly_in(small)
        small = _without(small, found)
    spelled = list(spelled_in(small, words))
    small = _without(small, spelled)
    found += spelled
    if _FIGURE.search(small):
        found += figures_in(small, day_first=day_first or not _DAY_FIRST_WORDS.isdisjoint(words))
    if not found:
        found = old_years_in(small)
    return sorted(found, key=lambda dated: dated.start) if len(found) > 1 else found


def _without(small: str, read: list[Dated]) -> str:
    for dated in read:
        small = blanked(small, dated.start, dated.end)
    return small
