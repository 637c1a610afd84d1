"""A dragged document on its way to the target: fetched when it is read, and once for all readers.

Explorer opens and closes streams while the pointer hovers (super_native_extensions, issue 52), so
neither opening, nor asking for the size, nor seeking to where one is fetches anything.
"""

from __future__ import annotations

import os
from concurrent.futures import CancelledError
from pathlib import Path
from threading import Event, Lock
from typing import IO

from skop_desktop.desktop.windows_drag.item import DragItem
from skop_desktop.errors import SkopError


class _Attempt:
    def __init__(self) -> None:
        self.cancelled = Event()
        self.over = Event()
        self.error: BaseException | None = None


class Arrival:
    """Fetches one item for all of its readers. For any thread."""

    def __init__(self, item: DragItem) -> None:
        self._item = item
        self._lock = Lock()
        self._attempt = _Attempt()
        self._attempt.over.set()
        self._path = item.path

    def path(self) -> Path:
        """Where the file is; blocks until it is there.

        Readers that wait together share one attempt and its error; who asks after a failure, as
        "Try again" does, starts another. Raises what the item's ``fetch`` raises.
        """
        while True:
            with self._lock:
                if self._path is not None:
                    return self._path
                attempt = self._attempt
                is_mine = attempt.over.is_set()
                if is_mine:
                    attempt = self._attempt = _Attempt()
            if is_mine:
                return self._run(attempt)
            attempt.over.wait()
            if attempt.error is not None and not attempt.cancelled.is_set():
                raise attempt.error

    def give_up(self) -> None:
        """Tell a fetch that is under way that nobody wants the file any more."""
        with self._lock:
            self._attempt.cancelled.set()

    def size(self) -> int | None:
        """Bytes, where exactly known without fetching."""
        with self._lock:
            path = self._path
        return self._item.size if path is None else path.stat().st_size

    def _run(self, attempt: _Attempt) -> Path:
        try:
            path = self._item.fetch(attempt.cancelled)
            with self._lock:
                self._path = path
        except BaseException as error:
            attempt.error = error
            raise
        finally:
            attempt.over.set()
        return path


class UnsupportedSeek(Exception):
    """A target wants to go elsewhere in the file than to its start or to where it is."""


class FileReader:
    """One stream of a target: its first read fetches the file, and it fails for good or not at all.

    For any thread; calls of one stream take turns. All of them raise ``OSError`` where the file
    cannot be read, and ``TransferError`` or ``CancelledError`` where it did not come.
    """

    def __init__(self, arrival: Arrival) -> None:
        self._arrival = arrival
        self._file: IO[bytes] | None = None
        self._error: Exception | None = None
        self._turn = Lock()

    def read(self, count: int) -> bytes:
        """The next bytes, at most ``count``, none at the end. The first call fetches the file."""
        with self._turn:
            if self._error is not None:
                raise self._error
            try:
                if self._file is None:
                    self._file = self._arrival.path().open("rb")
                return self._file.read(count)
            except (SkopError, CancelledError, OSError) as error:
                self._error = error
                raise

    def size(self) -> int | None:
        """Bytes, where known without fetching."""
        with self._turn:
            if self._error is not None:
                raise self._error
            return self._arrival.size()

    def seek(self, offset: int, origin: int) -> int:
        """Go to the start or stay, the seeks that Explorer makes; the place in bytes.

        ``origin``: ``os.SEEK_SET`` or ``SEEK_CUR``, which are COM's numbers too. Raises
        ``UnsupportedSeek`` for all others.
        """
        with self._turn:
            place = self._file.tell() if self._file is not None else 0
            wanted = {os.SEEK_SET: offset, os.SEEK_CUR: place + offset}.get(origin)
            if wanted is None or wanted not in (0, place):
                raise UnsupportedSeek(offset, origin)
            if self._file is not None:
                self._file.seek(wanted)
            return wanted

    def close(self) -> None:
        """Let go of the file, so that Windows can delete it."""
        with self._turn:
            if self._file is not None:
                self._file.close()
