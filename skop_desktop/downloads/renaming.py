"""Names on a disk, given without overwriting and durably."""

from __future__ import annotations

import errno
import os
import sys
import time
from pathlib import Path
from typing import Final

NEW_FILE: Final = (
    os.O_RDWR
    | os.O_CREAT
    | os.O_EXCL
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
"""Flags to make a file with that nobody else has made, through no link."""

_NO_LINKS: Final = frozenset(
    {errno.EPERM, errno.EACCES, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}
)
_SCANNER_TRIES: Final = 5


def settle(part: Path, target: Path) -> None:
    """Gives a part its name, durably; blocks on the disk. The part is durable itself, and closed.

    Raises ``FileExistsError`` where the name has been taken meanwhile: the part stays as it is.
    """
    rename_without_overwriting(part, target)
    sync_folder(target.parent)


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
        os.close(os.open(target, NEW_FILE, 0o666))
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
