"""Clients that are slow, or send more than any request needs, over real connections."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from skop_desktop.engine import loopback
from skop_desktop.engine.gate import LARGEST_BODY, PATIENCE, Gate
from skop_desktop.engine.loopback import LARGEST_HEAD, listening_on, port_of, server_of
from skop_desktop.engine.server import create_app
from tests.engine.serving import KEY, service_in
from tests.engine.sites import until

LITTLE = 0.2
"""Seconds that what never comes is waited for."""


@pytest.fixture
def patience() -> float:
    """Seconds that a body may take; a test that needs another number says so."""
    return PATIENCE


@pytest.fixture
def heads_soon_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Heads that do not end are waited for a moment only."""
    monkeypatch.setattr(loopback, "HEAD_WITHIN", LITTLE)


@pytest.fixture
async def port(tmp_path: Path, patience: float) -> AsyncIterator[int]:
    """The engine's API on a real port."""
    with listening_on(0) as listener:
        async with service_in(tmp_path) as service:
            gate = Gate(
                create_app(service), key=SecretStr(KEY), port=port_of(listener), patience=patience
            )
            server = server_of(gate)
            serving = asyncio.create_task(server.serve(sockets=[listener]))
            await until(lambda: server.started)
            yield port_of(listener)
            server.should_exit = True
            await serving


async def said_to(port: int, *parts: bytes, opening: bytes = b"") -> bytes:
    """The whole answer to these bytes; the connection is left open at our end.

    ``opening``: has come before the server, on this very loop, can begin to wait for it.
    """
    connection = socket.create_connection(("127.0.0.1", port))
    connection.sendall(opening)
    connection.settimeout(0)
    reader, writer = await asyncio.open_connection(sock=connection)
    try:
        for part in parts:
            writer.write(part)
            await writer.drain()
        return await reader.read()
    finally:
        writer.close()


def head(port: int, *lines: str, method: str = "POST", path: str = "/scrape/") -> bytes:
    more = "".join(f"{line}\r\n" for line in lines)
    return (
        f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        f"Authorization: Bearer {KEY}\r\n{more}\r\n"
    ).encode()


@pytest.mark.usefixtures("heads_soon_given_up")
async def test_a_head_that_never_ends_is_not_waited_for(port: int) -> None:
    assert await said_to(port, opening=b"GET /health/ HTTP/1.1\r\nHost: ") == b""
    assert await said_to(port) == b""


@pytest.mark.usefixtures("heads_soon_given_up")
async def test_a_second_head_that_never_ends_is_not_waited_for_either(port: int) -> None:
    whole = head(port, method="GET", path="/health/")
    answer = await said_to(port, opening=whole + b"GET /hea")
    assert answer.startswith(b"HTTP/1.1 200")
    assert answer.count(b"HTTP/1.1") == 1


@pytest.mark.parametrize("patience", [LITTLE])
async def test_a_body_that_does_not_arrive_is_408(port: int) -> None:
    answer = await said_to(port, head(port, "Content-Length: 100"), b"{")
    assert answer.startswith(b"HTTP/1.1 408")
    assert json.loads(answer.partition(b"\r\n\r\n")[2])["status_code"] == 408


async def test_a_body_in_chunks_is_not_taken_beyond_the_limit(port: int) -> None:
    chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
    chunks = [chunk] * (LARGEST_BODY // 0x10000 + 1)
    answer = await said_to(port, head(port, "Transfer-Encoding: chunked"), *chunks)
    assert answer.startswith(b"HTTP/1.1 413")


async def test_a_head_without_measure_is_refused(port: int) -> None:
    endless = (f"X-{n}: {'x' * 1_000}" for n in range(LARGEST_HEAD // 1_000 + 20))
    answer = await said_to(port, head(port, *endless).removesuffix(b"\r\n"))
    assert answer.startswith(b"HTTP/1.1 400")


async def test_what_is_no_http_is_refused(port: int) -> None:
    assert (await said_to(port, b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n")).startswith(
        b"HTTP/1.1 400"
    )


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000,
        b'{"website": "http://a.example", "prompt": "\\ud800 minutes of 2024"}',
        b'{"website": "http://a.example/\\ud800", "prompt": "minutes of 2024"}',
        b'{"website": "http://[", "prompt": "minutes of 2024"}',
        b'{"website": "http://a.example", "prompt": "minutes of 2024", "parameters": 1e999}',
        b'{"website": "http://a.example", "prompt": "minutes 24", "parameters": {"timeout": NaN}}',
        b'{"prompt": 1}',
        b"\xff\xfe",
        b"",
    ],
)
async def test_a_body_of_nonsense_is_an_error_of_the_contract(port: int, body: bytes) -> None:
    sent = head(port, f"Content-Length: {len(body)}", "Content-Type: application/json",
                "Connection: close") + body  # fmt: skip
    answer = await said_to(port, sent)
    error = json.loads(answer.partition(b"\r\n\r\n")[2])
    assert error["status_code"] in {400, 422}
    assert error["error"] is True
