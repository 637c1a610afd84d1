"""How far a job is, and how long it still takes: from what waits and from the measured speed.

Each step of a crawl (a page read, a document checked) brings so many new steps. Where a step brings
``g`` of them, what waits comes to ``waiting / (1 - g)`` steps in all; while ``g`` is one or more
there is no end in sight but the time limit. So the estimate begins at the time limit and comes
down, and what is told never runs backwards: the time left never grows, the progress never falls.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Self

_NEARLY: Final = 99.0
_STEPS_REMEMBERED: Final = 200
_STOPS_BELOW: Final = 0.25
"""The clock stops where it shows less than this share of what the measurement says."""


@dataclass(slots=True)
class Progress:
    """All times in seconds that the job has been at work. ``longest``: its time limit."""

    longest: float
    done: int = 0
    _known: int = 0
    _used: float = 0.0
    _pace: float = 0.0
    _growth: float = 1.0
    _end: float | None = None
    _least: float = 0.0

    def measure(self, used: float, done: int, waiting: int) -> None:
        """After ``used`` seconds ``done`` steps are done and ``waiting`` wait or are under way."""
        steps = done - self.done
        if steps <= 0:
            self._known = max(self._known, done + waiting)
            return
        share = 1 - (1 - max(1 / _STEPS_REMEMBERED, min(1.0, 2 / (done + 1)))) ** steps
        self._pace += share * ((used - self._used) / steps - self._pace)
        self._growth += share * ((done + waiting - self._known) / steps - self._growth)
        self.done, self._known, self._used = done, done + waiting, used
        self._take(used, self._estimate(used, waiting))

    def left(self, used: float) -> float | None:
        """Seconds left after ``used`` seconds; ``None`` before anything was measured."""
        return None if self._end is None else max(self._end - used, self._least)

    def percent(self, used: float) -> float | None:
        """0 to 99, as a share of the time that the job takes in all."""
        left = self.left(used)
        if left is None:
            return None
        return min(_NEARLY, round(100 * used / (used + left), 1)) if used > 0 else 0.0

    def facts(self) -> list[float | None]:
        """What a later run goes on from (see ``resumed``)."""
        return [self.done, self._known, self._used, self._pace, self._growth, self._end,
                self._least]  # fmt: skip

    @classmethod
    def resumed(cls, longest: float, facts: list[Any]) -> Self:
        """As it was when ``facts`` were taken."""
        return cls(longest, *facts)

    def _estimate(self, used: float, waiting: int) -> float:
        limit = max(0.0, self.longest - used)
        if self._growth >= 1:
            return limit if waiting else 0.0
        return min(limit, waiting * self._pace / (1 - max(0.0, self._growth)))

    def _take(self, used: float, estimate: float) -> None:
        shown = self.left(used)
        if shown is None or estimate <= shown:
            self._end = used + estimate
            self._least = min(self._least, estimate)
        elif shown < _STOPS_BELOW * estimate:
            self._least = shown
