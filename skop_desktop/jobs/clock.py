"""Time as following a job needs it, so that an hour of it can be tested in a moment."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Two readings and one wait."""

    def now(self) -> datetime:
        """The time of day, UTC. May jump when somebody sets the computer's clock."""

    def monotonic(self) -> float:
        """Seconds that never go back; the clock of ``RequestBudget``."""

    async def wait(self, wake: asyncio.Event, seconds: float | None) -> bool:
        """Wait ``seconds`` (``None``: for ever), or until ``wake`` is set.

        Returns whether it was set, and clears it.
        """


class SystemClock:
    """The computer's own time."""

    def now(self) -> datetime:
        """The time of day, UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds that never go back."""
        return time.monotonic()

    async def wait(self, wake: asyncio.Event, seconds: float | None) -> bool:
        """Wait ``seconds``, or until ``wake`` is set; returns whether it was, and clears it."""
        try:
            async with asyncio.timeout(seconds):
                await wake.wait()
        except TimeoutError:
            return False
        wake.clear()
        return True
