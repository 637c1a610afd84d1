"""Judges the links of a case as the engine does, and sums up how well that went."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from statistics import mean
from typing import Final

from skop_desktop.engine.plan import Plan
from skop_desktop.engine.prompt import read_prompt
from skop_desktop.engine.relevance import Evidence, Judgement, SiteBodies, judge
from tests.quality.cases import Case
from tests.quality.measures import (
    Scored,
    average_precision,
    best_f1,
    calibration_error,
    f1,
    ndcg,
)

DEFAULT_THRESHOLD: Final = 0.1
Judge = Callable[[Plan, Evidence], Judgement]
Results = Mapping[str, Sequence[Scored]]
"""Scored links by the id of their case."""


def judged(case: Case, by: Judge | None = None) -> list[Scored]:
    """The links of a case in the order of the crawl; without ``by`` as the engine judges them."""
    plan = read_prompt(case.prompt, case.today)
    chosen = by or _as_engine()
    return [Scored(score_of(plan, link.evidence, chosen), link.label) for link in case.links]


def _as_engine() -> Judge:
    """A judge that gets to know the bodies of the site page by page."""
    site = SiteBodies()

    def by(plan: Plan, evidence: Evidence) -> Judgement:
        site.hear(evidence.page_title, evidence.heading)
        return judge(plan, evidence, site)

    return by


def score_of(plan: Plan, evidence: Evidence, by: Judge = judge) -> float:
    """The score, with the first page where the words around the link leave the matter open."""
    first = by(plan, without_first_page(evidence))
    if first.is_borderline and evidence.first_page:
        return by(plan, evidence).score
    return first.score


def without_first_page(evidence: Evidence) -> Evidence:
    """What is known before the document is opened."""
    return replace(evidence, first_page="")


@dataclass(frozen=True, slots=True)
class Figures:
    """Means over prompts; ``calibration_error`` over all links together."""

    average_precision: float
    ndcg: float
    f1: float
    best_f1: float
    calibration_error: float


def figures(results: Results) -> Figures:
    """What the results are worth."""
    each: Iterable[Sequence[Scored]] = list(results.values())
    return Figures(
        mean(average_precision(scored) for scored in each),
        mean(ndcg(scored) for scored in each),
        mean(f1(scored, DEFAULT_THRESHOLD) for scored in each),
        mean(best_f1(scored) for scored in each),
        calibration_error(list(chain.from_iterable(each))),
    )
