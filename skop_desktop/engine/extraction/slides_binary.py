"""The text of the first slides of a PPT file ([MS-PPT] 2.3 and 2.9)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

_HEADER: Final = struct.Struct("<2HL")
_CONTAINER: Final = 0xF
_SLIDE, _SLIDE_OF_LIST, _LIST = 0x03EE, 0x03F3, 0x0FF0
_OPENED: Final = frozenset({0x03E8, _SLIDE, _LIST, 0x040C, 0xF002, 0xF003, 0xF004, 0xF00D})
"""Containers that hold the text of slides: not those of masters, notes and handouts."""
_WIDE_TEXT, _NARROW_TEXT = 0x0FA0, 0x0FA8
_MOST_RECORDS: Final = 50_000
_SLIDES: Final = 3
_LOCKED: Final = 0xF3D1C4DF


def is_locked(current_user: bytes) -> bool:
    """Whether stream "Current User" says that the document is encrypted (2.3.2)."""
    return len(current_user) >= 16 and struct.unpack_from("<L", current_user, 12)[0] == _LOCKED  # noqa: PLR2004 - header, size and token


def slides_text(stream: bytes, most: int) -> str:
    """The first ``most`` characters of the slides. ``stream``: that named PowerPoint Document."""
    slides = 0
    parts: list[str] = []
    length = 0
    for kind, content in _slide_records(stream):
        if kind in {_SLIDE, _SLIDE_OF_LIST}:
            slides += 1
            if slides > _SLIDES:
                break
        else:
            text = content.decode("utf-16-le" if kind == _WIDE_TEXT else "latin-1", "replace")
            parts.append(text)
            length += len(text)
            if length >= most:
                break
    return "\n".join(parts).replace("\r", "\n").replace("\v", "\n")[:most]


def _slide_records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    """Where a slide begins, and each text on one."""
    at = 0
    for _ in range(_MOST_RECORDS):
        if at + _HEADER.size > len(stream):
            return
        version, kind, length = _HEADER.unpack_from(stream, at)
        at += _HEADER.size
        if version & 0xF == _CONTAINER and kind in _OPENED:
            if kind == _SLIDE:
                yield kind, b""
            # The lists of masters and of notes have another number.
            if kind != _LIST or version >> 4 == 0:
                continue
        elif kind in {_WIDE_TEXT, _NARROW_TEXT, _SLIDE_OF_LIST}:
            yield kind, stream[at : at + length]
        at += length
