"""The HTTP client of the transfers: connects only where the guard allows, keeps no cookies."""

from __future__ import annotations

import asyncio
import socket
import ssl
from base64 import b64encode
from collections.abc import Mapping, Sequence
from typing import Final, Self

import httpcore
import httpx
import truststore

from skop_desktop import __version__
from skop_desktop.downloads.addresses import AddressGuard, are_public, resolved_by_system
from skop_desktop.downloads.exchange import Answer, Asked, Timeout
from skop_desktop.downloads.http1 import Http1
from skop_desktop.downloads.network import SocketOptions, TcpStream, connected
from skop_desktop.downloads.proxies import SystemProxies
from skop_desktop.downloads.web_address import WebAddress

_KEPT_ALIVE: Final = 24
"""More than ever run at once: httpcore counts busy connections too and closes idle ones over it."""

_KEPT_ALIVE_FOR: Final = 15.0
_REFUSED: Final = "The address is not on the open internet."
_FIELDS: Final = (
    (b"Accept", b"*/*"),
    (b"Accept-Encoding", b"identity"),
    (b"Connection", b"keep-alive"),
    (b"User-Agent", f"SkopDesktop/{__version__}".encode()),
)
_PROXY_SCHEMES: Final = frozenset({"http", "https"})


class AddressRefused(httpcore.ConnectError):
    """A connection was to go to an address that the guard has not allowed."""


class NameUnknown(httpcore.ConnectError):
    """The host's name leads to no address."""


def transfer_client(
    *,
    guard: AddressGuard | None = None,
    connect: float = 15.0,
    silence: float = 60.0,
    tls: ssl.SSLContext | None = None,
) -> TransferClient:
    """A client for transfers: the system's certificates and proxies, seconds as given.

    With a ``guard``, a connection goes to the addresses that its ``may_fetch`` last allowed for the
    host and to no other; without, anywhere. No limit on the whole time: a long document may take
    hours as long as bytes keep coming.

    Keeps no cookies, for two jobs or two sites share nothing. Whoever follows redirects gives the
    chain an ``httpx.Cookies`` of its own (RFC 6265).
    """
    timeout = httpx.Timeout(silence, connect=connect, pool=None)
    return TransferClient(
        guard, tls or truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT), timeout.as_dict()
    )


class TransferClient:
    """Asks sites for documents, over connections that are kept.

    Connections to the open internet and those to private networks are never in one pool: a
    connection that a job made to its own network must not serve another job's link.
    """

    def __init__(self, guard: AddressGuard | None, tls: ssl.SSLContext, timeout: Timeout) -> None:
        self._guard = guard
        self._tls = tls
        self._timeout = timeout
        self._proxies = SystemProxies()
        self._public = _direct_pool(_Backend(guard, only_public=guard is not None), tls)
        self._private = _direct_pool(_Backend(guard), tls)
        self._by_proxy: dict[str, _Pool] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def ask(self, url: WebAddress, headers: Mapping[str, str]) -> Answer:
        """The answer to a GET, its body not yet read, redirects not followed.

        Raises ``httpx.TransportError``.
        """
        fields = [(b"Host", url.authority.encode("ascii")), *_FIELDS]
        if url.login:
            fields.append((b"Authorization", b"Basic " + b64encode(url.login.encode())))
        for name, value in headers.items():
            fields.append((name.encode(), value.encode()))
        return await (await self._pool_for(url)).ask(Asked(url, fields, self._timeout))

    async def _pool_for(self, url: WebAddress) -> Http1 | _Pool:
        allowed = await self._allowed(url.raw_host)
        proxy = await self._proxies.proxy_for(url.scheme, url.raw_host)
        if proxy:
            return self._proxy_pool(proxy)
        return self._public if are_public(allowed) else self._private

    async def aclose(self) -> None:
        """Ends all connections."""
        pools: tuple[Http1 | _Pool, ...] = (
            self._public,
            self._private,
            *self._by_proxy.values(),
        )
        for pool in pools:
            await pool.aclose()

    async def _allowed(self, host: str) -> Sequence[str]:
        if self._guard is None:
            return ()
        allowed = await self._guard.allowed(host)
        if allowed is None:
            raise httpx.ConnectError(str(refusal := AddressRefused(_REFUSED))) from refusal
        return allowed

    def _proxy_pool(self, address: str) -> _Pool:
        if address not in self._by_proxy:
            proxy = httpx.Proxy(address)
            if proxy.url.scheme not in _PROXY_SCHEMES:
                raise httpx.ProxyError(f"A proxy of the kind {proxy.url.scheme} cannot be used.")
            pool = httpcore.AsyncHTTPProxy(
                proxy_url=str(proxy.url),
                proxy_auth=proxy.raw_auth,
                ssl_context=self._tls,
                max_connections=None,
                max_keepalive_connections=_KEPT_ALIVE,
                keepalive_expiry=_KEPT_ALIVE_FOR,
                network_backend=_Backend(None),
            )
            self._by_proxy[address] = _Pool(pool, self._tls)
        return self._by_proxy[address]


class _Pool(httpx.AsyncHTTPTransport):
    """httpx's transport around a pool of ours: it has no parameter for the network backend."""

    def __init__(self, pool: httpcore.AsyncConnectionPool, tls: ssl.SSLContext) -> None:
        super().__init__(verify=tls, trust_env=False)
        self._pool = pool

    async def ask(self, asked: Asked) -> Answer:
        """The answer to a GET, its body not yet read."""
        extensions = {"timeout": dict(asked.timeout)}
        request = httpx.Request("GET", asked.url.text, headers=asked.fields, extensions=extensions)
        try:
            async with asyncio.timeout(asked.longest_head):
                got = await self.handle_async_request(request)
        except TimeoutError as error:
            raise httpx.ReadTimeout("The head of the answer does not end.") from error
        assert isinstance(got.stream, httpx.AsyncByteStream)  # noqa: S101 - this transport's own
        return Answer(asked.url, got.status_code, got.headers.raw, got.stream)


def _direct_pool(backend: httpcore.AsyncNetworkBackend, tls: ssl.SSLContext) -> Http1:
    return Http1(backend, tls, kept=_KEPT_ALIVE, kept_for=_KEPT_ALIVE_FOR)


class _Backend(httpcore.AsyncNetworkBackend):
    """Connects to the addresses that the guard has allowed; a name is not looked up again."""

    def __init__(self, guard: AddressGuard | None, *, only_public: bool = False) -> None:
        self._guard = guard
        self._only_public = only_public

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's interface
        local_address: str | None = None,  # noqa: ARG002 - httpcore's interface
        socket_options: SocketOptions | None = None,  # noqa: ARG002 - httpcore's interface
    ) -> httpcore.AsyncNetworkStream:
        try:
            async with asyncio.timeout(timeout):
                return await self._connected(host, port)
        except socket.gaierror as error:
            raise NameUnknown(str(error)) from error
        except TimeoutError as error:
            raise httpcore.ConnectTimeout(f"No answer within {timeout} seconds.") from error
        except OSError as error:
            raise httpcore.ConnectError(str(error)) from error

    async def _connected(self, host: str, port: int) -> TcpStream:
        if self._guard is None:
            return await connected(await resolved_by_system(host), port)
        addresses = await self._guard.allowed(host)
        if addresses is None or (self._only_public and not are_public(addresses)):
            raise AddressRefused(_REFUSED)
        if not addresses:
            raise NameUnknown(f"The name {host} leads to no address.")
        return await connected(addresses, port)
