"""The queue of transfers: what people do to it, one by one or all at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from skop_desktop.downloads.attempts import Attempts
from skop_desktop.downloads.book import Book
from skop_desktop.downloads.chunks import chunks
from skop_desktop.downloads.client_lease import ClientLease
from skop_desktop.downloads.failures import Failures
from skop_desktop.downloads.folder_records import FolderRecords
from skop_desktop.downloads.halts import Halts
from skop_desktop.downloads.hosts import Hosts
from skop_desktop.downloads.ledger import Ledger
from skop_desktop.downloads.options import TransferOptions
from skop_desktop.downloads.orders import Limits
from skop_desktop.downloads.places import moved
from skop_desktop.downloads.record import Record
from skop_desktop.downloads.runner import Runner
from skop_desktop.downloads.saved_files import SavedFiles
from skop_desktop.downloads.snapshot import (
    JobFacts,
    QueueSnapshot,
    TransferKey,
    TransferSnapshot,
    TransferState,
    WantedDocument,
)
from skop_desktop.downloads.steps import Rules
from skop_desktop.downloads.throttle import Throttle
from skop_desktop.downloads.wake import WakeWatch
from skop_desktop.errors import LibraryError, SkopError

_GOES_ON: Final = frozenset({TransferState.WAITING, TransferState.RUNNING})
_UNFINISHED: Final = _GOES_ON | {TransferState.PAUSED}


@dataclass(frozen=True, slots=True)
class Listeners:
    """Who is told what. ``on_change``: each new state and, often, each progress. ``on_removed``:
    the keys that are gone; nothing follows for them. ``on_queue``: what holds for all at once.
    """

    on_change: Callable[[TransferSnapshot], None]
    on_removed: Callable[[tuple[TransferKey, ...]], None]
    on_queue: Callable[[QueueSnapshot], None]
    on_trouble: Callable[[SkopError], None]


class TransferQueue:
    """Runs transfers on the loop it is made in; all methods are called there, one at a time.

    Ended with ``aclose``; what is unfinished then stays so in the ledger and is taken up by
    ``adopt`` at the next start. All methods but that raise ``LibraryError`` where the ledger
    cannot be written; what they could not write, they have not begun.
    """

    def __init__(self, ledger: Ledger, listeners: Listeners, options: TransferOptions) -> None:
        limits = options.limits
        self._ledger = ledger
        self._on_removed = listeners.on_removed
        self._throttle = Throttle(limits.bytes_per_second)
        self._rules = Rules(options.may_fetch, self._throttle, limits.largest, limits.marks_origin)
        self._book = Book(ledger, listeners.on_change)
        self._clients = ClientLease(options.client)
        watching = options.watching
        self._hosts = Hosts(limits.per_host, self._fill, watching.wall)
        self._halts = Halts(listeners.on_queue, self._fill, watching, ledger.path.parent)
        self._failures = Failures(
            self._book, self._halts, self._hosts, options.retries, watching.wall
        )
        self._failures.again = self._line_up
        self._folders = FolderRecords(ledger.job_facts(), listeners.on_trouble)
        self._files = SavedFiles(self._book, self._folders)
        self._runner = Runner(
            self._book,
            Attempts(self._book, self._clients, lambda: self._rules, options.kept_folder),
            self._files,
            halts=self._halts,
            hosts=self._hosts,
            failures=self._failures,
            at_once=limits.at_once,
        )
        self._sleep = WakeWatch(self._wake, wall=watching.wall, every=watching.sleep_every)
        self._sleep.start()
        self._renewing: set[asyncio.Task[None]] = set()

    async def adopt(self, records: Sequence[Record]) -> None:
        """Shows transfers of earlier starts and goes on with those that wait."""
        if self._ledger.is_paused():
            self._halts.pause()
        async for piece in chunks(records):
            for record in piece:
                self._book.add(record)
                if record.state is TransferState.WAITING:
                    self._runner.line_up(record)
                self._book.changed(record)
            self._fill()
        await self._files.adopt(records)

    async def start(
        self, folder: Path, wanted: Sequence[WantedDocument], job: JobFacts | None = None
    ) -> None:
        """Fetches documents into ``folder``, except those in hand or saved with their file there.

        What was begun in that folder goes on; begun in another, it is dropped there. All of them
        are in the ledger before the first one starts. Where it fails halfway, those before are
        fetched.
        """
        if job is not None:
            self._ledger.job(job)
            self._folders.job(job)
        places: dict[TransferKey, float] = {}
        begun: list[Record] = []
        documents = {document.key: document for document in wanted}
        trouble = None
        try:
            async for piece in chunks(documents.values()):
                new = [one for one in piece if not self._is_in_hand_or_saved(one.key)]
                begun += [record for one in new if (record := self._begun_in(folder, one.key))]
                kept = {record.key for record in begun}
                new = [one for one in new if one.key not in kept]
                for record in self._known(one.key for one in new):
                    self._book.discard_part(record)
                last = self._ledger.last_place()
                self._ledger.want((document, folder) for document in new)
                places |= {one.key: last + n for n, one in enumerate(new, start=1)}
        except LibraryError as error:
            trouble = error
        async for keys in chunks(places):
            for key in keys:
                self._take_in(documents[key], folder, places[key])
            self._fill()
        await self._go_on_with(begun)
        if trouble is not None:
            raise trouble

    async def retry(self, keys: Iterable[TransferKey]) -> None:
        """Tries failed and cancelled transfers again, and saved ones whose file is gone."""
        async for piece in chunks(self._known(keys)):
            again = [one for one in piece if not self._is_in_hand_or_saved(one.key)]
            again = [one for one in again if one.state is not TransferState.PAUSED]
            anew = [one for one in again if one.unfinished is None]
            self._ledger.want((one.wanted, one.folder) for one in anew)
            for record in again:
                if record.unfinished is None:
                    self._begin_anew(record)
                else:
                    self._go_on(record)
            self._fill()

    async def cancel(self, keys: Iterable[TransferKey]) -> None:
        """Stops transfers that are not finished; their parts are removed."""
        await self._stop(keys, _UNFINISHED, TransferState.CANCELLED)

    async def pause(self, keys: Iterable[TransferKey]) -> None:
        """Holds transfers that wait or run; their parts stay."""
        await self._stop(keys, _GOES_ON, TransferState.PAUSED)

    async def pause_all(self) -> None:
        """Holds every transfer; nothing new starts until somebody resumes."""
        # The ledger comes last: its disk may be the one that is full, and a pause is a pause.
        self._halts.pause()
        await self.pause(self._keys_in(_GOES_ON))
        self._ledger.pause(is_paused=True)

    async def resume(self, keys: Iterable[TransferKey]) -> None:
        """Goes on with paused transfers, and with whatever else was halted."""
        self._halts.go_on()
        paused = [one for one in self._known(keys) if one.state is TransferState.PAUSED]
        await self._go_on_with(paused)
        self._ledger.pause(is_paused=False)

    async def resume_all(self) -> None:
        """Goes on with everything; tries at once what the queue itself was waiting for."""
        await self.resume(self._keys_in(frozenset({TransferState.PAUSED})))

    async def remove(self, keys: Iterable[TransferKey]) -> None:
        """Stops transfers and takes them off the list; saved files stay on disk."""
        known = [record.key for record in self._known(keys)]
        with self._runner.holding():
            await self.cancel(known)
            async for piece in chunks(known):
                gone = [self._book.take_off(key) for key in piece if key in self._book.records]
                for record in gone:
                    self._files.twins.forget(record)
                still_ending = {one.key for one in gone if self._runner.is_running(one)}
                self._ledger.remove(one.key for one in gone if one.key not in still_ending)
                self._on_removed(tuple(one.key for one in gone))

    async def move(self, keys: Sequence[TransferKey], before: TransferKey | None) -> None:
        """Puts transfers, in the order given, right before ``before``; ``None`` puts them last."""
        chosen = [record for record in self._known(keys) if record.key != before]
        places = moved(self._book.records.values(), chosen, before)
        async for piece in chunks(places.items()):
            with self._ledger.together():
                for key, place in piece:
                    self._ledger.move(key, place)
            for key, place in piece:
                record = self._book.records[key]
                self._runner.place(record, place)
                self._book.changed(record)

    async def set_limits(self, limits: Limits) -> None:
        """What holds from now on; no transfer is stopped for it."""
        self._runner.at_once, self._hosts.per_host = limits.at_once, limits.per_host
        self._throttle.set_rate(limits.bytes_per_second)
        self._rules = Rules(
            self._rules.may_fetch, self._throttle, limits.largest, limits.marks_origin
        )
        self._fill()

    async def aclose(self) -> None:
        """Stops within a second; unfinished transfers and their parts are kept."""
        self._sleep.close()
        self._hosts.close()
        self._failures.close()
        await self._halts.aclose()
        await self._runner.aclose()
        self._files.close()
        for task in self._renewing:
            task.cancel()
        await self._clients.aclose()

    def _fill(self) -> None:
        self._runner.fill()

    def _line_up(self, record: Record) -> None:
        self._runner.line_up(record)
        self._fill()

    def _wake(self) -> None:
        task = asyncio.get_running_loop().create_task(self._clients.renew(), name="renew client")
        self._renewing.add(task)
        task.add_done_callback(self._renewing.discard)
        self._halts.network.go_on()
        self._hosts.wake()
        self._failures.wake()

    def _keys_in(self, states: frozenset[TransferState]) -> list[TransferKey]:
        return [record.key for record in self._book.records.values() if record.state in states]

    def _known(self, keys: Iterable[TransferKey]) -> list[Record]:
        known = (self._book.records.get(key) for key in dict.fromkeys(keys))
        return [record for record in known if record is not None]

    def _is_in_hand_or_saved(self, key: TransferKey) -> bool:
        record = self._book.records.get(key)
        return record is not None and (record.state in _GOES_ON or record.is_saved)

    def _begun_in(self, folder: Path, key: TransferKey) -> Record | None:
        record = self._book.records.get(key)
        if record is None or record.unfinished is None or record.folder != folder:
            return None
        return record

    async def _go_on_with(self, records: Iterable[Record]) -> None:
        async for piece in chunks(records):
            with self._ledger.together():
                for record in piece:
                    # Somebody may have done something else with it meanwhile.
                    if not record.is_removed and record.state not in _GOES_ON:
                        self._go_on(record)
            self._fill()

    def _take_in(self, document: WantedDocument, folder: Path, place: float) -> None:
        record = self._book.records.get(document.key)
        if record is None:
            record = Record(document, folder, place=place)
            self._book.add(record)
        record.wanted, record.folder = document, folder
        self._begin_anew(record)

    def _begin_anew(self, record: Record) -> None:
        self._files.twins.forget(record)
        record.begin_again()
        self._runner.line_up(record)
        self._book.changed(record)

    def _go_on(self, record: Record) -> None:
        record.go_on()
        if not self._runner.is_running(record):
            self._book.write_end(record)
        self._runner.line_up(record)
        self._book.changed(record)

    async def _stop(
        self, keys: Iterable[TransferKey], states: frozenset[TransferState], end: TransferState
    ) -> None:
        with self._runner.holding():
            async for piece in chunks(self._known(keys)):
                with self._ledger.together():
                    for record in piece:
                        if record.state in states:
                            self._end(record, end)

    def _end(self, record: Record, end: TransferState) -> None:
        record.state, record.error = end, None
        if self._runner.leave(record):
            record.drops_part = end is TransferState.CANCELLED
        else:
            if end is TransferState.CANCELLED:
                self._book.discard_part(record)
            self._book.write_end(record)
        self._book.changed(record)
