"""The sorts of meeting that a prompt names: "special meetings", "regular sessions only"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from skop_desktop.engine.prompt.slate import Slate
from skop_desktop.engine.sittings import CLOSED, REGULAR, SPECIAL, sittings_said

_OF_A_MEETING: Final = (
    r"(?=\s+(?:[^\s|.,;:]+\s+){0,5}?(?:meeting|session|sitting)s?\b"
    r"|\s+(?:(?:city|town|village|county|parish|school|district|full) )?(?:council|board)s?\b)"
)
_ASKED: Final = (
    (CLOSED, re.compile(r"\b(?:executive|closed)(?: \(closed\))? sessions?\b|nichtoffentliche\w*")),
    (
        SPECIAL,
        re.compile(
            rf"\b(?:special(?:ly)?(?: called)?|emergency|extra-?ordinary){_OF_A_MEETING}"
            r"|(?<!\w)au(?:ß|ss)erordentliche\w*|\bsondersitzung(?:en)?\b|\bextraordinaires?\b"
            r"|\bextraordinari[oa]s?\b"
        ),
    ),
    (
        REGULAR,
        re.compile(
            rf"\b(?:regular(?:ly)?(?: scheduled)?|ordinary){_OF_A_MEETING}"
            r"|(?<!\w)ordentliche[nr]?(?= sitzung)|(?<=seances )ordinaires\b"
            r"|(?<=seance )ordinaire\b|(?<=sesiones )ordinarias\b|(?<=sesion )ordinaria\b"
        ),
    ),
)


Phrases = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Sittings:
    """``asked``: any of them, none where all are meant. ``other_phrases``: exclusions that are of
    something else."""

    asked: frozenset[str]
    unwanted: frozenset[str]
    other_phrases: Phrases


def read_sittings(slate: Slate, exclusions: Phrases) -> Sittings:
    """The sorts of meeting asked for, wiped off, and those excluded: no "special" meetings."""
    found: set[str] = set()
    for sort, words in _ASKED:
        for match in list(words.finditer(slate.small)):
            found.add(sort)
            slate.wipe(*match.span(), wall=" ")
    asked = frozenset[str]() if {REGULAR, SPECIAL} <= found else frozenset(found)
    excluded = {phrase: sittings_said(f"{' '.join(phrase)} session") for phrase in exclusions}
    unwanted = frozenset[str]().union(*excluded.values())
    others = tuple(phrase for phrase, sorts in excluded.items() if not sorts)
    return Sittings(asked, unwanted - asked, others)
