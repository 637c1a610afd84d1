"""Packed bodies, unpacked in bounded steps: a packed flood can be left at any point."""

from __future__ import annotations

import zlib
from typing import Final

ENCODINGS: Final = "gzip, deflate"
"""What may be asked for in ``Accept-Encoding``."""

_KNOWN: Final = frozenset({"gzip", "x-gzip", "deflate"})
_METHOD_BITS: Final = 0x0F
_DEFLATED: Final = 8


class Unpackable(Exception):
    """The body is packed in a way that was not asked for, or is broken."""


class Unpacker:
    """Unpacks one body. ``encoding``: its ``Content-Encoding``. Raises ``Unpackable``."""

    def __init__(self, encoding: str) -> None:
        self._encoding = encoding.strip().lower()
        self._packed: zlib._Decompress | None = None
        self.is_needed = self._encoding not in {"", "identity"}
        if self.is_needed and self._encoding not in _KNOWN:
            raise Unpackable(f"content encoding {self._encoding[:20]} was not asked for")

    def unpacked(self, piece: bytes, most: int) -> bytes:
        """What ``piece`` adds to the body, at most ``most`` bytes: the rest of it is dropped."""
        if not self.is_needed:
            return piece[:most]
        if not piece or most <= 0:
            return b""
        if self._packed is None:
            self._packed = _decompressor(self._encoding, piece)
        try:
            return self._packed.decompress(piece, most)
        except zlib.error as error:
            raise Unpackable("the packed body is broken") from error


def _decompressor(encoding: str, first: bytes) -> zlib._Decompress:
    """ "deflate" is zlib by RFC 9110, 8.4.1.2, and raw on some servers."""
    if encoding == "deflate" and first[0] & _METHOD_BITS != _DEFLATED:
        return zlib.decompressobj(-zlib.MAX_WBITS)
    return zlib.decompressobj(zlib.MAX_WBITS | 32)
