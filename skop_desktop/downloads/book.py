"""All transfers of the queue: in memory, in the ledger and, by snapshots, on the screen."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import suppress

from skop_desktop.downloads import part
from skop_desktop.downloads.ledger import Ledger
from skop_desktop.downloads.record import Record
from skop_desktop.downloads.snapshot import TransferKey, TransferSnapshot
from skop_desktop.errors import LibraryError


class Book:
    """The records by key, and who is told of their changes. Used on one loop."""

    def __init__(self, ledger: Ledger, on_change: Callable[[TransferSnapshot], None]) -> None:
        self.ledger = ledger
        self.records: dict[TransferKey, Record] = {}
        self._on_change = on_change
        self._loop = asyncio.get_running_loop()
        self._folders: dict[tuple[str, str], set[str]] = {}

    def add(self, record: Record) -> None:
        """Takes a new record."""
        key = record.key
        self.records[key] = record
        if key.into:
            self._folders.setdefault((key.job, key.url), set()).add(key.into)

    def take_off(self, key: TransferKey) -> Record:
        """Gives up a record; nothing is told of it any more."""
        record = self.records.pop(key)
        record.is_removed = True
        if key.into:
            self._folders[key.job, key.url].discard(key.into)
        return record

    def siblings(self, key: TransferKey) -> Iterator[Record]:
        """The transfers of the same document into other folders."""
        folders = self._folders.get((key.job, key.url))
        for into in ("", *folders) if folders else ():
            other = self.records.get(TransferKey(key.job, key.url, into))
            if other is not None and other.key != key:
                yield other

    def changed(self, record: Record) -> None:
        """Tells how ``record`` is now."""
        if not record.is_removed:
            self._on_change(record.snapshot(self._loop.time()))

    def write_end(self, record: Record) -> None:
        """Writes that a try ended, or that it is not running for another reason."""
        # Where the ledger cannot be written, the transfer is simply taken up at the next start.
        with suppress(LibraryError):
            self.ledger.ended(
                record.key,
                record.state,
                record.error,
                keeps_part=record.unfinished is not None,
            )

    def discard_part(self, record: Record) -> None:
        """Removes what is there of an unfinished transfer."""
        if record.unfinished is not None:
            part.discard(record.unfinished)
            record.unfinished = None
            record.received = 0
