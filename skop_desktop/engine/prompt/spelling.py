"""Slips of the pen in the words that tell what is looked for: "minuts", "counsel", "ordinence".

English only: many a word of another language is an English one but for a letter.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from skop_desktop.engine.dates.names import MONTHS
from skop_desktop.engine.lexicon import english_words, kind_hits
from skop_desktop.engine.prompt.fillers import FILLERS
from skop_desktop.engine.prompt.names_of_bodies import ENGLISH_NOUNS, MODIFIERS
from skop_desktop.engine.relevance.vectors import topic_vectors
from skop_desktop.engine.words import folded

_SHORTEST: Final = 5
_SURE_FROM: Final = 6
"""In shorter words another letter may make another word: "notice", "novice"."""
_WORD: Final = re.compile(r"(?<![\w./@-])[^\W\d_]{5,20}(?![\w@])")
_IN_FULL: Final = {
    "yr": "year", "yrs": "years", "mos": "months", "mtg": "meeting", "mtgs": "meetings",
    "cmte": "committee", "docs": "documents",
}  # fmt: skip
_SHORT: Final = re.compile(rf"(?<![\w./@-])(?:{'|'.join(_IN_FULL)})(?![\w@-])\.?", re.IGNORECASE)
_NOT_ENGLISH: Final = re.compile(
    r"\b(?:des?|del|du|les?|las?|los|el|una?|dans|pour|para|sur|sobre|sans|sauf|entre|und|oder|der"
    r"|die|das|dem|den|von|vom|zu[mr]?|mit|ohne|en|y|et|informe|actas?|memoria|anual)\b",
    re.IGNORECASE,
)
_COUNSEL: Final = re.compile(
    r"\b(city|town|village|county|parish|borough|district|tribal) coun[cs][ei]ll?(s?)\b",
    re.IGNORECASE,
)


def corrected(prompt: str) -> str:
    """``prompt`` with such words as they are spelled. Words that are words are left alone."""
    if not prompt.isascii() or _NOT_ENGLISH.search(prompt):
        return prompt
    prompt = _SHORT.sub(lambda match: _IN_FULL[match[0].rstrip(".").lower()], prompt)
    return _COUNSEL.sub(r"\1 council\2", _WORD.sub(_corrected, prompt))


def _corrected(match: re.Match[str]) -> str:
    said = match[0]
    meant = _meant_by(folded(said))
    if not meant:
        return said
    return meant.capitalize() if said[0].isupper() else meant


@lru_cache(1024)
def _meant_by(word: str) -> str:
    if word in _known() or kind_hits(word):
        return ""
    near = [other for other in _known() if other[0] == word[0] and _is_slip(word, other)]
    return near[0] if len(near) == 1 and topic_vectors().pieces_of(word) > 1 else ""


@cache
def _known() -> frozenset[str]:
    nouns = {noun + ending for noun in ENGLISH_NOUNS for ending in ("", "s")}
    words = {*english_words(), *nouns, *MODIFIERS, *MONTHS, *map(folded, FILLERS)}
    return frozenset(word for word in words if len(word) >= _SHORTEST)


def _is_slip(word: str, meant: str) -> bool:
    """Whether one letter too many, too few, another, or two in the wrong order tell them apart."""
    if abs(len(word) - len(meant)) > 1 or word[:-1] == meant or meant[:-1] == word:
        return False
    at = next((n for n, (a, b) in enumerate(zip(word, meant, strict=False)) if a != b), None)
    if at is None:
        return False
    rest, other = word[at:], meant[at:]
    return (
        rest[1:] == other
        or rest == other[1:]
        or (len(word) > _SURE_FROM and rest[1:] == other[1:])
        or (rest[:2] == other[1::-1] and rest[2:] == other[2:])
    )
