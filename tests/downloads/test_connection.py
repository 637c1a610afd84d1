"""Connections go only where the guard allowed, and nothing is shared between jobs or sites."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace

import httpx
import pytest

from skop_desktop.downloads import connection
from skop_desktop.downloads.addresses import AddressGuard
from skop_desktop.downloads.answer import answer_for
from skop_desktop.downloads.connection import (
    AddressRefused,
    NameUnknown,
    TransferClient,
    transfer_client,
)
from skop_desktop.downloads.network import TcpStream, connected
from skop_desktop.errors import TransferError, TransferFault
from tests.downloads.late_sites import silent
from tests.support.asking import asked, body_of, got
from tests.support.file_server import (
    Answer,
    Exchange,
    FileServer,
    good,
    hang_up,
    in_turn,
    raw,
    redirect,
    refusal,
)
from tests.support.transfers import wanted

PUBLIC_SITE, PUBLIC = "https://riverton.gov/", "93.184.215.14"
HERE = "http://127.0.0.1/"
BODY = b"%PDF-1.7 the minutes" * 40_000


@pytest.fixture
def site() -> Iterator[FileServer]:
    with FileServer({"/a.pdf": good(BODY)}) as server:
        yield server


class Names:
    """A name service whose answers a test changes."""

    def __init__(self, **known: tuple[str, ...]) -> None:
        self.known = {name.replace("_", "."): to for name, to in known.items()}

    async def __call__(self, host: str) -> Sequence[str]:
        return self.known[host]


def causes(error: BaseException | None) -> Iterator[type[BaseException]]:
    while error is not None:
        yield type(error)
        error = error.__cause__


async def document_of(client: TransferClient, url: str) -> bytes:
    response = await got(client, url)
    assert response.status_code == 200
    return response.content


async def test_a_connection_goes_where_the_guard_looked_though_the_name_now_leads_elsewhere(
    site: FileServer,
) -> None:
    names = Names(docs_example=("127.0.0.1",))
    guard = AddressGuard(resolver=names, kept=0)
    async with transfer_client(guard=guard) as client:
        assert await guard.may_fetch("docs.example", HERE)
        names.known = {"docs.example": ("127.0.0.2",)}
        assert await document_of(client, site.url("/a.pdf", "docs.example")) == BODY
    assert site.requests[0].headers["host"] == f"docs.example:{site.port}"


async def test_nothing_is_asked_of_a_private_host_that_nobody_allowed(site: FileServer) -> None:
    async with transfer_client(guard=AddressGuard()) as client:
        for host in ("127.0.0.1", "localhost", "[::ffff:127.0.0.1]"):
            with pytest.raises(httpx.ConnectError) as raised:
                await got(client, site.url("/a.pdf", host))
            assert AddressRefused in causes(raised.value)
    assert site.requests == []


async def test_a_jobs_own_connection_serves_no_other_job(
    site: FileServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The site of the first job is private; then its name turns public, for the second one."""
    asked: list[Sequence[str]] = []

    async def no_internet(addresses: Sequence[str], port: int) -> TcpStream:
        asked.append(addresses)
        if PUBLIC in addresses:
            raise OSError("no internet in a test")
        return await connected(addresses, port)

    monkeypatch.setattr(connection, "connected", no_internet)
    names = Names(evil_example=("127.0.0.1",))
    guard = AddressGuard(resolver=names, kept=0)
    url = site.url("/a.pdf", "evil.example")
    async with transfer_client(guard=guard) as client:
        assert await guard.may_fetch("evil.example", "http://evil.example/")
        for _ in range(2):
            assert await document_of(client, url) == BODY
        assert asked == [("127.0.0.1",)], "its connection is kept"
        names.known = {"evil.example": (PUBLIC,)}
        assert await guard.may_fetch("evil.example", PUBLIC_SITE)
        with pytest.raises(httpx.ConnectError, match="no internet"):
            await got(client, url)
    assert asked == [("127.0.0.1",), (PUBLIC,)]
    assert len(site.requests) == 2


async def test_a_name_that_leads_nowhere_is_said_so() -> None:
    guard = AddressGuard(resolver=Names(gone_example=()))
    async with transfer_client(guard=guard) as client:
        assert await guard.may_fetch("gone.example", PUBLIC_SITE)
        with pytest.raises(
            httpx.ConnectError, match=r"gone\.example leads to no address"
        ) as raised:
            await got(client, "http://gone.example/")
        assert NameUnknown in causes(raised.value)
    async with transfer_client() as client:
        with pytest.raises(httpx.ConnectError) as raised:
            await got(client, "http://" + "x" * 63 + ".invalid/")
        assert NameUnknown in causes(raised.value)


