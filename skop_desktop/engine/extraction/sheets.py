"""The first rows of a spreadsheet (ECMA-376, SpreadsheetML)."""

from __future__ import annotations

import re
from typing import Final

from skop_desktop.engine.extraction.bounded_zip import BoundedZip
from skop_desktop.engine.extraction.first_page import MOST_CHARACTERS
from skop_desktop.engine.extraction.xml_text import Enough, XmlHandler, read_xml

_ROWS: Final = 40
_CELLS: Final = 1_000
_LONGEST_CELL: Final = 500
_SHEET: Final = re.compile(r"xl/worksheets/sheet(\d{1,6})\.xml")
_YEARLIKE: Final = re.compile(r"(?:19|20)\d\d")


def sheet_text(package: BoundedZip) -> str:
    """The words of the first sheet's first rows, a line a row, and the names of the sheets."""
    names = _SheetNames()
    read_xml(package.steps("xl/workbook.xml"), names)
    numbered = ((_SHEET.fullmatch(name), name) for name in package.names)
    sheets = sorted((int(match[1]), name) for match, name in numbered if match is not None)
    rows = _Rows()
    if sheets:
        read_xml(package.steps(sheets[0][1]), rows)
    shared = _Shared(rows.wanted)
    if rows.wanted:
        read_xml(package.steps("xl/sharedStrings.xml"), shared)
    lines = [
        " ".join(shared.found.get(cell, "") if isinstance(cell, int) else cell for cell in row)
        for row in rows.rows
    ]
    return "\n".join([*lines, *names.names])[: MOST_CHARACTERS * 2]


class _SheetNames(XmlHandler):
    def __init__(self) -> None:
        self.names: list[str] = []

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            self.names.append(attributes.get("name", "")[:_LONGEST_CELL])
            if len(self.names) >= _ROWS:
                raise Enough


class _Rows(XmlHandler):
    """``rows``: words of each cell, or the number of a shared string."""

    def __init__(self) -> None:
        self.rows: list[list[str | int]] = []
        self.wanted: set[int] = set()
        self._type = ""
        self._is_value = False
        self._value = ""
        self._cells = 0

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            if len(self.rows) >= _ROWS:
                raise Enough
            self.rows.append([])
        elif name == "c":
            self._type = attributes.get("t", "n")
            self._value = ""
            self._cells += 1
            if self._cells > _CELLS:
                raise Enough
        self._is_value = name in {"v", "t"}

    def closed(self, name: str) -> None:
        self._is_value = False
        if name == "c" and self.rows:
            self._take(self._value.strip())

    def said(self, text: str) -> None:
        if self._is_value and len(self._value) < _LONGEST_CELL:
            self._value += text

    def _take(self, value: str) -> None:
        if self._type == "s" and value.isascii() and value.isdigit():
            self.wanted.add(int(value[:9]))
            self.rows[-1].append(int(value[:9]))
        elif self._type in {"str", "inlineStr"} or _YEARLIKE.fullmatch(value):
            self.rows[-1].append(value)


class _Shared(XmlHandler):
    """The shared strings of some numbers."""

    def __init__(self, wanted: set[int]) -> None:
        self.found: dict[int, str] = {}
        self._wanted = wanted
        self._last = max(wanted, default=-1)
        self._number = -1
        self._is_text = False

    def opened(self, name: str, attributes: dict[str, str]) -> None:  # noqa: ARG002 - the interface
        if name == "si":
            self._number += 1
            if self._number > self._last:
                raise Enough
        self._is_text = name == "t" and self._number in self._wanted

    def closed(self, name: str) -> None:
        if name == "t":
            self._is_text = False

    def said(self, text: str) -> None:
        so_far = self.found.get(self._number, "")
        if self._is_text and len(so_far) < _LONGEST_CELL:
            self.found[self._number] = so_far + text
