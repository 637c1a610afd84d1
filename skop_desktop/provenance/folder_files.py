"""The files that are in a folder, and their bytes.

Names from a manifest are looked up in what was found here and never opened themselves, so a
manifest that says ``../../secret`` or ``/etc/passwd`` reaches nothing.
"""

from __future__ import annotations

import hashlib
import os
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from skop_desktop.errors import Detail, SkopError
from skop_desktop.provenance.names import UNFINISHED_DOWNLOAD, is_own_name
from skop_desktop.provenance.progress import Progress

MOST_FILES: Final = 200_000
"""A folder with more of them is not one that documents were saved in."""

_BLOCK: Final = 1024 * 1024
_OF_THE_SYSTEM: Final = frozenset({"thumbs.db", "desktop.ini"})
_MOUNT_POINT: Final = 0xA0000003
"""``IO_REPARSE_TAG_MOUNT_POINT`` of Windows."""
_READ: Final = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


@dataclass(frozen=True, slots=True)
class FoundFile:
    """``name``: relative to the folder, ``/`` between parts. ``size``: bytes, ``modified``: seconds
    since 1970. ``is_plain``: neither a link nor a device, so that it can be read safely."""

    name: str
    path: Path
    size: int
    modified: float
    is_plain: bool


def is_somebodys(name: str) -> bool:
    """Whether a person put a file of this name there: no record, leftover or file of a system."""
    last = name.rpartition("/")[2].lower()
    is_left = last.startswith(".") or last.endswith(UNFINISHED_DOWNLOAD) or last in _OF_THE_SYSTEM
    return not is_left and not is_own_name(name)


def same(name: str) -> str:
    """What equal names have in common; a Mac may write a name in another Unicode form."""
    return unicodedata.normalize("NFC", name)


def files_in(folder: Path, progress: Progress) -> dict[str, FoundFile]:
    """``same(name)`` -> file, folders inside included, links not followed.

    Without hidden folders and archives (folders with ``bagit.txt``). Raises ``SkopError`` for a
    folder that cannot be read or has too many files.
    """
    found: dict[str, FoundFile] = {}
    try:
        for file in _walk(folder):
            progress.advance(0)
            found[same(file.name)] = file
            if len(found) > MOST_FILES:
                raise SkopError(
                    f"“{folder.name}” holds more than {MOST_FILES:,} files.",
                    advice="Choose the folder of one search.",
                )
    except OSError as error:
        raise cannot_read(folder, error) from error
    return found


def cannot_read(folder: Path, error: OSError) -> SkopError:
    """What to tell of a folder that is gone or closed to us."""
    if isinstance(error, FileNotFoundError):
        return SkopError(
            f"The folder “{folder.name}” is not there.",
            advice="Download documents of this search first, or choose another folder.",
        )
    return SkopError(
        f"The folder “{folder.name}” cannot be read.",
        advice="Allow this app to read it, or choose another folder.",
        detail=Detail(text=f"{type(error).__name__}: {error.strerror or error}"),
    )


def blocks_of(file: FoundFile, progress: Progress) -> Iterator[bytes]:
    """The bytes of ``file``, counted. Raises ``OSError``; for a link or a device, too."""
    with _opened(file) as content:
        while block := content.read(_BLOCK):
            progress.advance(len(block))
            yield block


def sha256_of(file: FoundFile, progress: Progress) -> str:
    """64 hexadecimal digits. Raises ``OSError`` as ``blocks_of``."""
    digest = hashlib.sha256()
    for block in blocks_of(file, progress):
        digest.update(block)
    return digest.hexdigest()


def _opened(file: FoundFile) -> BinaryIO:
    content = os.fdopen(os.open(file.path, _READ), "rb", buffering=0)
    if not stat.S_ISREG(os.fstat(content.fileno()).st_mode):
        content.close()
        raise PermissionError(f"{file.name} is not a file")
    return content


def _walk(folder: Path) -> Iterator[FoundFile]:
    to_see = [("", folder)]
    while to_see:
        prefix, current = to_see.pop()
        try:
            with os.scandir(current) as entries:
                inside = list(entries)
        except OSError:
            if not prefix:
                raise
            yield FoundFile(prefix[:-1], current, 0, 0, is_plain=False)
            continue
        if prefix and any(entry.name == "bagit.txt" for entry in inside):
            continue
        for entry in inside:
            try:
                told = entry.stat(follow_symlinks=False)
            except FileNotFoundError:
                continue  # a download that has just ended
            name = prefix + entry.name
            if not stat.S_ISDIR(told.st_mode) or _is_junction(told):
                is_plain = stat.S_ISREG(told.st_mode)
                yield FoundFile(name, Path(entry.path), told.st_size, told.st_mtime, is_plain)
            elif not entry.name.startswith("."):
                to_see.append((f"{name}/", Path(entry.path)))


def _is_junction(told: os.stat_result) -> bool:
    """Whether it is a folder of Windows that is elsewhere in truth."""
    return getattr(told, "st_reparse_tag", 0) == _MOUNT_POINT
