"""An event loop on which waiting takes no time."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Coroutine
from typing import TypeVar

T = TypeVar("T")


class _NoWait(selectors.SelectSelector):
    """Tells the loop how long it would have waited, and does not."""

    def __init__(self) -> None:
        super().__init__()
        self.elapsed = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """What is ready now; time goes on by ``timeout`` if nothing is."""
        ready = super().select(0)
        if not ready and timeout:
            self.elapsed += timeout
        return ready


class VirtualTimeLoop(asyncio.SelectorEventLoop):
    """Its clock moves on by exactly what is waited for. For code without threads and sockets."""

    def __init__(self) -> None:
        self._no_wait = _NoWait()
        super().__init__(self._no_wait)

    def time(self) -> float:
        """Seconds waited so far."""
        return self._no_wait.elapsed


def in_virtual_time(work: Coroutine[None, None, T]) -> T:
    """Runs ``work`` to its end on a loop of its own."""
    with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
        return runner.run(work)
