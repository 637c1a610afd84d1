"""Requests go through the proxy that the system wants, and never for this computer."""

from __future__ import annotations

import select
import socket
from collections.abc import Iterator

import httpx
import pytest
import trustme

from skop_desktop.downloads.addresses import AddressGuard
from skop_desktop.downloads.connection import transfer_client
from skop_desktop.downloads.proxies import SystemProxies
from skop_desktop.web.tls import TlsTrouble, tls_trouble
from tests.support.asking import got
from tests.support.file_server import Exchange, FileServer, good, refusal
from tests.support.secure_server import SecureServer, presenting, trusting

BODY = b"%PDF-1.7 the minutes" * 40_000


@pytest.fixture
def proxy(monkeypatch: pytest.MonkeyPatch) -> Iterator[FileServer]:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    with FileServer() as server:
        address = f"http://me:secret@127.0.0.1:{server.port}"
        monkeypatch.setenv("http_proxy", address)
        monkeypatch.setenv("https_proxy", address)
        yield server


async def unknown(_: str) -> tuple[str, ...]:
    raise OSError("only the proxy knows names here")


class Tunnel:
    """Connects a client of the proxy with ``port`` on this computer."""

    def __init__(self, port: int) -> None:
        self.port = port

    def __call__(self, exchange: Exchange) -> bool:
        client = exchange._connection
        with socket.create_connection(("127.0.0.1", self.port)) as site:
            exchange.send(b"HTTP/1.1 200 Connected\r\n\r\n")
            other = {client: site, site: client}
            while True:
                for ready in select.select(list(other), [], [])[0]:
                    if not (data := ready.recv(65536)):
                        return False
                    other[ready].sendall(data)


async def test_a_plain_link_goes_through_the_proxy_which_knows_the_name(proxy: FileServer) -> None:
    proxy.answers["http://docs.example/a.pdf"] = good(BODY)
    guard = AddressGuard(resolver=unknown)
    async with transfer_client(guard=guard) as client:
        assert await guard.may_fetch("docs.example", "https://riverton.gov/")
        response = await got(client, "http://docs.example/a.pdf")
    assert response.content == BODY
    (request,) = proxy.requests
    assert request.headers["proxy-authorization"] == "Basic bWU6c2VjcmV0"
    assert "authorization" not in request.headers


async def test_a_secure_link_is_checked_through_the_proxy(proxy: FileServer) -> None:
    authority = trustme.CA()
    tls = presenting(authority.issue_cert("docs.example"))
    guard = AddressGuard(resolver=unknown)
    with SecureServer(tls, {"/a.pdf": good(BODY)}) as site:
        proxy.answers["docs.example:443"] = proxy.answers["other.example:443"] = Tunnel(site.port)
        async with transfer_client(guard=guard, tls=trusting(authority)) as client:
            response = await got(client, "https://docs.example/a.pdf")
            assert response.content == BODY
            with pytest.raises(httpx.ConnectError) as raised:
                await got(client, "https://other.example/a.pdf")
            assert tls_trouble(raised.value) is TlsTrouble.WRONG_HOST
        assert "proxy-authorization" not in site.requests[0].headers


async def test_a_private_address_is_refused_though_a_proxy_would_be_asked(
    proxy: FileServer,
) -> None:
    async with transfer_client(guard=AddressGuard()) as client:
        with pytest.raises(httpx.ConnectError, match="not on the open internet"):
            await got(client, "http://10.0.0.5/a.pdf")
    assert proxy.requests == []


async def test_this_computer_and_exceptions_are_asked_directly(
    proxy: FileServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("no_proxy", "docs.example")

    async def resolver(_: str) -> tuple[str, ...]:
        return ("127.0.0.1",)

    guard = AddressGuard(resolver=resolver)
    with FileServer({"/a.pdf": good(BODY)}) as site:
        async with transfer_client(guard=guard) as client:
            for host in ("127.0.0.1", "docs.example"):
                url = site.url("/a.pdf", host)
                assert await guard.may_fetch(host, url)
                assert (await got(client, url)).content == BODY
    assert proxy.requests == []


async def test_a_proxy_that_refuses_is_an_error(proxy: FileServer) -> None:
    proxy.answers["docs.example:443"] = refusal(407)
    async with transfer_client() as client:
        with pytest.raises(httpx.ProxyError):
            await got(client, "https://docs.example/a.pdf")


async def test_a_kind_of_proxy_that_cannot_be_used_is_not_gone_around(
    monkeypatch: pytest.MonkeyPatch, proxy: FileServer
) -> None:
    monkeypatch.setenv("http_proxy", "socks5://127.0.0.1:9050")
    async with transfer_client() as client:
        with pytest.raises(httpx.ProxyError, match="socks5"):
            await got(client, proxy.url("/a.pdf", "docs.example"))
    assert proxy.requests == []


async def test_the_system_is_asked_once_a_host_whether_it_makes_an_exception() -> None:
    asked: list[str] = []

    def bypasses(host: str) -> bool:
        asked.append(host)
        return host == "intranet.example"

    proxies = SystemProxies({"all": "proxy.example:3128"}, bypasses)
    for _ in range(2):
        assert await proxies.proxy_for("https", "docs.example") == "http://proxy.example:3128"
        assert await proxies.proxy_for("http", "INTRANET.example.") == ""
    assert await proxies.proxy_for("http", "[::1]") == ""
    assert asked == ["docs.example", "intranet.example"]
    assert await SystemProxies({}, bypasses).proxy_for("http", "docs.example") == ""
