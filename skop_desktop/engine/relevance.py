"""How well one document fits the plan, from the words around its link.

Type × date × body × topic. Each factor is 1 when it fits, small when it contradicts, between when
nothing is said; an absent condition counts as met. A score depends on this one document alone, so
that it can be given as documents come in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote, urlsplit

from skop_desktop.engine.dates import (
    DayOfYear,
    Period,
    day_of_year_in,
    has_six_figures,
    periods_in,
)
from skop_desktop.engine.lexicon import (
    NAMED_BY_SUBJECT,
    NamedKinds,
    kind_hits,
    named_kinds,
)
from skop_desktop.engine.plan import Plan
from skop_desktop.engine.words import (
    ORDINALS,
    content_words,
    file_name_of,
    plain_words,
    seamed,
    spaced,
    squeezed,
    stem,
    stems,
)

_SURE: Final = 0.97
"""Highest score: words around a link are never proof."""
_CONTRADICTED: Final = 0.05
_HEARD_NEAR: Final = 0.96
"""The heading or the file name says it, not the link."""
_HEARD_FAR_OFF: Final = 0.85
"""The page says it, not the link."""
_UNSAID_KIND: Final = 0.3
_MENTIONED_KIND: Final = 0.12
_UNSAID_KIND_OTHER_WORDS: Final = 0.09
_UNSAID_DATE: Final = 0.35
_PART_OF_DATE: Final = 0.6
_UNSAID_BODY: Final = 0.75
_ONE_OF_ITS_NAME: Final = 0.62
_OTHER_NAME_BEFORE: Final = 0.1
_OTHER_WORDS_AFTER: Final = 0.5
_OTHER_FILE_TYPE: Final = 0.15
_UNSAID_TOPIC: Final = 0.55
_UNSAID_ONLY_TOPIC: Final = 0.08
_FITS: Final = 0.8
_LONGEST_ROW: Final = 240
_SHORTEST_REAL_WORD: Final = 4
_ORDINALS: Final = frozenset(stem(word) for word in ORDINALS)
_NOUNS: Final = (
    "board",
    "committee",
    "subcommittee",
    "commission",
    "council",
    "authority",
    "trust",
    "court",
    "agency",
)
BODY_NOUNS: Final = frozenset(stem(noun) for noun in _NOUNS)
_BODY: Final = re.compile(
    r"(?P<before>(?:[^\W\d_]+,? (?:and |& )?){0,3})"
    rf"\b(?P<noun>{'|'.join(_NOUNS)})s?\b(?P<after> (?:of|on|for) (?:the )?[^\W\d_]+)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of a document before it is opened; empty where nothing is said.

    ``row``: the text of the table row or list entry that holds the link. ``heading``: the headings
    above it, the nearest last.
    """

    url: str
    link_text: str = ""
    link_title: str = ""
    heading: str = ""
    row: str = ""
    page_title: str = ""
    file_name: str = ""

    @property
    def name(self) -> str:
        """The name of the file: as the server says, else as the address ends."""
        return self.file_name or file_name_of(self.url)

    @property
    def own_words(self) -> str:
        """What is said of this very document: link text, title of the link, file name."""
        return f"{self.link_text} . {self.link_title} . {spaced(self.name)}"

    @property
    def folders(self) -> str:
        """The path above the file, readable."""
        return unquote(urlsplit(self.url).path.rpartition("/")[0], errors="replace")


@dataclass(frozen=True, slots=True)
class Judgement:
    """``score`` 0 to 1, and why, a few words each: "minutes ✓", "2024 ✓", "agenda ✗"."""

    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Factor:
    value: float
    reason: str = ""


def judge(plan: Plan, evidence: Evidence) -> Judgement:
    """How well the document fits."""
    factors = (
        _kind(plan, evidence),
        _date(plan, evidence),
        _body(plan, evidence),
        _topic(plan, evidence),
        _file_type(plan, evidence),
        _unwanted(plan, evidence),
    )
    score = _SURE
    for factor in factors:
        score *= factor.value
    return Judgement(round(score, 4), tuple(f.reason for f in factors if f.reason))


def _told(words: str, value: float) -> _Factor:
    mark = "✓" if value >= _FITS else "✗" if value < _UNSAID_KIND else "?"
    return _Factor(value, f"{words} {mark}")


def own_kinds(evidence: Evidence) -> NamedKinds:
    """What the document itself says it is: by link text, title of the link, then file name."""
    return (
        named_kinds(evidence.link_text)
        or named_kinds(evidence.link_title)
        or named_kinds(spaced(evidence.name), in_file_name=True)
    )


