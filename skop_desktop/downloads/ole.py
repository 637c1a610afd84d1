"""What an OLE2 file is, by the streams in its directory ([MS-CFB], Compound File Binary)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

_HEADER: Final = struct.Struct("<8s16s5H6s9L")
_TABLE_AT: Final = 76
_TABLE_LENGTH: Final = 109
_SHIFTS: Final = frozenset({9, 12})
_LAST_SECTOR: Final = 0xFFFFFFFA
_FREE: Final = 0xFFFFFFFF
_ENTRY: Final = struct.Struct("<64sHBB3L16s")
_ENTRY_SIZE: Final = 128
_ROOT: Final = 5
_MOST_SECTORS: Final = 64
_MOST_ENTRIES: Final = 1_024

_OF_STREAM: Final = {
    "WordDocument": "doc",
    "Workbook": "xls",
    "Book": "xls",
    "PowerPoint Document": "ppt",
    "__properties_version1.0": "msg",
    "__nameid_version1.0": "msg",
    "VisioDocument": "vsd",
    "Quill": "pub",
    "BodyText": "hwp",
    "MatOST": "wps",
}
_INSTALLER: Final = {
    bytes.fromhex("84100c0000000000c000000000000046"): "msi",
    bytes.fromhex("86100c0000000000c000000000000046"): "msp",
}
"""Class of the root storage; the names of an installer's streams are scrambled."""


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    kind: int
    left: int
    right: int
    child: int
    class_id: bytes


def in_ole(file: BinaryIO, size: int, head: bytes) -> tuple[str, bool]:
    """The ending for the OLE2 ``file`` of ``size`` bytes, and whether it is there to its end.

    The ending is empty for one of a kind that is not known, an encrypted document among them.
    ``head``: its first bytes. Reads at most ``_MOST_SECTORS`` sectors of each table.
    """
    if len(head) < _HEADER.size or (shift := _HEADER.unpack_from(head)[5]) not in _SHIFTS:
        return _named_in_head(head), True
    sectors = _Sectors(file, size, head, 1 << shift)
    entries = list(sectors.directory())
    if not entries:
        return _named_in_head(head), sectors.is_whole()
    return _kind(entries), sectors.is_whole()


class _Sectors:
    """The sectors of a file; what lies outside it is read as nothing."""

    def __init__(self, file: BinaryIO, size: int, head: bytes, length: int) -> None:
        self._file, self._size, self._length = file, size, length
        unpacked = _HEADER.unpack_from(head)
        self._tables, self._first = unpacked[9], unpacked[10]
        known = max(0, min(self._tables, _TABLE_LENGTH, (len(head) - _TABLE_AT) // 4))
        self._table = struct.unpack_from(f"<{known}L", head, _TABLE_AT)
        self._read: dict[int, bytes] = {}

    def directory(self) -> Iterator[_Entry]:
        """The entries of the directory, as many as are read."""
        sector, seen = self._first, set[int]()
        while sector < _LAST_SECTOR and sector not in seen and len(seen) < _MOST_SECTORS:
            seen.add(sector)
            content = self._sector(sector)
            for at in range(0, len(content) - _ENTRY_SIZE + 1, _ENTRY_SIZE):
                yield _entry(content, at)
            sector = self._next(sector)

    def is_whole(self) -> bool:
        """Whether the last sector that is in use, and all the tables, begin within the file."""
        if any(self._start(sector) >= self._size for sector in (self._first, *self._table)):
            return False
        per_table = self._length // 4
        for number in range(len(self._table) - 1, -1, -1):
            content = self._sector(self._table[number])
            used = struct.unpack(f"<{len(content) // 4}L", content[: len(content) // 4 * 4])
            for place in range(len(used) - 1, -1, -1):
                if used[place] != _FREE:
                    return self._start(number * per_table + place) < self._size
        return True

    def _next(self, sector: int) -> int:
        number, place = divmod(sector, self._length // 4)
        if number >= len(self._table):
            return _FREE
        entry = self._sector(self._table[number])[place * 4 : place * 4 + 4]
        return int.from_bytes(entry, "little") if len(entry) == 4 else _FREE  # noqa: PLR2004 - a LONG

    def _sector(self, sector: int) -> bytes:
        if sector not in self._read:
            start = self._start(sector)
            if sector >= _LAST_SECTOR or start >= self._size:
                return b""
            self._file.seek(start)
            self._read[sector] = self._file.read(self._length)
        return self._read[sector]

    def _start(self, sector: int) -> int:
        return (sector + 1) * self._length


def _entry(content: bytes, at: int) -> _Entry:
    name, length, kind, _, left, right, child, class_id = _ENTRY.unpack_from(content, at)
    text = name[: max(0, min(length, len(name)) - 2)].decode("utf-16-le", errors="replace")
    return _Entry(text, kind, left, right, child, class_id)


def _kind(entries: list[_Entry]) -> str:
    root = entries[0]
    if root.kind == _ROOT and root.class_id in _INSTALLER:
        return _INSTALLER[root.class_id]
    # What lies deeper is embedded: a workbook in a letter.
    for names in (_children(entries, root.child), [entry.name for entry in entries]):
        for name in names:
            if name in _OF_STREAM:
                return _OF_STREAM[name]
    return ""


def _children(entries: list[_Entry], first: int) -> list[str]:
    """Names of the entries of one storage, which form a tree ([MS-CFB] 2.6.4)."""
    waiting, seen = [first], set[int]()
    while waiting and len(seen) < _MOST_ENTRIES:
        number = waiting.pop()
        if number < len(entries) and number not in seen:
            seen.add(number)
            waiting += [entries[number].left, entries[number].right]
    return [entries[number].name for number in sorted(seen)]


def _named_in_head(head: bytes) -> str:
    """For a file whose directory cannot be read: the first stream that is named in its head."""
    for name, ending in _OF_STREAM.items():
        if name.encode("utf-16-le") in head:
            return ending
    return ""
