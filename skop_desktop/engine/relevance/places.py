"""Whether the document is of the place that was asked for, and whose the site is by its address."""

from __future__ import annotations

from typing import Final

from skop_desktop.engine.plan import Plan
from skop_desktop.engine.relevance.body_nouns import BODY_STEMS
from skop_desktop.engine.relevance.evidence import Evidence, Sign
from skop_desktop.engine.relevance.reading import (
    LONGEST_ROW,
    are_said,
    line_in,
    own_line,
    title_of_page,
    wanted_stems,
)

_SHORTEST: Final = 4


def place_sign(plan: Plan, evidence: Evidence) -> Sign | None:
    """How the place stands. A site mostly is of one place and does not repeat it."""
    if not plan.place:
        return None
    wanted = wanted_stems(plan.place)
    near = own_line(evidence) + line_in(evidence.heading)
    near += line_in(evidence.page_title) + line_in(evidence.row[:LONGEST_ROW])
    if evidence.first_page:
        near += line_in(title_of_page(evidence.first_page))
    if are_said(wanted, near) or all(word in evidence.host for word in plan.place):
        return Sign("place: said", plan.place_words)
    return Sign("place: unsaid", plan.place_words)


def is_at_home(wanted: frozenset[str], host: str) -> bool:
    """Whether the site's address is made of the body's name: "mentalhealthcommission.org"."""
    names = wanted - BODY_STEMS
    return len(names) > 1 and all(len(word) >= _SHORTEST and word in host for word in names)