def _kind(plan: Plan, evidence: Evidence) -> _Factor:
    if not plan.kinds:
        return _Factor(1)
    named = own_kinds(evidence)
    fitting = named.head.intersection(plan.kinds)
    if fitting:
        is_said = bool(named_kinds(evidence.link_text))
        return _told(min(fitting), 1.0 if is_said else _HEARD_NEAR)
    if named.mentioned.intersection(plan.kinds):
        return _told(min(named.head), _MENTIONED_KIND)
    if named:
        return _told(min(named.head), _CONTRADICTED)
    return _kind_around(plan, evidence)


def _kind_around(plan: Plan, evidence: Evidence) -> _Factor:
    """The kind as heading, row, page and folders have it, nearest first."""
    wanted = " or ".join(plan.kinds)
    is_bare = not leftover(plan, evidence.link_text)[0]
    by_subject = NAMED_BY_SUBJECT.intersection(plan.kinds)
    heading = named_kinds(evidence.heading).head
    if heading.intersection(plan.kinds):
        return _told(wanted, _HEARD_NEAR if is_bare or by_subject else _UNSAID_KIND)
    if heading and not heading <= NAMED_BY_SUBJECT:
        return _told(min(heading), _CONTRADICTED)
    for said in (evidence.row[:_LONGEST_ROW], evidence.page_title, spaced(evidence.folders)):
        kinds = {hit.kind for hit in kind_hits(said)}
        fitting = kinds.intersection(plan.kinds)
        if fitting and (is_bare or by_subject.intersection(fitting)):
            return _told(wanted, _HEARD_FAR_OFF / len(kinds))
    return _told(wanted, _UNSAID_KIND if is_bare else _UNSAID_KIND_OTHER_WORDS)


def period_of(evidence: Evidence) -> tuple[list[Period], DayOfYear | None]:
    """The time the document is of, from the nearest source that says a year.

    Asked in this order: link text, title of the link, heading, file name, row, folders. A row
    with several years says nothing clear, so the folders are asked before it.
    """
    part = day_of_year_in(evidence.link_text) or day_of_year_in(evidence.link_title)
    around = _years_around(evidence)
    for said in (evidence.link_text, evidence.link_title):
        found = periods_in(said, around)
        if found:
            return found[:1], part
    found = periods_in(evidence.heading)
    if found:
        return found[-1:], part or day_of_year_in(evidence.heading)
    name = seamed(evidence.name)
    part = part or day_of_year_in(name)
    found = periods_in(name, around)
    if found:
        return found[:1], part
    row = periods_in(evidence.row[:_LONGEST_ROW])
    if len({p.start.year for p in row}) == 1:
        return row[:1], part
    folders = periods_in(evidence.folders.replace("/", " / "))
    return (folders[-1:] or row or periods_in(evidence.page_title)[:1]), part


def _years_around(evidence: Evidence) -> frozenset[int]:
    """Years of heading and folders, where a date is written so that they must decide."""
    own = f"{evidence.link_text} {evidence.link_title} {seamed(evidence.name)}"
    if not has_six_figures(own):
        return frozenset()
    said = periods_in(f"{evidence.heading} {evidence.folders.replace('/', ' / ')}")
    return frozenset(number for period in said for number in period.years)


def _date(plan: Plan, evidence: Evidence) -> _Factor:
    if plan.period is None:
        return _Factor(1)
    found, part = period_of(evidence)
    if not found:
        return _told(plan.period_words, _UNSAID_DATE)
    if len(found) > 1:
        fits = any(period.overlaps(plan.period) for period in found)
        return _told(plan.period_words, _PART_OF_DATE if fits else _CONTRADICTED)
    period = found[0]
    if part is not None and (period.end - period.start).days > 31:  # noqa: PLR2004 - a month
        exact = (part.in_year(number) for number in period.years)
        fits = any(p.overlaps(plan.period) for p in exact if p is not None)
    else:
        fits = period.overlaps(plan.period)
    said = str(period.start.year) if not fits else plan.period_words
    is_said = bool(part is not None or periods_in(evidence.link_text))
    value = 1.0 if is_said else _HEARD_NEAR
    return _told(said, value if fits else _CONTRADICTED)


def _share(wanted: tuple[str, ...], said: frozenset[str]) -> float:
    return sum(1 for word in wanted if _is_said(stem(word), said)) / len(wanted)


def _is_said(word: str, said: frozenset[str]) -> bool:
    return word in said or (
        len(word) > 4 and any(other.startswith(word) for other in said)  # noqa: PLR2004
    )


def _body(plan: Plan, evidence: Evidence) -> _Factor:
    if not plan.body:
        return _Factor(1)
    own = stems(f"{evidence.own_words} {evidence.heading}")
    if _share(plan.body, own) == 1:
        return _told(plan.body_words, _ONE_OF_ITS_NAME if is_one_of_many(plan, evidence) else 1.0)
    other = other_body(plan, evidence)
    if other:
        return _told(other, _CONTRADICTED)
    row = evidence.row if len(evidence.row) < _LONGEST_ROW else ""
    around = own | stems(f"{evidence.page_title} {row}") | stems(spaced(evidence.folders))
    before, after = leftover(plan, evidence.link_text)
    if not (before or after):
        before, after = leftover(plan, _long_words(spaced(evidence.name)))
    if _share(plan.body, around) == 1:
        return _told(plan.body_words, _HEARD_FAR_OFF if before or after else 1.0)
    if before:
        return _told(plan.body_words, _OTHER_NAME_BEFORE)
    return _told(plan.body_words, _OTHER_WORDS_AFTER if after else _UNSAID_BODY)


