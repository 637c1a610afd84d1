"""Times with a word for them: fiscal and school years, quarters, halves, seasons, decades."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from skop_desktop.engine.dates.monthly import Dated
from skop_desktop.engine.dates.names import (
    FIRST_OR_SECOND,
    FISCAL,
    HALF,
    ORDINAL,
    ORDINALS,
    QUARTER,
    SCHOOL_YEAR,
    SEASON,
    SEASONS,
)
from skop_desktop.engine.dates.periods import (
    YEAR,
    Period,
    full_year,
    half,
    months,
    quarter,
    span,
    year,
    year_after,
    years,
)

_NO_LETTER: Final = r"(?<![^\W\d_])"
_SEP: Final = r"[\s.,:'_/-]{0,3}"
_OF: Final = rf"{_SEP}(?:(?:of|in|des jahres|de l'annee|del?|von)\s)?(?:{FISCAL}\s?)?"
_ONE_YEAR: Final = rf"({YEAR}|\d\d)(?!\d)"
_DECEMBER: Final = 12
_TO: Final = r"\s?[-–—/_]\s?"


def _seasonal(name: str, first: str, last: str | None) -> Period:
    begin, end = SEASONS[name]
    is_over_two_years = end > _DECEMBER
    if last and not is_over_two_years:
        return years(full_year(first), year_after(first, last))
    return months(full_year(first), begin, end)


def _school_span(first: str, last: str) -> Period | None:
    begin = full_year(first)
    return span(str(begin), last)


_Reader = Callable[[re.Match[str]], Period | None]
_FORMS: Final[tuple[tuple[frozenset[str], re.Pattern[str], _Reader], ...]] = tuple(
    (frozenset(words.split()), re.compile(pattern), reader)
    for words, pattern, reader in (
        (
            "q h t s",
            rf"{_NO_LETTER}(?<!\d)[qt]([1-4])(?!\d){_OF}{_ONE_YEAR}",
            lambda m: quarter(full_year(m[2]), int(m[1])),
        ),
        (
            "q t",
            rf"(?<!\d)([1-4])[qt]{_OF}{_ONE_YEAR}",
            lambda m: quarter(full_year(m[2]), int(m[1])),
        ),
        (
            "q t",
            rf"(?<!\d)({YEAR}){_SEP}[qt]([1-4])(?!\d)",
            lambda m: quarter(int(m[1]), int(m[2])),
        ),
        (
            "quarter quarters qtr quartal quartals trimestre trimestres",
            rf"(?<!\w)({ORDINAL})[.\s_-]{{1,2}}{QUARTER}{_OF}{_ONE_YEAR}",
            lambda m: quarter(full_year(m[2]), ORDINALS[m[1]]),
        ),
        (
            "quarter quartal trimestre",
            rf"{_NO_LETTER}{QUARTER}\s([1-4]),?\s?(?:of\s)?{_ONE_YEAR}",
            lambda m: quarter(full_year(m[2]), int(m[1])),
        ),
        (
            "h",
            rf"{_NO_LETTER}h([12])(?!\d){_OF}{_ONE_YEAR}",
            lambda m: half(full_year(m[2]), int(m[1])),
        ),
        ("h", rf"(?<!\d)([12])h{_OF}{_ONE_YEAR}", lambda m: half(full_year(m[2]), int(m[1]))),
        (
            "half halbjahr halbjahres halbjahrs semestre semestres",
            rf"(?<!\w)({FIRST_OR_SECOND})[.\s_-]{{1,2}}{HALF}{_OF}{_ONE_YEAR}",
            lambda m: half(full_year(m[2]), ORDINALS[m[1]]),
        ),
        (
            (
                "fy fye fiscal year years exercice exercices ejercicio ejercicios annee ano"
                " geschaftsjahr geschaeftsjahr haushaltsjahr rechnungsjahr wirtschaftsjahr"
                " geschaftsjahres haushaltsjahres haushaltsjahre"
            ),
            rf"{_NO_LETTER}{FISCAL}{_SEP}({YEAR}|\d\d){_TO}({YEAR}|\d\d)(?!\d)",
            lambda m: year(year_after(str(full_year(m[1])), m[2])),
        ),
        (
            (
                "fy fye fiscal year years exercice exercices ejercicio ejercicios annee ano"
                " geschaftsjahr geschaeftsjahr haushaltsjahr rechnungsjahr wirtschaftsjahr"
                " geschaftsjahres haushaltsjahres haushaltsjahre"
            ),
            rf"{_NO_LETTER}{FISCAL}{_SEP}{_ONE_YEAR}(?!\d*[-/.]\d)",
            lambda m: year(full_year(m[1])),
        ),
        (
            "sy school academic schuljahr schuljahres annee annees scolaire curso ano",
            rf"{_NO_LETTER}{SCHOOL_YEAR}{_SEP}({YEAR}|\d\d){_TO}({YEAR}|\d\d)(?!\d)",
            lambda m: _school_span(m[1], m[2]),
        ),
        (
            " ".join(SEASONS),
            (
                rf"{_NO_LETTER}({SEASON})(?:\s(?:de|del|of))?{_SEP}({YEAR})(?:[-–/](\d\d"
                rf"|{YEAR}))?(?!\d)"
            ),
            lambda m: _seasonal(m[1], m[2], m[3]),
        ),
        (
            " ".join(SEASONS),
            rf"(?<!\d)({YEAR}){_SEP}({SEASON})(?![^\W\d_])",
            lambda m: _seasonal(m[2], m[1], None),
        ),
        (
            "s er",
            r"(?<!\d)((?:1[89]|20)[0-9]0)(?:'?s|er)(?![^\W\d_])",
            lambda m: years(int(m[1]), int(m[1]) + 9),
        ),
    )
)
_WORDS: Final = frozenset[str]().union(*(words for words, _, _ in _FORMS))


def spelled_in(small: str, words: frozenset[str]) -> Iterator[Dated]:
    """Every such time in ``small``, whose words are ``words``."""
    if _WORDS.isdisjoint(words):
        return
    taken: list[Dated] = []
    for needed, pattern, reader in _FORMS:
        if needed.isdisjoint(words):
            continue
        for match in pattern.finditer(small):
            period = reader(match)
            is_new = all(match.end() <= d.start or d.end <= match.start() for d in taken)
            if period is not None and is_new:
                taken.append(Dated(match.start(), match.end(), period))
    yield from taken
