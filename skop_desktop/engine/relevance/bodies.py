"""Whether the document is of the body that was asked for."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from skop_desktop.engine.lexicon import NAMED_BY_SUBJECT
from skop_desktop.engine.plan import Body, Plan
from skop_desktop.engine.relevance.body_nouns import (
    ALONE,
    BODY_STEMS,
    GOVERNING,
    ORGANISATIONS,
    SAME,
    named_bodies,
)
from skop_desktop.engine.relevance.evidence import Evidence, Sign
from skop_desktop.engine.relevance.initials import initials, is_spelled_out, short_names_in
from skop_desktop.engine.relevance.places import is_at_home
from skop_desktop.engine.relevance.reading import (
    are_said,
    is_case_name,
    line_in,
    line_of_folders,
    name_text,
    own_line,
    said_of_it,
    short_row,
    title_of_page,
    wanted_stems,
    words_in,
)
from skop_desktop.engine.relevance.site_bodies import SiteBodies
from skop_desktop.engine.relevance.titles import leftover, plain_in, without_numbers
from skop_desktop.engine.words import plain_words, spaced, squeezed, stem

_SHORTEST_REAL_WORD: Final = 4
_BOARD: Final = "board"
_AUSSCHUSS: Final = "ausschuss"
_ANY_BODY_IS: Final = frozenset(
    stem(word)
    for word in plain_words("governing full whole current archived past previous upcoming public")
)
_MAIN: Final = frozenset(map(stem, ("board", "commission", "commissioners")))
"""What the one body is called by that heads an organisation: few keep to one word for it."""
_YOUNG: Final = re.compile(
    r"\b(?:youth|junior|student|jugend\w*|jeunes|juvenil|infantil)\b", re.IGNORECASE
)
"""Councils of young people carry the name of the council."""
_BODY_LEVELS: Final = (
    "body: own", "body: near", "body: around", "body: far", "body: unsaid", "body: one of its name",
    "body: other words after", "body: other name before", "body: other",
)  # fmt: skip
_SAME: Final = tuple(
    (frozenset(stem(w) for w in one), frozenset(stem(w) for w in other)) for one, other in SAME
)


def body_sign(plan: Plan, evidence: Evidence, site: SiteBodies | None) -> Sign | None:
    """How the body stands; the best of several that were asked for."""
    bodies = plan.bodies or ((Body(plan.body_words, plan.body),) if plan.body else ())
    signs = [
        _not_by_another_name(body, evidence, _body(plan, body, evidence, site))
        for body in bodies
        if body.words
    ]
    return min(signs, key=lambda sign: _BODY_LEVELS.index(sign.level), default=None)


def _not_by_another_name(body: Body, evidence: Evidence, sign: Sign) -> Sign:
    """The sign, or a weaker one where only "the Board" is named: "the liquor board", perhaps."""
    if sign.level != "body: unsaid" or not _MAIN & wanted_stems(body.words):
        return sign
    for title in (*_titles(evidence), evidence.heading, short_row(evidence)):
        for named in named_bodies(title):
            if named.noun in _MAIN:
                return Sign("body: other words after", squeezed(named.told, 40))
    return sign


def _body(plan: Plan, body: Body, evidence: Evidence, site: SiteBodies | None) -> Sign:
    wanted = wanted_stems(body.words)
    young = _YOUNG.search(evidence.link_text) or _YOUNG.search(evidence.heading)
    if young and stem(young[0]) not in wanted | wanted_stems(plan.topic):
        return Sign("body: other", young[0])
    own = own_line(evidence)
    if _names(body, wanted, own, said_of_it(evidence)):
        many = _is_one_of_many(plan, wanted, evidence.link_text)
        return Sign("body: one of its name" if many else "body: own", body.name)
    other = _other_body(plan, wanted, _titles(evidence), site)
    if other:
        return Sign("body: other", other)
    return _body_near(plan, body, evidence, site)


def _body_near(plan: Plan, body: Body, evidence: Evidence, site: SiteBodies | None) -> Sign:
    """The body as heading, first page and row have it."""
    wanted = wanted_stems(body.words)
    top = title_of_page(evidence.first_page)
    near = own_line(evidence) + line_in(evidence.heading) + line_in(top)
    if _names(body, wanted, near, f"{evidence.heading} {top}"):
        many = _is_one_of_many(plan, wanted, evidence.link_text or evidence.heading)
        return Sign("body: one of its name" if many else "body: near", body.name)
    if _is_named_by_subject(plan, body, evidence):
        return Sign("body: near", body.name)
    row = short_row(evidence)
    if row and _names(body, wanted, line_in(row), row):
        is_other = any(leftover(plan, without_numbers(evidence.link_text)))
        return Sign("body: other words after" if is_other else "body: around", body.name)
    # The site's own initials are as good a name as the one that was asked for.
    known = wanted | short_names_in(evidence.page_title)
    other = _other_body(plan, known, (top, evidence.heading), None)
    return Sign("body: other", other) if other else _body_around(plan, body, evidence, near, site)


def _is_named_by_subject(plan: Plan, body: Body, evidence: Evidence) -> bool:
    """Whether "Investment agenda" is all it says, where the Investment Committee was asked for."""
    names = wanted_stems(body.words) - BODY_STEMS
    if not names:
        return False
    for title in (evidence.link_text, _long_words(name_text(evidence.name))):
        if names <= words_in(title):
            return not any(leftover(plan, without_numbers(title)))
    return False


def _titles(evidence: Evidence) -> tuple[str, ...]:
    link_text = "" if is_case_name(evidence.link_text) else evidence.link_text
    return link_text, evidence.link_title, name_text(evidence.name)


def _body_around(
    plan: Plan,
    body: Body,
    evidence: Evidence,
    near: str,
    site: SiteBodies | None,
) -> Sign:
    """The body as page, row and folders have it."""
    wanted = wanted_stems(body.words)
    row = short_row(evidence)
    around = near + line_in(evidence.page_title) + line_in(row) + line_in(evidence.trail)
    around += line_of_folders(evidence.folders)
    texts = f"{evidence.folders} {evidence.page_title} . {evidence.heading} . {row}"
    before, after = leftover(plan, without_numbers(evidence.link_text))
    if not (before or after):
        before, after = leftover(plan, _long_words(name_text(evidence.name)))
    if _names(body, wanted, around, texts):
        return Sign("body: far" if before or after else "body: around", body.name)
    other = _other_body(plan, wanted, (row,), None) if len(named_bodies(row)) == 1 else ""
    if not other and is_at_home(wanted, evidence.host):
        return Sign("body: far" if before or after else "body: around", body.name)
    other = other or _body_of_page(plan, wanted, evidence.page_title, site)
    if other:
        return Sign("body: other", other)
    if NAMED_BY_SUBJECT.issuperset(plan.kinds) and plan.kinds:
        return Sign("body: unsaid", body.name)
    if before:
        return Sign("body: other name before", body.name)
    return Sign("body: other words after" if after else "body: unsaid", body.name)


def _names(body: Body, wanted: frozenset[str], said: str, text: str) -> bool:
    """Whether the body's name, one that means the same, or its initials are said."""
    spelled = {stem(n) for n in short_names_in(body.name) if is_spelled_out(n, text)}
    if are_said(wanted - spelled, said):
        return True
    if any(_is_committee_for(word, said) for word in wanted):
        return True
    if any(all(f" {word} " in said for word in other) for other in _same_as(wanted)):
        return True
    if _is_governing_board(wanted) and any(
        named.noun == _BOARD and words_in(named.beside) & GOVERNING for named in named_bodies(text)
    ):
        return True
    short = initials(body.name)
    return bool(short) and short in text.upper() and short.lower() in plain_words(spaced(text))


