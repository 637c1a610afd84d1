"""The account of one try: keeps a transfer's record and its ledger entry true, step by step."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from skop_desktop.downloads.book import Book
from skop_desktop.downloads.record import Record
from skop_desktop.downloads.saved_files import SavedFiles
from skop_desktop.downloads.snapshot import TransferState
from skop_desktop.downloads.steps import Answered, SavedFile, Unfinished
from skop_desktop.downloads.twins import joined

FRESH_LINK: Final = "The link had died; a fresh one was found on its source page."
_SHOWN_EVERY: Final = 0.1


class Account:
    """The ``Steps`` of one try. ``answered_by`` is called once, when the site has answered,
    ``on_arrival`` when it has sent everything.
    """

    def __init__(
        self,
        record: Record,
        book: Book,
        files: SavedFiles,
        clock: Callable[[], float],
        answered_by: Callable[[str], None],
        *,
        on_arrival: Callable[[], None],
    ) -> None:
        self._record = record
        self._host = record.host
        self._book = book
        self._files = files
        self._clock = clock
        self._answered_by = answered_by
        self._on_arrival = on_arrival
        self._has_answered = False
        self._shown_at = -math.inf

    def answered(self, answer: Answered) -> None:
        """The head of a whole answer came."""
        self._tell_answer()
        self._record.final_url = answer.url
        self._book.ledger.answered(self._record.key, answer)

    def reserved(self, part: Path, target: Path) -> None:
        """The part is about to be made."""
        self._book.ledger.reserved(self._record.key, part, target)

    def progressed(self, received: int, declared: int | None) -> None:
        """Bytes came."""
        self._tell_answer()
        self._record.received, self._record.declared = received, declared
        now = self._clock()
        if now - self._shown_at >= _SHOWN_EVERY:
            self._shown_at = now
            self._book.changed(self._record)

    def safe(self, count: int) -> None:
        """Bytes of the part are durable."""
        self._book.ledger.safe(self._record.key, count)

    def arrived(self) -> None:
        """The rest is between us and the disk."""
        self._on_arrival()

    async def twin(self, file: SavedFile) -> Path | None:
        """The file of this job in this folder with the same bytes."""
        return await self._files.twins.of(self._record, file)

    def checked(self, file: SavedFile) -> None:
        """The part is about to become the file."""
        self._book.ledger.checked(self._record.key, file)

    def saved(self, file: SavedFile) -> None:
        """The file is there."""
        record = self._record
        note = joined((file.note, FRESH_LINK if record.fresh_url else ""))
        record.state, record.error, record.unfinished = TransferState.SAVED, None, None
        record.path, record.size, record.sha256 = file.path, file.size, file.sha256
        record.note, record.is_damaged = note, file.is_damaged
        record.saved_at = datetime.now(UTC).isoformat(timespec="seconds")
        record.received = record.declared = file.size
        self._book.changed(record)
        told = file if note == file.note else replace(file, note=note)
        self._book.ledger.saved(record.key, told, record.saved_at)
        self._files.take(record)

    def left(self, unfinished: Unfinished | None) -> None:
        """The try ended without a file."""
        self._record.unfinished = unfinished
        self._record.received = unfinished.safe_bytes if unfinished is not None else 0

    def _tell_answer(self) -> None:
        if not self._has_answered:
            self._has_answered = True
            self._answered_by(self._host)
