"""What the table formats write of a document, and what they had to change."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from skop_desktop.api.models import ExtractedDocument
from skop_desktop.documents.kinds import type_word
from skop_desktop.documents.shown import shown_text

TITLES: Final = (
    "Name",
    "Confidence",
    "Type",
    "Size (MB)",
    "Found on",
    "Found at (UTC)",
    "Link",
    "Saved as",
)
LONGEST_CELL: Final = 32_767
"""Characters a cell of Excel holds; it cuts a longer one without a word."""


@dataclass(frozen=True, slots=True)
class ExportRow:
    """One document as a table holds it."""

    name: str
    confidence: float | None
    type: str
    size_mb: float | None
    found_on: str
    found_at: datetime | None
    link: str
    saved_as: str


@dataclass(slots=True)
class ExportNotes:
    """Counts what was changed while writing."""

    cut: int = 0
    unlinked: int = 0
    first_cut: str = ""

    def fit(self, text: str, name: str) -> str:
        """``text``, cut to what a cell holds."""
        if len(text) <= LONGEST_CELL:
            return text
        self.cut += 1
        self.first_cut = self.first_cut or name[:60]
        return text[:LONGEST_CELL]

    def told(self) -> tuple[str, ...]:
        """The notes in plain words."""
        told = []
        if self.cut:
            cells = "1 cell was" if self.cut == 1 else f"{self.cut:,} cells were"
            told.append(
                f"{cells} longer than the {LONGEST_CELL:,} characters that Excel holds and "
                f"had to be cut; the first is that of “{self.first_cut}”."
            )
        if self.unlinked:
            told.append(
                f"{self.unlinked:,} links are plain text, because Excel takes no more of them "
                "or no longer ones."
            )
        return tuple(told)


def rows(documents: Sequence[ExtractedDocument], saved: Mapping[str, Path]) -> Iterator[ExportRow]:
    """``documents`` as rows, in their order; ``saved``: link -> file."""
    for document in documents:
        link = (document.url or "").strip()
        size = document.file_size_mb
        path = saved.get(link)
        yield ExportRow(
            name=shown_text(document.name),
            confidence=document.confidence_score,
            type=type_word(document.document_type, link),
            size_mb=size if size is not None and math.isfinite(size) and size >= 0 else None,
            found_on=(document.source_page or "").strip(),
            found_at=document.extracted_at,
            link=link,
            saved_as="" if path is None else str(path),
        )
