"""The nouns that bodies are called by: board, council, Ausschuss, conseil."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from skop_desktop.engine.words import in_one_word, plain_words, stem

_ENGLISH: Final = (
    "board", "committee", "subcommittee", "commission", "council", "authority", "trust", "court",
    "agency", "task force", "panel", "senate", "cabinet",
)  # fmt: skip
_OTHERS: Final = (
    "ausschuss", "ausschuß", "beirat", "vorstand", "aufsichtsrat", "kreistag", "senat",
    "conseil", "comité", "comite", "comisión", "comision", "consejo", "junta", "pleno", "concejo",
    "cabildo", "consistorio", "ayuntamiento", "patronato",
)  # fmt: skip
_JOINED: Final = ("gemeinderat", "stadtrat", "gemeindevertretung", "stadtverordnetenversammlung")
"""Words that are a body by themselves."""
BODY_STEMS: Final = frozenset(
    stem(word) for noun in (*_ENGLISH, *_OTHERS, *_JOINED) for word in noun.split()
) - {"task", "force"}
ALONE: Final = frozenset(stem(noun) for noun in (*_JOINED, "kreistag", "ayuntamiento", "pleno"))
_NOUNS: Final = frozenset((*_ENGLISH, *_OTHERS, *_JOINED)) - {"task force"} | {"force"}
_ANY: Final = re.compile("|".join(sorted(_NOUNS)))
_NAME_FOLLOWS: Final = frozenset({"conseil", "comité", "comite", "comisión", "comision", "junta"})
_NAME_BEHIND: Final = _NAME_FOLLOWS | {"consejo", "pleno", "concejo", "cabildo", "patronato"}
_COMPOUND: Final = ("ausschuss", "ausschusses", "ausschuß")
_JOINTS: Final = frozenset({"and", "und", "et", "y", "&"})
_OF: Final = frozenset({"of", "on", "for", "für", "der", "des", "de", "del", "pour", "para", "d"})
_ARTICLES: Final = frozenset(
    {"the", "la", "el", "les", "los", "las", "l", "le", "der", "die", "das"}
)
_WALLS: Final = _OF | _ARTICLES | {"by", "from", "in", "to", "with", "at"}
_WORD: Final = re.compile(r"[^\W\d_]+|&|[\d.;:()|\[\]–—/!?]|(?<=\s)-(?=\s)")
_ROOMS: Final = frozenset({"chamber", "chambers", "room", "rooms", "hall", "house", "building"})
_WORDS_BEFORE: Final = 3
_LONGEST: Final = 240


@dataclass(frozen=True, slots=True)
class BodyName:
    """A body that a text names: ``noun`` (a stem), the words around it, all as the text has it."""

    noun: str
    beside: str
    told: str
    end: int


@lru_cache(4096)
def named_bodies(text: str) -> tuple[BodyName, ...]:
    """Every body named: "Parks and Recreation Commission", "Board of Education", "Bauausschuss"."""
    if _ANY.search(text[:_LONGEST].casefold()) is None:
        return ()
    found: list[BodyName] = []
    text = in_one_word(text)
    words = list(_WORD.finditer(text[:_LONGEST]))
    small = [match[0].casefold() for match in words]
    for at, word in enumerate(small):
        noun = _noun_of(word)
        is_room = small[at + 1 : at + 2] and small[at + 1] in _ROOMS
        if noun and not is_room and (noun != "force" or (at and small[at - 1] == "task")):
            begins = at - 1 if noun == "force" else at
            first = begins if noun in _NAME_BEHIND else _first_before(small, begins)
            last = _last_after(small, at)
            beside = (*small[first:at], *small[at + 1 : last + 1])
            told = text[words[first].start() : words[last].end()]
            found.append(BodyName(stem(noun), " ".join(beside), told, words[last].end()))
    return tuple(found)


@lru_cache(8192)
def _noun_of(word: str) -> str:
    for form in (word, word.removesuffix("s")):
        if form in _NOUNS or form.endswith(_COMPOUND):
            return form
    return ""


def _first_before(words: list[str], at: int) -> int:
    """Where a name that ends in the noun ``at`` begins."""
    first, count = at, 0
    while first > 0 and count < _WORDS_BEFORE:
        word = words[first - 1]
        if word in _WALLS or not (word.isalpha() or word == "&") or _noun_of(word):
            break
        first -= 1
        count += word not in _JOINTS
    while first < at and words[first] in _JOINTS:
        first += 1
    return first


def _last_after(words: list[str], at: int) -> int:
    """Where a name that goes on behind the noun ``at`` ends: "Board of Education"."""
    here = at + 1
    if here < len(words) and words[here] in _OF:
        here += 1
        while here < len(words) and words[here] in _ARTICLES:
            here += 1
        return here if here < len(words) and words[here].isalpha() else at
    follows = here < len(words) and words[at] in _NAME_FOLLOWS and words[here].isalpha()
    return here if follows and words[here] not in _WALLS else at


GOVERNING: Final = frozenset(
    stem(word)
    for word in plain_words(
        "commissioners directors trustees governors supervisors regents education managers"
    )
)
"""What the board of an organisation is of: the "library board" is its Board of Trustees."""
ORGANISATIONS: Final = frozenset(
    stem(word)
    for word in plain_words(
        "hospital school library college university water sewer fire district public transit port"
        " airport utility utilities authority hospitals medical center health system community"
        " museum foundation unified county pension retirement fund teachers employees"
    )
)
SAME: Final = (
    (frozenset({"school", "board"}), frozenset({"board", "education"})),
    (frozenset({"city", "council"}), frozenset({"council"})),
    (frozenset({"town", "council"}), frozenset({"council"})),
    (frozenset({"village", "council"}), frozenset({"council"})),
    (frozenset({"city", "council"}), frozenset({"gemeinderat"})),
    (frozenset({"city", "council"}), frozenset({"stadtrat"})),
    (frozenset({"town", "council"}), frozenset({"gemeinderat"})),
    (frozenset({"town", "council"}), frozenset({"stadtrat"})),
    (frozenset({"city", "council"}), frozenset({"conseil", "municipal"})),
    (frozenset({"town", "council"}), frozenset({"conseil", "municipal"})),
    (frozenset({"city", "council"}), frozenset({"ayuntamiento", "pleno"})),
    (frozenset({"city", "council"}), frozenset({"pleno"})),
)
"""Names of the same body, as a prompt and a site may have it."""
