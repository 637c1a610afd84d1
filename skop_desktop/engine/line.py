"""One connection to a site, read at the reader's own speed."""

from __future__ import annotations

import asyncio
from typing import Final

_MOST_WAITING: Final = 512 * 1024
"""Bytes that may wait to be read before the site is told to wait."""


class BrokenOff(Exception):
    """The site ended the connection too early, or did not speak HTTP."""


class Line(asyncio.Protocol):
    """A connection. ``buffer``: what came and was not read yet. ``is_over``: nothing more will."""

    def __init__(self) -> None:
        self.buffer = bytearray()
        self.is_over = False
        self._news: asyncio.Future[None] | None = None
        self._is_paused = False
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """See ``asyncio.Protocol``."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - create_connection makes one
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """See ``asyncio.Protocol``."""
        self.buffer += data
        if len(self.buffer) > _MOST_WAITING and self._transport is not None:
            self._transport.pause_reading()
            self._is_paused = True
        self._wake()

    def eof_received(self) -> None:
        """See ``asyncio.Protocol``."""
        self.is_over = True
        self._wake()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio's interface
        """See ``asyncio.Protocol``."""
        self.is_over = True
        self._wake()

    def send(self, data: bytes) -> None:
        """Send at once. Raises ``BrokenOff``."""
        if self._transport is None or self._transport.is_closing():
            raise BrokenOff("the connection is closed")
        self._transport.write(data)

    async def more(self) -> bool:
        """Wait until more has come; ``False`` at the end."""
        if self.is_over:
            return False
        if self._is_paused and self._transport is not None:
            self._is_paused = False
            self._transport.resume_reading()
        self._news = asyncio.get_running_loop().create_future()
        try:
            await self._news
        finally:
            self._news = None
        return bool(self.buffer) or not self.is_over

    def take(self) -> bytes:
        """What came, all of it."""
        taken = bytes(self.buffer)
        self.buffer.clear()
        return taken

    def end(self) -> None:
        """Drop the connection."""
        if self._transport is not None:
            self._transport.abort()

    def _wake(self) -> None:
        if self._news is not None and not self._news.done():
            self._news.set_result(None)
