"""What travels between navigator, frontier and scraper: pages to read, links to documents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from skop_desktop.engine.pages import Link


class Visit(NamedTuple):
    """A page to read. ``depth``: links from the start page. ``attempt``: 1 at first.

    ``link`` and ``source``: the link that led here and the page that holds it, if any did.
    ``group``: pages of one group share a bonus (see ``Frontier.favour``).
    """

    url: str
    depth: int = 0
    promise: float = 0.0
    attempt: int = 1
    link: Link | None = None
    source: str = ""
    source_title: str = ""
    group: str = ""


class FoundLink(NamedTuple):
    """A link that may lead to a document, and the page it stands on.

    ``is_certain``: the address ends as a document does. ``depth``: links from the start page.
    ``trail``: where the page says it stands in its site ("Home › Board › Minutes").
    """

    link: Link
    source: str
    page_title: str
    is_certain: bool
    depth: int
    trail: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document that a link promises. ``score``: how well it fits, 0 to 1, and ``reasons`` why.

    ``is_borderline``: its first page may change on which side it falls. ``attempt``: 1 at first.
    """

    found: FoundLink
    score: float
    reasons: tuple[str, ...] = ()
    is_borderline: bool = False
    attempt: int = 1

    @property
    def url(self) -> str:
        """Where it is."""
        return self.found.link.url
