"""Names in a folder, each given to one file only, and nothing there ever overwritten."""

from __future__ import annotations

import errno
import os
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from skop_desktop.downloads.naming import LONGEST, PART, component, numbered

_NEW_FILE: Final = (
    os.O_WRONLY
    | os.O_CREAT
    | os.O_EXCL
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
_NO_LINKS: Final = frozenset(
    {errno.EPERM, errno.EACCES, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}
)
_LONGEST_WINDOWS_PATH: Final = 240
_SHORTEST_NAME: Final = 40
_SCANNER_TRIES: Final = 5


@dataclass(frozen=True, slots=True)
class Reservation:
    """A name that is ours: ``part`` is written, ``target`` is what it becomes."""

    wanted_name: str
    part: Path
    target: Path


class TargetFolder:
    """A folder that files are saved in; gives out names in it.

    Names are equal if a folder of any of the three systems would take them for one: compared in
    NFC and without case. Not thread-safe: one loop owns it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._names: dict[str, str] = {}
        self._reserved: set[str] = set()
        self._last_number: Counter[str] = Counter()
        self._is_read = False

    @property
    def longest_name(self) -> int:
        """UTF-8 bytes that a name may have here (Windows limits the whole path)."""
        if sys.platform == "win32":
            return max(_SHORTEST_NAME, min(LONGEST, _LONGEST_WINDOWS_PATH - len(str(self.path))))
        return LONGEST

    def reserve(self, name: str, announce: Callable[[Path, Path], None]) -> tuple[Reservation, int]:
        """A reservation for ``name`` or the next free number of it, and its open ``.part``.

        ``announce(part, target)`` is called before the file is made. Raises ``OSError`` where the
        folder does not take files, ``ValueError`` where ``name`` is no legal path component.
        """
        if not name or component(name) != name:
            raise ValueError(f"not a legal name: {name[:80]!r}")
        self._read()
        while True:
            reservation = self._next_free(name)
            announce(reservation.part, reservation.target)
            try:
                descriptor = os.open(reservation.part, _NEW_FILE, 0o666)
            except FileExistsError:
                self._names[_same(reservation.part.name)] = reservation.part.name
                continue
            self._reserved |= {_same(reservation.part.name), _same(reservation.target.name)}
            return reservation, descriptor

    def other_target(self, reservation: Reservation) -> Reservation:
        """The same part with the next free name, for when the first was taken meanwhile."""
        self._reserved.discard(_same(reservation.target.name))
        self._names[_same(reservation.target.name)] = reservation.target.name
        target = self._next_free(reservation.wanted_name).target
        self._reserved.add(_same(target.name))
        return Reservation(reservation.wanted_name, reservation.part, target)

    def release(self, reservation: Reservation) -> None:
        """Ends a reservation and removes its ``.part`` if it is still there."""
        reservation.part.unlink(missing_ok=True)
        self._reserved -= {_same(reservation.part.name), _same(reservation.target.name)}
        if os.path.lexists(reservation.target):
            self._names[_same(reservation.target.name)] = reservation.target.name

    def _read(self) -> None:
        self.path.mkdir(parents=True, exist_ok=True)
        if not self._is_read:
            with os.scandir(self.path) as entries:
                self._names = {_same(entry.name): entry.name for entry in entries}
            self._is_read = True

    def _next_free(self, name: str) -> Reservation:
        base, number = _same(name), 1
        while True:
            candidate = numbered(name, number)
            part = candidate + PART
            if self._is_free(candidate) and self._is_free(part):
                self._last_number[base] = max(number, self._last_number[base])
                return Reservation(name, self.path / part, self.path / candidate)
            # The plain name is asked for each time, as its file may be gone; then counting goes on
            # where it stopped, or 4,000 equal names would take 8,000,000 looks.
            number = max(number + 1, self._last_number[base] + 1 if number == 1 else 0)

    def _is_free(self, name: str) -> bool:
        key = _same(name)
        if key in self._reserved:
            return False
        known = self._names.get(key, name)
        if os.path.lexists(self.path / known):
            self._names[key] = known
            return False
        self._names.pop(key, None)
        return True


def settle(descriptor: int, reservation: Reservation) -> None:
    """Makes the written part durable and gives it its name; blocks on the disk.

    Raises ``FileExistsError`` where the name has been taken meanwhile: the part stays as it is.
    """
    os.fsync(descriptor)
    rename_without_overwriting(reservation.part, reservation.target)
    sync_folder(reservation.target.parent)


def rename_without_overwriting(source: Path, target: Path) -> None:
    """Renames within one folder; raises ``FileExistsError`` if anything has the name already."""
    if sys.platform == "win32":
        _rename_on_windows(source, target)
        return
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        # A disk without hard links (FAT): the name is taken with an empty file of ours first.
        os.close(os.open(target, _NEW_FILE, 0o666))
        try:
            source.replace(target)
        except OSError:
            target.unlink()
            raise
    else:
        source.unlink()


def sync_folder(folder: Path) -> None:
    """Makes a rename in ``folder`` durable, where the system can be asked to."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in {errno.EINVAL, errno.ENOTSUP}:
            raise
    finally:
        os.close(descriptor)


def _rename_on_windows(source: Path, target: Path) -> None:
    for turn in range(_SCANNER_TRIES):
        try:
            source.rename(target)
        except PermissionError:
            if turn == _SCANNER_TRIES - 1:
                raise
            time.sleep(0.1 * 2**turn)  # a virus scanner holds a new file for a moment
        else:
            return


def _same(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
