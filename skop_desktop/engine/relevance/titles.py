"""What a title says beside the kind, the date and what was asked for."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from skop_desktop.engine.dates.names import MONTHS, WEEKDAYS
from skop_desktop.engine.lexicon import kind_hits
from skop_desktop.engine.plan import Plan
from skop_desktop.engine.relevance.body_nouns import BODY_STEMS
from skop_desktop.engine.relevance.reading import contents_of, hits_in, wanted_stems
from skop_desktop.engine.words import plain_words, stem

_NUMBERED: Final = re.compile(
    r"\b(?:nr|no|num|núm|n[º°]|numéro|número|nummer|issue|ausgabe|folge|vol|volume|band|edition)\b"
    r"\.?(?= ?\d)|\b(?:via|by|on) (?:zoom|teams|webex|video\w*)\b"
    r"|\b(?:extraordinary|extra-?ordinary|virtual|hybrid|zoom|cancell?ed|postponed|html|web"
    r"|(?:previous|other) versions?|sonder(?:ausgabe|sitzung|nummer)|spécial|(?:número )?especial"
    r"|extraordinaria|extraordinaire)\b|\b\d{1,2}(?:st|nd|rd|th)\b"
    r"|\b(?:(?:fiscal|financial|calendar|school|academic|reporting) year|fy(?:e)?(?=[ _-]?\d)"
    r"|year end(?:ed|ing)?|(?:first|second|third|fourth) quarter|q[1-4]\b|[1-4]q(?=\d)"
    r"|(?:haushalts|geschäfts|berichts|wirtschafts|schul)jahr|[1-4]\. (?:quartal|halbjahr)"
    r"|exercice|année scolaire|ejercicio|(?:primer|segundo|tercer|cuarto) trimestre)\b",
    re.IGNORECASE,
)
_LONGEST: Final = 240
_CODE: Final = re.compile(r"\b[A-Z]{1,5}[- ]?\d[\d-]*\b")
_SAYS_NOTHING: Final = BODY_STEMS | {
    stem(word)
    for word in plain_words(
        "read click here full view see more text print get complete open item part lire voir ici"
        " öffentlich öffentliche télécharger hier lesen herunterladen"
        " ansehen mehr leer ver aquí descargar más"
    )
}


def leftover(plan: Plan, title: str) -> tuple[frozenset[str], frozenset[str]]:
    """Words of a title that are no kind, no date and nothing asked for: before the kind and after.

    "QPS Meeting Minutes" leaves "qps" before: the minutes of somebody else than was asked for.
    """
    if not title:
        return frozenset(), frozenset()
    wanted = _expected(plan.body, plan.topic, plan.place)
    before, after = _beside_kind(title)
    return before - wanted, after - wanted


def says_more(plan: Plan, title: str) -> bool:
    """Whether any such word is left."""
    if not title:
        return False
    wanted = _expected(plan.body, plan.topic, plan.place)
    before, after = _beside_kind(title)
    return not (before <= wanted and after <= wanted)


@lru_cache(64)
def _expected(*asked: tuple[str, ...]) -> frozenset[str]:
    return wanted_stems(tuple(word for words in asked for word in words)) | _SAYS_NOTHING


def is_by_number_or_day(plan: Plan, title: str) -> bool:
    """Whether a title tells no subject: "Download", "Nr. 14 vom 06.07.2023", "via Zoom"."""
    return not leftover(plan, _CODE.sub(" ", without_numbers(title)))[0]


def without_numbers(title: str) -> str:
    """A title without the number of an issue, the day, and how people met."""
    return _NUMBERED.sub(" ", title[:_LONGEST])


@lru_cache(4096)
def _beside_kind(title: str) -> tuple[frozenset[str], frozenset[str]]:
    hits = hits_in(title)

    if not hits:
        return _names_in(title), frozenset()
    return _names_in(title[: hits[0].start]), _names_in(title[hits[-1].end :])


def _names_in(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in contents_of(text) if not _is_plain(word))


@lru_cache(4096)
def plain_in(text: str) -> frozenset[str]:
    """Words that are no part of a name: kinds, months and figures."""
    return frozenset(stem(word) for word in contents_of(text) if _is_plain(word))


@lru_cache(8192)
def _is_plain(word: str) -> bool:
    return word.isdigit() or bool(kind_hits(word)) or word in MONTHS or word in WEEKDAYS
