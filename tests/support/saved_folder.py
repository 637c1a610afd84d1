"""A folder as a search leaves it: files, ``manifest.csv`` and ``job.json``."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

from skop_desktop.provenance.record import FolderRecord, ManifestEntry

JOB: Final = "cloud 5f0c4a52-0000-4000-8000-000000000001"
FACTS: Final = {
    "job": JOB,
    "job_id": "5f0c4a52-0000-4000-8000-000000000001",
    "server": "cloud",
    "website": "https://riverton.example",
    "prompt": "Board minutes of 2024",
    "created_at": "2026-05-02T10:04:05Z",
}


def entry(name: str, content: bytes = b"", number: int = 0, *, job: str = JOB) -> ManifestEntry:
    """The row of a file with ``content`` that was the ``number``th to be saved."""
    return ManifestEntry(
        file=name,
        document=f"Document {number}",
        url=f"https://riverton.example/{number}.pdf",
        final_url=f"https://files.riverton.example/{number}.pdf",
        source_page="https://riverton.example/minutes",
        downloaded_at=f"2026-05-02T10:{number // 60:02}:{number % 60:02}Z",
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        confidence=0.87,
        job=job,
    )


def saved_folder(folder: Path, files: dict[str, bytes]) -> Path:
    """``folder`` with ``files`` (name -> content) and their record."""
    folder.mkdir(parents=True, exist_ok=True)
    record = FolderRecord(folder)
    record.job(FACTS)
    for number, (name, content) in enumerate(files.items()):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        record.add(entry(name, content, number))
    record.flush()
    assert record.trouble is None
    return folder
