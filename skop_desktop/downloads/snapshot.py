"""One transfer at one moment, and what a transfer is asked to fetch."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from skop_desktop.errors import TransferError


class TransferState(StrEnum):
    """Where a transfer is; the ledger keeps these words."""

    WAITING = "waiting"
    RUNNING = "running"
    SAVED = "saved"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class TransferKey:
    """What tells a transfer from others: the job (``str(JobKey)``) and the link.

    A link that a job lists twice is one transfer.
    """

    job: str
    url: str


@dataclass(frozen=True, slots=True)
class WantedDocument:
    """A document to fetch. ``size``: bytes as the service told, not to be trusted.

    ``job_website``: the website the job searched; only such a job may fetch from this computer or
    a private network.
    """

    key: TransferKey
    name: str
    source_page: str = ""
    document_type: str = ""
    size: int | None = None
    job_website: str = ""


@dataclass(frozen=True, slots=True)
class TransferSnapshot:
    """A transfer as the screen shows it. Bytes, bytes a second, seconds."""

    key: TransferKey
    name: str
    source_page: str
    state: TransferState
    bytes_done: int = 0
    bytes_total: int | None = None
    speed: float = 0.0
    seconds_left: float | None = None
    path: Path | None = None
    sha256: str = ""
    error: TransferError | None = None

    @property
    def share(self) -> float | None:
        """How much of it is here, 0 to 1, or ``None`` while the whole is not known."""
        if self.state is TransferState.SAVED:
            return 1.0
        if not self.bytes_total:
            return None
        return min(1.0, self.bytes_done / self.bytes_total)
