"""Bodies and offices that go by their initials: "HRA", "AG", "EDC"."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from skop_desktop.engine.words import plain_words

_SMALL_WORDS: Final = frozenset(
    {"of", "on", "for", "and", "the", "de", "der", "du", "des", "del", "la"}
)
_SHORTEST: Final = 3
_CAPITALS: Final = re.compile(r"\b[A-Z]{2,6}\b")
_LONGEST: Final = 300


@lru_cache(1024)
def initials(name: str) -> str:
    """The initials by which a body of three words or more goes: "BOE" with its small words."""
    words = plain_words(name)
    large = [word for word in words if word not in _SMALL_WORDS]
    used = words if len(large) < _SHORTEST else large
    return "".join(word[0] for word in used).upper() if len(used) >= _SHORTEST else ""


@lru_cache(256)
def short_names_in(asked: str) -> frozenset[str]:
    """The initials that were written in capitals, in small letters."""
    return frozenset(word.lower() for word in _CAPITALS.findall(asked))


@lru_cache(4096)
def is_spelled_out(short: str, text: str) -> bool:
    """Whether words that stand beside one another in ``text`` begin with the letters of ``short``;
    small words between them count or not: "HRA", "Housing and Redevelopment Authority".
    """
    words = plain_words(text[:_LONGEST])
    firsts = [word[0] for word in words]
    return any(
        _goes_on(short, firsts, words, at)
        for at, first in enumerate(firsts)
        if first == short[0] and words[at] not in _SMALL_WORDS
    )


def _goes_on(short: str, firsts: list[str], words: list[str], at: int) -> bool:
    for letter in short:
        while at < len(words) and firsts[at] != letter and words[at] in _SMALL_WORDS:
            at += 1
        if at >= len(words) or firsts[at] != letter:
            return False
        at += 1
    return True
