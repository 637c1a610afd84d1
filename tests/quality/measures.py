"""Measures of a ranking and of its scores. Equal scores are equal: no order within them counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import log2
from statistics import mean
from typing import Final

from tests.quality.cases import RELEVANT_FROM

SHELF: Final = 10
BINS: Final = 10


@dataclass(frozen=True, slots=True)
class Scored:
    """A link's score, 0 to 1, and its label."""

    score: float
    label: int

    @property
    def is_relevant(self) -> bool:
        """Whether it answers the prompt."""
        return self.label >= RELEVANT_FROM


def _levels(scored: Sequence[Scored]) -> Iterator[list[Scored]]:
    """Links of one score together, the best first."""
    ranked = sorted(scored, key=lambda each: -each.score)
    for _, level in groupby(ranked, key=lambda each: each.score):
        yield list(level)


def average_precision(scored: Sequence[Scored]) -> float:
    """Area under precision over recall, in steps (as scikit-learn has it); 1 is best.

    1 where nothing is relevant.
    """
    wanted = sum(each.is_relevant for each in scored)
    seen = found = 0
    area = 0.0
    for level in _levels(scored):
        here = sum(each.is_relevant for each in level)
        seen += len(level)
        found += here
        area += here * found / seen
    return area / wanted if wanted else 1.0


def ndcg(scored: Sequence[Scored], shelf: int = SHELF) -> float:
    """Normalised discounted cumulative gain of the first ``shelf``; gain 2^label - 1."""
    ideal = sorted((2**each.label - 1 for each in scored), reverse=True)
    gains = [mean(2**each.label - 1 for each in level) for level in _levels(scored) for _ in level]
    best = _discounted(ideal[:shelf])
    return _discounted(gains[:shelf]) / best if best else 1.0


def _discounted(gains: Sequence[float]) -> float:
    return sum(gain / log2(place + 2) for place, gain in enumerate(gains))


def f1(scored: Sequence[Scored], threshold: float) -> float:
    """F1 of what reaches ``threshold``. 1 where nothing is relevant and nothing reaches it."""
    given = sum(each.score >= threshold for each in scored)
    wanted = sum(each.is_relevant for each in scored)
    right = sum(each.score >= threshold and each.is_relevant for each in scored)
    return 2 * right / (given + wanted) if given + wanted else 1.0


def best_f1(scored: Sequence[Scored]) -> float:
    """F1 at the threshold that suits these very links best."""
    return max((f1(scored, score) for score in {each.score for each in scored}), default=1.0)


@dataclass(frozen=True, slots=True)
class Bin:
    """Links of about one score: how many, what the scores promised, what share was relevant."""

    count: int
    promised: float
    relevant: float


def bins(scored: Sequence[Scored], number: int = BINS) -> tuple[Bin, ...]:
    """The links in ``number`` bins of equal width; empty bins are left out."""
    sorted_in: dict[int, list[Scored]] = {}
    for each in scored:
        sorted_in.setdefault(min(number - 1, int(each.score * number)), []).append(each)
    return tuple(
        Bin(len(held), mean(e.score for e in held), mean(e.is_relevant for e in held))
        for _, held in sorted(sorted_in.items())
    )


def calibration_error(scored: Sequence[Scored]) -> float:
    """Expected calibration error: promise against share of relevant ones, by bins; 0 is best."""
    return sum(each.count * abs(each.promised - each.relevant) for each in bins(scored)) / max(
        1, len(scored)
    )
