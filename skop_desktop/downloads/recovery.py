"""What the app finds when it starts: which transfers are done, which go on, and from where."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from skop_desktop.downloads import resume
from skop_desktop.downloads.ledger import Ledger, LedgerEntry
from skop_desktop.downloads.record import Record
from skop_desktop.downloads.renaming import settle, sync_folder
from skop_desktop.downloads.snapshot import TransferState
from skop_desktop.downloads.steps import SavedFile

_ENDED: Final = frozenset({TransferState.SAVED, TransferState.CANCELLED})


def take_up(ledger: Ledger) -> list[Record]:
    """The transfers of the ledger in their order, those that were under way put back to waiting.

    A file that was whole when the app ended gets its name, one that has it already is recognised
    by its bytes. Of the others what can be gone on from stays, every other part is removed. A saved
    file that is gone is left out. Blocks on the disk; raises ``LibraryError``.
    """
    records = (_taken_up(ledger, entry) for entry in ledger.entries())
    return [record for record in records if record is not None]


def _taken_up(ledger: Ledger, entry: LedgerEntry) -> Record | None:
    record = Record(
        entry.wanted,
        entry.folder,
        entry.state,
        error=entry.error,
        place=entry.place,
        fresh_url=entry.fresh_url,
        final_url=entry.final_url,
        saved_at=entry.saved_at,
        note=entry.note,
        is_damaged=entry.is_damaged,
    )
    if entry.state not in _ENDED:
        _go_on(ledger, entry, record)
    if record.state is TransferState.SAVED:
        record.path, record.sha256, record.size = entry.target, entry.sha256, entry.size
        record.received, record.declared = entry.size or 0, entry.size
        return record if record.is_saved else None
    return record


def _go_on(ledger: Ledger, entry: LedgerEntry, record: Record) -> None:
    key = entry.wanted.key
    if _has_its_name(entry) or _gets_its_name(entry):
        path = entry.target or entry.folder
        record.state, record.saved_at = TransferState.SAVED, _now()
        file = SavedFile(path, entry.size or 0, entry.sha256, entry.note, entry.is_damaged)
        # First, while the ledger still knows of it: whoever is killed in between begins here again.
        _remove(entry.part)
        ledger.saved(key, file, record.saved_at)
        return
    if _is_of_use(entry):
        record.unfinished = entry.unfinished
    else:
        _remove(entry.part)
    if record.unfinished is not None:
        record.received = record.unfinished.safe_bytes
        record.declared = record.unfinished.length
    was_running = entry.state is TransferState.RUNNING
    if was_running:
        record.state, record.note = TransferState.WAITING, ""
    if was_running or (entry.part is not None and record.unfinished is None):
        keeps = record.unfinished is not None
        ledger.ended(key, record.state, entry.error, keeps_part=keeps)


def _is_of_use(entry: LedgerEntry) -> bool:
    left = entry.unfinished
    if left is None or left.safe_bytes < resume.LEAST_KEPT or not resume.can_go_on(left):
        return False
    try:
        return left.part.lstat().st_size >= left.safe_bytes
    except OSError:
        return False


def _has_its_name(entry: LedgerEntry) -> bool:
    if entry.target is None or not _is_whole(entry.target, entry):
        return False
    with suppress(OSError):
        sync_folder(entry.target.parent)  # the app may have ended right before that
    return True


def _gets_its_name(entry: LedgerEntry) -> bool:
    """Whether all was here but the name, and that is given now."""
    if entry.part is None or entry.target is None or not _is_whole(entry.part, entry):
        return False
    if _is_empty(entry.target):
        _remove(entry.target)  # the name was being taken on a disk without hard links
    try:
        settle(entry.part, entry.target)
    except OSError:
        return False
    return True


def _is_whole(path: Path, entry: LedgerEntry) -> bool:
    """Whether ``path`` is the file with the bytes that the ledger told."""
    if not entry.sha256:
        return False
    try:
        if path.is_symlink() or not path.is_file() or path.stat().st_size != entry.size:
            return False
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == entry.sha256
    except OSError:
        return False


def _is_empty(path: Path) -> bool:
    try:
        return os.lstat(path).st_size == 0 and not path.is_symlink()
    except OSError:
        return False


def _remove(path: Path | None) -> None:
    if path is not None:
        with suppress(OSError):
            path.unlink()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
