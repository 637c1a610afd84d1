"""The first rows of an XLS file ([MS-XLS] 2.4; before Excel 97, "Book" with narrow strings)."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from typing import Final

from skop_desktop.engine.extraction.first_page import FileUnreadable, Obstacle

_BOF, _EOF, _LOCKED, _SHEET = 0x0809, 0x000A, 0x002F, 0x0085
_SHARED, _CONTINUED = 0x00FC, 0x003C
_SHARED_CELL, _NUMBER, _SHORT_NUMBER, _SHORT_NUMBERS = 0x00FD, 0x0203, 0x027E, 0x00BD
_FORMULA, _RESULT = 0x0006, 0x0207
_TEXT_CELLS: Final = frozenset({0x0204, 0x00D6})
_WORKSHEET: Final = 0x0010
_WIDE_STRINGS: Final = 0x0600
_MOST_RECORDS: Final = 50_000
_MOST_SHARED: Final = 100_000
_ROWS, _CELLS, _SHEETS = 40, 1_000, 40
_LONGEST_CELL: Final = 500
_YEARLIKE: Final = re.compile(r"(?:19|20)\d\d")
_WIDE, _HAS_MORE, _HAS_RUNS = 0x01, 0x04, 0x08

_Record = tuple[int, bytes]


def workbook_text(stream: bytes) -> str:
    """The words of the first sheet's first rows, a line a row, and the names of the sheets.

    ``stream``: the start of stream Workbook or Book; where it breaks off, so does the text. Raises
    ``FileUnreadable`` where it is locked.
    """
    book = _Book()
    shared: dict[int, str] = {}
    with suppress(struct.error, IndexError):
        for kind, content in islice(_records(stream), _MOST_RECORDS):
            if not book.take(kind, content):
                break
    with suppress(struct.error, IndexError):
        shared.update(_shared(book.shared, book.wanted))
    rows = (
        " ".join(shared.get(cell, "") if isinstance(cell, int) else cell for cell in row)
        for row in book.rows.values()
    )
    return "\n".join([*rows, *book.sheets])


def _records(stream: bytes) -> Iterator[_Record]:
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<2H", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


class _Book:
    """``rows``: the words of each cell, or the number of a shared string."""

    def __init__(self) -> None:
        self.sheets: list[str] = []
        self.shared: list[bytes] = []
        self.rows: dict[int, list[str | int]] = {}
        self._is_wide = True
        self._is_in_sheet = False
        self._follows = 0
        self._row = 0
        self._cells = 0

    @property
    def wanted(self) -> frozenset[int]:
        return frozenset(
            cell for row in self.rows.values() for cell in row if not isinstance(cell, str)
        )

    def take(self, kind: int, content: bytes) -> bool:
        """Take in a record; ``False`` once there is enough."""
        if kind == _BOF:
            version, what = struct.unpack_from("<2H", content)
            self._is_wide = version >= _WIDE_STRINGS
            self._is_in_sheet = what == _WORKSHEET
        elif kind == _EOF:
            return not self._is_in_sheet
        elif kind == _LOCKED:
            raise FileUnreadable(Obstacle.LOCKED)
        elif kind == _SHEET and len(self.sheets) < _SHEETS:
            self.sheets.append(self._short_name(content))
        elif kind == _SHARED or (kind == _CONTINUED and self._follows == _SHARED):
            self.shared.append(content)
        elif self._is_in_sheet:
            self._cell(kind, content)
        if kind != _CONTINUED:
            self._follows = kind
        return len(self.rows) <= _ROWS and self._cells < _CELLS

    def _cell(self, kind: int, content: bytes) -> None:
        if kind == _RESULT:
            self._add(self._row, self._text(content))
            return
        if kind not in {
            _SHARED_CELL,
            _NUMBER,
            _SHORT_NUMBER,
            _SHORT_NUMBERS,
            _FORMULA,
            *_TEXT_CELLS,
        }:
            return
        (self._row,) = struct.unpack_from("<H", content)
        if kind == _SHARED_CELL:
            self._add(self._row, int(struct.unpack_from("<L", content, 6)[0]))
        elif kind in _TEXT_CELLS:
            self._add(self._row, self._text(content[6:]))
        elif kind == _NUMBER:
            self._add_year(struct.unpack_from("<d", content, 6)[0])
        elif kind == _SHORT_NUMBER:
            self._add_year(_short_number(content[6:10]))
        elif kind == _SHORT_NUMBERS:
            for at in range(4, len(content) - 7, 6):
                self._add_year(_short_number(content[at + 2 : at + 6]))

    def _add(self, row: int, cell: str | int) -> None:
        self.rows.setdefault(row, []).append(cell)
        self._cells += 1

    def _add_year(self, number: float) -> None:
        """Of all numbers, years say what a sheet is about."""
        if _YEARLIKE.fullmatch(f"{number:g}"):
            self._add(self._row, f"{number:g}")

    def _text(self, content: bytes) -> str:
        (length,) = struct.unpack_from("<H", content)
        most = min(length, _LONGEST_CELL)
        return (
            _decoded(content[3:], most, content[2]) if self._is_wide else _narrow(content[2:], most)
        )

    def _short_name(self, content: bytes) -> str:
        length = content[6]
        return (
            _decoded(content[8:], length, content[7])
            if self._is_wide
            else _narrow(content[7:], length)
        )


def _short_number(packed: bytes) -> float:
    """An RkNumber (2.5.217): the upper half of a double, or 30 bits of a whole number."""
    (value,) = struct.unpack("<l", packed)
    number = (
        float(value >> 2)
        if value & 2
        else float(struct.unpack("<d", bytes(4) + struct.pack("<l", value & ~3))[0])
    )
    return number / 100 if value & 1 else number


def _decoded(content: bytes, characters: int, flags: int) -> str:
    if flags & _WIDE:
        return content[: characters * 2].decode("utf-16-le", "replace")
    return content[:characters].decode("latin-1")


def _narrow(content: bytes, characters: int) -> str:
    return content[:characters].decode("cp1252", "replace")


def _shared(pieces: list[bytes], wanted: frozenset[int]) -> Iterator[tuple[int, str]]:
    """The shared strings of the numbers that are wanted (SST, 2.4.265)."""
    if not wanted or not pieces:
        return
    strings = _Strings(pieces)
    strings.skip(8)
    for number in range(min(max(wanted) + 1, _MOST_SHARED)):
        if strings.is_over:
            break
        text = strings.next()
        if number in wanted:
            yield number, text


class _Strings:
    """Strings that go on from one record to the next (XLUnicodeRichExtendedString, 2.5.293)."""

    def __init__(self, pieces: list[bytes]) -> None:
        self._pieces = pieces
        self._piece = 0
        self._at = 0

    @property
    def is_over(self) -> bool:
        while self._piece < len(self._pieces) and self._at >= len(self._pieces[self._piece]):
            self._piece, self._at = self._piece + 1, 0
        return self._piece >= len(self._pieces)

    def next(self) -> str:
        length, flags = struct.unpack("<HB", self._bytes(3))
        (runs,) = struct.unpack("<H", self._bytes(2)) if flags & _HAS_RUNS else (0,)
        (more,) = struct.unpack("<L", self._bytes(4)) if flags & _HAS_MORE else (0,)
        text = self._characters(length, flags)
        self.skip(runs * 4 + more)
        return text[:_LONGEST_CELL]

    def skip(self, count: int) -> None:
        while count > 0 and not self.is_over:
            step = min(count, len(self._pieces[self._piece]) - self._at)
            self._at += step
            count -= step

    def _bytes(self, count: int) -> bytes:
        if self.is_over:
            return b""
        taken = self._pieces[self._piece][self._at : self._at + count]
        self._at += count
        return taken

    def _characters(self, left: int, flags: int) -> str:
        """Where a string is cut, the next record says anew how wide its characters are."""
        text = ""
        while left > 0 and not self.is_over:
            width = 2 if flags & _WIDE else 1
            there = min(left, (len(self._pieces[self._piece]) - self._at) // width)
            text += _decoded(self._bytes(there * width), there, flags)
            left -= there
            if left > 0:
                self._at = len(self._pieces[self._piece])
                flags = self._bytes(1)[0]
        return text