@lru_cache(64)
def _same_as(wanted: frozenset[str]) -> tuple[frozenset[str], ...]:
    """Other names of a body."""
    others = [other for one, other in _SAME if wanted == one]
    return (*others, *(one for one, other in _SAME if wanted == other))


def _is_committee_for(word: str, said: str) -> bool:
    """Whether "Umweltausschuss" is meant by "Ausschuss für Umwelt"."""
    subject = word.removesuffix(_AUSSCHUSS)
    if subject in (word, ""):
        return False
    return f" {_AUSSCHUSS} " in said and f" {stem(subject)} " in said


def _is_governing_board(wanted: frozenset[str]) -> bool:
    """Whether the one board that an organisation has was asked for: "hospital district board"."""
    besides = wanted - {_BOARD}
    return _BOARD in wanted and bool(besides) and besides <= ORGANISATIONS


def _long_words(name: str) -> str:
    """The words of a file name that are words: figures and short codes left out."""
    return " ".join(word for word in name.split() if len(word) >= _SHORTEST_REAL_WORD)


def _is_one_of_many(plan: Plan, wanted: frozenset[str], title: str) -> bool:
    """Whether "the board" was asked for and the document names a board: the "Planning Board"."""
    if wanted - BODY_STEMS:
        return False
    besides = wanted_stems((*plan.topic, *plan.place))
    return any(
        words_in(named.beside) - plain_in(named.told) - besides for named in named_bodies(title)
    )


def _other_body(
    plan: Plan, body: frozenset[str], titles: tuple[str, ...], site: SiteBodies | None
) -> str:
    """The name of another body than the one asked for, where one of the titles names one."""
    nouns = BODY_STEMS & body
    names_wanted = body - BODY_STEMS
    besides = wanted_stems((*plan.place, *plan.topic)) | _ANY_BODY_IS
    for title in titles:
        for named in named_bodies(title):
            names = words_in(named.beside) - plain_in(named.told) - besides
            if named.noun in _MAIN and names <= GOVERNING and nouns & _MAIN and names_wanted:
                continue
            differs = named.noun not in nouns
            if (names and not names & names_wanted and (names_wanted or differs)) or (
                differs and (not names or named.noun in ALONE)
            ):
                return squeezed(named.told, 40)
    return site.other_than(body | besides, titles) if site is not None else ""


def _body_of_page(plan: Plan, wanted: frozenset[str], title: str, site: SiteBodies | None) -> str:
    """The name of another body where the title of the page names one and no more."""
    named = named_bodies(title)
    if len(named) != 1 or (site is not None and words_in(named[0].told) <= site.site_words):
        return ""
    noun = named[0].noun
    names = words_in(named[0].beside) - plain_in(named[0].told)
    is_alike = noun in wanted or any(word.endswith(_AUSSCHUSS) for word in wanted)
    is_told = (names and is_alike) or noun in ALONE or noun.endswith(_AUSSCHUSS)
    return _other_body(plan, wanted, (named[0].told,), None) if is_told else ""
