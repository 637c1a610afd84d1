"""A clock on which waiting takes no time."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta


class VirtualClock:
    """Each wait moves it on at once. While ``holds`` is set, waits last until they are woken.

    Starts at the real time, so that what the client tells by the real clock fits.
    """

    def __init__(self) -> None:
        self.elapsed = 0.0
        self.waits: list[float | None] = []
        self.holds = False
        self.waiting = asyncio.Event()
        self._start = datetime.now(UTC)

    def now(self) -> datetime:
        return self._start + timedelta(seconds=self.elapsed)

    def monotonic(self) -> float:
        return 1_000.0 + self.elapsed

    async def sleep(self, seconds: float) -> None:
        self.elapsed += seconds
        await asyncio.sleep(0)

    async def wait(self, wake: asyncio.Event, seconds: float | None) -> bool:
        self.waits.append(seconds)
        if seconds is None or self.holds:
            self.waiting.set()
            await wake.wait()
        elif not wake.is_set():
            await self.sleep(seconds)
        woken = wake.is_set()
        wake.clear()
        return woken
