"""CSV (RFC 4180) that Excel opens with the right letters: UTF-8 with a byte order mark."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from skop_desktop.api.models import ExtractedDocument
from skop_desktop.documents.export_rows import TITLES, ExportNotes, ExportRow, rows
from skop_desktop.documents.spreadsheet_safety import neutralised


def write_csv(
    path: Path,
    documents: Sequence[ExtractedDocument],
    saved: Mapping[str, Path],
    notes: ExportNotes,
) -> None:
    """Writes the table; a text that a spreadsheet would run begins with an apostrophe."""
    with path.open("w", encoding="utf-8-sig", errors="replace", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(TITLES)
        writer.writerows(_cells(row, notes) for row in rows(documents, saved))


def _cells(row: ExportRow, notes: ExportNotes) -> list[str]:
    def text(value: str) -> str:
        return neutralised(notes.fit(value, row.name))

    return [
        text(row.name),
        "" if row.confidence is None else f"{row.confidence:g}",
        text(row.type),
        "" if row.size_mb is None else f"{row.size_mb:g}",
        text(row.found_on),
        "" if row.found_at is None else f"{row.found_at:%Y-%m-%d %H:%M:%S}",
        text(row.link),
        text(row.saved_as),
    ]
