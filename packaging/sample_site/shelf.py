"""All documents of the site, and the addresses that do not answer as they should."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sample_site import holdings, papers
from sample_site.holdings import Document
from sample_site.town import Meeting, Paper

NEVER_ANSWERS: Final = "/archive/microfilm/"
SIGN_IN: Final = "/staff/"
TOO_LARGE: Final = "/files/media/council-video-transcripts.pdf"
MISSING: Final = "/files/board/minutes/2024/2024-07-09-board-minutes-corrected.pdf"


@dataclass(frozen=True, slots=True)
class Shelf:
    """All documents, by what the pages need them for."""

    papers: dict[tuple[Meeting, Paper], Document]
    finance: Sequence[Document]
    ordinances: Sequence[Document]
    forms: Sequence[Document]
    center: dict[int, Document]
    sister_town: Sequence[Document]
    closed: Sequence[Document]

    def all(self) -> Iterator[Document]:
        """Each document once."""
        yield from self.papers.values()
        yield from (*self.finance, *self.ordinances, *self.forms)
        yield from self.center.values()
        yield from (*self.sister_town, *self.closed)


def fill() -> Shelf:
    """Writes every document."""
    return Shelf(
        holdings.meeting_papers(),
        tuple(papers.finance_papers()),
        tuple(papers.ordinances()),
        tuple(papers.forms()),
        papers.center(),
        tuple(papers.sister_town()),
        tuple(papers.closed()),
    )
