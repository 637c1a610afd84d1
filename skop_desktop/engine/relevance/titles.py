"""What a title says beside the kind, the date and what was asked for."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from skop_desktop.engine.dates.names import MONTHS
from skop_desktop.engine.lexicon import kind_hits
from skop_desktop.engine.plan import Plan
from skop_desktop.engine.relevance.body_nouns import BODY_STEMS
from skop_desktop.engine.relevance.reading import hits_in, wanted_stems, words_in
from skop_desktop.engine.words import content_words, plain_words, stem

_NUMBERED: Final = re.compile(
    r"\b(?:nr|no|num|núm|n[º°]|numéro|número|nummer|issue|ausgabe|folge|vol|volume|band|edition)\b"
    r"\.?(?= ?\d)|\b(?:via|by|on) (?:zoom|teams|webex|video\w*)\b"
    r"|\b(?:extraordinary|extra-?ordinary|virtual|hybrid|zoom|cancell?ed|postponed|html|web"
    r"|(?:previous|other) versions?|sonder(?:ausgabe|sitzung|nummer)|spécial|(?:número )?especial"
    r"|extraordinaria|extraordinaire)\b|\b\d{1,2}(?:st|nd|rd|th)\b",
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
    wanted = wanted_stems((*plan.body, *plan.topic, *plan.place)) | _SAYS_NOTHING
    before, after = _beside_kind(title)
    return before - wanted, after - wanted


def is_by_number_or_day(plan: Plan, title: str) -> bool:
    """Whether a title tells no subject: "Download", "Nr. 14 vom 06.07.2023", "via Zoom"."""
    return not leftover(plan, _CODE.sub(" ", without_numbers(title)))[0]


def without_numbers(title: str) -> str:
    """A title without the number of an issue, the day, and how people met."""
    return _NUMBERED.sub(" ", title[:_LONGEST])


@lru_cache(4096)
def _beside_kind(title: str) -> tuple[frozenset[str], frozenset[str]]:
    hits = hits_in(title)

    def left(part: str) -> frozenset[str]:
        return words_in(part) - plain_in(part)

    if not hits:
        return left(title), frozenset()
    return left(title[: hits[0].start]), left(title[hits[-1].end :])


@lru_cache(4096)
def plain_in(text: str) -> frozenset[str]:
    """Words that are no part of a name: kinds, months and figures."""
    return frozenset(stem(word) for word in content_words(text) if _is_plain(word))


@lru_cache(8192)
def _is_plain(word: str) -> bool:
    return word.isdigit() or bool(kind_hits(word)) or word in MONTHS
