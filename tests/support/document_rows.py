"""Documents of a small town and their transfers, as the screen gets them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from skop_desktop.api.models import ExtractedDocument
from skop_desktop.downloads.snapshot import TransferKey, TransferSnapshot, TransferState
from skop_desktop.errors import TransferError

FINGERPRINT = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
_FIRST_FOUND = datetime(2024, 1, 15, 10, 25, tzinfo=UTC)
_TOWN = (
    ("Minutes 10 – Council", "council", "pdf", 0.95, 2.3),
    ("Minutes 2 – Council", "council", "pdf", 0.62, 18.6),
    ("Budget 2024", "finance", "xlsx", 0.77, 0.4),
    ("Annual report", "reports", "docx", 0.33, None),
    ("Agenda packet", "council/agendas", "pdf", None, 101.2),
)


def found(name: str, **changes: Any) -> ExtractedDocument:  # noqa: ANN401 - any field, broken ones too
    """A document as the service sends it, with ``changes``."""
    slug = name.lower().replace(" ", "-")
    sent = {
        "name": name,
        "url": f"https://riverton.gov/files/{slug}.pdf",
        "source_page": "https://riverton.gov/meetings",
        "document_type": "pdf",
        "confidence_score": 0.9,
        "file_size_mb": 1.5,
        "extracted_at": _FIRST_FOUND.isoformat(),
    }
    return ExtractedDocument.model_validate(sent | changes)


def town_documents() -> tuple[ExtractedDocument, ...]:
    """Five documents of different types, sizes and confidence, one without each of the latter."""
    return tuple(
        found(
            name,
            url=f"https://riverton.gov/files/{n}.{kind}",
            source_page=f"https://riverton.gov/{page}",
            document_type=kind,
            confidence_score=confidence,
            file_size_mb=size,
            extracted_at=(_FIRST_FOUND + timedelta(hours=n)).isoformat(),
        )
        for n, (name, page, kind, confidence, size) in enumerate(_TOWN)
    )


def transfer(
    document: ExtractedDocument,
    state: TransferState,
    done: int = 0,
    total: int | None = None,
    reason: str = "",
) -> TransferSnapshot:
    """The transfer of ``document``; ``reason`` why it failed."""
    is_saved = state is TransferState.SAVED
    return TransferSnapshot(
        key=TransferKey("this computer job_town", document.url or ""),
        name=document.name or "",
        source_page=document.source_page or "",
        state=state,
        bytes_done=done,
        bytes_total=total,
        path=Path("/home/ada/Downloads/Skop") / f"{document.name}.pdf" if is_saved else None,
        sha256=FINGERPRINT if is_saved else "",
        error=TransferError(reason) if reason else None,
    )
