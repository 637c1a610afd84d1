"""Finds the kinds that a text names."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import Final

from skop_desktop.engine.lexicon.committees import is_part_of_a_body
from skop_desktop.engine.lexicon.forms import ANY_WORD, FILE_NAMES, NAMES, Form, Forms
from skop_desktop.engine.words import folded

_WORD: Final = re.compile(r"[^\W\d_]+|\d+[a-z]?")
_MARKED_WORD: Final = re.compile(r"(?:[^\W\d_][\u0300-\u036f]*)+|\d+[a-z]?")
_MARK: Final = re.compile(r"[\u0300-\u036f]")
_LONGEST_READ: Final = 2000
_SHORTEST_COMPOUND: Final = 8
_WIDEST_GAP: Final = 3
_WALL: Final = re.compile(r"[.:;|!?()\n]")
_END_OF_NAME: Final = re.compile(r"[:;|›?\n–—]|\s-\s")
_SHORT_AT_END: Final = re.compile(r"[a-z]{1,4}?(mins?|agd|pkt)")
_NO_SHORT_FORM: Final = frozenset({"admin", "gamin", "jasmin", "yasmin", "vitamin"})
_ABOUT: Final = re.compile(
    r"\b(?:of|for|about|on|regarding|concerning|to|from|zu[mr]?|über|von|vom|der|des|du|de|del|sur"
    r"|sobre|para|pour)\b",
    re.IGNORECASE,
)
_JOINED: Final = re.compile(
    r"\s{0,3}(?:and|&|/|,|\+|und|et|y|or|oder|ou|o)(?:\s{1,3}\w{1,30}){0,2}\s{0,3}", re.IGNORECASE
)
_MODIFIERS: Final = frozenset({"minutes", "agenda"})
"""Kinds that tell nothing of the kind when another one follows: a "minutes policy" is a policy."""


@dataclass(frozen=True, slots=True)
class KindHit:
    """A kind named in a text at ``start:end``."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class NamedKinds:
    """What a text says it is (``head``) and which kinds it only mentions (``mentioned``)."""

    head: frozenset[str] = frozenset()
    mentioned: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.head)


def kind_hits(text: str, *, in_file_name: bool = False) -> list[KindHit]:
    """Every kind that ``text`` names, in order. "Audit" in "Audit Committee" is none.

    ``in_file_name``: "min" and "agd" are understood as well, where no full name stands. Reads the
    first 2,000 characters; time grows with their number and with nothing else.
    """
    small = folded(text[:_LONGEST_READ])
    pattern = _WORD if small.isascii() or not _MARK.search(small) else _MARKED_WORD
    names = pattern.findall(small)
    if pattern is _MARKED_WORD:
        names = [_MARK.sub("", name) for name in names]
    found = _hits(small, names, pattern, NAMES)
    if not found and in_file_name:
        found = _hits(small, [_short_form(name) for name in names], pattern, FILE_NAMES)
    return found


def named_kinds(text: str, *, in_file_name: bool = False) -> NamedKinds:
    """What kind of document ``text`` is the title of.

    The last kind before "of", "for", "about" is what it is; kinds joined to it by "and" are too.
    """
    hits = kind_hits(text, in_file_name=in_file_name)
    if not hits:
        return NamedKinds()
    about = _ABOUT.search(text, hits[0].end)
    before = [hit for hit in hits if about is None or hit.start < about.start()] or hits[:1]
    head = [before[-1]]
    for hit in reversed(before[:-1]):
        joined = _JOINED.fullmatch(text, hit.end, head[-1].start)
        if not joined and hit.kind in _MODIFIERS:
            break
        head.append(hit)
    kinds = frozenset(hit.kind for hit in head)
    return NamedKinds(kinds, frozenset(hit.kind for hit in hits) - kinds)


def _short_form(name: str) -> str:
    """ "OSmin" is the "min" of something."""
    match = _SHORT_AT_END.fullmatch(name)
    return match[1] if match and name not in _NO_SHORT_FORM else name


def _by_ending(name: str, forms: Forms) -> str:
    for length in forms.ending_lengths:
        if length < len(name) and name[-length:] in forms.by_ending:
            return forms.by_ending[name[-length:]]
    return ""


def _hits(small: str, names: list[str], pattern: re.Pattern[str], forms: Forms) -> list[KindHit]:
    found: list[KindHit] = []
    spans: list[tuple[int, int]] = []
    free_from = 0
    for at, name in enumerate(names):
        is_known = name in forms.by_word
        if at < free_from or not (is_known or len(name) >= _SHORTEST_COMPOUND):
            continue
        if not is_known:
            kind, taken = _by_ending(name, forms), 1
        else:
            spans = spans or [match.span() for match in pattern.finditer(small)]
            kind, taken = _named_at(small, names, spans, at, forms)
        if kind:
            spans = spans or [match.span() for match in pattern.finditer(small)]
            start, end = spans[at][0], spans[at + taken - 1][1]
            if not is_part_of_a_body(kind, names, at, taken) or not is_part_of_a_body(
                kind, _up_to_wall(small, names, spans, end), at, taken
            ):
                found.append(KindHit(kind, start, end))
        free_from = at + taken
    return found


def _up_to_wall(small: str, names: list[str], spans: list[tuple[int, int]], end: int) -> list[str]:
    """The names up to the first mark behind ``end`` that ends one: "Reports | Bureau of Safety"."""
    wall = _END_OF_NAME.search(small, end)
    return names[: bisect_left(spans, (wall.start(), 0))] if wall else names


def _named_at(
    small: str, names: list[str], spans: list[tuple[int, int]], at: int, forms: Forms
) -> tuple[str, int]:
    """The kind named from the known word ``at`` on, and of how many words its name is."""
    begins = forms.by_word[names[at]]
    if begins.then and at + 1 < len(names):
        second = names[at + 1]
        for form in begins.then.get(second, ()) + begins.then.get(ANY_WORD, ()):
            if _is_named(small, names, spans, at, form):
                return form.kind, len(form.rest) + 1
    return begins.alone or _by_ending(names[at], forms), 1


def _is_named(
    small: str, names: list[str], spans: list[tuple[int, int]], at: int, form: Form
) -> bool:
    return at + len(form.rest) < len(names) and all(
        wanted in (ANY_WORD, names[n]) and _is_one_name(small, spans[n - 1][1], spans[n][0])
        for n, wanted in enumerate(form.rest, at + 1)
    )


def _is_one_name(small: str, start: int, end: int) -> bool:
    return end - start <= _WIDEST_GAP and not _WALL.search(small, start, end)
