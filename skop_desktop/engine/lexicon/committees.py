"""Kinds that stand in the name of a body: "Audit" in "Audit Committee" is no document."""

from __future__ import annotations

from typing import Final

_BODY_NOUNS: Final = frozenset(
    """
    committee committees subcommittee commission commissions board boards council councils
    authority authorities office offices department departments division center bureau officer
    unit team agency court panel director manager coordinator task
    """.split()  # noqa: SIM905 - as a list it is harder to read
)
_BODY_NOUNS_BEFORE: Final = frozenset(
    """
    committee subcommittee commission comite comision office bureau department chambre chamber
    ausschuss consejo camara direccion service servicio concejalia
    """.split()  # noqa: SIM905 - as a list it is harder to read
)
_OF: Final = frozenset(
    """
    of on for de del du des d le la les los las the and y et
    """.split()  # noqa: SIM905 - as a list it is harder to read
)
_BETWEEN: Final = frozenset(
    """
    advisory review appeal appeals oversight appointment steering and finance risk compliance
    management planning performance evaluation control policy personnel standing special
    """.split()  # noqa: SIM905 - as a list it is harder to read
)
_NAMES_OF_BODIES: Final = frozenset(
    {"audit", "budget", "policy", "permit", "plan", "ordinance", "resolution", "contract", "form"}
    | {"map", "report", "filing", "schedule", "application", "letter", "newsletter", "law"}
    | {"financial statement", "presentation", "certificate", "video", "notice", "decision"}
)
_FURTHEST: Final = 3


def is_part_of_a_body(kind: str, names: list[str], at: int, taken: int) -> bool:
    """Whether the kind named by the ``taken`` words from ``at`` on is part of a body's name."""
    if kind not in _NAMES_OF_BODIES:
        return False
    return _is_before_a_noun(names, at + taken) or _is_after_a_noun(names, at)


def _is_before_a_noun(names: list[str], at: int) -> bool:
    """ "Audit Committee", "Budget and Finance Committee", "Permit Appeals Board"."""
    for n in range(at, min(at + _FURTHEST, len(names))):
        if names[n] in _BODY_NOUNS:
            return True
        if names[n] not in _BETWEEN and not (n > at and names[n - 1] == "and"):
            return False
    return False


def _is_after_a_noun(names: list[str], at: int) -> bool:
    """ "Office of Management and Budget", "comisión de presupuestos"."""
    if at < 2 or names[at - 1] not in _OF:  # noqa: PLR2004 - a noun and a small word
        return False
    return any(
        names[n] in _BODY_NOUNS_BEFORE and names[n + 1] in _OF
        for n in range(max(0, at - _FURTHEST - 1), at - 1)
    )
