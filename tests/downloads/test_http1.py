"""Connections are used again where that is safe, and only there."""

from __future__ import annotations

import threading

import httpx
import pytest

from skop_desktop.downloads.connection import transfer_client
from tests.support.asking import asked, body_of, got
from tests.support.file_server import Answer, Exchange, FileServer, chunked, good, raw, refusal
from tests.support.made_up import some_pdf

PDF = some_pdf(4, 300_000)


def stays_open(data: bytes) -> Answer:
    def answer(exchange: Exchange) -> bool:
        exchange.send(data)
        return True

    return answer


def whole(*headers: str, body: bytes = PDF) -> bytes:
    told = "\r\n".join(["HTTP/1.1 200 OK", f"Content-Length: {len(PDF)}", *headers, "", ""])
    return told.encode() + body


@pytest.mark.parametrize(
    ("answer", "connections"),
    [
        (good(PDF), 1),
        (chunked(PDF), 1),
        (refusal(404), 1),
        (refusal(204), 1),
        (stays_open(whole()), 1),
        (stays_open(b"HTTP/1.1 103 Early\r\n\r\n" + whole()), 1),
        (stays_open(whole("Connection: close")), 3),
        (stays_open(whole("Connection: Keep-Alive, Close")), 3),
        (stays_open(whole().replace(b"HTTP/1.1", b"HTTP/1.0")), 3),
        (stays_open(whole(body=PDF + b"HTTP/1.1 200 OK\r\n")), 3),
        (raw(whole()), 3),
    ],
)
async def test_a_connection_serves_again_if_its_answer_ended_as_it_said(
    answer: Answer, connections: int, site: FileServer
) -> None:
    site.answers["/a"] = answer
    async with transfer_client() as client:
        bodies = [(await got(client, site.url("/a"))).content for _ in range(3)]
    assert len(set(bodies)) == 1
    assert site.connections == connections


async def test_one_whose_body_nobody_wanted_to_the_end_does_not(site: FileServer) -> None:
    site.answers["/a"] = good(PDF)
    async with transfer_client() as client:
        for _ in range(2):
            async with asked(client, site.url("/a")) as response:
                await aiter(response.stream).__anext__()
    assert site.connections == 2


async def test_a_connection_that_the_site_closed_meanwhile_costs_no_error(
    site: FileServer,
) -> None:
    closes = threading.Event()

    def closing(exchange: Exchange) -> bool:
        exchange.send(whole())
        closes.wait(10)
        return False

    site.answers["/a"] = closing
    async with transfer_client() as client:
        await got(client, site.url("/a"))
        closes.set()
        assert (await got(client, site.url("/a"))).content == PDF
        assert (await got(client, site.url("/a"))).content == PDF


async def test_as_many_as_are_asked_at_once_have_connections_of_their_own(
    site: FileServer,
) -> None:
    site.answers["/a"] = good(PDF)
    async with transfer_client() as client:
        async with (
            asked(client, site.url("/a")) as first,
            asked(client, site.url("/a")) as second,
        ):
            assert await body_of(second) == await body_of(first) == PDF
        await got(client, site.url("/a"))
    assert site.connections == 2


async def test_a_body_that_ends_early_is_an_error_and_not_a_file(site: FileServer) -> None:
    site.answers["/a"] = raw(whole(body=PDF[:-1]))
    async with transfer_client() as client:
        with pytest.raises(httpx.RemoteProtocolError):
            await got(client, site.url("/a"))
