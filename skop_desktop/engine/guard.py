"""Keeps a crawl out of private networks: names are looked up here, and nowhere else."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from skop_desktop.web.public_addresses import address_of, is_public
from skop_desktop.web.route import has_route

_WEB_PORTS: Final = frozenset({80, 443})
_TRUE_FOR: Final = 60.0
"""Seconds a lookup is used again. The connection goes to what was looked up and checked."""
_MOST_HOSTS: Final = 500
_NOBODY_ANSWERS: Final = frozenset({socket.EAI_AGAIN, socket.EAI_FAIL})

Lookup = Callable[[str, int], Awaitable[Sequence[str]]]


class AddressRefused(OSError):
    """The name leads to a private, loopback or link-local address."""


class NoSuchHost(OSError):
    """The name leads nowhere."""


class LookupFailed(OSError):
    """The name servers gave no answer, so that nothing is known of the name."""


class NoNetwork(OSError):
    """This computer is connected to nothing."""


async def looked_up(
    host: str, port: int, knows_way: Callable[[], bool] = has_route
) -> Sequence[str]:
    """The IP addresses of ``host``, as the system finds them.

    Raises ``NoSuchHost``, ``LookupFailed`` and ``NoNetwork``.
    """
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError as error:
        raise NoSuchHost(f"{host} is no name") from error
    except socket.gaierror as error:
        # Without a network Windows says that there is no such name, others that nobody answers.
        if not knows_way():
            raise NoNetwork("no way out of this computer") from error
        if error.errno in _NOBODY_ANSWERS:
            raise LookupFailed(f"{host} could not be looked up") from error
        raise NoSuchHost(f"{host} leads nowhere") from error
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass(frozen=True, slots=True)
class _Found:
    addresses: Sequence[str]
    until: float


class AddressGuard:
    """Which addresses a search of ``website`` may connect to.

    Private ones only for the host and port of ``website`` itself, and only if its name led there
    from the beginning: a name that first led to the open internet must not turn inwards.
    """

    def __init__(self, website: str, lookup: Lookup = looked_up) -> None:
        parts = urlsplit(website)
        self._own_host = _plain(parts.hostname or "")
        self._own_port = parts.port or (443 if parts.scheme == "https" else 80)
        self._own_was_public = False
        self._lookup = lookup
        self._found: dict[tuple[str, int], _Found] = {}

    async def allowed(self, host: str, port: int) -> Sequence[str]:
        """The addresses to connect to for ``host``.

        Raises ``AddressRefused`` and what the lookup raises (see ``looked_up``).
        """
        known = self._found.get((host, port))
        if known is not None and known.until > time.monotonic():
            return known.addresses
        addresses = await self._lookup(host, port)
        if not addresses:
            raise NoSuchHost(f"{host} has no address")
        are_public = all(map(_is_public, addresses))
        if self._is_own(host, port):
            if self._own_was_public and not are_public:
                raise AddressRefused(f"{host} turned to a private address")
            self._own_was_public |= are_public
        elif not are_public:
            raise AddressRefused(f"{host} is a private address")
        if len(self._found) >= _MOST_HOSTS:
            self._found.clear()
        self._found[host, port] = _Found(addresses, time.monotonic() + _TRUE_FOR)
        return addresses

    def _is_own(self, host: str, port: int) -> bool:
        if _plain(host) != self._own_host:
            return False
        return port == self._own_port or {port, self._own_port} <= _WEB_PORTS


def _plain(host: str) -> str:
    return host.casefold().strip("[]").rstrip(".")


def _is_public(ip: str) -> bool:
    address = address_of(ip)
    return address is not None and is_public(address)
