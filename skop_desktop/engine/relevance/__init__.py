"""How well one document fits the plan: a calibrated score and the reasons for it."""

from __future__ import annotations

from skop_desktop.engine.relevance.evidence import Evidence, Judgement
from skop_desktop.engine.relevance.judging import judge
from skop_desktop.engine.relevance.site_bodies import SiteBodies

__all__ = ["Evidence", "Judgement", "SiteBodies", "judge"]
