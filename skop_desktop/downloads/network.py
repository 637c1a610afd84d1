"""TCP and TLS for the transfers, on asyncio alone, in large reads."""

from __future__ import annotations

import asyncio
import ssl
from collections import deque
from collections.abc import Iterable, Sequence
from typing import Any, Final

import httpcore

_HEAD_START: Final = 0.25
"""Seconds an address has to itself before the next is tried too (RFC 8305, 5)."""

_MOST_WAITING: Final = 1024 * 1024
"""Bytes that may wait for their reader before the sender is made to pause."""

_LARGEST_READ: Final = 256 * 1024

SocketOptions = Iterable[
    tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]
]


class TcpStream(asyncio.Protocol, httpcore.AsyncNetworkStream):
    """One connection, for httpcore. Raises httpcore's errors; what asyncio said is their cause."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.Transport | None = None
        self._chunks: deque[bytes] = deque()
        self._waiting = 0
        self._is_paused = False
        self._is_over = False
        self._error: Exception | None = None
        self._news: asyncio.Future[bool] | None = None
        self._room: asyncio.Future[bool] | None = None
        self._awaited: asyncio.Future[bool] | None = None
        self._until = 0.0
        self._timer: asyncio.TimerHandle | None = None
        self._closed = self._loop.create_future()

    async def read(
        self,
        max_bytes: int,  # noqa: ARG002 - always 64 KiB, and httpcore's parser takes any length
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's interface
    ) -> bytes:
        """What has come, empty at the end; ``ReadTimeout`` after ``timeout`` seconds of silence."""
        if not self._chunks and not self._is_over:
            self._news = self._loop.create_future()
            self._expect(self._news, timeout)
            if not await self._news:
                raise httpcore.ReadTimeout(f"No byte came for {timeout} seconds.")
        if self._chunks:
            return self._taken()
        if self._error is not None:
            raise httpcore.ReadError(str(self._error)) from self._error
        return b""

    async def write(
        self,
        buffer: bytes,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's interface
    ) -> None:
        """Hands ``buffer`` to the system; waits while that takes no more."""
        if self._transport is None or self._transport.is_closing():
            raise httpcore.WriteError("The connection is closed.") from self._error
        self._transport.write(buffer)
        if (room := self._room) is not None:
            self._expect(room, timeout)
            if not await room:
                raise httpcore.WriteTimeout(f"Nothing was taken for {timeout} seconds.")

    async def aclose(self) -> None:
        """Ends the connection; what waits to be read or written is dropped."""
        if self._transport is not None:
            self._transport.abort()
            await asyncio.shield(self._closed)

    def abort(self) -> None:
        """Ends the connection without waiting for its end."""
        if self._transport is not None:
            self._transport.abort()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's interface
    ) -> httpcore.AsyncNetworkStream:
        """The same connection, encrypted; the certificate checked against ``server_hostname``."""
        if self._transport is None:
            raise httpcore.ConnectError("The connection is closed.")
        try:
            async with asyncio.timeout(timeout):
                self._transport = await self._loop.start_tls(
                    self._transport, self, ssl_context, server_hostname=server_hostname
                )
        except TimeoutError as error:
            self.abort()
            raise httpcore.ConnectTimeout("The secure connection took too long.") from error
        except (OSError, ssl.CertificateError) as error:
            self.abort()
            raise httpcore.ConnectError(str(error)) from error
        if self._transport is None:
            raise httpcore.ConnectError("The connection was closed.") from self._error
        return self

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - httpcore's interface
        """What httpcore asks about a connection (its ``network_stream`` extension)."""
        if info == "is_readable":
            return self._is_over or bool(self._chunks)
        if self._transport is None:
            return None
        names = {"client_addr": "sockname", "server_addr": "peername"}
        return self._transport.get_extra_info(names.get(info, info))

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Asyncio: the connection stands."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - create_connection makes one
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Asyncio: bytes came."""
        self._chunks.append(data)
        self._waiting += len(data)
        if self._waiting > _MOST_WAITING and not self._is_paused and self._transport is not None:
            self._transport.pause_reading()
            self._is_paused = True
        _wake(self._news)

    def eof_received(self) -> None:
        """Asyncio: the other side has ended."""
        self._is_over = True
        _wake(self._news)

    def connection_lost(self, exc: Exception | None) -> None:
        """Asyncio: the connection is gone, by ``exc`` if not in order."""
        self._is_over = True
        self._error = exc
        if self._timer is not None:
            self._timer.cancel()
        _wake(self._news)
        _wake(self._room)
        _wake(self._closed)

    def pause_writing(self) -> None:
        """Asyncio: the system takes no more for now."""
        self._room = self._loop.create_future()

    def resume_writing(self) -> None:
        """Asyncio: it takes more again."""
        _wake(self._room)
        self._room = None

    def _taken(self) -> bytes:
        taken = self._chunks.popleft()
        if self._chunks and len(taken) + len(self._chunks[0]) <= _LARGEST_READ:
            pieces, size = [taken], len(taken)
            while self._chunks and size + len(self._chunks[0]) <= _LARGEST_READ:
                pieces.append(self._chunks.popleft())
                size += len(pieces[-1])
            taken = b"".join(pieces)
        self._waiting -= len(taken)
        if self._is_paused and self._waiting <= _LARGEST_READ and self._transport is not None:
            self._transport.resume_reading()
            self._is_paused = False
        return taken

    def _expect(self, future: asyncio.Future[bool], seconds: float | None) -> None:
        """``future`` is woken in time, or told ``False`` then."""
        if seconds is not None:
            self._awaited, self._until = future, self._loop.time() + seconds
            # One timer for many reads: each would make one, to be cancelled a millisecond later.
            if self._timer is None or self._timer.when() > self._until:
                self._set_timer()

    def _set_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self._loop.call_at(self._until, self._look_at_time)

    def _look_at_time(self) -> None:
        self._timer = None
        if self._awaited is None or self._awaited.done():
            return
        if self._loop.time() >= self._until:
            self._awaited.set_result(False)
        else:
            self._set_timer()


