"""Whether the document is of the kind that was asked for: minutes, agenda, budget."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from skop_desktop.engine.lexicon import (
    FORM_NUMBERS,
    NAMED_BY_SUBJECT,
    NEAR_KINDS,
    NamedKinds,
    english_words,
    kind_hits,
)
from skop_desktop.engine.plan import Plan
from skop_desktop.engine.relevance.evidence import Evidence, Sign
from skop_desktop.engine.relevance.reading import (
    ABOUT,
    LONGEST_ROW,
    is_guide,
    kinds_in,
    kinds_of,
    kinds_of_file,
    name_text,
    title_of_page,
    words_in,
)
from skop_desktop.engine.relevance.titles import is_by_number_or_day, leftover, plain_in
from skop_desktop.engine.words import folded, plain_words, spaced

_NARROWER: Final = {
    "report": frozenset({"annual report", "audit", "financial statement"}),
    "financial statement": frozenset({"audit"}),
    "packet": frozenset({"handout"}),
    "RFP": frozenset({"addendum"}),
    "filing": frozenset({"application", "motion"}) | FORM_NUMBERS,
}
"""Kinds that are the wanted one as well: an annual report is a report."""
_HAS_A_FORM: Final = frozenset(
    {"agenda", "minutes", "packet", "transcript", "video", "form", "press release", "letter"}
    | {
        "notice",
        "presentation",
        "newsletter",
        "proposal",
        "flyer",
        "invoice",
        "schedule",
        "handout",
    }
)
"""Kinds that a document is by its form; the others may as well be what it is about."""
_NUMBERED_FORM: Final = re.compile(r"\bform (?:no\.? ?)?[a-z]{0,5}[ -]?\d{3,}", re.IGNORECASE)
_AGENDA: Final = re.compile(r"agenda", re.IGNORECASE)
_LONGEST_LABEL: Final = 40
""" "Minutes: 14 September", "Spielpläne: Nord"."""
_WIDE: Final = frozenset({"report", "filing"})
"""Kinds that people ask for by a wide word; papers that are such seldom say so."""
_PRESS: Final = frozenset({"press release"})
_NEWS: Final = re.compile(
    r"(?:latest |recent )?(?:news|in the news|press|presse|medien|media|press room|newsroom|prensa"
    r"|sala de prensa|aktuelles|neuigkeiten|actualites|noticias)(?: \d{4})?"
)
_SPOKEN_OF: Final = re.compile(
    r"\b(?:of|for|about|on|to|regarding|concerning|from|über|zum|zur|sur|sobre|pour|para)"
    r"(?: the| our| all| an?)?\s*$",
    re.IGNORECASE,
)
_ENGLISH: Final = english_words()
_FOLLOWED: Final = re.compile(r"\s+([^\W\d_]{4,})")
_USUAL_AFTER: Final = frozenset(
    plain_words(
        "book document summary detail details section part volume appendix text package final"
        " adopted approved proposed amended for from with regular special meeting online english"
        " spanish version copy signed highlights overview statement statements extra printed"
        " aprobado aprobada definitivo voté adopté verabschiedet beschlossen genehmigt"
    )
)


def own_kinds(evidence: Evidence) -> NamedKinds:
    """What the document itself says it is: by link text, title of the link, then file name."""
    return (
        kinds_of(evidence.link_text)
        or kinds_of(evidence.link_title)
        or kinds_of_file(name_text(evidence.name))
    )


def _naming_title(evidence: Evidence) -> str:
    """The text that ``own_kinds`` are from."""
    for title in (evidence.link_text, evidence.link_title):
        if kinds_of(title):
            return title
    return name_text(evidence.name)


def kind_sign(plan: Plan, evidence: Evidence) -> Sign | None:
    """How the kind stands: by the document's own words, its first page, then what is around."""
    if not plan.kinds:
        return None
    wanted = frozenset(plan.kinds)
    accepted = wanted.union(*(_NARROWER.get(kind, frozenset()) for kind in wanted))
    unclear = accepted.union(*(NEAR_KINDS.get(kind, frozenset()) for kind in wanted))
    named = own_kinds(evidence)
    if named.head == {"agenda"} and _is_notice_beside_agenda(evidence):
        named = NamedKinds(frozenset({"notice"}))
    if not named.head & accepted and _may_be_anything(evidence, named):
        named = NamedKinds()
    fitting = named.head & accepted
    if fitting:
        return _fits(plan, evidence, min(fitting & wanted or fitting))
    opened = kinds_of(title_of_page(evidence.first_page)) if evidence.first_page else NamedKinds()
    if "agenda" in wanted and named.head == {"packet"} and _AGENDA.search(_naming_title(evidence)):
        return Sign("kind: among others", "agenda packet")
    if named and (not named.head <= unclear or _is_told_apart(evidence, named)):
        return _named_otherwise(plan, evidence, named, opened, accepted)
    return _opened(opened, accepted, unclear) or _around(plan, evidence, accepted, unclear)


