"""Whether the document is about what was asked for: by its words, and by what they mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from skop_desktop.engine.lexicon import NAMED_BY_SUBJECT, KindHit, is_compound
from skop_desktop.engine.plan import Plan
from skop_desktop.engine.relevance.body_nouns import named_bodies
from skop_desktop.engine.relevance.evidence import Evidence, Sign
from skop_desktop.engine.relevance.reading import (
    LONGEST_ROW,
    contents_of,
    folder_words,
    hits_in,
    is_said,
    kinds_in,
    line_of,
    name_text,
    own_words,
    wanted_stems,
    words_in,
)
from skop_desktop.engine.relevance.site_bodies import SiteBodies
from skop_desktop.engine.relevance.synonyms import synonyms_of
from skop_desktop.engine.relevance.titles import leftover
from skop_desktop.engine.relevance.vectors import topic_vectors
from skop_desktop.engine.words import ORDINALS, stem

_FAR: Final = 0.85
"""Worth of a word that row, page or folders say, not the link or its heading."""
_OPENED: Final = 0.95
_OF_HEADING_BESIDE_OWN: Final = 0.7
"""Worth of a word of the heading where the document names a subject of its own."""
_OF_HEADING_OVER_SUBJECTS: Final = 0.9
"""The same for kinds whose titles are subjects always: "People v. Tondini" under "Appellate"."""
_IN_COMPOUND: Final = 0.7
_SHORTEST_PART: Final = 6
_ALIKE_FROM: Final = 0.3
"""Cosine from which two words count as near in meaning."""
_ALIKE_WORTH: Final = 0.8
_KNOWN_BY_PIECES: Final = 3
"""Words of more pieces are strange to the vectors: what they are near to is chance."""
_ALIKE_WORTH_OF_NAMES: Final = 0.95
_NEARLY_ALL: Final = 0.9
_PART: Final = 0.3
_LONGEST_READ: Final = 3000
_LONGEST_OWN_ROW: Final = 140
"""A longer row speaks of several documents."""
_FORMS: Final = frozenset(
    {"agenda", "minutes", "packet", "transcript", "video", "form", "press release", "letter"}
    | {"notice", "presentation", "newsletter", "flyer", "schedule", "handout", "report", "decision"}
    | {"opinion", "order", "resolution", "ordinance"}
)
"""Kinds that say nothing of the subject."""
_MOST_WORDS: Final = 60
_ORDINALS: Final = frozenset(stem(word) for word in ORDINALS)


def topic_sign(plan: Plan, evidence: Evidence, site: SiteBodies | None) -> Sign | None:
    """How the topic stands: the share of its words that is said, near ones counted in part."""
    known = site.site_words if site is not None else frozenset()
    topic = tuple(word for word in plan.topic if stem(word) not in known)
    if not topic:
        return None
    has_a_subject = _has_a_subject(plan, evidence)
    said = _Said.of(evidence, _worth_of_heading(plan, has_a_subject=has_a_subject))
    wanted_ordinals = _ORDINALS & wanted_stems(topic)
    numbers = _ORDINALS & (said.own | said.heading | said.around)
    if wanted_ordinals and numbers and not wanted_ordinals & numbers:
        return Sign("topic: other number", min(numbers))
    others = synonyms_of(topic)
    worths = {word: said.worth_of(word, others.get(stem(word), ())) for word in topic}
    missing = _missing(plan, worths)
    words = [word for word, worth in worths.items() if worth]
    shown = f"topic: {' '.join((words or topic)[:4])}"
    if not (plan.kinds or plan.period or plan.body):
        return Sign("topic: missing, alone", shown, missing)
    is_all_there_is = not plan.kinds and missing > _NEARLY_ALL
    is_of_other = missing > _PART and _heading_has_a_subject(plan, evidence)
    if evidence.first_page or has_a_subject or is_all_there_is or is_of_other:
        return Sign("topic: missing, other words", shown, missing)
    return Sign("topic: missing", shown, missing)


def _missing(plan: Plan, worths: Mapping[str, float]) -> float:
    """The share of the topic that is not said. Of choices the best counts; where none is said, the
    document is not of the topic, whatever else of it is."""
    weights = {word: _weight_of(word) for word in worths}
    choices = [[word for word in item if word in worths] for item in plan.topic_choices]
    choices = [item for item in choices if item]
    chosen = {word for item in choices for word in item}
    asked = [word for word in worths if word not in chosen]
    total = sum(weights[word] for word in asked)
    said = sum(weights[word] * worths[word] for word in asked)
    if choices:
        wholes = [sum(weights[word] for word in item) for item in choices]
        shares = [
            sum(weights[word] * worths[word] for word in item) / whole
            for item, whole in zip(choices, wholes, strict=True)
        ]
        weight = sum(wholes) / len(wholes)
        total += weight
        said += weight * max(shares)
        return 1 - min(said / total, max(shares))
    return 1 - said / total


def _worth_of_heading(plan: Plan, *, has_a_subject: bool) -> float:
    if not has_a_subject:
        return 1.0
    by_subject = NAMED_BY_SUBJECT.intersection(plan.kinds)
    return _OF_HEADING_OVER_SUBJECTS if by_subject else _OF_HEADING_BESIDE_OWN


def _has_a_subject(plan: Plan, evidence: Evidence) -> bool:
    """Whether the document says of itself what it is about: then silence on the topic tells."""
    if any(leftover(plan, evidence.link_text)):
        return True
    if kinds_in(evidence.link_text) - _FORMS - frozenset(plan.kinds):
        return True
    if any(_is_compound(hit, evidence.link_text) for hit in hits_in(evidence.link_text)):
        return True
    row = evidence.row
    return len(row) <= _LONGEST_OWN_ROW and any(leftover(plan, row))


def _heading_has_a_subject(plan: Plan, evidence: Evidence) -> bool:
    """Whether the link says a part of the topic and its heading what else it is about: "Notice of
    Proposed Rulemaking" under "Septic Fees 2024"."""
    if not wanted_stems(plan.topic) & words_in(evidence.link_text):
        return False
    nearest = evidence.heading.rpartition(" – ")[2]
    return any(leftover(plan, nearest)) and not named_bodies(nearest)


