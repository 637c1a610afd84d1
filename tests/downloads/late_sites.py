"""Sites that a computer may be as slow for as it likes: they wait for what a test does next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import httpcore
import pytest

from skop_desktop.downloads.network import TcpStream
from tests.support.file_server import LONG_AGO, TODAY, Answer, Exchange

_fallen_silent: Final[set[object]] = set()
"""Addresses of the clients that no byte more is meant for."""


def unending(content: bytes, first: int) -> Answer:
    """``first`` bytes at once, and then one now and then.

    It is still under way when a test gets to its next line, however late that is.
    """

    def answer(exchange: Exchange) -> bool:
        exchange.send_head(200, _head_of(content))
        exchange.send(content[:first])
        for at in range(first, len(content)):
            if exchange.wait(0.02):
                break
            exchange.send(content[at : at + 1])
        return False

    return answer


def at_the_pace_of_the_disk(content: bytes, safe_bytes: Sequence[int]) -> Answer:
    """Two times 4 MB, each with what follows only when more bytes have been told to be safe."""

    def answer(exchange: Exchange) -> bool:
        exchange.send_head(200, _head_of(content))
        sent = 0
        for times in (1, 2):
            exchange.send(content[sent : sent + 4_000_000])
            sent += 4_000_000
            # That the disk is done is told with the bytes that come next.
            while len(safe_bytes) < times and not exchange.wait(0.01):
                exchange.send(content[sent : sent + 1])
                sent += 1
        exchange.send(content[sent:])
        return True

    return answer


def silent(start: bytes) -> Answer:
    """``start``, and then nothing, with the connection open. Needs ``only_meant_silence``."""

    def answer(exchange: Exchange) -> bool:
        exchange.send(start)
        _fallen_silent.add(exchange._connection.getpeername())
        exchange.wait(60)
        return False

    return answer


def take_only_meant_silence(patch: pytest.MonkeyPatch) -> None:
    """Clients run out of patience only where ``silent`` has nothing more to send.

    To one with the patience of a test, a site whose thread waits for a processor is silent too.
    """
    _fallen_silent.clear()
    read = TcpStream.read

    async def patient(stream: TcpStream, most: int, seconds: float | None = None) -> bytes:
        while True:
            # Asked before it waits: what was sent until then is here when the time is over.
            is_meant = stream.get_extra_info("client_addr") in _fallen_silent
            try:
                return await read(stream, most, seconds)
            except httpcore.ReadTimeout:
                if is_meant:
                    raise

    patch.setattr(TcpStream, "read", patient)


def _head_of(content: bytes) -> dict[str, str]:
    """With all that a part can be gone on from by."""
    told = {"ETag": '"first"', "Last-Modified": LONG_AGO, "Date": TODAY}
    return {"Content-Length": str(len(content)), **told}
