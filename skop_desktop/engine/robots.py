"""What a site allows programs to read: robots.txt (RFC 9309), and what its sitemap names."""

from __future__ import annotations

import html
import re
import zlib
from collections import deque
from collections.abc import Iterable
from itertools import islice
from typing import Final

from protego import Protego

from skop_desktop.engine.addresses import canonical, is_same_site, origin
from skop_desktop.engine.fetcher import USER_AGENT, Fetcher, FetchFailed
from skop_desktop.engine.pages import decoded

LONGEST_ROBOTS: Final = 512_000
"""Bytes of a robots.txt that are read (RFC 9309, 2.5 asks for at least 500 KiB)."""
LONGEST_SITEMAP: Final = 10_000_000
MOST_SITEMAPS: Final = 10
MOST_SITEMAP_PAGES: Final = 5_000

_SERVER_TROUBLE: Final = 500
_LOCATION: Final = re.compile(
    r"<(?:\w{1,20}:)?loc>\s*(?:<!\[CDATA\[)?\s*([^<>\]\s]{1,2000})", re.IGNORECASE
)
_PRODUCT: Final = USER_AGENT.partition("/")[0]


class RulesUnreadable(Exception):
    """The site could not say what programs may read; then nothing is read (RFC 9309, 2.3.1.4)."""

    def __init__(self, words: str, *, is_recoverable: bool = True) -> None:
        super().__init__(words)
        self.words = words
        self.is_recoverable = is_recoverable


class Rules:
    """The rules of each host that is asked, read once a host."""

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher
        self._read: dict[str, Protego] = {}
        self.kept_away = 0

    async def load(self, url: str) -> Protego:
        """The rules that hold for ``url``. Raises ``RulesUnreadable``."""
        place = origin(url)
        if place not in self._read:
            self._read[place] = await self._fetched(place)
        return self._read[place]

    async def _fetched(self, place: str) -> Protego:
        try:
            answer = await self._fetcher.get(f"{place}/robots.txt", most_bytes=LONGEST_ROBOTS)
        except FetchFailed as failure:
            raise RulesUnreadable(failure.words, is_recoverable=failure.is_recoverable) from failure
        if answer.status >= _SERVER_TROUBLE:
            raise RulesUnreadable(
                "The site has a problem: it could not say which pages programs may read."
            )
        return parsed_rules(answer.body if answer.is_good else b"")

    async def may_read(self, url: str) -> bool:
        """Whether the site lets programs read ``url``; counts what it does not."""
        try:
            rules = await self.load(url)
        except RulesUnreadable:
            return False
        allowed = rules.can_fetch(url, _PRODUCT)
        self.kept_away += not allowed
        return allowed


def parsed_rules(body: bytes) -> Protego:
    """The rules in a robots.txt. Reads anything; what is no rule is left aside."""
    text = decoded(body[:LONGEST_ROBOTS]).replace("\x00", "")
    return Protego.parse("" if text.lstrip().startswith("<") else text)


def crawl_delay(rules: Protego) -> float | None:
    """Seconds the site asks programs to leave between requests."""
    return rules.crawl_delay(_PRODUCT)


async def pages_of_sitemap(fetcher: Fetcher, start: str, named: Iterable[str]) -> list[str]:
    """Addresses of the site's pages that its sitemaps name, at most ``MOST_SITEMAP_PAGES``.

    ``named``: the sitemaps of robots.txt; without any, the usual place is asked. An index leads to
    further sitemaps. What cannot be read is left out: a sitemap is a help, not a duty.
    """
    waiting = deque(
        found
        for address in (list(named) or [f"{origin(start)}/sitemap.xml"])
        if (found := canonical(address)) is not None and is_same_site(found, start)
    )
    asked: set[str] = set()
    pages: dict[str, None] = {}
    while waiting and len(asked) < MOST_SITEMAPS and len(pages) < MOST_SITEMAP_PAGES:
        address = waiting.popleft()
        if address in asked:
            continue
        asked.add(address)
        try:
            answer = await fetcher.get(address, most_bytes=LONGEST_SITEMAP)
        except FetchFailed:
            continue
        if not answer.is_good:
            continue
        is_index, locations = read_sitemap(answer.body)
        here = [url for url in locations if is_same_site(url, start)]
        if is_index:
            waiting.extend(here)
        else:
            pages.update(dict.fromkeys(here[: MOST_SITEMAP_PAGES - len(pages)]))
    return list(pages)


def read_sitemap(body: bytes) -> tuple[bool, list[str]]:
    """Whether it is an index of sitemaps, and the addresses it names. Reads anything, packed too.

    Read as text: an XML parser would expand entities, and stop at the first fault.
    """
    text = decoded(_unpacked(body))
    found = (canonical(html.unescape(match[1])) for match in _LOCATION.finditer(text))
    is_index = "<sitemapindex" in text[:2_000].lower()
    usable = (url for url in found if url is not None)
    return is_index, list(islice(usable, MOST_SITEMAP_PAGES))


def _unpacked(body: bytes) -> bytes:
    if not body.startswith(b"\x1f\x8b"):
        return body
    packed = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        return packed.decompress(body, LONGEST_SITEMAP)
    except zlib.error:
        return b""
