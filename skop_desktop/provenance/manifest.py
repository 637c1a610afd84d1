"""``manifest.csv``: how it is written, and how one is read back whatever has been done to it.

Written as RFC 4180 has it (commas, CRLF, quotes doubled) in UTF-8 with the byte order mark that
Excel needs, one row a file and link, in the order of saving. Read as spreadsheets save such a
table: semicolons or tabs, any line ends, UTF-16 or Windows-1252, columns moved, added or missing.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from skop_desktop.provenance.entry import COLUMNS, Cells, ManifestEntry

HEADER: Final = ("\ufeff" + ",".join(COLUMNS) + "\r\n").encode()
LARGEST: Final = 512 * 1024 * 1024
"""Bytes of a manifest that is read at all; a million rows have about 400 MB."""

_DELIMITERS: Final = (",", ";", "\t")
_NEEDED: Final = frozenset({"File", "SHA-256"})
_TITLES: Final = {title.casefold(): title for title in COLUMNS}
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
_FIRST_LINES: Final = 3


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a manifest says. ``unreadable_rows``: rows that name no file or cannot be read."""

    entries: tuple[ManifestEntry, ...]
    unreadable_rows: int = 0


def rows_as_written(rows: Iterable[Cells]) -> bytes:
    """``rows`` without the header."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def rows_of_ours(content: bytes) -> tuple[list[Cells], bool] | None:
    """The rows of a manifest that is written as ours are; ``None`` for any other file.

    Also whether it is whole: what a kill in the middle of a line left is not among the rows.
    """
    if not content.startswith(HEADER):
        return ([], False) if HEADER.startswith(content) else None
    records = list(_records(content[len(HEADER) :].decode("utf-8", "replace"), ","))
    rows = [tuple(row) for row in records if row and len(row) == len(COLUMNS)]
    return rows, len(rows) == len(records) and content.endswith(b"\r\n")


def read(content: bytes) -> Manifest | None:
    """What ``content`` says; ``None`` if it is no manifest at all. Never raises.

    A later row about the same file, link and job takes the place of an earlier one.
    """
    text = _decoded(content)
    delimiter, titles, first_row = _heading(text)
    if not set(titles) >= _NEEDED:
        return None
    entries: dict[tuple[str, str, str], ManifestEntry] = {}
    unreadable = 0
    for number, row in enumerate(_records(text, delimiter)):
        if number < first_row or row == []:
            continue
        entry = _entry(titles, row) if row is not None else None
        if entry is None:
            unreadable += 1
            continue
        key = (entry.job, entry.url, entry.file)
        entries.pop(key, None)
        entries[key] = entry
    return Manifest(tuple(entries.values()), unreadable)


def _decoded(content: bytes) -> str:
    if content.startswith(_UTF_16):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _heading(text: str) -> tuple[str, tuple[str, ...], int]:
    """Delimiter, the columns as ``COLUMNS`` names them ('' for others), number of the next row."""
    best: tuple[str, tuple[str, ...], int] = (",", (), 0)
    for delimiter in _DELIMITERS:
        # Some programs write a line "sep=;" or a blank one first.
        for number, row in zip(range(_FIRST_LINES), _records(text, delimiter), strict=False):
            titles = tuple(
                _TITLES.get(title.strip(" '\t\ufeff").casefold(), "") for title in row or ()
            )
            if sum(map(bool, titles)) > sum(map(bool, best[1])):
                best = (delimiter, titles, number + 1)
    return best


def _records(text: str, delimiter: str) -> Iterator[list[str] | None]:
    """The rows; ``None`` for one that is none, as with a cell of more than 131,072 characters."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    while True:
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield None


def _entry(titles: Sequence[str], row: Sequence[str]) -> ManifestEntry | None:
    told = {title: text for title, text in zip(titles, row, strict=False) if title}
    entry = ManifestEntry.of_cells([told.get(title, "") for title in COLUMNS])
    return entry if entry.file else None
