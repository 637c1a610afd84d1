"""Changes of transfers, gathered so that the screen is told at most ten times a second."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final

from skop_desktop.downloads.snapshot import TransferKey, TransferSnapshot

_HURRY: Final = 5


class Batches:
    """Gathers snapshots; gives them on in one tuple for all transfers.

    Of one transfer in one state only the newest snapshot is given on; each state it went through
    is, in order. A batch holds at most ``largest``, as the window has to take it in in one go; the
    rest follows in the next ones, five times as soon as usual. Used on one loop.
    """

    def __init__(
        self,
        on_batch: Callable[[tuple[TransferSnapshot, ...]], None],
        on_removed: Callable[[tuple[TransferKey, ...]], None],
        *,
        shortest_gap: float = 0.1,
        largest: int = 250,
    ) -> None:
        self._on_batch = on_batch
        self._on_removed = on_removed
        self._gap = shortest_gap
        self._largest = largest
        self._loop = asyncio.get_running_loop()
        self._pending: list[TransferSnapshot] = []
        self._given = 0
        self._place: dict[TransferKey, int] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._last = float("-inf")

    def add(self, snapshot: TransferSnapshot) -> None:
        """Takes one change."""
        place = self._place.get(snapshot.key, -1)
        if place >= self._given and self._pending[place].state is snapshot.state:
            self._pending[place] = snapshot
            return
        self._place[snapshot.key] = len(self._pending)
        self._pending.append(snapshot)
        self._give_soon(self._gap)

    def removed(self, keys: tuple[TransferKey, ...]) -> None:
        """Tells at once that transfers are gone from the list; nothing follows for them."""
        gone = set(keys)
        self._pending = [s for s in self._pending[self._given :] if s.key not in gone]
        self._given = 0
        self._place = {snapshot.key: n for n, snapshot in enumerate(self._pending)}
        self._on_removed(keys)

    def flush(self) -> None:
        """Gives on all that has been gathered."""
        while self._given < len(self._pending):
            self._give()

    def _give_soon(self, gap: float) -> None:
        if self._timer is None:
            wait = max(0.0, self._last + gap - self._loop.time())
            self._timer = self._loop.call_later(wait, self._give)

    def _give(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        batch = tuple(self._pending[self._given : self._given + self._largest])
        self._given += len(batch)
        if self._given == len(self._pending):
            self._pending.clear()
            self._place.clear()
            self._given = 0
        if batch:
            self._last = self._loop.time()
            self._on_batch(batch)
        if self._pending:
            self._give_soon(self._gap / _HURRY)