async def connected(addresses: Sequence[str], port: int) -> TcpStream:
    """A connection to the first of ``addresses`` that answers.

    Each is tried a moment after the one before, or when that has failed, so that one that never
    answers costs little (RFC 8305). Raises ``OSError`` of the last that failed.
    """
    left = deque(_families_in_turn(addresses))
    attempts: set[asyncio.Task[TcpStream]] = set()
    failure: BaseException = OSError("There is no address to connect to.")
    try:
        while left or attempts:
            if left:
                attempts.add(asyncio.create_task(_connected_to(left.popleft(), port)))
            done, _ = await asyncio.wait(
                attempts,
                timeout=_HEAD_START if left else None,
                return_when=asyncio.FIRST_COMPLETED,
            )
            for attempt in done:
                if (error := attempt.exception()) is None:
                    attempts.discard(attempt)
                    return attempt.result()
                failure = error
                attempts.discard(attempt)
        raise failure
    finally:
        for attempt in attempts:
            attempt.cancel()
        for outcome in await asyncio.gather(*attempts, return_exceptions=True):
            if isinstance(outcome, TcpStream):
                outcome.abort()


async def _connected_to(address: str, port: int) -> TcpStream:
    _, stream = await asyncio.get_running_loop().create_connection(TcpStream, address, port)
    return stream


def _families_in_turn(addresses: Sequence[str]) -> list[str]:
    """The first stays first; then IPv6 and IPv4 take turns (RFC 8305, 4)."""
    first = [address for address in addresses if (":" in address) == (":" in addresses[0])]
    other = [address for address in addresses if (":" in address) != (":" in addresses[0])]
    mixed = [address for pair in zip(first, other, strict=False) for address in pair]
    return mixed + first[len(other) :] + other[len(first) :]


def _wake(future: asyncio.Future[bool] | None) -> None:
    if future is not None and not future.done():
        future.set_result(True)
