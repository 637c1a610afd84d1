"""One limit of bytes a second for all transfers together."""

from __future__ import annotations

import asyncio
from typing import Final

_BURST: Final = 0.1
"""Seconds' worth of bytes that may come at once after a rest."""


class Throttle:
    """A token bucket. Called with what has just come, it waits until that was not too soon.

    Bytes that came are taken from the bucket at once, also below empty; who comes next waits until
    it is no longer empty. So no byte is read twice or kept back, and the mean is exact. Callers are
    served in turn. Used on one loop, whose clock it reads.
    """

    def __init__(self, bytes_per_second: int | None = None) -> None:
        self._loop = asyncio.get_running_loop()
        self._rate = bytes_per_second
        self._tokens = 0.0
        self._at = self._loop.time()
        self._turn = asyncio.Lock()
        self._changed = asyncio.Event()

    async def __call__(self, count: int) -> None:
        """Waits until ``count`` bytes more may have come."""
        if self._rate is None:
            return
        async with self._turn:
            self._fill()
            self._tokens -= count
            while (wait := self._too_soon()) > 0:
                await self._pause(wait)
                self._fill()

    def set_rate(self, bytes_per_second: int | None) -> None:
        """The limit from now on, ``None`` for none; holds for those that wait, too."""
        if bytes_per_second == self._rate:
            return
        self._fill()
        # What was borrowed at the old limit must not be paid back at a much lower one.
        if self._tokens < 0:
            share = bytes_per_second / self._rate if bytes_per_second and self._rate else 0.0
            self._tokens *= min(1.0, share)
        self._rate = bytes_per_second
        self._changed.set()

    def _too_soon(self) -> float:
        """Seconds that are missing."""
        # Less than a byte is the clock's rounding, which no waiting mends.
        return -self._tokens / self._rate if self._rate and self._tokens <= -1 else 0.0

    async def _pause(self, seconds: float) -> None:
        self._changed.clear()
        try:
            async with asyncio.timeout(seconds):
                await self._changed.wait()
        except TimeoutError:
            return

    def _fill(self) -> None:
        now = self._loop.time()
        rate = self._rate or 0
        self._tokens = min(rate * _BURST, self._tokens + (now - self._at) * rate)
        self._at = now
