"""Kinds of document that a prompt asks for."""

from __future__ import annotations

import re
from typing import Final

from skop_desktop.engine.lexicon import KindHit, kind_hits, subject_in
from skop_desktop.engine.prompt.slate import Slate

_ABOUT: Final = re.compile(
    r"\b(?:about|on|of|for|regarding|concerning|re|over|with|mention\w{0,4}|discuss\w{0,4}"
    r"|contain\w{0,4}"
    r"|uber|zu[rm]?|betreffend|bezuglich|sur|concernant|relatif\w{0,2}|pour|sobre|acerca"
    r"|relativ\w{0,2}"
    r"|para|where|der|des|du|de|del|d)\b"
)
_WEAK: Final = re.compile(r"of|de[rsl]?|du|d")
_JOINED_BEHIND: Final = re.compile(r" (?:and|und|et|y|e|&) $")
_KINDS_WITH_SORTS: Final = frozenset({"plan", "order"})
_CLOSED: Final = re.compile(r"[|,;:.()]")
_TOLD_BY_WHAT_IT_IS_OF: Final = frozenset({"report"})
""" "Audit reports" are audits; a "budget presentation" is a presentation."""


def read_kinds(slate: Slate) -> tuple[str, ...]:
    """The kinds asked for, in order, which are wiped off. In "reports on contracts" contracts are
    the topic, in "budget presentation" the budget is."""
    wanted: list[KindHit] = []
    taken: list[KindHit] = []
    for hit in kind_hits(slate.said):
        if wanted and _is_about(slate.small[wanted[-1].end : hit.start]):
            continue
        before = wanted[-1] if wanted else None
        is_repeated = before is not None and before.kind == hit.kind
        if before is not None and not is_repeated and _is_compound(slate, before, hit):
            if hit.kind in _TOLD_BY_WHAT_IT_IS_OF:
                taken.append(hit)
                continue
            taken.remove(wanted.pop())
        wanted.append(hit)
        taken.append(hit)
    for hit in taken:
        slate.wipe(_start_of_kind(slate, hit), hit.end)
    return tuple(dict.fromkeys(hit.kind for hit in wanted))


def _start_of_kind(slate: Slate, hit: KindHit) -> int:
    """In "strategic plans" only "plans" is the kind, in "Umweltberichte" only "berichte": of what
    sort they are is the topic."""
    if subject := subject_in(slate.said[hit.start : hit.end]):
        return hit.start + len(subject)
    if hit.kind not in _KINDS_WITH_SORTS:
        return hit.start
    return slate.said.rfind(" ", hit.start, hit.end) + 1 or hit.start


def _is_about(between: str) -> bool:
    """Whether the later kind is what the one before is about. In "avis d'attribution et contrats"
    it is not: what the notices are about is no kind."""
    about = _ABOUT.search(_CLOSED.split(between)[-1])
    if about is None:
        return False
    is_joined = _WEAK.fullmatch(about[0]) and _JOINED_BEHIND.search(between)
    return not (is_joined and not kind_hits(between))


def _is_compound(slate: Slate, first: KindHit, second: KindHit) -> bool:
    """Whether the first only says of what the second is: "permit applications"."""
    is_beside = not slate.small[first.end : second.start].strip(" -")
    is_plural = slate.small[first.start : first.end].endswith(("s", "n"))
    return is_beside and (not is_plural or second.kind in _TOLD_BY_WHAT_IT_IS_OF)
