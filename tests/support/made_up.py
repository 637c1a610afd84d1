"""Bytes that mean nothing, the same in every run."""

from __future__ import annotations

import hashlib


def some_bytes(seed: int, size: int) -> bytes:
    """``size`` bytes without a pattern."""
    return hashlib.shake_256(b"%d" % seed).digest(size)


def some_pdf(seed: int, size: int) -> bytes:
    """A little more than ``size`` bytes that begin and end as a PDF does."""
    return b"%%PDF-1.7 %d\n%s\n%%%%EOF\n" % (seed, some_bytes(seed, size))
