"""One timer for all that is to be done now and then, while there is something to do."""

from __future__ import annotations

import asyncio
from collections.abc import Callable


class Beat:
    """Calls each of its callbacks every ``every`` seconds. Used on one loop.

    Small files come and go hundreds of times a second: a timer for each would mostly be cancelled.
    """

    def __init__(self, every: float) -> None:
        self._every = every
        self._calls: set[Callable[[], None]] = set()
        self._timer: asyncio.TimerHandle | None = None

    def add(self, call: Callable[[], None]) -> None:
        """``call`` is called from now on."""
        self._calls.add(call)
        if self._timer is None:
            self._wait()

    def discard(self, call: Callable[[], None]) -> None:
        """``call`` is called no more."""
        self._calls.discard(call)
        if self._timer is not None and not self._calls:
            self._timer.cancel()
            self._timer = None

    def _wait(self) -> None:
        self._timer = asyncio.get_running_loop().call_later(self._every, self._strike)

    def _strike(self) -> None:
        self._wait()
        for call in tuple(self._calls):
            call()
