"""One row of a manifest: a file, and the link it came from."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

from skop_desktop import __version__
from skop_desktop.provenance.cells import cell, text_of

COLUMNS: Final = (
    "File",
    "Document",
    "Link",
    "Final link",
    "Source page",
    "Downloaded at (UTC)",
    "Size (bytes)",
    "SHA-256",
    "Confidence",
    "Job",
    "App version",
    "Note",
)

_LONGEST_SIZE: Final = 18

Cells = tuple[str, ...]
"""The cells of one row as they are written, in the order of ``COLUMNS``."""


@dataclass(frozen=True, slots=True)
class ManifestEntry:
    """A file and one link it came from; two links with the same bytes are two entries.

    ``file``: its name relative to the folder, ``/`` between parts. ``url``: the link as the job
    gave it, ``final_url``: where redirects ended. ``downloaded_at``: ISO 8601, UTC. ``sha256``: 64
    hexadecimal digits. ``size``: bytes. ``confidence``: 0 to 1. ``job``: ``str(JobKey)``.
    ``note``: what a person should know of the file, in plain words.
    """

    file: str
    url: str
    final_url: str = ""
    source_page: str = ""
    downloaded_at: str = ""
    sha256: str = ""
    size: int | None = None
    confidence: float | None = None
    document: str = ""
    job: str = ""
    note: str = ""
    app_version: str = __version__

    def cells(self) -> Cells:
        """The row as it is written."""
        return tuple(
            cell(text)
            for text in (
                *(self.file, self.document, self.url, self.final_url, self.source_page),
                self.downloaded_at,
                "" if self.size is None else str(self.size),
                self.sha256,
                "" if self.confidence is None else f"{self.confidence:g}",
                *(self.job, self.app_version, self.note),
            )
        )

    @classmethod
    def of_cells(cls, cells: Sequence[str]) -> Self:
        """What a row of ``COLUMNS`` says; a figure that is none is taken as not known."""
        told = dict(zip(COLUMNS, map(text_of, cells), strict=True))
        return cls(
            file=told["File"],
            document=told["Document"],
            url=told["Link"],
            final_url=told["Final link"],
            source_page=told["Source page"],
            downloaded_at=told["Downloaded at (UTC)"],
            size=_size(told["Size (bytes)"]),
            sha256=told["SHA-256"].strip().lower(),
            confidence=_confidence(told["Confidence"]),
            job=told["Job"],
            app_version=told["App version"],
            note=told["Note"],
        )


def _size(text: str) -> int | None:
    digits = text.strip()
    return (
        int(digits)
        if digits.isascii() and digits.isdecimal() and len(digits) <= _LONGEST_SIZE
        else None
    )


def _confidence(text: str) -> float | None:
    try:
        value = float(text.strip().replace(",", "."))
    except ValueError:
        return None
    return value if math.isfinite(value) else None
