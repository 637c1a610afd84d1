"""Addresses that do not answer cost little, and bytes come whole however they come."""

from __future__ import annotations

import asyncio
import hashlib
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import httpcore
import httpx
import pytest

from skop_desktop.downloads.addresses import AddressGuard
from skop_desktop.downloads.connection import transfer_client
from skop_desktop.downloads.network import connected
from tests.support.asking import asked, got
from tests.support.file_server import Answer, Exchange, FileServer, chunked, good

BODY = b"%PDF-1.7 the minutes" * 40_000
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="fills a queue as Linux counts it")


@contextmanager
def deaf(address: str, port: int = 0) -> Iterator[int]:
    """An address that answers nothing at all: its queue of connections is full. Its port."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with ExitStack() as stack:
        listener = stack.enter_context(socket.socket(family))
        try:
            listener.bind((address, port))
        except OSError:
            pytest.skip(f"this computer has no {address}")
        listener.listen(0)
        port = listener.getsockname()[1]
        for _ in range(3):
            waiting = stack.enter_context(socket.socket(family))
            waiting.settimeout(0)
            waiting.connect_ex((address, port))
        yield port


@linux_only
@pytest.mark.parametrize("silent", ["::1", "127.0.0.2"])
async def test_an_address_that_does_not_answer_does_not_cost_the_whole_time(silent: str) -> None:
    async def resolver(_: str) -> tuple[str, ...]:
        return (silent, "127.0.0.3", "127.0.0.1")

    guard = AddressGuard(resolver=resolver)
    with FileServer({"/a.pdf": good(BODY)}) as site, deaf(silent, site.port):
        async with transfer_client(guard=guard, connect=600) as client:
            assert await guard.may_fetch("docs.example", "http://docs.example/")
            response = await got(client, site.url("/a.pdf", "docs.example"))
        assert response.content == BODY


@linux_only
async def test_a_site_that_never_answers_is_given_up_after_the_time_for_connecting() -> None:
    with deaf("127.0.0.1") as port:
        async with transfer_client(connect=0.05) as client:
            with pytest.raises(httpx.ConnectTimeout):
                await got(client, f"http://127.0.0.1:{port}/")


async def test_the_reason_of_the_last_address_is_told() -> None:
    # Bound and not listening: nobody else can take the port meanwhile.
    with socket.socket() as refusing:
        refusing.bind(("127.0.0.1", 0))
        port = refusing.getsockname()[1]
        with pytest.raises(ConnectionRefusedError):
            await connected(("127.0.0.1", "127.0.0.1"), port)
        with pytest.raises(OSError, match="no address"):
            await connected((), port)


async def test_of_connections_that_lose_the_race_none_stays_open() -> None:
    with FileServer({"/a.pdf": good(BODY)}) as site:
        streams = [await connected(("127.0.0.1",) * 3, site.port) for _ in range(3)]
        for stream in streams:
            await stream.aclose()
            await stream.aclose()
            assert await stream.read(1) == b""
            with pytest.raises(httpcore.WriteError):
                await stream.write(b"x")


@pytest.mark.parametrize("make", [good, chunked])
async def test_a_slow_reader_gets_every_byte_and_little_waits_for_it(
    make: Callable[[bytes], Answer],
) -> None:
    content = hashlib.shake_256(b"minutes").digest(12_000_000)
    digest, largest = hashlib.sha256(), 0
    with FileServer({"/big.pdf": make(content)}) as site:
        async with (
            transfer_client() as client,
            asked(client, site.url("/big.pdf")) as answer,
        ):
            async for chunk in answer.stream:
                digest.update(chunk)
                largest = max(largest, len(chunk))
                for _ in range(3):
                    await asyncio.sleep(0)
    assert digest.digest() == hashlib.sha256(content).digest()
    assert largest <= 512 * 1024


async def test_a_transfer_that_is_cancelled_frees_its_connection() -> None:
    with FileServer() as site:
        arrived = asyncio.Event()
        loop = asyncio.get_running_loop()

        def silent(exchange: Exchange) -> bool:
            loop.call_soon_threadsafe(arrived.set)
            return exchange._connection.recv(1) != b""

        site.answers["/a.pdf"] = silent
        async with transfer_client() as client:
            asking = asyncio.create_task(got(client, site.url("/a.pdf")))
            await arrived.wait()
            asking.cancel()
            with pytest.raises(asyncio.CancelledError):
                await asking
            site.answers["/b.pdf"] = good(BODY)
            assert (await got(client, site.url("/b.pdf"))).content == BODY
