"""One transfer at one moment, and what a transfer is asked to fetch."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from skop_desktop.errors import TransferError


class TransferState(StrEnum):
    """Where a transfer is; the ledger keeps these words."""

    WAITING = "waiting"
    RUNNING = "running"
    PAUSED = "paused"
    SAVED = "saved"
    FAILED = "failed"
    CANCELLED = "cancelled"


class TransferKey(NamedTuple):
    """What tells a transfer from others: the job (``str(JobKey)``), the link, and where it goes.

    A link that a job lists twice is one transfer. ``into``: the folder a person dropped or saved
    the document into, empty for the job's own folder; each such folder is a transfer of its own.
    A tuple: a small file looks itself up forty times, and Python need not run for the hash of one.
    """

    job: str
    url: str
    into: str = ""


@dataclass(frozen=True, slots=True)
class WantedDocument:
    """A document to fetch. ``size``: bytes as the service told, not to be trusted.

    ``job_website``: the website the job searched; only such a job may fetch from this computer or
    a private network. ``confidence``: 0 to 1. ``found_at``: ISO 8601, as the service sent it.
    ``number``: place in the job's list, from 1. ``template``: how its file is named
    (``downloads/template.py``). ``keeps_record``: whether the folder gets a ``manifest.csv`` and a
    ``job.json`` beside it; a file that was dropped into somebody's folder comes alone.
    ``kept_file``: path of the bytes that the engine on this computer has already, else empty.
    """

    key: TransferKey
    name: str
    source_page: str = ""
    document_type: str = ""
    size: int | None = None
    job_website: str = ""
    confidence: float | None = None
    found_at: str = ""
    number: int = 0
    template: str = "{name}"
    keeps_record: bool = True
    kept_file: str = ""


@dataclass(frozen=True, slots=True)
class JobFacts:
    """What ``job.json`` says of a job. ``job``: ``str(JobKey)``; times ISO 8601, else empty."""

    job: str
    job_id: str = ""
    server: str = ""
    website: str = ""
    prompt: str = ""
    created_at: str = ""
    completed_at: str = ""


@dataclass(frozen=True, slots=True)
class QueueSnapshot:
    """What holds for all transfers at once.

    ``is_paused``: nothing new starts until somebody resumes. ``trouble``: why the queue itself
    stopped (disk full, no network) and what ends that; it goes on by itself then.
    """

    is_paused: bool = False
    trouble: TransferError | None = None


@dataclass(frozen=True, slots=True)
class TransferSnapshot:
    """A transfer as the screen shows it. Bytes, bytes a second, seconds.

    ``note``: what a person should know of a file that was saved all the same ("may be damaged",
    "the same file as …"), in plain words. ``is_damaged``: its end mark is missing. ``place``: where
    it stands among all transfers, smallest first. ``next_try_at``: when it is tried again by
    itself, seconds since 1970; for a countdown that does not go stale.
    """

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
    note: str = ""
    is_damaged: bool = False
    place: float = 0.0
    next_try_at: float | None = None

    @property
    def share(self) -> float | None:
        """How much of it is here, 0 to 1, or ``None`` while the whole is not known."""
        if self.state is TransferState.SAVED:
            return 1.0
        if not self.bytes_total:
            return None
        return min(1.0, self.bytes_done / self.bytes_total)