async def test_a_redirect_into_the_private_network_is_not_followed(site: FileServer) -> None:
    names = Names(docs_example=("127.0.0.1",), inside_example=("127.0.0.1",))
    guard = AddressGuard(resolver=names, kept=0)
    site.answers["/out"] = redirect(site.url("/a.pdf", "inside.example"))
    document = replace(wanted(site.url("/out", "docs.example")), job_website="http://docs.example/")
    async with transfer_client(guard=guard) as client:
        names.known["inside.example"] = ("10.0.0.5",)
        with pytest.raises(TransferError) as raised:
            async with answer_for(client, document, guard.may_fetch):
                pass
    assert raised.value.fault is TransferFault.ADDRESS_REFUSED
    assert [request.path for request in site.requests] == ["/out"]


async def test_credentials_and_cookies_of_one_site_are_never_sent_to_another() -> None:
    with ExitStack() as stack:
        first, second = (stack.enter_context(FileServer()) for _ in range(2))
        target = second.url("/b.pdf", "localhost")
        first.answers["/start"] = refusal(302, Location="/more", Set_Cookie="who=me; Path=/")
        first.answers["/more"] = refusal(
            302, Location=target, Set_Cookie="wide=1; Domain=localhost; Path=/"
        )
        second.answers["/b.pdf"] = good(BODY, Set_Cookie="back=1")
        guard = AddressGuard()
        link = first.url("/start").replace("http://", "http://me:secret@")
        async with transfer_client(guard=guard) as client:
            for _ in range(2):
                async with answer_for(client, wanted(link), guard.may_fetch) as response:
                    assert b"".join([piece async for piece in response.stream]) == BODY
        start, more, *_ = (request.headers for request in first.requests)
        assert start["authorization"] == "Basic bWU6c2VjcmV0"
        assert more["cookie"] == "who=me", "within one chain of redirects"
        assert "cookie" not in first.requests[2].headers, "the next transfer starts without"
        for request in second.requests:
            assert not {"authorization", "cookie", "referer"} & request.headers.keys()
        assert len(second.requests) == 2


async def test_a_connection_is_kept_for_the_next_document_and_replaced_when_it_ended(
    site: FileServer,
) -> None:
    ports: list[int] = []

    def note(exchange: Exchange) -> bool:
        ports.append(exchange._connection.getpeername()[1])
        return good(BODY)(exchange)

    site.answers["/b.pdf"] = in_turn(note, note, raw(b"HTTP/1.1 204 No Content\r\n\r\n"), note)
    async with transfer_client() as client:
        for _ in range(2):
            assert await document_of(client, site.url("/b.pdf")) == BODY
        assert (await got(client, site.url("/b.pdf"))).status_code == 204
        assert await document_of(client, site.url("/b.pdf")) == BODY
    assert ports[0] == ports[1] != ports[2]


@pytest.mark.parametrize(
    "answer", [hang_up, raw(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab")]
)
async def test_a_connection_that_breaks_is_an_error(site: FileServer, answer: Answer) -> None:
    site.answers["/b.pdf"] = answer
    async with transfer_client() as client:
        with pytest.raises(httpx.TransportError):
            await got(client, site.url("/b.pdf"))


async def test_a_body_without_a_length_that_ends_in_a_reset_is_not_whole(site: FileServer) -> None:
    head_is_here = threading.Event()

    def reset(exchange: Exchange) -> bool:
        exchange.send(b"HTTP/1.1 200 OK\r\n\r\n%PDF-1.7 half of the min")
        head_is_here.wait(10)
        connection = exchange._connection
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        socket.close(connection.detach())
        return False

    site.answers["/b.pdf"] = reset
    async with transfer_client() as client, asked(client, site.url("/b.pdf")) as response:
        head_is_here.set()
        with pytest.raises(httpx.ReadError):
            await body_of(response)


@pytest.mark.usefixtures("only_meant_silence")
async def test_silence_ends_a_transfer_and_a_long_body_does_not(site: FileServer) -> None:
    site.answers["/b.pdf"] = silent(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab")
    async with transfer_client(silence=0.05) as client:
        assert await document_of(client, site.url("/a.pdf")) == BODY
        with pytest.raises(httpx.ReadTimeout):
            await got(client, site.url("/b.pdf"))


async def test_a_site_that_takes_no_connection_is_given_up_in_time() -> None:
    # Bound and not listening: nobody else can take the port meanwhile.
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        async with transfer_client(connect=5) as client:
            with pytest.raises(httpx.ConnectError):
                await got(client, f"http://127.0.0.1:{deaf.getsockname()[1]}/")
