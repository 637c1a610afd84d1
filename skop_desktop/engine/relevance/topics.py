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
from skop_desktop.engine.relevance.initials import is_spelled_out, short_names_in
from skop_desktop.engine.relevance.reading import hits_in, kinds_in, wanted_stems, words_in
from skop_desktop.engine.relevance.saying import LONGEST_OWN_ROW, Said, wanted_words
from skop_desktop.engine.relevance.site_bodies import SiteBodies
from skop_desktop.engine.relevance.titles import says_more
from skop_desktop.engine.words import ORDINALS, stem

_OF_HEADING_BESIDE_OWN: Final = 0.7
"""Worth of a word of the heading where the document names a subject of its own."""
_OF_HEADING_OVER_SUBJECTS: Final = 0.9
"""The same for kinds whose titles are subjects always: "People v. Tondini" under "Appellate"."""
_NAME: Final = 2.0
"""How much more a name tells than another word: who or what is meant hangs on it."""
_NEARLY_ALL: Final = 0.9
_PART: Final = 0.3
_SLIGHT: Final = 0.15
_WHOLE: Final = 0.9
"""Shares that may be missing and say nothing, and that are as good as all of it."""
_FORMS: Final = frozenset(
    {"agenda", "minutes", "packet", "transcript", "video", "form", "press release", "letter"}
    | {"notice", "presentation", "newsletter", "flyer", "schedule", "handout", "report", "decision"}
    | {"opinion", "order", "resolution", "ordinance"}
)
"""Kinds that say nothing of the subject."""
_ORDINALS: Final = frozenset(stem(word) for word in ORDINALS)


def topic_sign(plan: Plan, evidence: Evidence, site: SiteBodies | None) -> Sign | None:
    """How the topic stands: the share of its words that is said, near ones counted in part."""
    topic = _topic_of(plan.topic, site.site_words if site is not None else frozenset())
    if not topic:
        return None
    has_a_subject = _has_a_subject(plan, evidence)
    said = Said(evidence, _worth_of_heading(plan, has_a_subject=has_a_subject))
    if wanted_ordinals := _ORDINALS & wanted_stems(topic):
        numbers = said.says(_ORDINALS)
        if numbers and not wanted_ordinals & numbers:
            return Sign("topic: other number", min(numbers))
    worths = {word.said: said.worth_of(word) for word in wanted_words(topic)}
    for short in short_names_in(plan.topic_words).intersection(worths):
        if any(is_spelled_out(short, text) for text in _around(evidence)):
            worths[short] = 1.0
    query = _query(topic, plan.topic_choices, plan.choice_worth, plan.topic_names)
    missing = _missing(query, worths)
    amount = min(1.0, max(0.0, missing - _SLIGHT) / (_WHOLE - _SLIGHT))
    words = [word for word, worth in worths.items() if worth]
    shown = f"topic: {' '.join((words or topic)[:4])}"
    if not (plan.kinds or plan.period or plan.body or plan.numbers):
        return Sign("topic: missing, alone", shown, amount)
    is_all_there_is = not plan.kinds and missing > _NEARLY_ALL
    is_told = evidence.first_page or has_a_subject or is_all_there_is
    if is_told or (missing > _PART and _heading_has_a_subject(plan, evidence)):
        return Sign("topic: missing, other words", shown, amount)
    return Sign("topic: missing", shown, amount)


def _around(evidence: Evidence) -> tuple[str, ...]:
    return evidence.link_text, evidence.heading, evidence.row, evidence.page_title, evidence.trail


@lru_cache(256)
def _topic_of(topic: tuple[str, ...], known: frozenset[str]) -> tuple[str, ...]:
    """The topic without the words of the site's own name."""
    return tuple(word for word in topic if stem(word) not in known)


@dataclass(frozen=True, slots=True)
class _Query:
    """The words of a topic with their weights: ``asked`` all, ``choices`` any, a weight each."""

    asked: tuple[tuple[str, float], ...]
    choices: tuple[tuple[tuple[tuple[str, float], ...], float], ...]
    choice_weight: float
    choice_worth: float
    total: float


@lru_cache(64)
def _query(
    topic: tuple[str, ...],
    topic_choices: tuple[tuple[str, ...], ...],
    choice_worth: float,
    names: frozenset[str],
) -> _Query:
    weights = {w.said: w.weight * (_NAME if w.said in names else 1) for w in wanted_words(topic)}
    items = [tuple((word, weights[word]) for word in c if word in weights) for c in topic_choices]
    choices = tuple((item, sum(weight for _, weight in item)) for item in items if item)
    chosen = {word for item, _ in choices for word, _ in item}
    asked = tuple((word, weight) for word, weight in weights.items() if word not in chosen)
    weight = sum(whole for _, whole in choices) / len(choices) if choices else 0.0
    total = sum(weight for _, weight in asked) + weight
    return _Query(asked, choices, weight, choice_worth, total)


def _missing(query: _Query, worths: Mapping[str, float]) -> float:
    """The share of the topic that is not said. Of choices the best counts; where none is said, the
    document is not of the topic, whatever else of it is."""
    said = 0.0
    for word, weight in query.asked:
        said += weight * worths[word]
    if not query.choices:
        return 1 - said / query.total
    shares = [
        sum(weight * worths[word] for word, weight in item) / whole for item, whole in query.choices
    ]
    share = query.choice_worth * max(shares)
    share += (1 - query.choice_worth) * sum(shares) / len(shares)
    said += query.choice_weight * share
    return 1 - min(said / query.total, share)


def _worth_of_heading(plan: Plan, *, has_a_subject: bool) -> float:
    if not has_a_subject:
        return 1.0
    by_subject = NAMED_BY_SUBJECT.intersection(plan.kinds)
    return _OF_HEADING_OVER_SUBJECTS if by_subject else _OF_HEADING_BESIDE_OWN


def _has_a_subject(plan: Plan, evidence: Evidence) -> bool:
    """Whether the document says of itself what it is about: then silence on the topic tells."""
    if says_more(plan, evidence.link_text):
        return True
    if kinds_in(evidence.link_text) - _FORMS - frozenset(plan.kinds):
        return True
    if any(_is_compound(hit, evidence.link_text) for hit in hits_in(evidence.link_text)):
        return True
    row = evidence.row
    return len(row) <= LONGEST_OWN_ROW and says_more(plan, row)


def _heading_has_a_subject(plan: Plan, evidence: Evidence) -> bool:
    """Whether the link says a part of the topic and its heading what else it is about: "Notice of
    Proposed Rulemaking" under "Septic Fees 2024"."""
    if not wanted_stems(plan.topic) & words_in(evidence.link_text):
        return False
    nearest = evidence.nearest_heading
    return says_more(plan, nearest) and not named_bodies(nearest)


def _is_compound(hit: KindHit, title: str) -> bool:
    """Whether the word for the kind says the subject as well: "Baumschutzsatzung"."""
    return hit.kind in NAMED_BY_SUBJECT and is_compound(title[hit.start : hit.end])
