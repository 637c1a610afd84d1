"""The line of waiting transfers: fair over hosts, in the order that the person gave."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from heapq import heappop, heappush

from skop_desktop.downloads.places import was_moved
from skop_desktop.downloads.snapshot import TransferKey


class FairLine:
    """The lowest place first within a host; the hosts take turns.

    A transfer that a person moved before all others that may start comes next, whichever host's
    turn it is.
    """

    def __init__(self) -> None:
        self._hosts: OrderedDict[str, _HostLine] = OrderedDict()
        self._moved: set[TransferKey] = set()

    def add(self, host: str, key: TransferKey, place: float) -> None:
        """Puts ``key`` into its host's line."""
        self._hosts.setdefault(host, _HostLine()).add(key, place)
        if was_moved(place):
            self._moved.add(key)

    def discard(self, host: str, key: TransferKey) -> bool:
        """Takes ``key`` out, wherever it stands; whether it was there."""
        self._moved.discard(key)
        keys = self._hosts.get(host)
        if keys is None or not keys.discard(key):
            return False
        if keys.is_empty:
            del self._hosts[host]
        return True

    def next(self, may_start: Callable[[str], bool]) -> TransferKey | None:
        """Takes out the first of the host whose turn it is among those that ``may_start``."""
        host = self._first_moved(may_start) if self._moved else None
        if host is None:
            host = next((host for host in self._hosts if may_start(host)), None)
        if host is None:
            return None
        _, key = self._hosts[host].first()
        self._hosts.move_to_end(host)
        self.discard(host, key)
        return key

    def _first_moved(self, may_start: Callable[[str], bool]) -> str | None:
        """The host of the very first that may start, if a person put that one there."""
        firsts = [(*keys.first(), host) for host, keys in self._hosts.items() if may_start(host)]
        if not firsts:
            return None
        _, key, host = min(firsts, key=lambda first: first[0])
        return host if key in self._moved else None


class _HostLine:
    """A heap in which what was taken out stays until it comes to the top."""

    def __init__(self) -> None:
        self._places: dict[TransferKey, float] = {}
        self._heap: list[tuple[float, int, TransferKey]] = []
        self._count = 0

    def add(self, key: TransferKey, place: float) -> None:
        if self._places.get(key) == place:
            return
        self._places[key] = place
        self._count += 1
        heappush(self._heap, (place, self._count, key))

    @property
    def is_empty(self) -> bool:
        return not self._places

    def discard(self, key: TransferKey) -> bool:
        return self._places.pop(key, None) is not None

    def first(self) -> tuple[float, TransferKey]:
        while True:
            place, _, key = self._heap[0]
            if self._places.get(key) == place:
                return place, key
            heappop(self._heap)
