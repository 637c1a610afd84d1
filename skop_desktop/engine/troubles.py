"""How answers that are no success read in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from skop_desktop.engine.extraction.first_page import Obstacle

MOST_ATTEMPTS: Final = 3
"""How often a page is asked for when the site says "later"."""

_LATER: Final = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})


@dataclass(frozen=True, slots=True)
class Trouble:
    """``kind``: the ``error_type`` of the contract. ``words``: what the person reads."""

    kind: str
    words: str
    is_recoverable: bool


def asks_to_come_later(status: int) -> bool:
    """Whether the site wants to be asked again (RFC 9110, 15.6.4; RFC 6585, 4)."""
    return status in _LATER


def trouble_of(status: int, thing: str) -> Trouble:
    """What a status means for ``thing``: "page" or "document"."""
    match status:
        case HTTPStatus.UNAUTHORIZED | HTTPStatus.PROXY_AUTHENTICATION_REQUIRED:
            return Trouble("sign_in", f"The {thing} asks for a sign-in.", is_recoverable=False)
        case HTTPStatus.FORBIDDEN:
            return Trouble(
                "sign_in",
                f"The site does not show this {thing}; it may ask for a sign-in.",
                is_recoverable=False,
            )
        case HTTPStatus.NOT_FOUND | HTTPStatus.GONE:
            return Trouble(
                "not_found",
                f"The link leads nowhere: the {thing} is not there any more.",
                is_recoverable=False,
            )
        case HTTPStatus.TOO_MANY_REQUESTS | HTTPStatus.SERVICE_UNAVAILABLE:
            return Trouble(
                "busy", f"The site was too busy to send this {thing}.", is_recoverable=True
            )
        case _ if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return Trouble(
                "site_trouble", f"The site had a problem with this {thing}.", is_recoverable=True
            )
        case _:
            return Trouble("refused", f"The site did not send this {thing}.", is_recoverable=False)


NOT_A_DOCUMENT: Final = Trouble(
    "not_a_document",
    "The link leads to a web page instead of a document.",
    is_recoverable=False,
)

_UNREAD: Final = {
    Obstacle.NO_TEXT: "no text in it",
    Obstacle.LOCKED: "locked with a password",
    Obstacle.UNREADABLE: "its text cannot be read",
    Obstacle.BROKE_READER: "its text cannot be read",
    Obstacle.TOO_LARGE: "its text is too large to be read",
    Obstacle.TOO_SLOW: "took too long to be read",
}


def of_unread(obstacle: Obstacle) -> str:
    """Why a document was judged by its link alone, a few words; empty where there is no reason."""
    return _UNREAD.get(obstacle, "")
