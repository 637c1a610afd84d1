"""The manifest on disk: a row costs one append, and a changed one no more than that."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from skop_desktop.provenance import manifest
from skop_desktop.provenance.entry import COLUMNS, Cells
from skop_desktop.provenance.names import MANIFEST, numbered_names
from skop_desktop.provenance.whole_file import write_whole

_SAVED_AT: Final = COLUMNS.index("Downloaded at (UTC)")
_KEY: Final = tuple(COLUMNS.index(title) for title in ("Job", "Link", "File"))
_SAVING: Final = (_SAVED_AT, COLUMNS.index("SHA-256"))
_APP: Final = COLUMNS.index("App version")
_SHORT: Final = 2_000
"""Rows that are written in a few milliseconds."""
_SHARE: Final = 10
_NOT_OURS: Final = b"?"
_APPEND: Final = (
    os.O_WRONLY
    | os.O_APPEND
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)

_State = tuple[int, int, int]


class ManifestFile:
    """The rows of a folder, the newest about each file, link and job. All calls raise ``OSError``.

    A row that is told again differently is appended too, and readers take the last one; the old
    one goes with ``tidy``. A ``manifest.csv`` of somebody else, one that another program saved
    again, or a link by that name is never written to: the next free number is taken then, and what
    could be read of the first is in it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / MANIFEST
        self._left: _State | None = None
        self._rows: dict[Cells, Cells] = {}
        self._waiting: list[Cells] = []
        self._is_read = False
        self._takes_appends = False
        self._superseded = 0
        self._untold: list[Cells] = []
        self._is_durable = True

    def new_rows(self) -> list[Cells]:
        """The rows on disk that no earlier call gave."""
        told, self._untold = self._untold, []
        return told

    def add(self, cells: Cells) -> None:
        """Writes a row, unless it is there. One that cannot be written waits for the next call."""
        self._waiting.append(cells)
        self._write()

    def tidy(self) -> None:
        """Writes what waits, and drops the rows that others took the place of.

        A long list waits for many of them, or it would be written again and again while a large
        job is downloaded once more.
        """
        self._write()
        is_short = len(self._rows) <= _SHORT
        if self._superseded and (is_short or self._superseded * _SHARE >= len(self._rows)):
            self._write_whole([])
        elif not self._is_durable:
            with self._path.open("r+b") as file:
                os.fsync(file.fileno())
            self._is_durable = True

    def _write(self) -> None:
        if not self._waiting:
            return
        if not self._is_read or _state(self._path) != self._left:
            self._read()
        told = map(self._by_who_saved_it, self._waiting)
        news = [cells for cells in told if self._rows.get(_key(cells)) != cells]
        if news and self._takes_appends:
            self._append(news)
        elif news:
            self._write_whole(news)
        self._waiting.clear()

    def _by_who_saved_it(self, cells: Cells) -> Cells:
        """A newer app that tells of a file again has not downloaded it."""
        known = self._rows.get(_key(cells))
        if known is None or any(known[column] != cells[column] for column in _SAVING):
            return cells
        return (*cells[:_APP], known[_APP], *cells[_APP + 1 :])

    def _append(self, news: list[Cells]) -> None:
        added = manifest.rows_as_written(news)
        descriptor = os.open(self._path, _APPEND)
        try:
            before = os.fstat(descriptor).st_size
            if os.write(descriptor, added) != len(added):
                os.ftruncate(descriptor, before)
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self._path))
        finally:
            os.close(descriptor)
        self._left, self._is_durable = _state(self._path), False
        rows_before = len(self._rows)
        _with(self._rows, news)
        self._superseded += rows_before + len(news) - len(self._rows)
        self._untold += news

    def _write_whole(self, news: list[Cells]) -> None:
        rows = _with(dict(self._rows), news)
        in_order = sorted(rows.values(), key=lambda cells: cells[_SAVED_AT])
        write_whole(self._path, manifest.HEADER + manifest.rows_as_written(in_order))
        self._rows, self._left = rows, _state(self._path)
        self._takes_appends = self._is_durable = True
        self._superseded = 0
        self._untold += news

    def _read(self) -> None:
        """Takes in what is on disk; what we know and is not there any more waits to be written."""
        inherited: list[Cells] = []
        for name in numbered_names(MANIFEST):
            path = self._folder / name
            left, content = _state(path), _content(path)
            if content is None:
                self._begin(path, inherited)
                return
            ours = manifest.rows_of_ours(content)
            if ours is not None:
                self._go_on(path, left, *ours)
                return
            theirs = manifest.read(content)
            if theirs is not None:
                inherited.extend(entry.cells() for entry in theirs.entries)
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(self._path))

    def _begin(self, path: Path, inherited: list[Cells]) -> None:
        self._waiting = [*inherited, *self._rows.values(), *self._waiting]
        self._path, self._left, self._rows = path, None, {}
        self._is_read, self._takes_appends, self._superseded = True, False, 0

    def _go_on(self, path: Path, left: _State | None, rows: list[Cells], is_sound: bool) -> None:
        there = _with({}, rows)
        gone = [cells for key, cells in self._rows.items() if key not in there]
        self._waiting = gone + self._waiting
        self._path, self._left, self._rows = path, left, there
        self._is_read, self._takes_appends = True, is_sound
        # A list that is not sound, or was left untidy by an earlier run, is written anew.
        self._superseded = 0 if is_sound and len(there) == len(rows) else 1 + len(rows)
        self._untold += there.values()


def _key(cells: Cells) -> Cells:
    return tuple(cells[column] for column in _KEY)


def _with(rows: dict[Cells, Cells], news: Iterable[Cells]) -> dict[Cells, Cells]:
    """``rows`` with ``news`` last: the order of saving."""
    for cells in news:
        rows.pop(_key(cells), None)
        rows[_key(cells)] = cells
    return rows


def _state(path: Path) -> _State | None:
    try:
        told = path.lstat()
    except FileNotFoundError:
        return None
    return told.st_ino, told.st_size, told.st_mtime_ns


def _content(path: Path) -> bytes | None:
    try:
        told = path.lstat()
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(told.st_mode) or told.st_size > manifest.LARGEST:
        return _NOT_OURS
    return path.read_bytes()
