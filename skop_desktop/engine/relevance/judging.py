"""Judges one document: its signs, its score, and the reasons in words."""

from __future__ import annotations

from typing import Final

from skop_desktop.engine.plan import Plan
from skop_desktop.engine.relevance.bodies import body_sign
from skop_desktop.engine.relevance.evidence import Evidence, Judgement, Sign
from skop_desktop.engine.relevance.kinds import kind_sign
from skop_desktop.engine.relevance.model import FREE, Model, fitted_model
from skop_desktop.engine.relevance.numbers import number_sign
from skop_desktop.engine.relevance.owners import owner_sign
from skop_desktop.engine.relevance.places import place_sign
from skop_desktop.engine.relevance.site_bodies import SiteBodies
from skop_desktop.engine.relevance.times import date_sign
from skop_desktop.engine.relevance.topics import topic_sign
from skop_desktop.engine.relevance.wishes import (
    file_type_sign,
    sitting_sign,
    unwanted_sign,
    version_sign,
)

_FITS_TO: Final = 1.0
"""Costs up to here are shown as met, in log-odds."""
_FAILS_FROM: Final = 2.6
_SURE: Final = 0.9
"""A first page is not asked for beyond this score."""
_HOPE: Final = 0.3
"""Nor where the best first page would leave the score below this."""
_OPEN_TO_FIRST_PAGE: Final = frozenset(
    {
        "kind: far", "kind: among others", "kind: unsaid", "kind: unsaid beside words",
        "kind: unsaid of a wide one", "number: unsaid",
        "date: far", "date: uploaded then", "date: uploaded later", "date: one of several",
        "date: unsaid", "date: wide", "date: other far",
        "body: far", "body: unsaid", "body: one of its name",
        "body: other words after", "body: other name before", "place: unsaid",
        "topic: missing", "topic: missing, other words", "topic: missing, alone",
        "sitting: unsaid, as usual", "sitting: unsaid",
    }
)  # fmt: skip


def signs_of(plan: Plan, evidence: Evidence, site: SiteBodies | None = None) -> tuple[Sign, ...]:
    """What each condition of the plan finds; nothing for conditions that were not set."""
    found = (
        kind_sign(plan, evidence),
        number_sign(plan, evidence),
        date_sign(plan, evidence),
        body_sign(plan, evidence, site),
        place_sign(plan, evidence),
        owner_sign(plan, evidence, site),
        topic_sign(plan, evidence, site),
        file_type_sign(plan, evidence),
        sitting_sign(plan, evidence),
        unwanted_sign(plan, evidence),
        version_sign(plan, evidence),
    )
    return tuple(sign for sign in found if sign is not None)


def judge(plan: Plan, evidence: Evidence, site: SiteBodies | None = None) -> Judgement:
    """How well the document fits: by its own evidence, and by what ``site`` has heard so far."""
    return judged_by(fitted_model(), plan, evidence, site)


def judged_by(
    model: Model, plan: Plan, evidence: Evidence, site: SiteBodies | None = None
) -> Judgement:
    """The same, with costs other than those that come with the app."""
    signs = signs_of(plan, evidence, site)
    score = model.score(signs)
    return Judgement(
        round(score, 4),
        tuple(_told(model, sign) for sign in signs),
        not evidence.first_page and score < _SURE and _may_rise(model, signs),
    )


def _may_rise(model: Model, signs: tuple[Sign, ...]) -> bool:
    settled = [sign for sign in signs if sign.level not in _OPEN_TO_FIRST_PAGE]
    return len(settled) < len(signs) and model.score(settled) >= _HOPE


def _told(model: Model, sign: Sign) -> str:
    cost = model.cost_of(sign)
    is_met = cost <= _FITS_TO and (not _is_unsaid(sign) or sign.level == "place: unsaid")
    if sign.level in FREE or is_met:
        mark = "✓"
    else:
        mark = "✗" if cost >= _FAILS_FROM and not _is_unsaid(sign) else "?"
    return f"{sign.words} {mark}"


def _is_unsaid(sign: Sign) -> bool:
    return "unsaid" in sign.level
