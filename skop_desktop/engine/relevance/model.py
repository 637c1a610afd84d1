"""The fitted part: what each level of a sign costs, and how costs become a share of one.

A document that meets everything has the odds ``START``; each sign takes some of them away. No sign
adds: so that agreement never lowers a score, the costs of one condition rise from level to level
(``LADDERS``). The costs were fitted by ``packaging/train_relevance.py`` to labelled links.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from skop_desktop.engine.relevance.evidence import Sign
from skop_desktop.resources import resource

FILE: Final = ("relevance", "model.json")
FREE: Final = frozenset(
    {
        "kind: own",
        "date: own",
        "body: own",
        "place: said",
        "file type: fits",
        "number: said",
        "sitting: said",
    }
)
"""The best level of each condition."""
LADDERS: Final[tuple[tuple[str, ...], ...]] = (
    ("kind: near", "kind: far", "kind: among others", "kind: unsaid of a wide one",
     "kind: in a name", "kind: unsaid",
     "kind: spoken of", "kind: unsaid beside words", "kind: mentioned", "kind: other"),
    ("number: far", "number: unsaid", "number: other"),
    ("date: near", "date: far", "date: uploaded then", "date: at the edge", "date: one of several",
     "date: unsaid", "date: uploaded later", "date: wide", "date: other far", "date: other"),
    ("body: near", "body: around", "body: far", "body: unsaid", "body: one of its name",
     "body: other words after", "body: other name before", "body: other"),
    ("place: unsaid",),
    ("owner: another kind of it", "owner: other"),
    ("topic: missing", "topic: missing, other words", "topic: missing, alone"),
    ("topic: other number",),
    ("file type: other",),
    ("sitting: unsaid, as usual", "sitting: unsaid", "sitting: other"),
    ("unwanted",),
    ("version: draft", "version: superseded"),
)  # fmt: skip
"""Levels by condition, the cost of each at least that of the one before."""


@dataclass(frozen=True, slots=True)
class Model:
    """``start``: log-odds of a document that meets all. ``costs``: taken away, by level."""

    start: float
    costs: Mapping[str, float]

    def log_odds(self, signs: Iterable[Sign]) -> float:
        """The log-odds of a document with these signs."""
        return self.start - sum(self.cost_of(sign) for sign in signs)

    def cost_of(self, sign: Sign) -> float:
        """What a sign takes away."""
        return 0.0 if sign.level in FREE else self.costs[sign.level] * sign.amount

    def score(self, signs: Iterable[Sign]) -> float:
        """The share of such documents that were meant."""
        return share_of(self.log_odds(signs))


def share_of(log_odds: float) -> float:
    """Log-odds as a share from 0 to 1."""
    if log_odds >= 0:
        return 1 / (1 + math.exp(-log_odds))
    return math.exp(log_odds) / (1 + math.exp(log_odds))


@cache
def fitted_model() -> Model:
    """The model that comes with the app, read once.

    Raises ``ResourceMissing`` where the installation is incomplete.
    """
    return model_of(resource(*FILE).read_text("utf-8"))


def model_of(text: str) -> Model:
    """A model out of its file."""
    held = json.loads(text)
    return Model(float(held["start"]), {name: float(cost) for name, cost in held["costs"].items()})


def text_of(model: Model, fitted_to: str) -> str:
    """The file of a model. ``fitted_to``: the labelled links that the costs are from."""
    held = {"fitted_to": fitted_to, "start": model.start, "costs": dict(model.costs)}
    return json.dumps(held, indent=2, ensure_ascii=False) + "\n"
