"""The queue of transfers: a few at once, fair over hosts, each tried again where that can help."""

from __future__ import annotations

import asyncio
import logging
import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Final

import httpx

from skop_desktop.downloads import faults
from skop_desktop.downloads.addresses import MayFetch, may_fetch_as_written
from skop_desktop.downloads.ledger import Ledger
from skop_desktop.downloads.line import FairLine
from skop_desktop.downloads.record import Record, Speedometer
from skop_desktop.downloads.reserve import TargetFolder
from skop_desktop.downloads.retry import RetryPolicy
from skop_desktop.downloads.snapshot import (
    TransferKey,
    TransferSnapshot,
    TransferState,
    WantedDocument,
)
from skop_desktop.downloads.transfer import SavedFile, fetch
from skop_desktop.errors import LibraryError, TransferError, TransferFault

_log = logging.getLogger(__name__)
_BEAT: Final = 1.0
_SHOWN_EVERY: Final = 0.05
_LONGEST_CLOSE: Final = 0.8
_IN_HAND: Final = frozenset({TransferState.WAITING, TransferState.RUNNING})


class TransferQueue:
    """Runs transfers on the loop it is made in; all methods are called there.

    ``on_change`` gets each new state and, often, each progress. ``on_removed`` gets the keys that
    are gone; nothing follows for them. Ended with ``aclose``; what is unfinished then stays so in
    the ledger and is taken up by ``adopt`` at the next start.
    """

    def __init__(
        self,
        client: httpx.AsyncClient,
        ledger: Ledger,
        on_change: Callable[[TransferSnapshot], None],
        on_removed: Callable[[tuple[TransferKey, ...]], None],
        *,
        at_once: int = 6,
        per_host: int = 2,
        retries: RetryPolicy | None = None,
        may_fetch: MayFetch = may_fetch_as_written,
    ) -> None:
        self._client = client
        self._ledger = ledger
        self._on_change = on_change
        self._on_removed = on_removed
        self._at_once, self._per_host = at_once, per_host
        self._retries = retries or RetryPolicy()
        self._may_fetch = may_fetch
        self._loop = asyncio.get_running_loop()
        self._records: dict[TransferKey, Record] = {}
        self._folders: dict[Path, TargetFolder] = {}
        self._line = FairLine()
        self._tasks: dict[TransferKey, asyncio.Task[None]] = {}
        self._on_host: Counter[str] = Counter()
        self._resting: dict[str, asyncio.TimerHandle] = {}
        self._beat: asyncio.TimerHandle | None = None
        self._is_closed = False

    def adopt(self, records: Iterable[Record]) -> None:
        """Shows transfers of earlier starts and goes on with those that wait."""
        for record in records:
            self._records[record.key] = record
            if record.state is TransferState.WAITING:
                self._line.add(record.host, record.key)
            self._changed(record)
        self._fill()

    def start(self, folder: Path, wanted: Sequence[WantedDocument]) -> None:
        """Fetches documents into ``folder``, except those in hand or saved with their file there.

        Raises ``LibraryError`` where they cannot be written into the ledger; nothing starts then.
        """
        new = {document.key: document for document in wanted}
        for key in [key for key in new if self._is_in_hand_or_saved(key)]:
            del new[key]
        self._ledger.want((document, folder) for document in new.values())
        for key, document in new.items():
            record = self._records.setdefault(key, Record(document, folder))
            record.wanted, record.folder = document, folder
            self._begin(record)
        self._fill()

    def retry(self, keys: Iterable[TransferKey]) -> None:
        """Tries failed and cancelled transfers again, and saved ones whose file is gone."""
        again = [self._records[key] for key in keys if key in self._records]
        again = [record for record in again if not self._is_in_hand_or_saved(record.key)]
        self._ledger.want((record.wanted, record.folder) for record in again)
        for record in again:
            self._begin(record)
        self._fill()

    def cancel(self, keys: Iterable[TransferKey]) -> None:
        """Stops transfers that wait or run; their parts are removed."""
        for key in keys:
            record = self._records.get(key)
            if record is None or record.state not in _IN_HAND:
                continue
            self._line.discard(record.host, key)
            record.hold_off()
            record.state, record.error = TransferState.CANCELLED, None
            self._changed(record)
            if key in self._tasks:
                self._tasks[key].cancel()
            else:
                self._write_end(record)
        self._fill()

    def cancel_all(self) -> None:
        """Stops every transfer that waits or runs."""
        self.cancel(list(self._records))

    def remove(self, keys: Iterable[TransferKey]) -> None:
        """Stops transfers and takes them off the list; saved files stay on disk."""
        known = tuple(key for key in keys if key in self._records)
        self.cancel(known)
        for key in known:
            self._records.pop(key).is_removed = True
        self._ledger.remove(key for key in known if key not in self._tasks)
        if known:
            self._on_removed(known)

    def set_at_once(self, number: int) -> None:
        """At most ``number`` transfers run at once from now on; none is stopped for it."""
        self._at_once = number
        self._fill()

    async def aclose(self) -> None:
        """Stops within a second; removes parts, leaves unfinished transfers in the ledger."""
        self._is_closed = True
        if self._beat is not None:
            self._beat.cancel()
        for resting in self._resting.values():
            resting.cancel()
        for record in self._records.values():
            record.hold_off()
        for task in self._tasks.values():
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks.values(), timeout=_LONGEST_CLOSE)

    def _is_in_hand_or_saved(self, key: TransferKey) -> bool:
        record = self._records.get(key)
        return record is not None and (record.state in _IN_HAND or record.is_saved)

    def _begin(self, record: Record) -> None:
        record.begin_again()
        # One that is still being stopped joins the line when it has stopped.
        if record.key not in self._tasks:
            self._line.add(record.host, record.key)
        self._changed(record)

    def _fill(self) -> None:
        while not self._is_closed and len(self._tasks) < self._at_once:
            key = self._line.next(self._may_start)
            if key is None:
                return
            record = self._records[key]
            self._on_host[record.host] += 1
            task = self._loop.create_task(self._run(record), name=f"transfer {record.host}")
            self._tasks[key] = task
            task.add_done_callback(partial(self._ended, record))
            if self._beat is None:
                self._beat = self._loop.call_later(_BEAT, self._show_pace)

    def _may_start(self, host: str) -> bool:
        return host not in self._resting and self._on_host[host] < self._per_host

    async def _run(self, record: Record) -> None:
        record.tries += 1
        record.received, record.declared = 0, None
        record.state, record.error = TransferState.RUNNING, None
        record.speedometer = Speedometer(self._loop.time())
        folder = self._folders.setdefault(record.folder, TargetFolder(record.folder))
        try:
            self._ledger.running(record.key, record.tries)
            self._changed(record)
            steps = _Account(record, self._ledger, self._changed, self._loop.time)
            await fetch(self._client, record.wanted, folder, steps, self._may_fetch)
        except TransferError as error:
            self._failed(record, error)
        except LibraryError as error:
            self._failed(record, _from_ledger(error))

    def _failed(self, record: Record, error: TransferError) -> None:
        if record.state is not TransferState.RUNNING:
            return
        left = self._retries.tries_left(error, record.tries)
        if left == 0:
            record.state, record.error = TransferState.FAILED, error
        else:
            pause = self._retries.pause(error, record.tries)
            record.state = TransferState.WAITING
            record.error = faults.with_next_try(error, left, pause)
            if error.retry_after is None:
                record.next_try = self._loop.call_later(pause, self._try_again, record)
            else:
                self._rest(record.host, pause)
        self._write_end(record)
        self._changed(record)

    def _rest(self, host: str, pause: float) -> None:
        """Leaves a whole host alone, as it asked for; in line, its transfers wait."""
        resting = self._resting.get(host)
        until = self._loop.time() + pause
        if resting is not None:
            if resting.when() >= until:
                return
            resting.cancel()
        self._resting[host] = self._loop.call_at(until, self._end_rest, host)

    def _end_rest(self, host: str) -> None:
        del self._resting[host]
        self._fill()

    def _try_again(self, record: Record) -> None:
        record.next_try = None
        self._line.add(record.host, record.key)
        self._fill()

    def _ended(self, record: Record, task: asyncio.Task[None]) -> None:
        if self._tasks.get(record.key) is task:
            del self._tasks[record.key]
        self._on_host[record.host] -= 1
        if not task.cancelled() and (mistake := task.exception()) is not None:
            _log.error("A transfer ended by a mistake of ours", exc_info=mistake)
            record.state = TransferState.FAILED
            record.error = faults.unexpected(record.wanted, mistake)
            self._write_end(record)
            self._changed(record)
        current = self._records.get(record.key)
        if current is record and record.state is TransferState.CANCELLED:
            self._write_end(record)
        if current is None:
            with suppress(LibraryError):
                self._ledger.remove([record.key])
        elif current.state is TransferState.WAITING and current.next_try is None:
            self._line.add(current.host, current.key)
        self._fill()

    def _write_end(self, record: Record) -> None:
        # Where the ledger cannot be written, the transfer is simply taken up at the next start.
        with suppress(LibraryError):
            self._ledger.ended(record.key, record.state, record.error)

    def _changed(self, record: Record) -> None:
        if not record.is_removed:
            self._on_change(record.snapshot(self._loop.time()))

    def _show_pace(self) -> None:
        """Lets the speed of a transfer fall while no byte of it comes."""
        self._beat = None
        for key in self._tasks:
            if key in self._records:
                self._changed(self._records[key])
        if self._tasks:
            self._beat = self._loop.call_later(_BEAT, self._show_pace)


