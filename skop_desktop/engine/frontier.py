"""The pages that wait to be read, the most promising first."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from typing import Protocol

from skop_desktop.engine.addresses import is_calendar, is_trap, pattern_of
from skop_desktop.engine.manners import FrontierBounds
from skop_desktop.engine.pages import Link


@dataclass(frozen=True, slots=True)
class Visit:
    """A page to read. ``depth``: links from the start page. ``attempt``: 1 at first.

    ``link`` and ``source``: the link that led here and the page that holds it, if any did.
    """

    url: str
    depth: int = 0
    promise: float = 0.0
    attempt: int = 1
    link: Link | None = None
    source: str = ""
    source_title: str = ""


class Frontier(Protocol):
    """Where pages wait. A page is given out once; ``again`` puts it back."""

    def add(self, visit: Visit) -> bool:
        """Take a page in; ``False`` where it is known already or not worth asking for."""
        ...

    def again(self, visit: Visit) -> None:
        """Put a page back that was given out and could not be read yet."""
        ...

    def next(self) -> Visit | None:
        """The most promising page, or ``None`` where none waits."""
        ...

    def __len__(self) -> int: ...


class MemoryFrontier:
    """A frontier for one run, in memory. ``left_out``: pages the bounds kept away."""

    def __init__(self, bounds: FrontierBounds) -> None:
        self._bounds = bounds
        self._waiting: list[tuple[float, int, Visit]] = []
        self._known: set[str] = set()
        self._of_pattern: dict[str, int] = {}
        self._calendar_leaves = 0
        self._count = 0
        self.left_out = 0

    def add(self, visit: Visit) -> bool:
        """Take a page in, unless it is known or beyond the bounds."""
        if visit.url in self._known:
            return False
        self._known.add(visit.url)
        if visit.depth and not self._is_within_bounds(visit):
            self.left_out += 1
            return False
        self._push(visit)
        return True

    def again(self, visit: Visit) -> None:
        """Put a page back, behind what promises as much."""
        self._push(visit)

    def next(self) -> Visit | None:
        """The most promising page; of equals, the one that came first."""
        return heapq.heappop(self._waiting)[2] if self._waiting else None

    def __len__(self) -> int:
        return len(self._waiting)

    def _push(self, visit: Visit) -> None:
        self._count += 1
        heapq.heappush(self._waiting, (-visit.promise, self._count, visit))

    def _is_within_bounds(self, visit: Visit) -> bool:
        if visit.depth > self._bounds.depth or self._count >= self._bounds.pages:
            return False
        if is_trap(visit.url):
            return False
        if is_calendar(visit.url):
            self._calendar_leaves += 1
            if self._calendar_leaves > self._bounds.calendar_leaves:
                return False
        pattern = pattern_of(visit.url)
        self._of_pattern[pattern] = self._of_pattern.get(pattern, 0) + 1
        return self._of_pattern[pattern] <= self._bounds.pages_of_one_pattern
