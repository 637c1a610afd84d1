"""The transfers' own thread, with its own loop: the window never feels them."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from functools import partial
from pathlib import Path

from skop_desktop.downloads.batches import Batches
from skop_desktop.downloads.ledger import Ledger
from skop_desktop.downloads.ledger_file import begun_anew
from skop_desktop.downloads.options import TransferOptions
from skop_desktop.downloads.orders import Order, TransferOrders
from skop_desktop.downloads.queue import Listeners, TransferQueue
from skop_desktop.downloads.recovery import take_up
from skop_desktop.downloads.snapshot import QueueSnapshot, TransferKey, TransferSnapshot
from skop_desktop.errors import LibraryError, SkopError

__all__ = ["TransferOptions", "TransferWorker"]


def _ignore(_: object) -> None:
    """For callbacks that nobody asked for."""


class TransferWorker(TransferOrders):
    """Owns one thread in which queue, ledger and HTTP client live.

    All methods may be called from any thread and return at once, ``shutdown`` excepted. The
    callbacks come on the worker's thread: ``on_batch`` at most ten times a second, ``on_removed``
    in order with it, ``on_queue`` when what holds for all transfers has changed, ``on_trouble``
    with a ``LibraryError`` when the ledger cannot be used, and when the record of a folder cannot
    be written, ``on_done`` with the number of each order that has been carried out or refused.
    """

    def __init__(
        self,
        ledger: Path,
        on_batch: Callable[[tuple[TransferSnapshot, ...]], None],
        *,
        on_removed: Callable[[tuple[TransferKey, ...]], None] = _ignore,
        on_queue: Callable[[QueueSnapshot], None] = _ignore,
        on_trouble: Callable[[SkopError], None] = _ignore,
        on_done: Callable[[int], None] = _ignore,
        options: TransferOptions | None = None,
    ) -> None:
        self._ledger_path = ledger
        self._on_batch = on_batch
        self._on_removed = on_removed
        self._on_queue = on_queue
        self._on_trouble = on_trouble
        self._on_done = on_done
        self._options = options or TransferOptions()
        self._orders: asyncio.Queue[Order | None] = asyncio.Queue()
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

    def take(self, order: Order) -> None:
        """Has ``order`` carried out after all that came before it."""
        self._post(order)

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

    def _post(self, order: Order | None) -> None:
        with self._lock:
            if self._loop is not None and not self._loop.is_closed():
                self._loop.call_soon_threadsafe(self._orders.put_nowait, order)

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
            await self._do(lambda: queue.adopt(take_up(ledger)))
            while (order := await self._orders.get()) is not None:
                await self._do(partial(getattr(queue, order.act), *order.values))
                self._on_done(order.number)
        finally:
            await queue.aclose()
            batches.flush()

    async def _do(self, act: Callable[[], Coroutine[None, None, None]]) -> None:
        try:
            await act()
        except LibraryError as error:
            self._on_trouble(error)

    async def _refuse(self, error: LibraryError) -> None:
        """Says of each call why nothing can be done."""
        while (order := await self._orders.get()) is not None:
            self._on_trouble(error)
            self._on_done(order.number)
