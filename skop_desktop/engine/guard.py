"""Keeps a crawl out of private networks, after the name has been resolved and at each redirect."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

import httpcore
import httpx

from skop_desktop.engine.addresses import is_public

_WEB_PORTS: Final = frozenset({80, 443})
_SocketOptions = Iterable[
    tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]
]


class AddressRefused(httpcore.ConnectError):
    """The name leads to a private, loopback or link-local address."""


class _GuardedBackend(httpcore.AsyncNetworkBackend):
    """Resolves a name once, checks what it found and connects to exactly that."""

    def __init__(self, website: str) -> None:
        parts = urlsplit(website)
        self._own_host = _plain(parts.hostname or "")
        self._own_port = parts.port or (443 if parts.scheme == "https" else 80)
        self._inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's interface
        local_address: str | None = None,
        socket_options: _SocketOptions | None = None,
    ) -> httpcore.AsyncNetworkStream:
        loop = asyncio.get_running_loop()
        try:
            found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(str(error)) from error
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        if not self._is_own(host, port) and not all(map(is_public, addresses)):
            raise AddressRefused(f"{host} is a private address")
        failure: httpcore.ConnectError | None = None
        for address in addresses:
            try:
                return await self._inner.connect_tcp(
                    address, port, timeout, local_address, socket_options
                )
            except httpcore.ConnectError as error:
                failure = error
        raise failure or httpcore.ConnectError(f"{host} has no address")

    def _is_own(self, host: str, port: int) -> bool:
        if _plain(host) != self._own_host:
            return False
        return port == self._own_port or {port, self._own_port} <= _WEB_PORTS


def _plain(host: str) -> str:
    return host.casefold().strip("[]").rstrip(".")


class GuardedTransport(httpx.AsyncHTTPTransport):
    """httpx's transport, connecting only where a search of ``website`` may go."""

    def __init__(self, website: str, tls: ssl.SSLContext) -> None:
        super().__init__(verify=tls, trust_env=False)
        # httpx has no parameter for httpcore's network backend, the one place where the address
        # that was checked is certain to be the address that is connected to.
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=tls,
            max_connections=20,
            max_keepalive_connections=8,
            keepalive_expiry=15,
            network_backend=_GuardedBackend(website),
        )
