"""What a finished file is, by all of its bytes that tell: its kind, and if its end is there."""

from __future__ import annotations

import os
import re
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO, Final

from skop_desktop.downloads.file_types import PROGRAMS
from skop_desktop.downloads.ole import in_ole
from skop_desktop.downloads.sniff import outside_of
from skop_desktop.downloads.zip_names import in_zip

DAMAGED: Final = "It may be damaged: its end is missing."

_END: Final = 2_048
_FAR_END: Final = 65_536
_PDF_END: Final = b"%%EOF"
_MORE_PDF: Final = re.compile(rb"\s*(?:\d+\s+\d+\s+obj\b|xref\b)")
_FIRST_PART: Final = re.compile(rb"startxref\s+0\s*\Z")
"""Closes the first of the two parts of a linearised file (ISO 32000-2, annex F)."""
_PNG_END: Final = b"IEND\xaeB`\x82"
_SEVEN_ZIP: Final = struct.Struct("<12s2QL")


@dataclass(frozen=True, slots=True)
class Contents:
    """What a file is. ``ending``: lower case without its dot, empty where its bytes do not tell.

    ``is_damaged``: its end is missing; ``note`` says so in plain words, empty otherwise.
    """

    ending: str
    is_damaged: bool = False
    note: str = ""

    @property
    def is_program(self) -> bool:
        """Whether a computer may run it, or change its settings by it, when it is opened."""
        return self.ending in PROGRAMS


def contents_of(path: Path, head: bytes) -> Contents:
    """What the finished file at ``path`` is, which begins with ``head`` (``sniff.HEAD`` bytes).

    Blocks on the disk for a few reads of bounded size, whatever the file says of itself. Raises
    ``OSError`` where it cannot be read.
    """
    if outside_of(head) not in _LOOKS:
        return contents_in(BytesIO(), head)
    with path.open("rb", buffering=0) as file:
        return contents_in(file, head)


def contents_in(file: BinaryIO, head: bytes) -> Contents:
    """As ``contents_of``, of an open file or one that is in memory."""
    outside = outside_of(head)
    looks = _LOOKS.get(outside)
    if looks is None:
        return Contents(outside)
    ending, is_whole = looks(file, file.seek(0, os.SEEK_END), head)
    return Contents(ending, not is_whole, "" if is_whole else DAMAGED)


def _pdf(file: BinaryIO, size: int, _: bytes) -> tuple[str, bool]:
    """Whether ``%%EOF`` (ISO 32000-2, 7.5.5) closes the last part of it; junk may follow."""
    for length in (_END, _FAR_END):
        file.seek(max(0, size - length))
        tail = file.read(length)
        at = tail.rfind(_PDF_END)
        if at >= 0:
            is_first_part = _FIRST_PART.search(tail, max(0, at - 40), at) is not None
            return "pdf", not is_first_part and _MORE_PDF.match(tail, at + len(_PDF_END)) is None
        if size <= length:
            break
    return "pdf", False


def _png(file: BinaryIO, size: int, _: bytes) -> tuple[str, bool]:
    file.seek(max(0, size - _END))
    return "png", _PNG_END in file.read(_END)


def _seven_zip(_: BinaryIO, size: int, head: bytes) -> tuple[str, bool]:
    """Whether the directory, which stands last, is there (7zFormat.txt, SignatureHeader)."""
    if len(head) < _SEVEN_ZIP.size:
        return "7z", False
    _, offset, length, _ = _SEVEN_ZIP.unpack_from(head)
    return "7z", _SEVEN_ZIP.size + offset + length <= size


_LOOKS: Final[Mapping[str, Callable[[BinaryIO, int, bytes], tuple[str, bool]]]] = MappingProxyType(
    {"pdf": _pdf, "png": _png, "7z": _seven_zip, "zip": in_zip, "ole": in_ole}
)
