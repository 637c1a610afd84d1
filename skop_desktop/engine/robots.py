"""What a site allows programs to read: robots.txt (RFC 9309)."""

from __future__ import annotations

from typing import Final

from protego import Protego

from skop_desktop.engine.addresses import origin
from skop_desktop.engine.charsets import decoded
from skop_desktop.engine.faults import FetchFailed
from skop_desktop.engine.fetcher import PRODUCT, Fetcher
from skop_desktop.engine.pace import Pace

LONGEST_ROBOTS: Final = 512_000
"""Bytes of a robots.txt that are read (RFC 9309, 2.5 asks for at least 500 KiB)."""

_SERVER_TROUBLE: Final = 500
_MOST_HOSTS: Final = 500
_MOST_RULES: Final = 20_000


class RulesUnreadable(Exception):
    """The site could not say what programs may read; then nothing is read (RFC 9309, 2.3.1.4)."""

    def __init__(self, words: str, *, is_recoverable: bool = True) -> None:
        super().__init__(words)
        self.words = words
        self.is_recoverable = is_recoverable


class Rules:
    """The rules of each host that is asked, read once; its ``Crawl-delay`` goes to ``pace``."""

    def __init__(self, fetcher: Fetcher, pace: Pace) -> None:
        self._fetcher = fetcher
        self._pace = pace
        self._read: dict[str, Protego | RulesUnreadable] = {}
        self.kept_away = 0

    async def load(self, url: str) -> Protego:
        """The rules that hold for ``url``. Raises ``RulesUnreadable``, the same for a host."""
        place = origin(url)
        known = self._read.get(place)
        if known is None:
            if len(self._read) >= _MOST_HOSTS:
                self._read.clear()
            try:
                known = await self._fetched(place)
            except RulesUnreadable as trouble:
                known = trouble
            self._read[place] = known
        if isinstance(known, RulesUnreadable):
            raise RulesUnreadable(known.words, is_recoverable=known.is_recoverable)
        return known

    async def _fetched(self, place: str) -> Protego:
        try:
            answer = await self._fetcher.get(f"{place}/robots.txt", most_bytes=LONGEST_ROBOTS)
        except FetchFailed as failure:
            raise RulesUnreadable(failure.words, is_recoverable=failure.is_recoverable) from failure
        if answer.status >= _SERVER_TROUBLE:
            raise RulesUnreadable(
                "The site has a problem: it could not say which pages programs may read."
            )
        rules = parsed_rules(answer.body if answer.is_good else b"")
        if (delay := crawl_delay(rules)) is not None:
            self._pace.slow_down(place, delay)
        return rules

    async def may_read(self, url: str) -> bool:
        """Whether the site lets programs read ``url``; counts what it does not."""
        try:
            rules = await self.load(url)
        except RulesUnreadable:
            return False
        allowed = rules.can_fetch(url, PRODUCT)
        self.kept_away += not allowed
        return allowed


def parsed_rules(body: bytes) -> Protego:
    """The rules in a robots.txt. Reads anything; what is no rule is left aside."""
    text = decoded(body[:LONGEST_ROBOTS]).replace("\x00", "")
    if text.lstrip().startswith("<"):
        return Protego.parse("")
    return Protego.parse("\n".join(text.splitlines()[:_MOST_RULES]))


def crawl_delay(rules: Protego) -> float | None:
    """Seconds the site asks programs to leave between requests."""
    return rules.crawl_delay(PRODUCT)