def _is_compound(hit: KindHit, title: str) -> bool:
    """Whether the word for the kind says the subject as well: "Baumschutzsatzung"."""
    return hit.kind in NAMED_BY_SUBJECT and is_compound(title[hit.start : hit.end])


@dataclass(frozen=True, slots=True)
class _Said:
    own: frozenset[str]
    heading: frozenset[str]
    opened: frozenset[str]
    around: frozenset[str]
    words: tuple[str, ...]
    line: str
    heading_worth: float

    @classmethod
    def of(cls, evidence: Evidence, heading_worth: float) -> _Said:
        row = evidence.row[:LONGEST_ROW]
        own = own_words(evidence)
        if len(evidence.row) <= _LONGEST_OWN_ROW:
            own |= words_in(row)
        around = words_in(row) | words_in(evidence.page_title) | folder_words(evidence.folders)
        opened = frozenset[str]()
        if evidence.first_page:
            opened = words_in(evidence.first_page[:_LONGEST_READ])
        told = (evidence.link_text, evidence.link_title, name_text(evidence.name))
        words = [word for text in (*told, evidence.heading, row) for word in contents_of(text)]
        kept = tuple(dict.fromkeys(words))[:_MOST_WORDS]
        return cls(
            own,
            words_in(evidence.heading),
            opened,
            around,
            kept,
            " ".join(kept),
            heading_worth,
        )

    def worth_of(self, wanted: str, others: tuple[frozenset[str], ...] = ()) -> float:
        """1 where the document itself says the word, less where it is said farther off.

        ``others``: stems of other names for the same.
        """
        word = stem(wanted)
        if is_said(word, self.own):
            return 1.0
        for said, worth in self._by_distance()[1:]:
            if said and is_said(word, said):
                return worth
        if _is_in_compound(word, self.own) or _is_in_compound(word, self.heading):
            return _IN_COMPOUND
        if len(wanted) >= _SHORTEST_PART and wanted in self.line:
            return _IN_COMPOUND
        near = max((_alike(wanted, other) for other in self.words), default=0.0)
        by_meaning = _ALIKE_WORTH * max(0.0, (near - _ALIKE_FROM) / (1 - _ALIKE_FROM))
        return max(by_meaning, self._worth_of_others(others)) if others else by_meaning

    def _by_distance(self) -> tuple[tuple[frozenset[str], float], ...]:
        return (
            (self.own, 1.0),
            (self.opened, _OPENED),
            (self.heading, self.heading_worth),
            (self.around, _FAR * self.heading_worth),
        )

    def _worth_of_others(self, others: tuple[frozenset[str], ...]) -> float:
        for other in others:
            for said, worth in self._by_distance():
                if all(is_said(word, said) for word in other):
                    return _ALIKE_WORTH_OF_NAMES * worth
        return 0.0


def _is_in_compound(word: str, said: frozenset[str]) -> bool:
    """Whether one is the beginning or the end of the other: "Bachelor", "Bachelorstudiengang"."""
    if len(word) >= _SHORTEST_PART and f"{word} " in line_of(said):
        return True
    return len(word) >= 2 * _SHORTEST_PART and any(
        len(part) >= _SHORTEST_PART and (word.startswith(part) or word.endswith(part))
        for part in said
    )


@lru_cache(1024)
def _weight_of(word: str) -> float:
    """How much a word tells: the vector of "zoning" is longer than that of "services"."""
    return topic_vectors().length_of(word) ** 2 + 1


@lru_cache(50_000)
def _alike(one: str, other: str) -> float:
    """Cosine of two words."""
    if other.isdigit() or one.isdigit():
        return 0.0
    vectors = topic_vectors()
    if max(vectors.pieces_of(one), vectors.pieces_of(other)) > _KNOWN_BY_PIECES:
        return 0.0
    return float(vectors.of_word(one) @ vectors.of_word(other))