def _long_words(name: str) -> str:
    """The words of a file name that are words: figures and short codes left out."""
    return " ".join(word for word in name.split() if len(word) >= _SHORTEST_REAL_WORD)


def is_one_of_many(plan: Plan, evidence: Evidence) -> bool:
    """Whether "the board" was asked for and the document names a board: the "Planning Board"."""
    if {stem(word) for word in plan.body} - BODY_NOUNS:
        return False
    topic = {stem(word) for word in plan.topic}
    named = list(_BODY.finditer(evidence.link_text)) or _BODY.finditer(evidence.heading)
    return any(
        stems(f"{match['before'] or ''} {match['after'] or ''}") - _plain(match[0]) - topic
        for match in named
    )


def other_body(plan: Plan, evidence: Evidence) -> str:
    """The name of another body than the one asked for, where the document itself names one."""
    wanted_nouns = BODY_NOUNS.intersection(stem(word) for word in plan.body)
    wanted = {stem(word) for word in plan.body} - BODY_NOUNS
    for said in (evidence.link_text, evidence.link_title, spaced(evidence.name), evidence.heading):
        for match in _BODY.finditer(said):
            names = stems(f"{match['before'] or ''} {match['after'] or ''}") - _plain(match[0])
            differs = stem(match["noun"]) not in wanted_nouns
            if (names and not names & wanted and (wanted or differs)) or (differs and not names):
                return squeezed(match[0], 40)
    return ""


def _plain(text: str) -> frozenset[str]:
    """Words beside the name of a body that are no part of it: kinds and months."""
    return frozenset(
        stem(word)
        for word in content_words(text)
        if word.isdigit() or kind_hits(word) or day_of_year_in(word) is not None
    )


def leftover(plan: Plan, text: str) -> tuple[frozenset[str], frozenset[str]]:
    """Words of a title that are no kind, no date and nothing asked for: before the kind and after.

    "QPS Meeting Minutes" leaves "qps" before: the minutes of somebody else than was asked for.
    """
    hits = kind_hits(text)
    wanted = {stem(word) for word in (*plan.body, *plan.topic)} | BODY_NOUNS

    def left(part: str) -> frozenset[str]:
        return stems(part) - wanted - _plain(part)

    if not hits:
        return left(text), frozenset()
    return left(text[: hits[0].start]), left(text[hits[-1].end :])


def _topic(plan: Plan, evidence: Evidence) -> _Factor:
    if not plan.topic:
        return _Factor(1)
    near = stems(f"{evidence.own_words} {evidence.heading}")
    around = near | stems(f"{evidence.row[:_LONGEST_ROW]} {evidence.page_title}")
    around |= stems(spaced(evidence.folders))
    share = max(_share(plan.topic, near), _HEARD_FAR_OFF * _share(plan.topic, around))
    is_all_there_is = not (plan.kinds or plan.period or plan.body)
    lowest = _UNSAID_ONLY_TOPIC if is_all_there_is else _UNSAID_TOPIC
    value = lowest + (1 - lowest) * share
    wanted_ordinals = _ORDINALS.intersection(stem(word) for word in plan.topic)
    if wanted_ordinals and not wanted_ordinals & around and _ORDINALS & around:
        return _told(min(_ORDINALS & around), _CONTRADICTED)
    words = [word for word in plan.topic if _is_said(stem(word), around)] or list(plan.topic)
    return _told(" ".join(words[:4]), value)


def _file_type(plan: Plan, evidence: Evidence) -> _Factor:
    if not plan.file_types:
        return _Factor(1)
    ending = evidence.name.rpartition(".")[2].casefold()
    fits = ending in plan.file_types
    return _told(ending if fits else "file type", 1.0 if fits else _OTHER_FILE_TYPE)


def _unwanted(plan: Plan, evidence: Evidence) -> _Factor:
    if plan.unwanted_kinds:
        named = own_kinds(evidence) or named_kinds(evidence.heading)
        unwanted = named.head.intersection(plan.unwanted_kinds)
        if unwanted and not named.head.intersection(plan.kinds):
            return _told(min(unwanted), _CONTRADICTED)
    if plan.unwanted_words:
        own = frozenset(stem(word) for word in plain_words(evidence.own_words))
        said = [word for word in plan.unwanted_words if _is_said(stem(word), own)]
        if said:
            return _told(said[0], _CONTRADICTED)
    return _Factor(1)
