"""Names in a folder, each given to one file only, and nothing there ever overwritten."""

from __future__ import annotations

import os
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from skop_desktop.downloads.beat import Beat
from skop_desktop.downloads.naming import LONGEST, PART, component, numbered
from skop_desktop.downloads.renaming import NEW_FILE
from skop_desktop.downloads.settling import Settling

_LONGEST_WINDOWS_PATH: Final = 240
_SHORTEST_NAME: Final = 40
_WRITTEN_AFTER: Final = 0.5
"""Seconds after which bytes are written that do not fill a block."""


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
        self.settling = Settling(path)
        self.beat = Beat(_WRITTEN_AFTER)
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

    def reserve(self, name: str, announce: Callable[[Path, Path], None]) -> Reservation:
        """A reservation for ``name`` or the next free number of it.

        ``announce(part, target)`` is called then, and the part is made by ``make_part``. Raises
        ``OSError`` where the folder cannot be read, ``ValueError`` where ``name`` is no legal path
        component.
        """
        if not name or component(name) != name:
            raise ValueError(f"not a legal name: {name[:80]!r}")
        self._read()
        reservation = self._next_free(name)
        announce(reservation.part, reservation.target)
        self._reserved |= {_same(reservation.part.name), _same(reservation.target.name)}
        return reservation

    def instead_of(
        self, reservation: Reservation, announce: Callable[[Path, Path], None]
    ) -> Reservation:
        """Another reservation, for when the part's name belongs to another program already."""
        self._names[_same(reservation.part.name)] = reservation.part.name
        self.release(reservation, keeps_part=True)
        return self.reserve(reservation.wanted_name, announce)

    def take_up(self, part: Path, target: Path) -> Reservation:
        """The reservation of an earlier start, whose ``part`` is still there."""
        self._reserved |= {_same(part.name), _same(target.name)}
        return Reservation(target.name, part, target)

    def other_target(self, reservation: Reservation, name: str = "") -> Reservation:
        """The same part with the next free name, for when the first was taken meanwhile.

        ``name``: what the file is to be called instead.
        """
        wanted = name or reservation.wanted_name
        self._read()
        self._reserved.discard(_same(reservation.target.name))
        self._names[_same(reservation.target.name)] = reservation.target.name
        target = self._next_free(wanted).target
        self._reserved.add(_same(target.name))
        return Reservation(wanted, reservation.part, target)

    def settled(self, reservation: Reservation) -> None:
        """Ends a reservation whose part has become its target."""
        self._reserved -= {_same(reservation.part.name), _same(reservation.target.name)}
        self._names[_same(reservation.target.name)] = reservation.target.name

    def release(self, reservation: Reservation, *, keeps_part: bool = False) -> None:
        """Ends a reservation; removes its ``.part`` if it is still there and not to be kept."""
        self._reserved -= {_same(reservation.part.name), _same(reservation.target.name)}
        if not keeps_part:
            reservation.part.unlink(missing_ok=True)
        for path in (reservation.part, reservation.target):
            if os.path.lexists(path):
                self._names[_same(path.name)] = path.name

    def _read(self) -> None:
        if not self._is_read:
            self.path.mkdir(parents=True, exist_ok=True)
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
        known = self._names.get(key)
        # A name that another program took since is met when it is to be used.
        if known is None:
            return True
        if os.path.lexists(self.path / known):
            return False
        del self._names[key]
        return True


def make_part(part: Path) -> int:
    """Makes the file, and its folder if need be, and opens it; blocks on the disk.

    Raises ``FileExistsError`` where somebody else has made it.
    """
    try:
        return os.open(part, NEW_FILE, 0o666)
    except FileNotFoundError:
        part.parent.mkdir(parents=True, exist_ok=True)
        return os.open(part, NEW_FILE, 0o666)


@lru_cache
def _same(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
