"""Sorts of meetings that papers are of: regular ones, special ones, closed ones, workshops."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

REGULAR: Final = "regular"
SPECIAL: Final = "special"
CLOSED: Final = "closed"
WORKSHOP: Final = "workshop"

_LONGEST: Final = 240
_NO_MEETING: Final = (
    r"(?! (?:education|needs|use|permits?|assessments?|events?|taxe?s?|districts?|services?|revenue"
    r"|counsel|masters?|projects?|purposes?|collections|improvement|elections?|funds?|interest)\b)"
)
_SAID: Final = (
    (
        SPECIAL,
        re.compile(
            rf"\b(?:special(?:ly)?(?: called)?{_NO_MEETING}"
            r"|emergency (?=meeting|session|board|council)|extra ?ordinary"
            r"|(?:außer|ausser)ordentliche\w*|sondersitzung\w*|extraordinaires?"
            r"|extraordinari[oa]s?|(?:reuni[oó]n|sesi[oó]n) especial)\b|\bsp(?=agenda|minutes|mtg)",
        ),
    ),
    (
        CLOSED,
        re.compile(
            r"\b(?:(?:executive|closed|exec)(?: \(closed\))? sess(?:ion)?s?"
            r"|nicht ?öffentlich\w*|huis clos|sesi[oó]n(?:es)? reservadas?)\b",
        ),
    ),
    (
        WORKSHOP,
        re.compile(
            r"\b(?:work(?:shops?| ?sessions?)|study sessions?|retreats?|klausur(?:tag|sitz)\w*)\b",
        ),
    ),
    (
        REGULAR,
        re.compile(
            r"\b(?:regular(?:ly)?|(?<!extra )ordinary|ordentliche\w*|ordinaires?|ordinari[oa]s?)\b"
        ),
    ),
)
_SHORT: Final = (
    (SPECIAL, re.compile(r"(?<![A-Za-z])(?:S[PM]|\[S\]|\(S\))(?![A-Za-z])")),
    (REGULAR, re.compile(r"(?<![A-Za-z])(?:RM|\[R\]|\(R\))(?![A-Za-z])")),
)
"""As lists of meetings have it."""
_ANY_SHORT: Final = re.compile(r"S[PM]|RM|[\[(][SR][\])]")
_MAY_SAY: Final = re.compile(
    r"special|emergen|ordina|sonder|sess|lich|clos|reserv|work|study|retreat|klausur|regular|\bsp"
)


@lru_cache(4096)
def sittings_said(text: str) -> frozenset[str]:
    """The sorts of meeting that ``text`` names; "special education" is none."""
    small = text[:_LONGEST].lower().replace("_", " ").replace("-", " ")
    if _MAY_SAY.search(small) is None and not _ANY_SHORT.search(text):
        return frozenset()
    said = {sort for sort, words in _SAID if words.search(small)}
    return frozenset(said | {sort for sort, short in _SHORT if short.search(text[:_LONGEST])})
