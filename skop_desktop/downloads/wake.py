"""Notices that the computer has slept."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final

_JUMP: Final = 10.0
"""Seconds that must be missing; less is a busy computer or a clock that was set right."""


class WakeWatch:
    """Calls ``on_wake`` after a sleep, seen by the wall clock's lead over the loop's.

    On Linux and macOS the steady clock stands still in sleep; on Windows it goes on, and then the
    beat comes far too late. ``wall``: seconds since 1970. Used on one loop, from ``start`` on.
    """

    def __init__(
        self, on_wake: Callable[[], None], *, wall: Callable[[], float], every: float
    ) -> None:
        self._on_wake = on_wake
        self._wall = wall
        self._every = every
        self._loop = asyncio.get_running_loop()
        self._timer: asyncio.TimerHandle | None = None
        self._seen = (0.0, 0.0)

    def start(self) -> None:
        """Begins to look."""
        self._look_again(self._now())

    def close(self) -> None:
        """Looks no more."""
        if self._timer is not None:
            self._timer.cancel()

    def _beat(self) -> None:
        before, now = self._seen, self._now()
        self._look_again(now)
        if max(now[0] - before[0], now[1] - before[1]) > self._every + _JUMP:
            self._on_wake()

    def _look_again(self, seen: tuple[float, float]) -> None:
        self._seen = seen
        self._timer = self._loop.call_later(self._every, self._beat)

    def _now(self) -> tuple[float, float]:
        return self._loop.time(), self._wall()