class _Account:
    """Keeps a transfer's record and its ledger entry true, step by step."""

    def __init__(
        self,
        record: Record,
        ledger: Ledger,
        changed: Callable[[Record], None],
        clock: Callable[[], float],
    ) -> None:
        self._record = record
        self._ledger = ledger
        self._changed = changed
        self._clock = clock
        self._shown_at = -math.inf

    def reserved(self, part: Path, target: Path) -> None:
        self._ledger.reserved(self._record.key, part, target)

    def progressed(self, received: int, declared: int | None) -> None:
        self._record.received, self._record.declared = received, declared
        now = self._clock()
        if now - self._shown_at >= _SHOWN_EVERY:
            self._shown_at = now
            self._changed(self._record)

    def checked(self, file: SavedFile) -> None:
        self._ledger.checked(self._record.key, file.path, file.size, file.sha256)

    def saved(self, file: SavedFile) -> None:
        record = self._record
        record.state, record.error = TransferState.SAVED, None
        record.path, record.sha256 = file.path, file.sha256
        record.received = record.declared = file.size
        self._changed(record)
        self._ledger.saved(record.key, file.path, file.size, file.sha256)


def _from_ledger(error: LibraryError) -> TransferError:
    return TransferError(
        error.happened,
        advice=error.advice,
        detail=error.detail,
        fault=TransferFault.FOLDER_REFUSED,
    )
