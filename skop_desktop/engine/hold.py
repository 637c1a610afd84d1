"""One engine a data folder: two would run the same jobs twice."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

_NAME: Final = "engine.lock"


class FolderInUse(Exception):
    """Another engine works in this folder."""


@contextmanager
def held(folder: Path, patience: float) -> Iterator[None]:
    """Hold ``folder``. One that just ends is waited for, ``patience`` seconds at most.

    The lock is SQLite's on a file of its own: every system has it, and it ends with the process. A
    file system without locks counts as held by nobody. Raises ``OSError`` and ``FolderInUse``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(folder / _NAME, timeout=patience, isolation_level=None)) as file:
        try:
            file.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
                raise FolderInUse(str(folder)) from error
        yield
