"""Bytes that mean nothing, the same in every run."""

from __future__ import annotations

import hashlib
import struct
import zlib


def some_bytes(seed: int, size: int) -> bytes:
    """``size`` bytes without a pattern."""
    return hashlib.shake_256(b"%d" % seed).digest(size)


def some_pdf(seed: int, size: int) -> bytes:
    """A little more than ``size`` bytes that begin and end as a PDF does."""
    return b"%%PDF-1.7 %d\n%s\n%%%%EOF\n" % (seed, some_bytes(seed, size))


def gzip_bomb(piece: bytes, times: int, *, start: bytes = b"") -> bytes:
    """``start`` and then ``piece``, ``times`` over, as one gzip member (RFC 1952).

    ``piece`` is packed once: packing hundreds of megabytes takes a second each time.
    """
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    first = packer.compress(start) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(piece) + packer.flush(zlib.Z_FULL_FLUSH)
    check = zlib.crc32(start)
    for _ in range(times):
        check = zlib.crc32(piece, check)
    size = (len(start) + len(piece) * times) & 0xFFFFFFFF
    head = b"\x1f\x8b\x08" + bytes(6) + b"\xff"
    return head + first + again * times + packer.flush() + struct.pack("<II", check, size)
