"""JSON with the documents as the contract's results call has them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from skop_desktop.api.models import ExtractedDocument
from skop_desktop.documents.export_rows import ExportNotes


def write_json(
    path: Path,
    documents: Sequence[ExtractedDocument],
    saved: Mapping[str, Path],
    _notes: ExportNotes,
) -> None:
    """Writes ``{"documents": [...]}``; a document on disk has its file in ``saved_as``."""
    with path.open("w", encoding="utf-8", errors="replace", newline="\n") as file:
        file.write('{"documents": [')
        for number, document in enumerate(documents):
            told = document.model_dump(mode="json", exclude={"kept_file"})
            if not document.reasons:
                told.pop("reasons", None)
            if (saved_as := saved.get((document.url or "").strip())) is not None:
                told["saved_as"] = str(saved_as)
            line = json.dumps(told, ensure_ascii=False, allow_nan=False)
            file.write(("\n" if number == 0 else ",\n") + line)
        file.write("\n]}\n")