def _is_notice_beside_agenda(evidence: Evidence) -> bool:
    """Whether a "meeting notice", elsewhere an agenda, has the agenda beside it."""
    title = _naming_title(evidence)
    return _AGENDA.search(title) is None and _AGENDA.search(evidence.row) is not None


def _is_told_apart(evidence: Evidence, named: NamedKinds) -> bool:
    """Whether row or heading name its kind beside others: "Notice Agenda Minutes"."""
    around = kinds_in(evidence.row[:LONGEST_ROW]) | kinds_in(evidence.heading)
    return bool(named.head & around)


def _may_be_anything(evidence: Evidence, named: NamedKinds) -> bool:
    """What is attached to something else, and what is written into a form that has a number."""
    if named.head == {"form"}:
        return _NUMBERED_FORM.search(_naming_title(evidence)) is not None
    return named.head == {"handout"}


def _fits(plan: Plan, evidence: Evidence, words: str) -> Sign:
    """The document's own words name the kind; whether they mean it as what it is."""
    title = _naming_title(evidence)
    is_news = _is_of_the_press(plan, evidence)
    if is_news or _is_only_spoken_of(plan, title) or is_guide(evidence.link_text):
        return Sign("kind: spoken of", words)
    if _is_part_of_a_name(plan, title):
        return Sign("kind: in a name", words)
    is_said = bool(kinds_of(evidence.link_text) or kinds_of(evidence.link_title))
    return Sign("kind: own" if is_said else "kind: near", words)


def _is_of_the_press(plan: Plan, evidence: Evidence) -> bool:
    """Whether it stands among news: "Annual report 2023 published" under "Press releases"."""
    if "press release" in plan.kinds or "newsletter" in plan.kinds:
        return False
    nearest = evidence.nearest_heading
    if kinds_of(nearest).head & frozenset(plan.kinds):
        return False
    return kinds_of(nearest).head == _PRESS or bool(_NEWS.fullmatch(folded(nearest).strip()))


def _named_otherwise(
    plan: Plan, evidence: Evidence, named: NamedKinds, opened: NamedKinds, accepted: frozenset[str]
) -> Sign:
    """The document's own words name another kind."""
    says_more = any(leftover(plan, evidence.link_text)) or not kinds_of(evidence.link_text)
    has_subject = NAMED_BY_SUBJECT & accepted and not named.head & _HAS_A_FORM and says_more
    above = kinds_of(evidence.heading).head or kinds_of(evidence.page_title).head
    if has_subject and above & accepted:
        return Sign("kind: far", " or ".join(plan.kinds))
    is_near = named.mentioned & accepted or (opened.head | opened.mentioned) & accepted
    return Sign("kind: mentioned" if is_near else "kind: other", min(named.head))


def _opened(opened: NamedKinds, accepted: frozenset[str], unclear: frozenset[str]) -> Sign | None:
    """The kind as the top of the first page has it; nothing where that is not plain."""
    if opened.head & accepted:
        return Sign("kind: near", min(opened.head & accepted))
    if opened.mentioned & accepted:
        return Sign("kind: far", min(opened.mentioned & accepted))
    is_other = opened and not opened.head <= unclear
    return Sign("kind: other", min(opened.head)) if is_other else None


