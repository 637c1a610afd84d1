"""The places that a prompt names: "in Springfield", "for the Riverside district"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from skop_desktop.engine.dates.names import MONTHS, SEASONS
from skop_desktop.engine.lexicon import kind_hits
from skop_desktop.engine.prompt.fillers import FILLERS
from skop_desktop.engine.prompt.names_of_bodies import ENGLISH_NOUNS, MODIFIERS
from skop_desktop.engine.prompt.slate import WALL, Slate, Token
from skop_desktop.engine.words import content_words, folded

_AREAS: Final = (
    r"(?:county|city|town|township|village|parish|borough|district|school district"
    r"|unified school district"
    r"|isd|usd|municipality|precinct|ward|neighbou?rhood|region|state|province|landkreis|kreis"
    r"|bezirk)"
)
_KINDS_OF_PLACE: Final = (
    r"(?:city|town|village|county|township|borough|parish|state|commonwealth|municipality"
    r"|province|district"
    r"|stadt|gemeinde|landkreis|kreis|markt|land|kanton|ville|commune|departement|region|canton"
    r"|municipio|ciudad|villa|provincia|comunidad|isla)"
)
_OF_AREA: Final = re.compile(
    rf"(?<![^\W_]){_KINDS_OF_PLACE}(?: (?:and county )?(?:of|de|del|du|von) | d'| )(?:the |la "
    r"|el )?"
)
_NEEDS_NO_OF: Final = frozenset({"stadt", "gemeinde", "landkreis", "kreis", "markt", "kanton"})
_IN: Final = re.compile(
    r"(?<![^\W_])(?:in|near|around|within|en|a|im|nahe)(?: (?:the|la|el|der|den|le))? "
)
_FOR_AREA: Final = re.compile(
    r"(?:(?<![^\W_])(?:for|in|of|from|within|near)|,) (?:the )?((?:(?!(?:the|of|for"
    rf"|and)\b)[^\W\d_]+[ -]){{1,3}}{_AREAS})(?![^\W_])"
    r"|(?<![^\W_])((?:[^\W\d_]+[ -]){1,2}(?:isd|usd))(?![^\W_])"
)
_NO_NAMES: Final = frozenset(
    """
    english german french spanish deutsch deutscher franzosisch francais anglais espanol ingles
    addition general particular total order time question charge effect english- format pdf person
    favor detail full print use place progress color writing public private connection response
    relation regard accordance
    schools buildings bezug hinblick cours matiere ligne general materia relacion
    """.split()  # noqa: SIM905 - as a list it is harder to read
)
_ORDINALS: Final = frozenset(
    """
    first second third fourth fifth sixth seventh eighth ninth tenth eleventh
    """.split()  # noqa: SIM905 - as a list it is harder to read
)
ARTICLES_OF_NAMES: Final = frozenset(["los", "las", "la", "el", "le", "des"])
""" "Los Angeles", "La Mesa", "Des Moines"."""
_INNER: Final = frozenset(
    """
    of de la le del am an der upon sur los las du san st saint the and
    """.split()  # noqa: SIM905 - as a list it is harder to read
)
_GENERIC: Final = frozenset(
    """
    city town village county township borough parish state district school unified stadt gemeinde
    landkreis kreis ville commune municipio ciudad provincia region isd usd the of
    """.split()  # noqa: SIM905 - as a list it is harder to read
)
_VERSUS: Final = re.compile(r" (?:v|vs|versus)(?![^\W_])")
""" "In Tessaly v. Sablewood" names a case."""
_MOST_WORDS = 4
_REACH = 100
_PLACED_KINDS: Final = frozenset({"minutes", "agenda", "packet", "budget", "newsletter"})
_ENDINGS: Final = re.compile(
    r"(?:ville|burgh?|town|ford|field|port|wood|land|shire|ton|heim|hausen|stadt|dorf|furt|bach"
    r"|feld"
    r"|kirchen|hofen|polis|view|dale|haven|mouth|bury|chester|brook|creek|park|beach|springs"
    r"|hills)$"
)


@dataclass(frozen=True, slots=True)
class Place:
    """A place that is named at ``start:end``."""

    start: int
    end: int
    name: str

    @property
    def words(self) -> tuple[str, ...]:
        """What tells it from others: "springfield" of "City of Springfield"."""
        words = content_words(self.name)
        return tuple(word for word in words if word not in _GENERIC) or tuple(words)


def place_at(slate: Slate, start: int) -> Place | None:
    """The name of a place that begins at ``start``, up to four words of it."""
    taken = [
        (start + hit.start, start + hit.end)
        for hit in kind_hits(slate.said[start : start + _REACH])
    ]
    tokens = slate.tokens(start, start + _REACH)
    if tokens and tokens[0].small in ("the", "la", "der"):
        tokens = tokens[1:]
    named: list[Token] = []
    for token in tokens[: min(_MOST_WORDS + 2, _words_before_body(tokens))]:
        end = named[-1].end if named else start
        gap = slate.said[end : token.start]
        is_inner = bool(named) and token.small in _INNER and not token.is_capital
        is_kind = any(begin <= token.start < last for begin, last in taken)
        if is_kind or gap.strip(" -'.") or not (is_inner or _may_be_named(slate, token)):
            break
        named.append(token)
    while named and (named[-1].small in _INNER or len(named) > _MOST_WORDS):
        named.pop()
    if not named or named[0].small in _ORDINALS:
        return None
    if not slate.has_capitals and len(named) > 2:  # noqa: PLR2004 - no names to be told by capitals
        named = named[:2]
    end = named[-1].end
    state = re.compile(r", ?(?:[A-Z]{2}|[A-Z][a-z]+)(?![^\W_])(?! ?(?:and|or|,))").match(
        slate.said, end
    )
    if state and not kind_hits(state[0]) and folded(state[0].strip(", ")) not in MONTHS:
        end = state.end()
    return Place(
        max(named[0].start, start),
        end,
        capitalised(slate.said[named[0].start : end].rstrip(" '")),
    )


def _words_before_body(tokens: list[Token]) -> int:
    """How many words come before the name of a body: "San Jose | Planning Commission"."""
    for n, token in enumerate(tokens[: _MOST_WORDS * 2]):
        if token.small in ENGLISH_NOUNS:
            modifiers = 0
            while modifiers < n - 1 and tokens[n - 1 - modifiers].small in MODIFIERS:
                modifiers += 1
            return n - modifiers
    return len(tokens)


def _may_be_named(slate: Slate, token: Token) -> bool:
    if token.said == WALL or token.said.isdigit() or token.small in _NO_NAMES:
        return False
    if token.is_capital and slate.has_capitals and token.small in ARTICLES_OF_NAMES:
        return True
    if token.small in FILLERS or token.small in MONTHS or token.small in SEASONS:
        return False
    return token.is_capital or not slate.has_capitals


def read_governments(slate: Slate) -> list[Place]:
    """ "City of Springfield", "Cuyahoga County", "for the Riverside district"; wiped off."""
    found: list[Place] = []
    for match in list(_OF_AREA.finditer(slate.small)):
        needs_of = match[0].split()[0] not in _NEEDS_NO_OF and not re.search(
            r" (?:of|de|del|du|von|d)\b|d'", match[0]
        )
        place = None if needs_of else place_at(slate, match.end())
        if place is not None:
            whole = Place(
                match.start(), place.end, capitalised(slate.said[match.start() : place.end])
            )
            slate.wipe(whole.start, whole.end)
            found.append(whole)
    return found + _named_areas(slate)


def _named_areas(slate: Slate) -> list[Place]:
    found: list[Place] = []
    for match in list(_FOR_AREA.finditer(slate.small)):
        begin, end = match.span(1 if match[1] else 2)
        name = slate.said[begin:end]
        words = folded(name).split()
        is_plain = (
            words[0] in _ORDINALS or words[0] in FILLERS or words[0] in ("school", "each", "every")
        )
        if (
            not is_plain
            and not kind_hits(name)
            and not re.match(r" ?(?:board|council|court|commission)", slate.small[end:])
        ):
            slate.wipe(match.start(), end)
            found.append(Place(begin, end, capitalised(name)))
    return found


def capitalised(name: str) -> str:
    """As names of places are written."""
    return " ".join(word if word in _INNER else word[0].upper() + word[1:] for word in name.split())


def read_places(slate: Slate, kinds: tuple[str, ...]) -> list[Place]:
    """ "in Springfield", "minutes of Springfield", "for Lake Oswego"; wiped off."""
    found: list[Place] = []
    for match in list(_IN.finditer(slate.small)):
        is_foreign = match[0].strip().split()[0] in ("a", "en", "im")
        place = place_at(slate, match.end())
        if place is None or (is_foreign and not slate.said[place.start].isupper()):
            continue
        if _VERSUS.match(slate.small, place.end):
            continue
        if slate.has_capitals or _is_last(slate, place.end):
            slate.wipe(match.start(), place.end)
            found.append(place)
    return found + _after_kinds(slate, kinds)


def _is_last(slate: Slate, end: int) -> bool:
    return not slate.said[end:].strip(" |.,;!?") or slate.said[end:].lstrip()[:1] in "|.,;"


def _after_kinds(slate: Slate, kinds: tuple[str, ...]) -> list[Place]:
    """ "Minutes of Oakland": a name and nothing more behind what was understood."""
    found: list[Place] = []
    for match in list(
        re.finditer(r"(?<![^\W_])(?:for|of|from|von|aus|de|fur|pour|para) ", slate.small)
    ):
        before = slate.said[: match.start()].rstrip()
        place = place_at(slate, match.end())
        if place is None or not slate.has_capitals or (before and not before.endswith(WALL)):
            continue
        is_known = bool(_ENDINGS.search(folded(place.words[-1]))) if place.words else False
        is_placed = bool(kinds) and _PLACED_KINDS.issuperset(kinds)
        if (is_known or is_placed) and _is_last(slate, place.end):
            slate.wipe(match.start(), place.end)
            found.append(place)
    return found
