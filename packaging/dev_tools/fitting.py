"""Fits the costs of the relevance model: logistic regression whose steps are never negative.

Maximum a posteriori: each step of a ladder is drawn towards ``PRIOR`` (set by hand from what
studies of such pages taught), so that a level that the labelled links hardly show keeps a sensible
cost. Projected gradient with momentum (Beck and Teboulle 2009); plain numpy.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from skop_desktop.engine.prompt import read_prompt
from skop_desktop.engine.relevance.judging import signs_of
from skop_desktop.engine.relevance.model import FREE, LADDERS, Model
from skop_desktop.engine.relevance.site_bodies import SiteBodies
from tests.quality.cases import Case
from tests.quality.judging import without_first_page

Table: TypeAlias = NDArray[np.float64]

START: Final = 3.0
PRIOR: Final = {
    "kind: near": 0.2,
    "kind: far": 0.6,
    "kind: among others": 1.8,
    "kind: unsaid of a wide one": 2.0,
    "kind: in a name": 3.5,
    "kind: unsaid": 4.8,
    "kind: spoken of": 4.8,
    "kind: unsaid beside words": 6.5,
    "kind: mentioned": 6.5,
    "kind: other": 7.5,
    "number: far": 0.2,
    "number: unsaid": 5.5,
    "number: other": 7.5,
    "date: near": 0.2,
    "date: far": 0.6,
    "date: uploaded then": 1.5,
    "date: at the edge": 2.0,
    "date: one of several": 2.5,
    "date: unsaid": 4.5,
    "date: uploaded later": 5.0,
    "date: wide": 6.0,
    "date: other far": 6.5,
    "date: other": 8.0,
    "body: near": 0.1,
    "body: around": 0.3,
    "body: far": 1.0,
    "body: unsaid": 1.5,
    "body: one of its name": 2.5,
    "body: other words after": 3.0,
    "body: other name before": 6.0,
    "body: other": 7.5,
    "place: unsaid": 0.4,
    "owner: another kind of it": 1.8,
    "owner: other": 4.5,
    "topic: missing": 3.0,
    "topic: missing, other words": 6.5,
    "topic: missing, alone": 8.0,
    "topic: other number": 6.5,
    "file type: other": 5.5,
    "sitting: unsaid, as usual": 0.3,
    "sitting: unsaid": 4.5,
    "sitting: other": 6.5,
    "unwanted": 6.5,
    "version: draft": 2.0,
    "version: superseded": 4.0,
}
LEVELS: Final = tuple(level for ladder in LADDERS for level in ladder)
STRENGTH: Final = 1.5
"""How much a step resists: that many links' worth for a step of 1, roughly."""
ROUNDS: Final = 3000


@dataclass(frozen=True, slots=True)
class Rows:
    """Links as figures: ``signs`` (amounts by level), ``labels`` 0 or 1, ``weights``."""

    signs: Table
    labels: Table
    weights: Table

    @classmethod
    def together(cls, parts: Sequence[Rows]) -> Rows:
        """All rows of the parts."""
        return cls(
            np.concatenate([part.signs for part in parts]),
            np.concatenate([part.labels for part in parts]),
            np.concatenate([part.weights for part in parts]),
        )


@lru_cache(256)
def rows_of(case: Case) -> Rows:
    """The links of a case, in order. One with a first page counts half without it, half with."""
    plan = read_prompt(case.prompt, case.today)
    site = SiteBodies()
    signs, labels, weights = [], [], []
    for link in case.links:
        site.hear(link.evidence.page_title, link.evidence.heading)
        unopened = without_first_page(link.evidence)
        both = [unopened, link.evidence] if link.evidence.first_page else [unopened]
        for evidence in both:
            row = dict.fromkeys(LEVELS, 0.0)
            for sign in signs_of(plan, evidence, site):
                if sign.level not in FREE:
                    row[sign.level] += sign.amount
            signs.append(list(row.values()))
            labels.append(float(link.is_relevant))
            weights.append(1 / len(both))
    return Rows(np.array(signs), np.array(labels), np.array(weights))


def fitted(rows: Rows, strength: float = STRENGTH) -> Model:
    """The most likely costs."""
    ladder = _ladder()
    design = -(rows.signs @ ladder)
    design = np.concatenate([np.ones((len(design), 1)), design], axis=1)
    prior = np.concatenate([[START], np.linalg.solve(ladder, [PRIOR[name] for name in LEVELS])])
    pull = np.full(len(prior), strength)
    curve = np.linalg.norm(design * np.sqrt(rows.weights / 4)[:, None], 2) ** 2 + strength
    at = ahead = prior.copy()
    momentum = 1.0
    for _ in range(ROUNDS):
        odds = np.clip(design @ ahead, -40, 40)
        slope = design.T @ (rows.weights * (1 / (1 + np.exp(-odds)) - rows.labels))
        new = ahead - (slope + pull * (ahead - prior)) / curve
        new[1:] = np.maximum(new[1:], 0)
        faster = (1 + np.sqrt(1 + 4 * momentum**2)) / 2
        ahead = new + (momentum - 1) / faster * (new - at)
        at, momentum = new, faster
    costs = ladder @ at[1:]
    return Model(
        round(float(at[0]), 3),
        {name: round(float(cost), 3) for name, cost in zip(LEVELS, costs, strict=True)},
    )


def _ladder() -> Table:
    """Steps to costs: the cost of a level is the sum of the steps up to it."""
    table = np.zeros((len(LEVELS), len(LEVELS)))
    for ladder in LADDERS:
        first = LEVELS.index(ladder[0])
        for place in range(len(ladder)):
            table[first + place, first : first + place + 1] = 1
    return table
