"""How quickly a host is asked: one request each so many seconds, slower when it asks for that."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final
from urllib.parse import urlsplit

LONGEST_WAIT: Final = 120.0
"""Seconds a host may ask to wait; a longer ``Retry-After`` counts as this."""

_ASKS_TO_WAIT: Final = frozenset({429, 503})
_WAIT_UNASKED: Final = 5.0
_GOOD: Final = range(200, 400)


_SMOOTHING: Final = 0.5
"""Share of the last answer in what is expected of the next (as Scrapy's AutoThrottle)."""


@dataclass(slots=True)
class _Host:
    delay: float
    least: float
    next_at: float = 0.0
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Turn:
    """The right to ask a host once."""

    def __init__(self, pace: Pace, host: str) -> None:
        self._pace = pace
        self._host = host

    def note(self, status: int, headers: Mapping[str, str], seconds: float) -> None:
        """Take from an answer how long the host wants to be left alone (RFC 9110, 10.2.3).

        ``seconds``: how long it took to begin.
        """
        self._pace.took(self._host, seconds, is_good=status in _GOOD)
        if status in _ASKS_TO_WAIT:
            asked = retry_after(headers)
            self._pace.hold(self._host, _WAIT_UNASKED if asked is None else asked)

    def is_slow(self, seconds: float) -> None:
        """No answer came within ``seconds``."""
        self._pace.took(self._host, seconds, is_good=False)


class Pace:
    """Turns with hosts, ``delay`` seconds apart. ``clock``: seconds, never going back.

    A host that takes longer than that to answer is asked as seldom as it answers: the delay moves
    half way to its last time, never under ``delay``, and no error makes it quicker (the rule of
    Scrapy's AutoThrottle for one request at a time). Without a delay there is nothing to slow.
    """

    def __init__(self, delay: float, clock: Callable[[], float]) -> None:
        self._delay = delay
        self._clock = clock
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def turn(self, url: str) -> AsyncIterator[Turn]:
        """Wait until the host of ``url`` may be asked again."""
        name = urlsplit(url).netloc
        host = self._host(name)
        async with host.lock:
            # A loop, because an answer that comes meanwhile may ask to wait longer.
            while (wait := host.next_at - self._clock()) > 0:  # noqa: ASYNC110 - no event for it
                await asyncio.sleep(wait)
            host.next_at = self._clock() + host.delay
        yield Turn(self, name)

    def slow_down(self, url: str, delay: float) -> None:
        """Ask the host of ``url`` at most each ``delay`` seconds (robots.txt, Crawl-delay)."""
        host = self._host(urlsplit(url).netloc)
        host.least = max(host.least, min(delay, LONGEST_WAIT))
        host.delay = max(host.delay, host.least)

    def took(self, host_name: str, seconds: float, *, is_good: bool) -> None:
        """The host took ``seconds`` to begin its answer, or has not answered in that time."""
        host = self._host(host_name)
        if not self._delay:
            return
        towards = host.delay + _SMOOTHING * (min(seconds, LONGEST_WAIT) - host.delay)
        if is_good or towards > host.delay:
            host.delay = max(host.least, towards)

    def hold(self, host_name: str, seconds: float) -> None:
        """Leave the host alone for ``seconds``."""
        host = self._host(host_name)
        host.next_at = max(host.next_at, self._clock() + min(seconds, LONGEST_WAIT))

    def _host(self, name: str) -> _Host:
        return self._hosts.setdefault(name, _Host(self._delay, self._delay))


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds of a ``Retry-After`` header, sent as seconds or as a date, if it is usable."""
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        until = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError):
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return max(0.0, (until - datetime.now(UTC)).total_seconds())
