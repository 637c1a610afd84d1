"""Where a bag is written: a folder or one zip file, there whole in the end or not at all."""

from __future__ import annotations

import os
import secrets
import shutil
import time
import zipfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final, Protocol

_LAST_NUMBER: Final = 99
_OLDEST_IN_ZIP: Final = 315_532_800.0
_NEWEST_IN_ZIP: Final = 4_354_819_198.0
"""1980 and 2107, in seconds since 1970: what the format can tell."""
_READABLE: Final = 0o100644 << 16


class BagPlace(Protocol):
    """Takes the files of a bag one after the other. All calls raise ``OSError``."""

    def put(self, path: str, blocks: Iterable[bytes], size: int, modified: float) -> None:
        """Writes a file; ``path`` with ``/``, ``modified`` in seconds since 1970."""

    def finish(self) -> Path:
        """The bag gets its name; where it is."""

    def discard(self) -> None:
        """Removes what was written; does nothing after ``finish``."""


class FolderPlace:
    """A new folder; one that is there already is left alone and a number taken."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._unfinished = _beside(path)
        self._unfinished.mkdir()

    def put(self, path: str, blocks: Iterable[bytes], size: int, modified: float) -> None:  # noqa: ARG002  # a zip needs the size
        """As ``BagPlace``."""
        target = self._unfinished / path
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as file:
            file.writelines(blocks)
            file.flush()
            os.fsync(file.fileno())
        os.utime(target, (modified, modified))

    def finish(self) -> Path:
        """As ``BagPlace``."""
        for number in range(1, _LAST_NUMBER + 1):
            ending = f" ({number})" if number > 1 else ""
            target = self._path.with_name(self._path.name + ending)
            if os.path.lexists(target):
                continue
            self._unfinished.rename(target)
            return target
        raise FileExistsError(f"{self._path.name} is taken, with every number")

    def discard(self) -> None:
        """As ``BagPlace``."""
        shutil.rmtree(self._unfinished, ignore_errors=True)


class ZipPlace:
    """One zip file that holds the bag's folder; replaces a file of that name.

    Not compressed: documents hardly shrink, and a damaged byte harms one file only.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._unfinished = _beside(path)
        self._file = self._unfinished.open("xb")
        self._zip = zipfile.ZipFile(self._file, "w", zipfile.ZIP_STORED)

    def put(self, path: str, blocks: Iterable[bytes], size: int, modified: float) -> None:
        """As ``BagPlace``."""
        moment = min(max(modified, _OLDEST_IN_ZIP), _NEWEST_IN_ZIP)
        entry = zipfile.ZipInfo(f"{self._path.stem}/{path}", time.gmtime(moment)[:6])
        entry.file_size, entry.external_attr = size, _READABLE
        with self._zip.open(entry, "w") as file:
            for block in blocks:
                file.write(block)

    def finish(self) -> Path:
        """As ``BagPlace``."""
        self._zip.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        self._unfinished.replace(self._path)
        return self._path

    def discard(self) -> None:
        """As ``BagPlace``."""
        with suppress(OSError):
            self._zip.close()
        with suppress(OSError):
            self._file.close()
        with suppress(OSError):
            self._unfinished.unlink(missing_ok=True)


def _beside(path: Path) -> Path:
    return path.with_name(f".skop-{secrets.token_hex(6)}.tmp")
