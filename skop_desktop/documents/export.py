"""The list of documents as a file: CSV, Excel workbook, or JSON as the contract has it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from skop_desktop.api.models import ExtractedDocument
from skop_desktop.documents.export_csv import write_csv
from skop_desktop.documents.export_json import write_json
from skop_desktop.documents.export_rows import ExportNotes
from skop_desktop.documents.export_xlsx import write_xlsx
from skop_desktop.errors import Detail, SkopError


class ExportKind(StrEnum):
    """The formats; the values are the endings of their files."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What was written. ``notes``: what had to be changed, in plain words."""

    path: Path
    rows: int
    notes: tuple[str, ...] = ()


_WRITERS: Final = {
    ExportKind.CSV: write_csv,
    ExportKind.XLSX: write_xlsx,
    ExportKind.JSON: write_json,
}


def export(
    path: Path,
    kind: ExportKind,
    documents: Sequence[ExtractedDocument],
    saved: Mapping[str, Path],
) -> ExportReport:
    """Writes ``documents`` to ``path`` in one step: whole or not at all, replacing what was there.

    ``saved``: link -> file, for documents that are on disk. Blocks; made for a thread. Raises
    ``SkopError`` where the file cannot be written.
    """
    notes = ExportNotes()
    unfinished = path.with_name(f".skop-{secrets.token_hex(6)}.{kind}")
    try:
        unfinished.touch(exist_ok=False)
        try:
            _WRITERS[kind](unfinished, documents, saved, notes)
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as error:
        raise SkopError(
            f"The list could not be written to “{path.name}”.",
            advice="Close it if another program has it open, or choose another folder.",
            detail=Detail(text=f"{type(error).__name__}: {error.strerror or error}"),
        ) from error
    return ExportReport(path, len(documents), notes.told())
