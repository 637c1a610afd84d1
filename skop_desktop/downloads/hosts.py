"""How many transfers each host serves at once, and which hosts asked to be left alone."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class _Rest:
    timer: asyncio.TimerHandle
    until: float


class Hosts:
    """Turns and rests by host. ``on_free`` is called when a rest is over.

    ``wall``: seconds since 1970; a rest is over by that clock too, which goes on in sleep. Used on
    one loop.
    """

    def __init__(
        self, per_host: int, on_free: Callable[[], None], wall: Callable[[], float]
    ) -> None:
        self.per_host = per_host
        self._on_free = on_free
        self._wall = wall
        self._loop = asyncio.get_running_loop()
        self._served: Counter[str] = Counter()
        self._rests: dict[str, _Rest] = {}

    def may_start(self, host: str) -> bool:
        """Whether ``host`` may be asked for one more."""
        return host not in self._rests and self._served[host] < self.per_host

    def take_turn(self, host: str) -> None:
        """One more is asked for."""
        self._served[host] += 1

    def end_turn(self, host: str) -> None:
        """One has ended."""
        self._served[host] -= 1
        if self._served[host] <= 0:
            del self._served[host]

    def rest(self, host: str, seconds: float) -> None:
        """Leaves a whole host alone, as it asked for; a longer rest stands."""
        until = self._wall() + seconds
        before = self._rests.get(host)
        if before is not None:
            if before.until >= until:
                return
            before.timer.cancel()
        self._rests[host] = _Rest(self._loop.call_later(seconds, self._end_rest, host), until)

    def wake(self) -> None:
        """Ends the rests that were over while the computer slept."""
        now = self._wall()
        for host in [host for host, rest in self._rests.items() if rest.until <= now]:
            self._rests[host].timer.cancel()
            self._end_rest(host)

    def close(self) -> None:
        """No rest ends any more."""
        for rest in self._rests.values():
            rest.timer.cancel()

    def _end_rest(self, host: str) -> None:
        del self._rests[host]
        self._on_free()