def _around(
    plan: Plan, evidence: Evidence, accepted: frozenset[str], unclear: frozenset[str]
) -> Sign:
    """The kind as heading, row, page and folders have it, nearest first."""
    words = " or ".join(plan.kinds)
    is_bare = is_by_number_or_day(plan, evidence.link_text)
    by_subject = bool(NAMED_BY_SUBJECT & accepted)
    heading = kinds_of(evidence.heading).head
    folder = _kinds_of_folder(evidence.folders)
    if heading & accepted or (folder & accepted and not heading):
        return Sign("kind: near" if is_bare or by_subject else "kind: unsaid", words)
    if heading and not heading <= NAMED_BY_SUBJECT and not heading & unclear:
        return Sign("kind: other", min(heading))
    if folder & _HAS_A_FORM and not folder & unclear:
        return Sign("kind: other", min(folder))
    level = _level_of_row(evidence, accepted, is_bare=is_bare)
    if not level and plan.topic and _WIDE.issuperset(plan.kinds):
        level = "kind: unsaid of a wide one"
    return Sign(level or ("kind: unsaid" if is_bare else "kind: unsaid beside words"), words)


def _level_of_row(evidence: Evidence, accepted: frozenset[str], *, is_bare: bool) -> str:
    """How the kind stands in row, page and folders; nothing where they do not say it."""
    row = evidence.row[:LONGEST_ROW]
    label, colon, _ = row.partition(": ")
    if colon and len(label) <= _LONGEST_LABEL and kinds_of(label).head & accepted:
        return "kind: far"
    first = kind_hits(row) if is_bare else []
    if first and first[0].kind in FORM_NUMBERS & accepted:
        return "kind: far"
    if row and accepted <= FORM_NUMBERS and not kinds_in(row) & accepted:
        return "kind: unsaid beside words"
    for said in (row, evidence.page_title, evidence.trail, spaced(evidence.folders)):
        kinds = kinds_in(said)
        if kinds & accepted and (is_bare or NAMED_BY_SUBJECT & kinds & accepted):
            return "kind: far" if len(kinds) == 1 else "kind: among others"
    return ""


@lru_cache(4096)
def _kinds_of_folder(folders: str) -> frozenset[str]:
    """The kind by which the folder of the file, or the one above, goes: "/ViewFile/Minutes/".

    Whatever is put up may lie in "/attachments/".
    """
    for name in folders.split("/")[:-3:-1]:
        said = spaced(name)
        kinds = [hit.kind for hit in kind_hits(said)]
        if len(kinds) == 1 and kinds != ["handout"] and not words_in(said) - plain_in(said):
            return frozenset(kinds)
    return frozenset()


def _is_only_spoken_of(plan: Plan, title: str) -> bool:
    """Whether a title is about documents of the kind: "Publication of opinions"."""
    hits = kind_hits(title)
    if not hits or not _SPOKEN_OF.search(title[max(0, hits[0].start - 60) : hits[0].start]):
        return False
    return bool(leftover(plan, title)[0])


def _is_english(name: str) -> bool:
    """Whether the kind is named in a language in which what it is of stands before it."""
    return plain_words(folded(name))[-1] in _ENGLISH


def _is_part_of_a_name(plan: Plan, title: str) -> bool:
    """Whether the kind only begins the name of something else: "Newsletter advertising rates"."""
    hits = kind_hits(title)
    followed = _FOLLOWED.match(title, hits[-1].end) if hits else None
    if (
        followed is None
        or not _is_english(title[hits[-1].start : hits[-1].end])
        or ABOUT.match(followed[1])
        or hits[-1].kind in {"minutes", "agenda", "packet"}
    ):
        return False
    word = followed[1].casefold()
    return word not in _USUAL_AFTER and bool(leftover(plan, word)[0])
