"""Which hosts may be asked for a document.

A page on the web must not make the app fetch from this computer or from the private network it is
in: not by writing such an address, not by a name that leads to one, not by a redirect, and not by
a name that leads elsewhere between the look-up and the connection.
"""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit
from weakref import WeakValueDictionary

import httpx

from skop_desktop.web.public_addresses import address_of, is_loopback, is_public

MayFetch = Callable[[str, str], Awaitable[bool]]
"""``may_fetch(host, job_website)``: whether a document of that job may be asked for there."""

Resolver = Callable[[str], Awaitable[Sequence[str]]]
"""The addresses of a host name, best first; raises ``OSError`` where it has none."""

_THIS_COMPUTER: Final = ("127.0.0.1", "::1")
_MOST_HOSTS: Final = 1_000
_FAILURE_KEPT: Final = 2.0
"""Seconds for which a name that was not found is not asked for again: many links share a host."""


async def may_fetch_as_written(host: str, job_website: str) -> bool:
    """Judges the host as it is written: a name may lead anywhere, ``localhost`` excepted."""
    name = bare_host(host)
    address = address_of(name)
    if address is None and not _is_localhost(name):
        return True
    if address is not None and is_public(address):
        return True
    site = _host_of(job_website)
    return name == site or (is_this_computer(name) and is_this_computer(site))


async def resolved_by_system(host: str) -> Sequence[str]:
    """The addresses the system has for ``host``, in its order (RFC 6724)."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass(frozen=True, slots=True)
class _Found:
    addresses: tuple[str, ...]
    until: float


class AddressGuard:
    """Judges hosts by the addresses their names lead to, and tells the connection which those are.

    Public hosts may always be asked; this computer and private networks only where the job's own
    website is the same host or is there too. A name that leads to both is refused, a name that
    leads nowhere is left to the connection, which then says so.

    Where the system has a proxy, that one looks names up: the judgement here is then the best that
    can be known, not the last word. ``kept``: seconds for which a look-up holds; ``patience``:
    seconds it may take.
    """

    def __init__(
        self,
        *,
        resolver: Resolver = resolved_by_system,
        kept: float = 30.0,
        patience: float = 10.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._resolver = resolver
        self._kept = kept
        self._patience = patience
        self._clock = clock
        self._known: dict[str, _Found] = {}
        self._allowed: dict[str, tuple[str, ...]] = {}
        self._looking_up: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def may_fetch(self, host: str, job_website: str) -> bool:
        """Whether a document of a job on ``job_website`` may be asked for at ``host`` now."""
        name = bare_host(host)
        found = await self._look_up(name)
        if not are_public(found) and not await self._is_own(name, found, job_website):
            return False
        self._allowed.pop(name, None)
        self._allowed[name] = found
        _forget_the_oldest(self._allowed)
        return True

    async def allowed(self, host: str) -> tuple[str, ...] | None:
        """The addresses that ``may_fetch`` last allowed for ``host``: connect to no other.

        Empty: the name leads nowhere. ``None``: a host that nobody asked about and that not every
        job may reach.
        """
        name = bare_host(host)
        if name not in self._allowed and not await self.may_fetch(name, ""):
            return None
        return self._allowed[name]

    async def _is_own(self, name: str, found: Sequence[str], job_website: str) -> bool:
        site = _host_of(job_website)
        if not site:
            return False
        if name == site:
            return True
        of_site = await self._look_up(site)
        if _are_loopback(found) and _are_loopback(of_site):
            return True
        return set(found) <= set(of_site)

    async def _look_up(self, name: str) -> tuple[str, ...]:
        if (address := address_of(name)) is not None:
            return (str(address),)
        if _is_localhost(name):
            return _THIS_COMPUTER  # RFC 6761, 6.3: no resolver has a say in it
        lock = self._looking_up.get(name)
        if lock is None:
            lock = self._looking_up[name] = asyncio.Lock()
        async with lock:
            known = self._known.pop(name, None)
            if known is None or known.until <= self._clock():
                addresses = await self._asked(name)
                kept = self._kept if addresses else min(self._kept, _FAILURE_KEPT)
                known = _Found(addresses, self._clock() + kept)
            self._known[name] = known
            _forget_the_oldest(self._known)
            return known.addresses

    async def _asked(self, name: str) -> tuple[str, ...]:
        try:
            async with asyncio.timeout(self._patience):
                return tuple(await self._resolver(name))
        except (OSError, UnicodeError):  # TimeoutError is an OSError; a label may be too long
            return ()


@lru_cache(maxsize=_MOST_HOSTS)
def bare_host(host: str) -> str:
    """``host`` as it is looked up: lower case, ASCII (RFC 5891), no brackets, zone or last dot."""
    plain = host.strip("[]").partition("%")[0].rstrip(".").lower()
    if plain.isascii():
        return plain
    try:
        return httpx.URL(scheme="https", host=plain).raw_host.decode("ascii")
    except (httpx.InvalidURL, UnicodeError):
        return plain


def are_public(addresses: Sequence[str]) -> bool:
    """Whether all ``addresses`` are on the open internet; so it is with none at all."""
    return _are_public(tuple(addresses))


def is_this_computer(name: str) -> bool:
    """Whether a bare host is written as this computer."""
    address = address_of(name)
    return _is_localhost(name) if address is None else is_loopback(address)


@lru_cache(maxsize=_MOST_HOSTS)
def _are_public(addresses: tuple[str, ...]) -> bool:
    parsed = [address_of(address) for address in addresses]
    return all(address is not None and is_public(address) for address in parsed)


def _are_loopback(addresses: Sequence[str]) -> bool:
    parsed = [address_of(address) for address in addresses]
    return bool(parsed) and all(address is not None and is_loopback(address) for address in parsed)


def _is_localhost(name: str) -> bool:
    return name == "localhost" or name.endswith(".localhost")


@lru_cache(maxsize=_MOST_HOSTS)
def _host_of(website: str) -> str:
    try:
        return bare_host(urlsplit(website).hostname or "")
    except ValueError:
        return ""


def _forget_the_oldest(kept: dict[str, _Found] | dict[str, tuple[str, ...]]) -> None:
    while len(kept) > _MOST_HOSTS:
        kept.pop(next(iter(kept)))
