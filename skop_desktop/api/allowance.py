"""How many requests of one kind may still go out: our own count, and the service's word.

Two facts make this safe without knowing how a service counts. Whoever never sends more than
``capacity`` requests within any hour breaks neither a sliding nor a fixed hour. And what a service
says remains, less what was sent since, is a lower bound for ever: time only adds to it.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import Final

from skop_desktop.api.limit_headers import LimitWord

HOUR: Final = 3_600.0
_REMEMBERED: Final = HOUR + 15
"""Seconds a request counts: a service counts it when it arrives, which is later than we do."""

_PROBE_EVERY: Final = 60.0
_FIRST_WAIT: Final = 60.0
_LONGEST_WAIT: Final = 900.0
_SURELY_A_WINDOW: Final = 300.0
"""A reset that is nearer when first told may be one old request running out, not a fresh hour."""

_SAME_RESET: Final = 30.0

_STEPS: Final = 60


@dataclass(frozen=True, slots=True)
class _Sent:
    number: int
    at: float


@dataclass(frozen=True, slots=True)
class _Told:
    """The service's word. ``alone``: it fits our own count, so nobody else uses the key."""

    remaining: int
    number: int
    reset_at: float
    alone: bool
    refused_for: float | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """Until ``end`` (seconds from now), ``may`` requests may have gone out in all."""

    end: float
    may: int


class Allowance:
    """The requests of one kind within an hour. All times are seconds of one clock.

    ``limit``: how many an hour while the service has not said. ``reserve``: how many of them are
    never spent.
    """

    def __init__(self, limit: int, reserve: int) -> None:
        self._capacity = limit
        self._capacity_was_told = False
        self._reserve = reserve
        self._log: list[_Sent] = []
        self._numbers = 0
        self._told: _Told | None = None
        self._refusals = 0
        self._window_end: float | None = None

    @property
    def full(self) -> int:
        """How many of a fresh hour may go out, as far as is known."""
        return max(1, self._capacity - self._reserve)

    def note_request(self, now: float) -> int:
        """A request goes out. Gives its number."""
        self._numbers += 1
        del self._log[: len(self._log) - self._live(now)]
        self._log.append(_Sent(self._numbers, now))
        return self._numbers

    def take_back(self, number: int) -> None:
        """The request never reached the service."""
        self._log = [sent for sent in self._log if sent.number != number]

    def note_word(self, number: int, word: LimitWord, now: float) -> None:
        """The answer to request ``number`` says what is left."""
        self._refusals = 0
        told = self._told
        if word.remaining is None:
            if told and told.refused_for is not None and told.refused_for < _PROBE_EVERY:
                self._told = None
            return
        counted = word.remaining + 1
        self._capacity = max(self._capacity, counted) if self._capacity_was_told else counted
        self._capacity_was_told = True
        if told is not None and told.number > number:
            return
        reset_at = now + (word.reset_in or HOUR)
        alone = word.remaining >= self._capacity - self._live(now) - 1
        self._told = _Told(word.remaining, number, reset_at, alone)
        if reset_at - now >= _SURELY_A_WINDOW or not self._ends_at(reset_at):
            far_enough = word.reset_in is not None and reset_at - now >= _SURELY_A_WINDOW
            self._window_end = reset_at if far_enough else None

    def _ends_at(self, moment: float) -> bool:
        return self._window_end is not None and abs(self._window_end - moment) <= _SAME_RESET

    def note_limit(self, now: float, wait: float | None) -> float:
        """The service refused a request and asks for ``wait`` seconds. When it goes on."""
        self._refusals += 1
        if wait is None:
            wait = min(_LONGEST_WAIT, _FIRST_WAIT * 2 ** (self._refusals - 1))
        self._told = _Told(0, self._numbers, now + wait, alone=False, refused_for=wait)
        return self._told.reset_at

    def is_refused(self, now: float) -> bool:
        """Whether the service itself has said that nothing more may be asked at ``now``."""
        told = self._told
        return told is not None and now < told.reset_at and told.remaining <= 0

    def left(self, now: float) -> int:
        """How many may go out at ``now``, the reserve set aside. Never less than 0."""
        return max(0, self._left(now))

    def opens_at(self, now: float) -> float:
        """The moment, ``now`` or later, at which the next request may go out."""
        if self._left(now) > 0:
            return now
        points = [sent.at + _REMEMBERED for sent in self._log]
        if self._told is not None:
            points += [self._told.reset_at, self._told.reset_at + HOUR]
            if self._log:
                points.append(max(self._told.reset_at, self._log[-1].at + _PROBE_EVERY + 1))
        opening = (point for point in sorted(points) if point > now and self._left(point) > 0)
        return next(opening, now + HOUR)

    def outlook(self, now: float) -> list[Step]:
        """What may go out in all from ``now`` on, an hour ahead.

        Rises as old requests run out and when the service's window ends.
        """
        rises = [(0.0, self.left(now))]
        told = self._standing_word(now)
        if told is None or told.alone:
            live = self._log[len(self._log) - self._live(now) :]
            by_count = self._by_count(now)
            for count in range(0, len(live), max(1, len(live) // _STEPS)):
                may = by_count + count + 1
                if may > rises[-1][1]:
                    rises.append((live[count].at + _REMEMBERED - now, may))
        if self._window_end is not None and self._window_end > now:
            ends = self._window_end - now
            rises = [rise for rise in rises if rise[0] < ends]
            rises.append((ends, rises[-1][1] + self.full))
        rises = [rise for rise in rises if rise[0] < HOUR]
        ends_of_steps = [start for start, _ in rises[1:]] + [HOUR]
        return [Step(end, may) for end, (_, may) in zip(ends_of_steps, rises, strict=True)]

    def _live(self, now: float) -> int:
        """How many requests count at ``now``."""
        return len(self._log) - bisect_right(self._log, now - _REMEMBERED, key=lambda s: s.at)

    def _by_count(self, now: float) -> int:
        return self._capacity - self._live(now) - self._reserve

    def _standing_word(self, now: float) -> _Told | None:
        """The service's word, unless it is so old that nothing of it is left."""
        return self._told if self._told and now < self._told.reset_at + HOUR else None

    def _left(self, now: float) -> int:
        told = self._standing_word(now)
        if told is None:
            return self._by_count(now)
        if now < told.reset_at:
            since = len(self._log) - bisect_right(self._log, told.number, key=lambda s: s.number)
            by_word = told.remaining - since - self._reserve
        else:
            quiet_since = max(told.reset_at, now - _PROBE_EVERY)
            by_word = 0 if self._log and self._log[-1].at >= quiet_since else 1
        return max(by_word, self._by_count(now)) if told.alone else by_word
