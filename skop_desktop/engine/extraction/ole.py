"""Streams of OLE2 files ([MS-CFB]), and the title among their properties."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from skop_desktop.engine.extraction.first_page import LONGEST_TITLE, FileUnreadable

SIGNATURE: Final = bytes.fromhex("d0cf11e0a1b11ae1")

_HEADER: Final = struct.Struct("<8s16s5H6s9L")
_TABLE: Final = struct.Struct("<109L")
_ENTRY: Final = struct.Struct("<64sHBB3L16sL8s8sLQ")
_LAST: Final = 0xFFFFFFFA
_SMALL: Final = 64
_MOST_SECTORS: Final = 2_000
_MOST_ENTRIES: Final = 2_048
_SHIFTS: Final = frozenset({9, 12})
_TITLE, _CODE_PAGE = 2, 1
_UTF_8: Final = 65_001
_UTF_16: Final = 1_200
_NARROW, _WIDE = 30, 31


@dataclass(frozen=True, slots=True)
class _Stream:
    start: int
    size: int


class Streams:
    """The streams of an OLE2 file, by name. Reads a bounded number of its sectors."""

    def __init__(self, file: BinaryIO) -> None:
        head = file.read(512)
        unpacked = _HEADER.unpack_from(head)
        if unpacked[0] != SIGNATURE or unpacked[5] not in _SHIFTS:
            raise FileUnreadable
        self._file = file
        self._length = 1 << unpacked[5]
        self._cutoff, small_start = unpacked[12], unpacked[13]
        self._tables = list(self._all_tables(head, unpacked[15]))
        self._small_table = b""
        entries = list(self._entries(unpacked[10]))
        self.names = frozenset(name for name, _ in entries)
        self._streams = dict(reversed(entries))
        self._small_table = b"".join(self._chain(small_start, _MOST_SECTORS))
        root = entries[0][1] if entries else _Stream(_LAST, 0)
        self._small = b"".join(self._chain(root.start, _MOST_SECTORS))

    def read(self, name: str, most: int) -> bytes:
        """The first ``most`` bytes of the stream of that name, empty where there is none."""
        stream = self._streams.get(name)
        if stream is None:
            return b""
        wanted = min(stream.size, most)
        if stream.size < self._cutoff:
            parts = self._small_chain(stream.start, -(-wanted // _SMALL))
        else:
            parts = self._chain(stream.start, -(-wanted // self._length))
        return b"".join(parts)[:wanted]

    def _all_tables(self, head: bytes, following: int) -> Iterator[int]:
        """The sectors of the table of sectors: 109 in the header, the rest in a chain."""
        yield from (sector for sector in _TABLE.unpack_from(head, 76) if sector < _LAST)
        seen = set[int]()
        while following < _LAST and following not in seen and len(seen) < _SMALL:
            seen.add(following)
            numbers = struct.unpack(f"<{self._length // 4}L", self._sector(following))
            yield from (sector for sector in numbers[:-1] if sector < _LAST)
            following = numbers[-1]

    def _entries(self, first: int) -> Iterator[tuple[str, _Stream]]:
        count = 0
        for content in self._chain(first, _MOST_SECTORS):
            for at in range(0, len(content) - _ENTRY.size + 1, _ENTRY.size):
                entry = _ENTRY.unpack_from(content, at)
                name, length, kind = entry[0], entry[1], entry[2]
                count += 1
                if count > _MOST_ENTRIES:
                    return
                if kind:
                    text = name[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
                    # The upper half of the size is noise in files of version 3.
                    size = entry[12] if self._length > 512 else entry[12] & 0xFFFFFFFF  # noqa: PLR2004 - the sector of version 3
                    yield text, _Stream(entry[11], size)

    def _chain(self, sector: int, most: int) -> Iterator[bytes]:
        seen = set[int]()
        while sector < _LAST and sector not in seen and len(seen) < most:
            seen.add(sector)
            yield self._sector(sector)
            number, place = divmod(sector, self._length // 4)
            if number >= len(self._tables):
                return
            table = self._sector(self._tables[number])
            (sector,) = struct.unpack_from("<L", table, place * 4)

    def _small_chain(self, sector: int, most: int) -> Iterator[bytes]:
        seen = set[int]()
        while sector < _LAST and sector not in seen and len(seen) < most:
            seen.add(sector)
            yield self._small[sector * _SMALL : (sector + 1) * _SMALL]
            (sector,) = struct.unpack_from("<L", self._small_table, sector * 4)

    def _sector(self, sector: int) -> bytes:
        self._file.seek((sector + 1) * self._length)
        return self._file.read(self._length)


def title_in(summary: bytes) -> str:
    """The title in a stream of properties ([MS-OLEPS] 2.21), empty where there is none."""
    if len(summary) < 48:  # noqa: PLR2004 - header and place of the first set
        return ""
    (start,) = struct.unpack_from("<L", summary, 44)
    _, count = struct.unpack_from("<2L", summary, start)
    places = {}
    for number in range(min(count, 100)):
        kind, place = struct.unpack_from("<2L", summary, start + 8 + number * 8)
        places[kind] = start + place
    if _TITLE not in places:
        return ""
    charset = "cp1252"
    if _CODE_PAGE in places:
        (code_page,) = struct.unpack_from("<H", summary, places[_CODE_PAGE] + 4)
        charset = {_UTF_8: "utf-8", _UTF_16: "utf-16-le"}.get(code_page, f"cp{code_page}")
    kind, length = struct.unpack_from("<2L", summary, places[_TITLE])
    at = places[_TITLE] + 8
    if kind not in {_NARROW, _WIDE}:
        return ""
    text = summary[at : at + min(length, LONGEST_TITLE) * (2 if kind == _WIDE else 1)]
    try:
        return text.decode("utf-16-le" if kind == _WIDE else charset, "replace").split("\0")[0]
    except LookupError:
        return text.decode("cp1252", "replace").split("\0")[0]
