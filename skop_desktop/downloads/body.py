"""The body of an answer, decoded as RFC 9110 (8.4) says and whole or an error."""

from __future__ import annotations

import zlib
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from typing import Final

import httpx

from skop_desktop.downloads import faults
from skop_desktop.downloads.snapshot import WantedDocument

_GZIP: Final = 16 + zlib.MAX_WBITS
_ZLIB: Final = zlib.MAX_WBITS
_WITHOUT_WRAPPER: Final = -zlib.MAX_WBITS
_WINDOWS: Final = {"gzip": _GZIP, "x-gzip": _GZIP, "deflate": _ZLIB}
_GZIP_START: Final = b"\x1f\x8b"
_PIECE: Final = 1024 * 1024
"""Bytes decoded at once: a kilobyte may unpack to a megabyte, and a limit must be seen in time."""


class Body:
    """Reads one body. ``received`` and ``declared`` count bytes as sent, before decoding.

    ``is_coded``: what comes out is not what was sent. Raises ``TransferError``: ``CUT_SHORT`` where
    it ends early, ``SITE_TROUBLED`` where it is in a coding that is not known.
    """

    def __init__(self, response: httpx.Response, wanted: WantedDocument) -> None:
        self.received = 0
        self._response = response
        self._wanted = wanted
        self._url = str(response.url)
        coding = response.headers.get("Content-Encoding", "").strip().lower()
        if coding not in {"", "identity", *_WINDOWS}:
            raise faults.unusable_answer(wanted, self._url, f"Content-Encoding: {coding[:100]}")
        self.is_coded = coding in _WINDOWS
        self.declared = _declared_length(response.headers)
        self._chunks = self._unpacked(_WINDOWS[coding]) if self.is_coded else self._whole()

    async def head(self, size: int) -> bytes:
        """At least the first ``size`` bytes, fewer only where the body has fewer."""
        head = b""
        async for chunk in self._chunks:
            head = head + chunk if head else chunk
            if len(head) >= size:
                break
        return head

    def rest(self) -> AsyncIterator[bytes]:
        """What follows the head."""
        return self._chunks

    async def aclose(self) -> None:
        """Ends reading, wherever it is."""
        await self._chunks.aclose()

    async def _whole(self) -> AsyncGenerator[bytes, None]:
        # Not ``aiter_raw``: two layers more for each piece, which keep what nobody asks for.
        stream = self._response.stream
        assert isinstance(stream, httpx.AsyncByteStream)  # noqa: S101 - an asynchronous client made it
        async for chunk in stream:
            self.received += len(chunk)
            yield chunk
        if self.declared is not None and self.received != self.declared:
            raise self._cut_short(f"{self.received} of {self.declared} bytes came.")

    async def _unpacked(self, window: int) -> AsyncGenerator[bytes, None]:
        decoder = _Decoder(window)
        async for chunk in self._whole():
            try:
                for piece in decoder.pieces(chunk):
                    yield piece
            except zlib.error as error:
                raise faults.unusable_answer(self._wanted, self._url, str(error)) from error
        if self.received and not decoder.is_at_end:
            raise self._cut_short("The packed body has no end.")

    def _cut_short(self, text: str) -> Exception:
        return faults.cut_short(self._wanted, self._url, text)


class _Decoder:
    """Unpacks gzip of any number of members (RFC 1952, 2.2), and deflate with or without the
    wrapper that belongs around it (RFC 9110, 8.4.1.2)."""

    def __init__(self, window: int) -> None:
        self._window = window
        self._decoder = zlib.decompressobj(window)
        self._has_begun = False

    @property
    def is_at_end(self) -> bool:
        """Whether what came is whole."""
        return self._decoder.eof

    def pieces(self, packed: bytes) -> Iterator[bytes]:
        """What ``packed`` holds, in pieces of bounded size. Raises ``zlib.error``."""
        while packed:
            if self._decoder.eof:
                if self._window != _GZIP or not packed.startswith(_GZIP_START):
                    return  # what follows the end is padding, as gunzip and browsers take it
                self._decoder = zlib.decompressobj(_GZIP)
            piece = self._decompressed(packed)
            packed = self._decoder.unconsumed_tail or self._decoder.unused_data
            if piece:
                yield piece

    def _decompressed(self, packed: bytes) -> bytes:
        is_first, self._has_begun = not self._has_begun, True
        try:
            return self._decoder.decompress(packed, _PIECE)
        except zlib.error:
            if not is_first or self._window != _ZLIB:
                raise
            self._decoder = zlib.decompressobj(_WITHOUT_WRAPPER)
            return self._decoder.decompress(packed, _PIECE)


def _declared_length(headers: httpx.Headers) -> int | None:
    """``Content-Length``, unless the body is framed otherwise (RFC 9112, 6.3)."""
    length = headers.get("Content-Length", "")
    if "Transfer-Encoding" in headers or not (length.isascii() and length.isdigit()):
        return None
    return int(length)
