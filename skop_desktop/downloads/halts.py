"""Why nothing starts: a person paused everything, the disk is full, there is no network."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from skop_desktop.downloads.disk_watch import DiskWatch
from skop_desktop.downloads.no_network import NoNetwork
from skop_desktop.downloads.options import Watching
from skop_desktop.downloads.record import Record
from skop_desktop.downloads.snapshot import QueueSnapshot
from skop_desktop.errors import TransferError, TransferFault


class Halts:
    """What holds for all transfers at once. ``on_queue`` hears each change; ``on_free`` is called
    when something may start again. Used on one loop, ended with ``aclose``.
    """

    def __init__(
        self,
        on_queue: Callable[[QueueSnapshot], None],
        on_free: Callable[[], None],
        watching: Watching,
        ledger_folder: Path,
    ) -> None:
        self._on_queue = on_queue
        self._on_free = on_free
        self._is_paused = False
        self._told = QueueSnapshot()
        self.disk = DiskWatch(self._changed, every=watching.room_every, own=ledger_folder)
        self.network = NoNetwork(
            self._changed,
            first_pause=watching.first_probe,
            longest_pause=watching.longest_probe,
            resolver=watching.resolver,
            knows_way=watching.knows_way,
        )

    def pause(self) -> None:
        """Nothing new starts until ``go_on``."""
        self._is_paused = True
        self._changed()

    def go_on(self) -> None:
        """Somebody wants it to go on: at once, whatever was waited for."""
        self._is_paused = False
        self.disk.go_on()
        self.network.go_on()
        self._changed()

    @property
    def is_all_halted(self) -> bool:
        """Whether nothing may start, whichever host."""
        return self._is_paused or self.disk.trouble is not None

    async def takes_in(self, record: Record, host: str, error: TransferError) -> bool:
        """Whether ``error`` is everybody's trouble: then it is no failed try of ``record``."""
        if error.fault is TransferFault.DISK_FULL:
            needed = None if record.declared is None else record.declared - record.received
            return await self.disk.is_full(record.key, record.folder, needed)
        if error.fault is TransferFault.NO_ANSWER:
            return await self.network.is_gone(host, error)
        if error.detail.code is not None:
            self.network.proved(host)
        return False

    async def aclose(self) -> None:
        """Looks at nothing any more."""
        self.network.close()
        await self.disk.aclose()

    def _changed(self) -> None:
        now = QueueSnapshot(self._is_paused, self.disk.trouble or self.network.trouble)
        if now != self._told:
            self._told = now
            self._on_queue(now)
        asyncio.get_running_loop().call_soon(self._on_free)
