"""Runs transfers: whose turn it is, each try, and what follows from its end."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import Final

from skop_desktop.downloads import faults, outcomes
from skop_desktop.downloads.account import Account
from skop_desktop.downloads.attempts import Attempts
from skop_desktop.downloads.book import Book
from skop_desktop.downloads.failures import Failures
from skop_desktop.downloads.halts import Halts
from skop_desktop.downloads.hosts import Hosts
from skop_desktop.downloads.line import FairLine
from skop_desktop.downloads.record import Record, Speedometer
from skop_desktop.downloads.saved_files import SavedFiles
from skop_desktop.downloads.snapshot import TransferKey, TransferState
from skop_desktop.errors import LibraryError, TransferError

_log = logging.getLogger(__name__)
_BEAT: Final = 1.0
_LONGEST_CLOSE: Final = 0.5
_MOST_SETTLING: Final = 16
"""Files that are whole and on their way to the disk: so many more than run may be begun. A slow
disk then sets the pace."""


class Runner:
    """Starts what waits as soon as it may, ``at_once`` at most. Used on one loop.

    Ended with ``aclose``; what is unfinished then stays so in the ledger.
    """

    def __init__(
        self,
        book: Book,
        attempts: Attempts,
        files: SavedFiles,
        *,
        halts: Halts,
        hosts: Hosts,
        failures: Failures,
        at_once: int,
    ) -> None:
        self.at_once = at_once
        self._book = book
        self._attempts = attempts
        self._files = files
        self._halts, self._hosts, self._failures = halts, hosts, failures
        self._loop = asyncio.get_running_loop()
        self._line = FairLine()
        self._tasks: dict[TransferKey, asyncio.Task[None]] = {}
        self._settling: set[TransferKey] = set()
        self._for_copy: dict[TransferKey, list[Record]] = {}
        self._beat: asyncio.TimerHandle | None = None
        self._held = 0

    def is_running(self, record: Record) -> bool:
        """Whether a try of it is under way, or just ending."""
        return record.key in self._tasks

    def line_up(self, record: Record) -> None:
        """``record`` waits for its turn; one that is still being stopped, from its end on."""
        if record.key not in self._tasks:
            self._line.add(record.host, record.key, record.place)

    def leave(self, record: Record) -> bool:
        """``record`` has another state now: ends its waiting or its try. Whether there was one.

        A try ends a moment later; what follows from that is done then.
        """
        self._line.discard(record.host, record.key)
        self._failures.hold_off(record)
        self._halts.disk.forget(record.key)
        task = self._tasks.get(record.key)
        if task is not None:
            task.cancel()
        return task is not None

    def place(self, record: Record, place: float) -> None:
        """Puts ``record`` where its new place is."""
        is_in_line = self._line.discard(record.host, record.key)
        record.place = place
        if is_in_line:
            self._line.add(record.host, record.key, place)

    @contextmanager
    def holding(self) -> Iterator[None]:
        """Nothing starts inside, for what is begun there may be undone there."""
        self._held += 1
        try:
            yield
        finally:
            self._held -= 1
            self.fill()

    def fill(self) -> None:
        """Starts what may start."""
        while not self._held and not self._halts.is_all_halted and self._has_room:
            key = self._line.next(self._may_start)
            if key is None:
                return
            self._begin(self._book.records[key])

    async def aclose(self) -> None:
        """Stops within a second."""
        self._held += 1
        if self._beat is not None:
            self._beat.cancel()
        for task in self._tasks.values():
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks.values(), timeout=_LONGEST_CLOSE)

    @property
    def _has_room(self) -> bool:
        settling = len(self._settling)
        return len(self._tasks) - settling < self.at_once and settling < _MOST_SETTLING

    def _arrived(self, record: Record, host: str) -> None:
        """The site has sent all of it: the next one may have its turn there."""
        if record.key not in self._settling:
            self._settling.add(record.key)
            self._hosts.end_turn(host)
            self._loop.call_soon(self.fill)

    def _may_start(self, host: str) -> bool:
        return self._hosts.may_start(host) and self._halts.network.lets_through(host)

    def _begin(self, record: Record) -> None:
        for other in self._book.siblings(record.key):
            if other.state is TransferState.RUNNING and self.is_running(other):
                # The same document is on its way to another folder: it is copied from there.
                self._for_copy.setdefault(other.key, []).append(record)
                return
        host = record.host
        self._hosts.take_turn(host)
        self._halts.network.begun(host)
        task = self._loop.create_task(self._run(record, host), name=f"transfer {host}")
        self._tasks[record.key] = task
        task.add_done_callback(partial(self._ended, record, host))
        if self._beat is None:
            self._beat = self._loop.call_later(_BEAT, self._show_pace)

    async def _run(self, record: Record, host: str) -> None:
        record.state = TransferState.RUNNING
        record.speedometer = Speedometer(self._loop.time(), record.received)
        record.begun_with = record.received
        record.hold_off()
        if not record.looks_for_link:
            record.tries += 1
            record.error = None
        begun = self._failures.now
        try:
            self._book.ledger.running(record.key, record.tries)
            self._book.changed(record)
            steps = Account(
                record,
                self._book,
                self._files,
                self._loop.time,
                self._halts.network.proved,
                on_arrival=partial(self._arrived, record, host),
            )
            await self._attempts.make(record, steps)
        except TransferError as error:
            await self._failures.take(record, host, error, begun)
        except LibraryError as error:
            await self._failures.take(record, host, outcomes.from_ledger(error), begun)
        finally:
            self._files.twins.end(record.key)

    def _ended(self, record: Record, host: str, task: asyncio.Task[None]) -> None:
        if self._tasks.get(record.key) is task:
            del self._tasks[record.key]
        if record.key in self._settling:
            self._settling.discard(record.key)
        else:
            self._hosts.end_turn(host)
        self._halts.network.ended(host)
        if not task.cancelled() and (mistake := task.exception()) is not None:
            _log.error("A transfer ended by a mistake of ours", exc_info=mistake)
            record.state = TransferState.FAILED
            record.error = faults.unexpected(record.wanted, mistake)
            self._book.write_end(record)
            self._book.changed(record)
        self._settle(record, was_stopped=task.cancelled())
        for waiting in self._for_copy.pop(record.key, ()):
            if waiting.state is TransferState.WAITING and not waiting.is_removed:
                self.line_up(waiting)
        self.fill()

    def _settle(self, record: Record, *, was_stopped: bool) -> None:
        """What a person wanted while the try was still under way."""
        current = self._book.records.get(record.key)
        if record.drops_part or record.is_removed:
            record.drops_part = False
            self._book.discard_part(record)
        if current is None:
            with suppress(LibraryError):
                self._book.ledger.remove([record.key])
            return
        if was_stopped and current.state is not TransferState.SAVED:
            self._book.write_end(current)
            self._book.changed(current)
        if current.state is TransferState.WAITING and current.next_try is None:
            self.line_up(current)

    def _show_pace(self) -> None:
        """Lets the speed of a transfer fall while no byte of it comes."""
        self._beat = None
        for key in self._tasks:
            if key in self._book.records:
                self._book.changed(self._book.records[key])
        if self._tasks:
            self._beat = self._loop.call_later(_BEAT, self._show_pace)
