"""The bodies that a prompt names: "planning commission", "Gemeinderat", "conseil municipal"."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from skop_desktop.engine.plan import Body
from skop_desktop.engine.prompt import names_of_bodies as names
from skop_desktop.engine.prompt.english_bodies import FoundBody, english_body
from skop_desktop.engine.prompt.places import Place, place_at
from skop_desktop.engine.prompt.slate import Slate
from skop_desktop.engine.words import content_words, folded

_FOREIGN: Final = re.compile(
    rf"(?<![^\W_])(?:{names.GERMAN_BEFORE}?{names.GERMAN}(?: fur [^\W\d_]+(?: und [^\W\d_]+)?)?"
    rf"|{names.FRENCH}|{names.SPANISH})(?![^\W_])"
)
_AFTER_FOREIGN: Final = re.compile(
    r" ?(?:(?:de|d'|du|del|von|vom|in|der (?:stadt|gemeinde)|la|a) ?)?(?:la |el |los |las )?"
)
_GENITIVE: Final = re.compile(
    r"(rat|tag|gericht|gerichtshof|rechnungshof|ministerium|amt|vorstand|magistrat|senat)e?s(?!\w)",
    re.IGNORECASE,
)
_GENITIVE_OF_COMMITTEE: Final = re.compile(r"(aussch)usses(?!\w)", re.IGNORECASE)
_SMALL: Final = frozenset(
    "of on for and the de der du des d et y la le les fur und del los las".split()  # noqa: SIM905 - as a list it is harder to read
)
_BELONGS_TO: Final = re.compile(
    r"(?:(?:(?!\b(?:and|or)\b)[^|.;,]){0,40} )?(?:of|at|within) (?:the )?"
)
"""Between a body and whose it is: "finance committee minutes of the housing authority"."""
_MOST_BODIES: Final = 6


def read_bodies(slate: Slate) -> tuple[tuple[Body, ...], list[Place]]:
    """The bodies named, any of which is meant, and the places said with them; both wiped off."""
    found: list[FoundBody] = []
    places: list[Place] = []
    said = slate.small
    while len(found) < _MOST_BODIES and (body := _foreign(slate) or english_body(slate)):
        slate.wipe(body.start, body.end)
        if body.place is not None:
            places.append(body.place)
        found.append(body)
    found.sort(key=lambda body: body.start)
    owners = [
        owner
        for body, owner in pairwise(found)
        if _BELONGS_TO.fullmatch(said, body.end, owner.start)
    ]
    found = [body for body in found if body not in owners]
    places += [Place(owner.start, owner.end, _as_name(owner.name)) for owner in owners]
    told = [body.name if slate.has_capitals else body.name.lower() for body in found]
    bodies = {_as_name(name): tuple(content_words(name)) for name in told}
    return tuple(Body(name, words) for name, words in bodies.items() if words), places


def _foreign(slate: Slate) -> FoundBody | None:
    match = _FOREIGN.search(slate.small)
    if match is None:
        return None
    start, end = match.span()
    name = _nominative(slate.said[start:end])
    link = _AFTER_FOREIGN.match(slate.small, end)
    place = place_at(slate, link.end()) if link and link.end() > end else None
    return FoundBody(start, place.end if place else end, name, place)


def _nominative(name: str) -> str:
    """ "des Gemeinderats" is told as "Gemeinderat"."""
    name = _GENITIVE.sub(r"\1", name)
    return _GENITIVE_OF_COMMITTEE.sub(r"\1uss", name)


def _as_name(words: str) -> str:
    return " ".join(
        word
        if folded(word) in _SMALL or word.startswith("d'") or not word.islower()
        else word[0].upper() + word[1:]
        for word in words.split()
    )
