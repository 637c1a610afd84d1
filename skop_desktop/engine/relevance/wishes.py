"""What was asked for beside kind, time, body and topic: file type, version, what is unwanted."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from skop_desktop.engine.plan import Plan
from skop_desktop.engine.relevance.evidence import Evidence, Sign
from skop_desktop.engine.relevance.kinds import own_kinds
from skop_desktop.engine.relevance.reading import (
    kinds_in,
    kinds_of,
    needle,
    said_of_it,
    short_row,
    title_of_page,
)
from skop_desktop.engine.sittings import REGULAR, sittings_said
from skop_desktop.engine.words import plain_words, stem

_LONGEST: Final = 400
_DRAFT: Final = re.compile(
    r"\b(?:drafts?|preliminary|proposed|redlines?|unapproved|entw[uü]rfe?|vorläufig\w*|brouillons?"
    r"|projets? de|borrador(?:es)?|proyectos? de (?:presupuestos?|ley|ordenanza|reglamento))\b",
    re.IGNORECASE,
)
_CALLED_OFF: Final = re.compile(
    r"\b(?:cancel\w*|called off|abgesagt|entfällt|annulée?s?|cancelad[oa]s?|suspendid[oa]s?)\b",
    re.IGNORECASE,
)
_AND: Final = re.compile(r" (?:and|or|und|oder|et|ou|y|o|&) |[,/]")
_BEGIN_CALLED_OFF: Final = ("cancel", "called off", "abgesagt", "entfällt", "annul", "suspendid")
_OF_MEETINGS: Final = frozenset({"minutes", "agenda", "packet", "transcript"})
_BEGIN_DRAFT: Final = (
    "draft", "preliminary", "propos", "redline", "unapproved", "entw", "vorläufig", "brouillon",
    "projet", "borrador", "proyecto",
)  # fmt: skip
_BEGIN_SUPERSEDED: Final = (
    "superseded", "obsolete", "outdated", "rescinded", "repealed", "replaced",
    "no longer", "version", "not a", "failed", "tabled", "withdrawn", "rejected", "vetoed",
    "überholt", "aufgehoben", "außer kraft", "ausser kraft", "abrog", "remplac", "derogad",
    "sustituid",
)  # fmt: skip
_SUPERSEDED: Final = re.compile(
    r"\b(?:superseded|obsolete|outdated|rescinded|repealed|replaced|no longer in force"
    r"|old version|previous version|not adopted|not approved|failed|tabled|withdrawn"
    r"|rejected|vetoed|überholt|aufgehoben|außer kraft|abrogée?s?|remplacée?s?"
    r"|derogad[oa]s?|sustituid[oa]s?)\b",
    re.IGNORECASE,
)


def file_type_sign(plan: Plan, evidence: Evidence) -> Sign | None:
    """Whether the file is of the type asked for."""
    if not plan.file_types:
        return None
    ending = evidence.name.rpartition(".")[2].casefold()
    if ending in plan.file_types:
        return Sign("file type: fits", ending)
    return Sign("file type: other", ending if len(ending) in range(2, 5) else "file type")


def unwanted_sign(plan: Plan, evidence: Evidence) -> Sign | None:
    """Whether it is what was excluded."""
    if plan.unwanted_kinds:
        named = own_kinds(evidence) or kinds_of(evidence.heading)
        unwanted = named.head.intersection(plan.unwanted_kinds)
        if unwanted and not named.head.intersection(plan.kinds):
            return Sign("unwanted", min(unwanted))
    for phrase in plan.unwanted_phrases:
        if _says(said_of_it(evidence), phrase) or _is_headed(plan, evidence.heading, phrase):
            return Sign("unwanted", " ".join(phrase))
    return None


def sitting_sign(plan: Plan, evidence: Evidence) -> Sign | None:
    """Whether it is of the sort of meeting asked for; most are regular and do not say so."""
    if not (plan.sittings or plan.unwanted_sittings):
        return None
    said = _sittings_of(evidence)
    if unwanted := said & plan.unwanted_sittings:
        return Sign("unwanted", f"{min(unwanted)} meeting")
    if not plan.sittings:
        return None
    told = f"{min(plan.sittings)} meeting"
    if said & plan.sittings:
        return Sign("sitting: said", told)
    if said:
        return Sign("sitting: other", f"{min(said)} meeting")
    return Sign(
        "sitting: unsaid, as usual" if REGULAR in plan.sittings else "sitting: unsaid", told
    )


def _sittings_of(evidence: Evidence) -> frozenset[str]:
    """What the nearest text says that says anything of it."""
    top = title_of_page(evidence.first_page)
    for text in (said_of_it(evidence), top, short_row(evidence), evidence.nearest_heading):
        if said := sittings_said(text):
            return said
    return frozenset()


def _is_headed(plan: Plan, heading: str, phrase: tuple[str, ...]) -> bool:
    """Whether it stands under what was excluded; "Opinions and summaries" stands over both."""
    if not _says(heading, phrase):
        return False
    others = [part for part in _AND.split(heading) if not _says(part, phrase)]
    return not any(kinds_in(part).intersection(plan.kinds) for part in others)


def _may_say(text: str, beginnings: tuple[str, ...]) -> bool:
    """Whether it is worth to look closer: most titles say nothing of their version."""
    return any(map(text.casefold().__contains__, beginnings))


def _says(text: str, phrase: tuple[str, ...]) -> bool:
    """Whether the words of the phrase stand in the text beside one another."""
    said = _stems_in_order(text[:_LONGEST])
    words = tuple(stem(word) for word in phrase)
    if len(words) == 1:
        return needle(words[0]) in f" {' '.join(said)} "
    return any(said[at : at + len(words)] == words for at in range(len(said) - len(words) + 1))


@lru_cache(4096)
def _stems_in_order(text: str) -> tuple[str, ...]:
    return tuple(stem(word) for word in plain_words(text))


def version_sign(plan: Plan, evidence: Evidence) -> Sign | None:
    """Whether it is a draft or no longer holds, where that was not asked for."""
    own = said_of_it(evidence)
    near = f"{own} {evidence.heading} {evidence.row[:120]}"
    asked = " ".join((*plan.topic, plan.topic_words, plan.let_in))
    if _OF_MEETINGS.intersection(plan.kinds) and _may_say(near, _BEGIN_CALLED_OFF):
        called_off = _CALLED_OFF.search(f"{own} {evidence.row[:120]}")
        if called_off and not _CALLED_OFF.search(asked):
            return Sign("version: superseded", called_off[0].lower())
    superseded = _SUPERSEDED.search(near) if _may_say(near, _BEGIN_SUPERSEDED) else None
    if superseded and not _SUPERSEDED.search(asked):
        return Sign("version: superseded", superseded[0].lower())
    draft = _DRAFT.search(own) if _may_say(own, _BEGIN_DRAFT) else None
    if draft and not _DRAFT.search(asked):
        return Sign("version: draft", draft[0].lower())
    return None
