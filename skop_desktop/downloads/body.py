"""The body of an answer, decoded as RFC 9110 (8.4) says and whole or an error."""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterator, Iterator, Mapping
from typing import Final

from skop_desktop.downloads import faults
from skop_desktop.downloads.exchange import Answer
from skop_desktop.downloads.snapshot import WantedDocument

_GZIP: Final = 16 + zlib.MAX_WBITS
_ZLIB: Final = zlib.MAX_WBITS
_WITHOUT_WRAPPER: Final = -zlib.MAX_WBITS
_WINDOWS: Final = {"gzip": _GZIP, "x-gzip": _GZIP, "deflate": _ZLIB}
_GZIP_START: Final = b"\x1f\x8b"
_PIECE: Final = 1024 * 1024
"""Bytes decoded at once: a kilobyte may unpack to a megabyte, and a limit must be seen in time."""


def body_of(answer: Answer, wanted: WantedDocument) -> Body:
    """The body of ``answer``. Raises ``TransferError`` for a coding that is not known."""
    coding = answer.headers.get("content-encoding", "").strip().lower()
    if coding in {"", "identity"}:
        return Body(answer, wanted)
    if coding not in _WINDOWS:
        text = f"Content-Encoding: {coding[:100]}"
        raise faults.unusable_answer(wanted, answer.url.text, text)
    return _CodedBody(answer, wanted, _WINDOWS[coding])


class Body:
    """Reads one body, to be iterated over. ``received`` and ``declared`` count bytes as sent,
    before decoding.

    ``is_coded``: what comes out is not what was sent. Raises ``TransferError``: ``CUT_SHORT`` where
    it ends early, ``SITE_TROUBLED`` where it cannot be decoded.
    """

    is_coded = False

    def __init__(self, answer: Answer, wanted: WantedDocument) -> None:
        self.received = 0
        self.declared = _declared_length(answer.headers)
        self._sent = aiter(answer.stream)
        self._wanted = wanted
        self._answer = answer

    async def head(self, size: int) -> bytes:
        """At least the first ``size`` bytes, fewer only where the body has fewer."""
        head = b""
        async for chunk in self:
            head = head + chunk if head else chunk
            if len(head) >= size:
                break
        return head

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self

    async def __anext__(self) -> bytes:
        """What follows the pieces before."""
        try:
            chunk = await anext(self._sent)
        except StopAsyncIteration:
            if self.declared is not None and self.received != self.declared:
                text = f"{self.received} of {self.declared} bytes came."
                raise self._cut_short(text) from None
            raise
        self.received += len(chunk)
        return chunk

    def _cut_short(self, text: str) -> Exception:
        return faults.cut_short(self._wanted, self._answer.url.text, text)


class _CodedBody(Body):
    """One that is unpacked on the way."""

    is_coded = True

    def __init__(self, answer: Answer, wanted: WantedDocument, window: int) -> None:
        super().__init__(answer, wanted)
        self._decoder = _Decoder(window)
        self._pieces: Iterator[bytes] = iter(())

    async def __anext__(self) -> bytes:
        while (piece := self._next_piece()) is None:
            try:
                packed = await super().__anext__()
            except StopAsyncIteration:
                if self.received and not self._decoder.is_at_end:
                    raise self._cut_short("The packed body has no end.") from None
                raise
            self._pieces = self._decoder.pieces(packed)
        return piece

    def _next_piece(self) -> bytes | None:
        try:
            return next(self._pieces, None)
        except zlib.error as error:
            text = str(error)
            raise faults.unusable_answer(self._wanted, self._answer.url.text, text) from error


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


def _declared_length(headers: Mapping[str, str]) -> int | None:
    """``Content-Length``, unless the body is framed otherwise (RFC 9112, 6.3)."""
    length = headers.get("content-length", "")
    if "transfer-encoding" in headers or not (length.isascii() and length.isdigit()):
        return None
    return int(length)
