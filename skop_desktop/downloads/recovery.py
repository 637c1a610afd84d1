"""What the app finds when it starts: which transfers are done, which go on."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path

from skop_desktop.downloads.ledger import Ledger, LedgerEntry
from skop_desktop.downloads.record import Record
from skop_desktop.downloads.snapshot import TransferState

_UNFINISHED = frozenset({TransferState.WAITING, TransferState.RUNNING})


def take_up(ledger: Ledger) -> list[Record]:
    """The transfers of the ledger, those that were under way put back to waiting.

    A file that got its name in the instant before the app ended is recognised by its bytes. Parts
    left behind are removed. A saved file that is gone is left out. Blocks on the disk; raises
    ``LibraryError``.
    """
    records = []
    for entry in ledger.entries():
        record = Record(entry.wanted, entry.folder, entry.state, error=entry.error)
        if entry.state in _UNFINISHED:
            _go_on(ledger, entry, record)
        if entry.state is TransferState.SAVED or record.state is TransferState.SAVED:
            record.path, record.sha256 = entry.target, entry.sha256
            record.received, record.declared = entry.size or 0, entry.size
            if not record.is_saved:
                continue
        records.append(record)
    return records


def _go_on(ledger: Ledger, entry: LedgerEntry, record: Record) -> None:
    if _has_its_name(entry) and entry.target is not None:
        ledger.saved(entry.wanted.key, entry.target, entry.size or 0, entry.sha256)
        record.state = TransferState.SAVED
        _remove(entry.part)
        return
    if entry.sha256 and entry.part and entry.part.exists() and _is_empty(entry.target):
        _remove(entry.target)  # the name was being taken on a disk without hard links
    _remove(entry.part)
    record.begin_again()
    ledger.ended(entry.wanted.key, TransferState.WAITING, None)


def _has_its_name(entry: LedgerEntry) -> bool:
    if not entry.sha256 or entry.target is None:
        return False
    try:
        if not entry.target.is_file() or entry.target.stat().st_size != entry.size:
            return False
        with entry.target.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == entry.sha256
    except OSError:
        return False


def _is_empty(path: Path | None) -> bool:
    try:
        return path is not None and os.lstat(path).st_size == 0 and not path.is_symlink()
    except OSError:
        return False


def _remove(path: Path | None) -> None:
    if path is not None:
        with suppress(OSError):
            path.unlink()
