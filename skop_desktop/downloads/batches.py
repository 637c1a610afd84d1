"""Changes of transfers, gathered so that the screen is told at most ten times a second."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from skop_desktop.downloads.snapshot import TransferKey, TransferSnapshot


class Batches:
    """Gathers snapshots; gives them on in one tuple for all transfers.

    Of one transfer in one state only the newest snapshot is given on; each state it went through
    is, in order. Used on one loop.
    """

    def __init__(
        self,
        on_batch: Callable[[tuple[TransferSnapshot, ...]], None],
        on_removed: Callable[[tuple[TransferKey, ...]], None],
        *,
        shortest_gap: float = 0.1,
    ) -> None:
        self._on_batch = on_batch
        self._on_removed = on_removed
        self._gap = shortest_gap
        self._loop = asyncio.get_running_loop()
        self._pending: list[TransferSnapshot] = []
        self._place: dict[TransferKey, int] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._last = float("-inf")

    def add(self, snapshot: TransferSnapshot) -> None:
        """Takes one change."""
        place = self._place.get(snapshot.key)
        if place is not None and self._pending[place].state is snapshot.state:
            self._pending[place] = snapshot
            return
        self._place[snapshot.key] = len(self._pending)
        self._pending.append(snapshot)
        if self._timer is None:
            wait = max(0.0, self._last + self._gap - self._loop.time())
            self._timer = self._loop.call_later(wait, self.flush)

    def removed(self, keys: tuple[TransferKey, ...]) -> None:
        """Tells at once, after what came before, that transfers are gone from the list."""
        self.flush()
        self._on_removed(keys)

    def flush(self) -> None:
        """Gives on what has been gathered."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if not self._pending:
            return
        batch = tuple(self._pending)
        self._pending.clear()
        self._place.clear()
        self._last = self._loop.time()
        self._on_batch(batch)
