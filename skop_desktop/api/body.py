"""The body of an answer, unpacked, within bounds that the server cannot move."""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Final

import httpx

from skop_desktop.api.silence import AnswerGarbled, AnswerTooLarge, AnswerTooSlow

LARGEST_BODY: Final = 256 * 1024 * 1024
PACKINGS: Final = "gzip, deflate"
"""``Accept-Encoding``: what can be undone a bounded piece at a time."""

_PIECE: Final = 1024 * 1024
_GZIP_OR_ZLIB: Final = zlib.MAX_WBITS | 32


async def read_body(
    response: httpx.Response, *, largest: int = LARGEST_BODY, in_time: Callable[[], bool]
) -> bytes:
    """The whole body of a streamed ``response``, unpacked.

    ``largest``: bytes, as sent and once unpacked; a bomb is stopped there, not in memory.
    ``in_time``: asked between pieces. Raises ``AnswerTooLarge``, ``AnswerTooSlow``,
    ``AnswerGarbled`` and what httpx raises.
    """
    packing = response.headers.get("content-encoding", "").strip().lower()
    pieces: list[bytes] = []
    size = 0
    async for piece in _unpacked(response.aiter_raw(), packing):
        size += len(piece)
        if size > largest:
            raise AnswerTooLarge(f"It is larger than {largest // 10**6:,} MB.")
        if not in_time():
            raise AnswerTooSlow("The answer took too long.")
        pieces.append(piece)
    return b"".join(pieces)


async def _unpacked(raw: AsyncIterator[bytes], packing: str) -> AsyncIterator[bytes]:
    if packing in {"", "identity"}:
        async for chunk in raw:
            yield chunk
        return
    if packing not in {"gzip", "x-gzip", "deflate"}:
        raise AnswerGarbled(f"It is packed in a way the app did not ask for ({packing[:40]}).")
    unpack = _Unpacker()
    async for chunk in raw:
        for piece in unpack.pieces(chunk):
            yield piece
    for piece in unpack.rest():
        yield piece
    if not unpack.is_done:
        raise AnswerGarbled("It ends too early.")


class _Unpacker:
    """Undoes gzip and deflate in pieces of at most a megabyte."""

    def __init__(self) -> None:
        self._inflate = zlib.decompressobj(_GZIP_OR_ZLIB)
        self._is_first = True

    @property
    def is_done(self) -> bool:
        """Whether the packed data have come to their own end, or never began."""
        return self._inflate.eof or self._is_first

    def rest(self) -> Iterator[bytes]:
        """What is left when all packed data have been given."""
        while piece := self._inflate.decompress(b"", _PIECE):
            yield piece

    def pieces(self, packed: bytes) -> Iterator[bytes]:
        """What ``packed`` adds."""
        while packed and not self._inflate.eof:
            try:
                piece = self._inflate.decompress(packed, _PIECE)
            except zlib.error as fault:
                piece = self._without_header(packed, fault)
            self._is_first = False
            packed = self._inflate.unconsumed_tail
            yield piece

    def _without_header(self, packed: bytes, fault: zlib.error) -> bytes:
        """Some servers send deflate bare, against RFC 9110, 8.4.1.2."""
        if not self._is_first:
            raise AnswerGarbled("Its packing is damaged.") from fault
        self._inflate = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            return self._inflate.decompress(packed, _PIECE)
        except zlib.error:
            raise AnswerGarbled("Its packing is damaged.") from fault
