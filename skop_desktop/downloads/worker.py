"""The transfers' own thread, with its own loop: the window never feels them."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterable, Sequence
from pathlib import Path

from skop_desktop.downloads.batches import Batches
from skop_desktop.downloads.ledger import Ledger
from skop_desktop.downloads.ledger_file import begun_anew
from skop_desktop.downloads.options import TransferOptions
from skop_desktop.downloads.queue import Listeners, TransferQueue
from skop_desktop.downloads.recovery import take_up
from skop_desktop.downloads.snapshot import (
    JobFacts,
    QueueSnapshot,
    TransferKey,
    TransferSnapshot,
    WantedDocument,
)
from skop_desktop.errors import LibraryError, SkopError

__all__ = ["TransferOptions", "TransferWorker"]

_Command = Callable[[TransferQueue], Coroutine[None, None, None]]


def _ignore(_: object) -> None:
    """For callbacks that nobody asked for."""


class TransferWorker:
    """Owns one thread in which queue, ledger and HTTP client live.

    All methods may be called from any thread and return at once, ``shutdown`` excepted. The
    callbacks come on the worker's thread: ``on_batch`` at most ten times a second, ``on_removed``
    in order with it, ``on_queue`` when what holds for all transfers has changed, ``on_trouble``
    with a ``LibraryError`` when the ledger cannot be used, and when the record of a folder cannot
    be written.
    """

    def __init__(
        self,
        ledger: Path,
        on_batch: Callable[[tuple[TransferSnapshot, ...]], None],
        *,
        on_removed: Callable[[tuple[TransferKey, ...]], None] = _ignore,
        on_queue: Callable[[QueueSnapshot], None] = _ignore,
        on_trouble: Callable[[SkopError], None] = _ignore,
        options: TransferOptions | None = None,
    ) -> None:
        self._ledger_path = ledger
        self._on_batch = on_batch
        self._on_removed = on_removed
        self._on_queue = on_queue
        self._on_trouble = on_trouble
        self._options = options or TransferOptions()
        self._commands: asyncio.Queue[_Command | None] = asyncio.Queue()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    def open(self) -> None:
        """Starts the thread: earlier transfers are shown, unfinished ones go on."""
        with self._lock:
            if self._thread is not None:
                raise RuntimeError("the worker has been opened before")
            self._loop = asyncio.new_event_loop()
            # A daemon: a disk that does not answer must not keep the app from ending.
            self._thread = threading.Thread(
                target=self._serve, args=(self._loop,), name="transfers", daemon=True
            )
            self._thread.start()

    def start(
        self, folder: Path, wanted: Sequence[WantedDocument], job: JobFacts | None = None
    ) -> None:
        """Fetches documents into ``folder``; those in hand or saved already are left alone.

        ``job``: what the folder's ``job.json`` is to say.
        """
        self._post(lambda queue: queue.start(folder, wanted, job))

    def cancel(self, keys: Iterable[TransferKey]) -> None:
        """Stops transfers and removes what is there of them."""
        chosen = tuple(keys)
        self._post(lambda queue: queue.cancel(chosen))

    def cancel_all(self) -> None:
        """Stops every transfer."""
        self._post(lambda queue: queue.cancel_all())

    def pause(self, keys: Iterable[TransferKey]) -> None:
        """Holds transfers; what is there of them stays, also over the end of the app."""
        chosen = tuple(keys)
        self._post(lambda queue: queue.pause(chosen))

    def resume(self, keys: Iterable[TransferKey]) -> None:
        """Goes on with paused transfers."""
        chosen = tuple(keys)
        self._post(lambda queue: queue.resume(chosen))

    def pause_all(self) -> None:
        """Holds every transfer, and what is asked for until somebody resumes."""
        self._post(lambda queue: queue.pause_all())

    def resume_all(self) -> None:
        """Goes on with everything; tries at once what the queue itself was waiting for."""
        self._post(lambda queue: queue.resume_all())

    def move(self, keys: Iterable[TransferKey], before: TransferKey | None) -> None:
        """Puts transfers, in the order given, right before ``before``; ``None`` puts them last."""
        chosen = tuple(keys)
        self._post(lambda queue: queue.move(chosen, before))

    def retry(self, keys: Iterable[TransferKey]) -> None:
        """Tries failed and cancelled transfers again."""
        chosen = tuple(keys)
        self._post(lambda queue: queue.retry(chosen))

    def retry_failed(self) -> None:
        """Tries all failed transfers again, and no others."""
        self._post(lambda queue: queue.retry_failed())

    def remove(self, keys: Iterable[TransferKey]) -> None:
        """Takes transfers off the list; saved files stay on disk."""
        chosen = tuple(keys)
        self._post(lambda queue: queue.remove(chosen))

    def set_limits(
        self,
        *,
        at_once: int,
        per_host: int,
        bytes_per_second: int | None,
        largest: int | None,
        marks_origin: bool,
    ) -> None:
        """What holds from now on, for transfers that run too; none is stopped for it.

        ``at_once`` and ``per_host``: transfers. ``bytes_per_second``: of all together;
        ``largest``: bytes a document may have; ``None`` is no limit for either.
        """
        self._post(
            lambda queue: queue.set_limits(
                at_once=at_once,
                per_host=per_host,
                bytes_per_second=bytes_per_second,
                largest=largest,
                marks_origin=marks_origin,
            )
        )

    def shutdown(self, timeout: float = 2.0) -> bool:
        """Stops everything, waits up to ``timeout`` seconds; whether the thread has ended.

        Unfinished transfers go on at the next start. May be called twice, and before ``open``.
        """
        thread = self._thread
        if thread is None:
            return True
        self._post(None)
        thread.join(timeout)
        return not thread.is_alive()

    def _post(self, command: _Command | None) -> None:
        with self._lock:
            if self._loop is not None and not self._loop.is_closed():
                self._loop.call_soon_threadsafe(self._commands.put_nowait, command)

    def _serve(self, loop: asyncio.AbstractEventLoop) -> None:
        try:
            loop.run_until_complete(self._main())
            loop.run_until_complete(loop.shutdown_asyncgens())
        finally:
            # Not Runner: it would wait for a name look-up that nobody needs any more.
            with self._lock:
                loop.close()

    async def _main(self) -> None:
        try:
            ledger = Ledger(self._ledger_path)
        except LibraryError as error:
            self._on_trouble(error)
            await self._refuse(error)
            return
        if ledger.set_aside is not None:
            self._on_trouble(begun_anew(ledger.set_aside))
        with ledger:
            await self._run(ledger)

    async def _run(self, ledger: Ledger) -> None:
        batches = Batches(self._on_batch, self._on_removed)
        listeners = Listeners(batches.add, batches.removed, self._on_queue, self._on_trouble)
        queue = TransferQueue(ledger, listeners, self._options)
        try:
            await self._do(lambda queue: queue.adopt(take_up(ledger)), queue)
            while (command := await self._commands.get()) is not None:
                await self._do(command, queue)
        finally:
            await queue.aclose()
            batches.flush()

    async def _do(self, command: _Command, queue: TransferQueue) -> None:
        try:
            await command(queue)
        except LibraryError as error:
            self._on_trouble(error)

    async def _refuse(self, error: LibraryError) -> None:
        """Says of each call why nothing can be done."""
        while await self._commands.get() is not None:
            self._on_trouble(error)
