"""One search of a site at a time; others wait their turn."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from skop_desktop.engine.addresses import canonical, host_of


class Turns:
    """Turns with sites, first come first served."""

    def __init__(self) -> None:
        self._of: dict[str, asyncio.Lock] = {}
        self._asking: dict[str, int] = {}

    @asynccontextmanager
    async def turn(self, website: str, on_wait: Callable[[], None]) -> AsyncIterator[None]:
        """Wait for the turn with the site of ``website``. ``on_wait`` is called where it waits."""
        site = site_of(website)
        lock = self._of.setdefault(site, asyncio.Lock())
        self._asking[site] = self._asking.get(site, 0) + 1
        try:
            if lock.locked():
                on_wait()
            async with lock:
                yield
        finally:
            self._asking[site] -= 1
            if not self._asking[site]:
                del self._of[site], self._asking[site]


def place_of(website: str) -> str:
    """Host and port, as one spells them who means the same."""
    return urlsplit(canonical(website) or website).netloc.lower()


def site_of(website: str) -> str:
    """The site that is searched: with and without "www." it is the same."""
    host, place = host_of(website), place_of(website)
    _, _, port = place.removeprefix("www.").removeprefix(host).rpartition(":")
    return f"{host}:{port}"
