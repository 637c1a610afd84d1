"""ZIP files whose makers may mean harm: few members, little expansion, plain compression."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from skop_desktop.engine.extraction.first_page import FileUnreadable, Obstacle

MOST_MEMBERS: Final = 20_000
MOST_EXPANDED: Final = 16_000_000
"""Bytes unpacked of one file, all members together."""
LARGEST_RATIO: Final = 200
"""Of bytes unpacked to bytes packed, once a megabyte was unpacked."""

_RATIO_FROM: Final = 1_000_000
_LARGEST_DIRECTORY: Final = 4_000_000
_END: Final = struct.Struct("<4s4H2LH")
_END_MARK: Final = b"PK\x05\x06"
_LONGEST_COMMENT: Final = 65_535
_STEP: Final = 65_536
_LOCKED: Final = 0x1
_READ: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""Others are not used by office programs, and may ask for gigabytes to unpack at all."""
_BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    KeyError,
    NotImplementedError,
    OverflowError,
    RuntimeError,
    ValueError,
)


class BoundedZip:
    """The members of a ZIP file, read a step at a time. Raises ``FileUnreadable``."""

    def __init__(self, path: Path) -> None:
        _check_directory(path)
        try:
            self._archive = zipfile.ZipFile(path)
        except _BROKEN as error:
            raise FileUnreadable from error
        self.names = tuple(self._archive.namelist())
        self._left = MOST_EXPANDED

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _t: type[BaseException] | None, _e: BaseException | None, _tb: TracebackType | None
    ) -> None:
        self._archive.close()

    def steps(self, name: str) -> Iterator[bytes]:
        """The bytes of a member; nothing where there is none of that name."""
        if name not in self.names:
            return
        try:
            member = self._archive.getinfo(name)
            if member.flag_bits & _LOCKED:
                raise FileUnreadable(Obstacle.LOCKED)
            if member.compress_type not in _READ:
                raise FileUnreadable
            unpacked = 0
            with self._archive.open(member) as stream:
                while step := stream.read(_STEP):
                    unpacked += len(step)
                    self._left -= len(step)
                    packed = max(1, member.compress_size)
                    if self._left < 0 or (
                        unpacked > _RATIO_FROM and unpacked > packed * LARGEST_RATIO
                    ):
                        raise FileUnreadable(Obstacle.TOO_LARGE)
                    yield step
        except _BROKEN as error:
            raise FileUnreadable from error

    def start(self, name: str, most: int) -> bytes:
        """The first ``most`` bytes of a member."""
        start = bytearray()
        for step in self.steps(name):
            start += step
            if len(start) >= most:
                break
        return bytes(start[:most])


def _check_directory(path: Path) -> None:
    """``zipfile`` would read a directory of any length at once."""
    with path.open("rb") as file:
        file.seek(0, 2)
        file.seek(max(0, file.tell() - _LONGEST_COMMENT - _END.size))
        tail = file.read()
    at = tail.rfind(_END_MARK)
    if at < 0 or at + _END.size > len(tail):
        raise FileUnreadable
    _, _, _, _, members, length, _, _ = _END.unpack_from(tail, at)
    if members > MOST_MEMBERS or length > _LARGEST_DIRECTORY:
        raise FileUnreadable(Obstacle.TOO_LARGE)
