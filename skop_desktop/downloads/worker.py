"""The transfers' own thread, with its own loop: the window never feels them."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from skop_desktop.downloads.addresses import MayFetch, may_fetch_as_written
from skop_desktop.downloads.answer import transfer_client
from skop_desktop.downloads.batches import Batches
from skop_desktop.downloads.ledger import Ledger
from skop_desktop.downloads.queue import TransferQueue
from skop_desktop.downloads.recovery import take_up
from skop_desktop.downloads.retry import RetryPolicy
from skop_desktop.downloads.snapshot import TransferKey, TransferSnapshot, WantedDocument
from skop_desktop.errors import LibraryError, SkopError

_log = logging.getLogger(__name__)
_Command = Callable[[TransferQueue], None]


@dataclass(frozen=True, slots=True)
class TransferOptions:
    """How transfers are run. ``client`` makes the HTTP client, on the transfers' own loop."""

    at_once: int = 6
    per_host: int = 2
    retries: RetryPolicy = field(default_factory=RetryPolicy)
    may_fetch: MayFetch = may_fetch_as_written
    client: Callable[[], httpx.AsyncClient] = transfer_client


def _ignore(_: object) -> None:
    """For callbacks that nobody asked for."""


class TransferWorker:
    """Owns one thread in which queue, ledger and HTTP client live.

    All methods may be called from any thread and return at once, ``shutdown`` excepted. The
    callbacks come on the worker's thread: ``on_batch`` at most ten times a second, ``on_removed``
    in order with it, ``on_trouble`` with a ``LibraryError`` when the ledger cannot be used; a call
    that met one has started nothing.
    """

    def __init__(
        self,
        ledger: Path,
        on_batch: Callable[[tuple[TransferSnapshot, ...]], None],
        *,
        on_removed: Callable[[tuple[TransferKey, ...]], None] = _ignore,
        on_trouble: Callable[[SkopError], None] = _ignore,
        options: TransferOptions | None = None,
    ) -> None:
        self._ledger_path = ledger
        self._on_batch = on_batch
        self._on_removed = on_removed
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

    def start(self, folder: Path, wanted: Sequence[WantedDocument]) -> None:
        """Fetches documents into ``folder``; those in hand or saved already are left alone."""
        self._post(lambda queue: queue.start(folder, wanted))

    def cancel(self, keys: Iterable[TransferKey]) -> None:
        """Stops transfers and removes what is there of them."""
        chosen = tuple(keys)
        self._post(lambda queue: queue.cancel(chosen))

    def cancel_all(self) -> None:
        """Stops every transfer."""
        self._post(lambda queue: queue.cancel_all())

    def retry(self, keys: Iterable[TransferKey]) -> None:
        """Tries failed and cancelled transfers again."""
        chosen = tuple(keys)
        self._post(lambda queue: queue.retry(chosen))

    def remove(self, keys: Iterable[TransferKey]) -> None:
        """Takes transfers off the list; saved files stay on disk."""
        chosen = tuple(keys)
        self._post(lambda queue: queue.remove(chosen))

    def set_at_once(self, number: int) -> None:
        """Has at most ``number`` transfers run at once from now on; none is stopped for it."""
        self._post(lambda queue: queue.set_at_once(number))

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
        with ledger:
            async with self._options.client() as client:
                await self._run(ledger, client)

    async def _run(self, ledger: Ledger, client: httpx.AsyncClient) -> None:
        batches = Batches(self._on_batch, self._on_removed)
        queue = TransferQueue(
            client,
            ledger,
            batches.add,
            batches.removed,
            at_once=self._options.at_once,
            per_host=self._options.per_host,
            retries=self._options.retries,
            may_fetch=self._options.may_fetch,
        )
        try:
            self._do(lambda queue: queue.adopt(take_up(ledger)), queue)
            while (command := await self._commands.get()) is not None:
                self._do(command, queue)
        finally:
            await queue.aclose()
            batches.flush()

    def _do(self, command: _Command, queue: TransferQueue) -> None:
        try:
            command(queue)
        except LibraryError as error:
            self._on_trouble(error)

    async def _refuse(self, error: LibraryError) -> None:
        """Says of each call why nothing can be done."""
        while await self._commands.get() is not None:
            self._on_trouble(error)
