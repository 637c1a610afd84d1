"""What the scraper lists: each document once, none that is too large."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from skop_desktop.api.models import ExtractedDocument
from skop_desktop.engine.extraction.first_page import FirstPage, Obstacle
from skop_desktop.engine.found import Candidate
from skop_desktop.engine.frontier import Frontier
from skop_desktop.engine.journal import Journal
from skop_desktop.engine.kept import KeptFile
from skop_desktop.engine.titles import title_of

BYTES_IN_MB: Final = 1_000_000
_GIVEN: Final = "given/"
"""Facts of the frontier: by address, validator or bytes, the link under which it was listed."""
_DIGEST: Final = re.compile(r'"[0-9a-zA-Z+/=_]{20,}"$')
"""An ETag that can be a digest. Those of nginx and Apache are time and size, the same for files
that were uploaded together; RFC 9110, 8.8.3, promises nothing across addresses."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document as far as it is known when it is about to be listed.

    ``size``: bytes, where that is known. ``at_least``: bytes that came of one that was left before
    its end. ``validator``: its ETag. ``is_verified``: the site was asked and has it.
    """

    candidate: Candidate
    url: str
    ending: str
    size: int | None = None
    at_least: int = 0
    file_name: str = ""
    page: FirstPage | None = None
    kept: KeptFile | None = None
    validator: str = ""
    is_verified: bool = True

    @property
    def title(self) -> str:
        """What it is called in the list."""
        return title_of(self.candidate.found, self.file_name, self.page)

    @property
    def marks(self) -> Sequence[str]:
        """What tells one file at two addresses: its address, its bytes, or at one host a validator
        that is a digest of them, and the size."""
        marks = [self.url]
        if self.kept is not None:
            marks.append(_mark_of(self.kept))
        if self.size is not None and _DIGEST.match(self.validator):
            marks.append(f"{urlsplit(self.url).netloc} {self.validator} {self.size}")
        return marks


class Listing:
    """Writes documents into the journal. What was listed is kept with the ``frontier``'s facts."""

    def __init__(self, journal: Journal, frontier: Frontier, now: Callable[[], datetime]) -> None:
        self._journal = journal
        self._frontier = frontier
        self._now = now
        self._largest = journal.request.parameters.max_file_size_mb

    def add(self, document: Document) -> None:
        """List it, unless it is known under another link; one that is too large is a warning."""
        if self._is_known(document):
            return
        self._journal.documents_found += 1
        if max(document.size or 0, document.at_least) > self._largest * BYTES_IN_MB:
            self._too_large(document)
            return
        if document.page is not None and document.page.obstacle is Obstacle.TOO_SLOW:
            self._too_slow(document)
        candidate, size = document.candidate, document.size
        self._journal.add_document(
            ExtractedDocument(
                name=document.title,
                url=document.url,
                source_page=candidate.found.source,
                document_type=document.ending,
                confidence_score=candidate.score,
                file_size_mb=None if size is None else size / BYTES_IN_MB,
                extracted_at=self._now(),
                reasons=candidate.reasons,
                kept_file=str(document.kept.path) if document.kept else None,
            ),
            is_verified=document.is_verified,
        )

    def drop(self, kept: KeptFile | None) -> None:
        """A file that is not listed is of no use, unless another link's document has its bytes."""
        if kept is not None and self._frontier.fact(_GIVEN + _mark_of(kept)) is None:
            with suppress(OSError):  # it goes with its job
                kept.path.unlink()

    def _too_large(self, document: Document) -> None:
        limit = f"more than the limit of {self._largest} MB"
        size = f"{document.size / BYTES_IN_MB:,.0f} MB, " if document.size is not None else ""
        self._journal.warn_of(
            "too_large",
            f"“{document.title}” was left out: it is {size}{limit}. {document.url}",
            (f"document was left out: it is {limit}.", f"documents were left out: {limit}."),
        )

    def _too_slow(self, document: Document) -> None:
        self._journal.warn_of(
            "too_slow_to_read",
            f"“{document.title}” took too long to be read, so it was judged by its link alone. "
            f"{document.url}",
            (
                "document took too long to be read, so it was judged by its link alone.",
                "documents took too long to be read, so they were judged by their links alone.",
            ),
        )

    def _is_known(self, document: Document) -> bool:
        """Whether it is listed under another link; else this link is the one from now on.

        One that is checked again after a crash is no twin of itself.
        """
        own = document.candidate.url
        marks = document.marks
        known = (self._frontier.fact(_GIVEN + mark) for mark in marks)
        if any(link not in {None, own} for link in known):
            return True
        for mark in marks:
            self._frontier.keep_fact(_GIVEN + mark, own)
        return False


def _mark_of(kept: KeptFile) -> str:
    return f"sha256 {kept.sha256}"
