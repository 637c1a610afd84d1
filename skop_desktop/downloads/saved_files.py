"""What follows from a saved file: who else has its bytes, and the record of its folder."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from typing import Final

from skop_desktop.downloads.book import Book
from skop_desktop.downloads.folder_records import FolderRecords
from skop_desktop.downloads.record import Record
from skop_desktop.downloads.snapshot import TransferKey, TransferState
from skop_desktop.downloads.steps import SavedFile
from skop_desktop.downloads.twins import Twins, with_count
from skop_desktop.errors import LibraryError

_COUNTED_EVERY: Final = 0.5
_CHUNK: Final = 500


class SavedFiles:
    """Saved files of all folders. Used on one loop, ended with ``close``.

    How many links gave the same bytes is counted a moment later, for all of them at once: a site
    that gives its error page for a thousand links must not cost a million notes.
    """

    def __init__(self, book: Book, folders: FolderRecords) -> None:
        self.twins = Twins()
        self.folders = folders
        self._book = book
        self._loop = asyncio.get_running_loop()
        self._uncounted: dict[tuple[str, str], Record] = {}
        self._timer: asyncio.TimerHandle | None = None

    async def adopt(self, records: Iterable[Record]) -> None:
        """The saved files of earlier starts; the records of their folders are made whole."""
        saved = [record for record in records if record.state is TransferState.SAVED]
        for number, record in enumerate(saved):
            self.twins.saved(record)
            if record.folder.is_dir():
                self.folders.saved(record)
            if number % _CHUNK == _CHUNK - 1:
                await asyncio.sleep(0)

    def take(self, record: Record) -> None:
        """``record`` has its file."""
        self.twins.saved(record)
        self.folders.saved(record)
        if len(self.twins.links(record)) > 1:
            self._uncounted[record.key.job, record.sha256] = record
            if self._timer is None:
                self._timer = self._loop.call_later(_COUNTED_EVERY, self._count)

    def close(self) -> None:
        """Writes what is left."""
        if self._timer is not None:
            self._timer.cancel()
        self._count()
        self.folders.close()

    def _count(self) -> None:
        self._timer = None
        for one in self._uncounted.values():
            links = self.twins.links(one)
            for url in links:
                self._note(TransferKey(one.key.job, url), one.sha256, len(links))
        self._uncounted.clear()

    def _note(self, key: TransferKey, sha256: str, links: int) -> None:
        own = self._book.records.get(key)
        for record in (*([own] if own else []), *self._book.siblings(key)):
            note = with_count(record.note, links)
            is_it = record.state is TransferState.SAVED and record.sha256 == sha256
            if not is_it or record.path is None or note == record.note:
                continue
            record.note = note
            file = SavedFile(record.path, record.size or 0, sha256, note, record.is_damaged)
            with suppress(LibraryError):
                self._book.ledger.saved(record.key, file, record.saved_at)
            self.folders.saved(record)
            self._book.changed(record)
