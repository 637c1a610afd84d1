"""The kinds of documents, and how they are told to the person."""

from __future__ import annotations

from typing import Final

from skop_desktop.engine.lexicon import english

KINDS: Final = tuple(kind for kind in english.FORMS if kind)

FORM_NUMBERS: Final = frozenset({"10-K", "10-Q", "8-K", "proxy statement"})
"""Filings that are asked for by the number of their form."""

NAMED_BY_SUBJECT: Final = frozenset(
    {"opinion", "decision", "filing", "policy", "ordinance", "law", "resolution", "contract"}
    | {"permit", "report", "form", "map", "presentation", "letter", "application", "RFP", "order"}
    | {"handout", "plan", "motion", "proposal", "handbook", "flyer", "certificate"}
    | {"speech", "recommendation", "question"}
)
"""Kinds whose titles tell what they are about rather than what they are: "People v. Tondini"."""

NEAR_KINDS: Final[dict[str, frozenset[str]]] = {
    "annual report": frozenset({"financial statement", "report"}),
    "application": frozenset({"form"}),
    "audit": frozenset({"financial statement"}),
    "decision": frozenset({"opinion", "resolution", "order"}),
    "filing": frozenset({"motion", "order"}),
    "financial statement": frozenset({"audit", "annual report"}),
    "form": frozenset({"application"}),
    "handout": frozenset({"presentation"}),
    "law": frozenset({"ordinance"}),
    "letter": frozenset({"transcript"}),
    "minutes": frozenset({"transcript"}),
    "opinion": frozenset({"decision", "order"}),
    "ordinance": frozenset({"law"}),
    "policy": frozenset({"handbook"}),
    "report": frozenset({"annual report", "audit"}),
    "resolution": frozenset({"decision"}),
    "transcript": frozenset({"minutes"}),
}
"""Kind asked for -> kinds that some sites use for the same: less sure, but no contradiction."""

_PLURALS: Final = {
    "minutes": "Minutes",
    "10-K": "10-K filings",
    "10-Q": "10-Q filings",
    "8-K": "8-K filings",
    "speech": "Speeches",
    "question": "Written questions",
    "policy": "Policies",
    "addendum": "Addenda",
    "RFP": "RFPs",
    "handout": "Attachments",
}


def plural(kind: str) -> str:
    """The kind as it heads a list: "Annual reports"."""
    return _PLURALS.get(kind) or f"{kind[:1].upper()}{kind[1:]}s"
