"""The text of a DOC file ([MS-DOC] 2.4.1, "Retrieving Text")."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from typing import Final

from skop_desktop.engine.extraction.first_page import FileUnreadable, Obstacle

_MARK: Final = 0xA5EC
_FLAGS_AT, _PIECES_AT = 0x0A, 0x01A2
_LOCKED, _SECOND_TABLE = 0x0100, 0x0200
_PROPERTIES, _PIECES = 1, 2
_NARROW: Final = 0x40000000
_MOST_PIECES: Final = 10_000
_FIELD: Final = re.compile(r"\x13[^\x13\x14\x15]{0,2000}(?:\x14|\x15)|[\x13-\x15]")


def letter_text(main: bytes, tables: tuple[bytes, bytes], most: int) -> str:
    """The first ``most`` characters. ``main``: the start of stream WordDocument; ``tables``: 0Table
    and 1Table. Empty for one that is older than Word 97. Raises ``struct.error`` and, where it is
    locked, ``FileUnreadable``.
    """
    mark, version = struct.unpack_from("<2H", main)
    (flags,) = struct.unpack_from("<H", main, _FLAGS_AT)
    if mark != _MARK or version < 0xC0:  # noqa: PLR2004 - Word 97
        return ""
    if flags & _LOCKED:
        raise FileUnreadable(Obstacle.LOCKED)
    start, length = struct.unpack_from("<2L", main, _PIECES_AT)
    table = tables[1 if flags & _SECOND_TABLE else 0]
    parts: list[str] = []
    count = 0
    for piece in _pieces(table[start : start + length]):
        text = _text_of(main, *piece)
        parts.append(text)
        count += len(text)
        if count >= most:
            break
    return _FIELD.sub("", "".join(parts)).replace("\r", "\n").replace("\x07", " ")[:most]


def _pieces(described: bytes) -> Iterator[tuple[int, int]]:
    """Characters and place of each piece (Clx and PlcPcd, 2.9.38 and 2.8.35)."""
    at = 0
    while at + 3 <= len(described) and described[at] == _PROPERTIES:
        at += 3 + int.from_bytes(described[at + 1 : at + 3], "little")
    if at + 5 > len(described) or described[at] != _PIECES:
        return
    (size,) = struct.unpack_from("<L", described, at + 1)
    plan = described[at + 5 : at + 5 + size]
    count = min((len(plan) - 4) // 12, _MOST_PIECES)
    if count <= 0:
        return
    ends = struct.unpack_from(f"<{count + 1}L", plan)
    for number in range(count):
        (place,) = struct.unpack_from("<L", plan, (count + 1) * 4 + number * 8 + 2)
        yield max(0, ends[number + 1] - ends[number]), place


def _text_of(main: bytes, characters: int, place: int) -> str:
    if place & _NARROW:
        start = (place & ~_NARROW) // 2
        return main[start : start + characters].decode("cp1252", "replace")
    return main[place : place + characters * 2].decode("utf-16-le", "replace")
