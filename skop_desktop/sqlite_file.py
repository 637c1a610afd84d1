"""Files of SQLite: opened, brought to the newest version, set aside where they are damaged.

In WAL mode: a transaction is kept whole or not at all, so a process that is killed leaves what was
before (https://www.sqlite.org/wal.html). ``PRAGMA user_version`` counts the steps of a file.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final, TypeVar

Step = tuple[str, ...]
"""The statements that make one version of a file out of the one before."""

_T = TypeVar("_T")
_PRIMARY_CODE: Final = 0xFF
_DAMAGED: Final = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_COMPANIONS: Final = ("", "-wal", "-shm")


class WrittenByNewerApp(Exception):
    """The file has taken more steps than this app knows. It was not touched."""


def opened(
    file: Path | None,
    steps: Sequence[Step],
    *,
    pragmas: Sequence[str] = (),
    is_checked: bool = True,
    wait: float = 5.0,
    any_thread: bool = False,
) -> sqlite3.Connection:
    """``file``, at its newest version; ``None``: one that ends with its connection.

    ``steps``: from an empty file to the newest version, oldest first. ``pragmas``: "name = value",
    set before anything else. ``is_checked``: whether the whole file is read for damages. ``wait``:
    seconds for another process to let go. ``any_thread``: one thread at a time, but not always the
    same. Raises ``WrittenByNewerApp`` and ``sqlite3.Error`` (see ``is_damaged``).
    """
    # An empty name: on disk beyond a few pages in memory, and gone when closed (SQLite, "")
    database = sqlite3.connect(
        file or "", timeout=wait, isolation_level=None, check_same_thread=not any_thread
    )
    try:
        for pragma in pragmas:
            database.execute(f"PRAGMA {pragma}")
        _refuse_newer(database, len(steps))
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = NORMAL")
        if is_checked:
            _check(database)
        _migrate(database, steps)
    except BaseException:
        database.close()
        raise
    return database


def opened_or_begun_anew(
    file: Path, now: datetime, open_file: Callable[[], _T]
) -> tuple[_T, Path | None]:
    """What ``open_file`` gives, and where a damaged ``file`` was set aside, if it was.

    Raises what ``open_file`` raises, and ``OSError``.
    """
    try:
        return open_file(), None
    except sqlite3.DatabaseError as error:
        if not is_damaged(error):
            raise
    aside = file.with_name(f"{file.stem}.broken-{now:%Y%m%dT%H%M%S}{file.suffix}")
    for ending in _COMPANIONS:
        part = file.with_name(file.name + ending)
        if part.exists():
            part.replace(aside.with_name(aside.name + ending))
    return open_file(), aside


def remove(file: Path) -> None:
    """Remove ``file`` with what SQLite keeps beside it. Raises ``OSError``."""
    for ending in _COMPANIONS:
        file.with_name(file.name + ending).unlink(missing_ok=True)


def is_damaged(error: sqlite3.Error) -> bool:
    """Whether it is the file's fault, not the disk's."""
    code = getattr(error, "sqlite_errorcode", None)
    return code is not None and code & _PRIMARY_CODE in _DAMAGED


@contextmanager
def transaction(database: sqlite3.Connection) -> Iterator[None]:
    """All of it or nothing of it. Raises ``sqlite3.Error``."""
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
        database.execute("COMMIT")
    except BaseException:
        # A full disk has rolled back already.
        if database.in_transaction:
            database.execute("ROLLBACK")
        raise


def _version(database: sqlite3.Connection) -> int:
    with closing(database.execute("PRAGMA user_version")) as answer:
        return int(answer.fetchone()[0])


def _refuse_newer(database: sqlite3.Connection, known: int) -> None:
    if (version := _version(database)) > known:
        raise WrittenByNewerApp(f"version {version}, this app knows {known}")


def _check(database: sqlite3.Connection) -> None:
    (found,) = database.execute("PRAGMA quick_check(1)").fetchone()
    if found != "ok":
        damaged = sqlite3.DatabaseError(str(found))
        damaged.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise damaged


def _migrate(database: sqlite3.Connection, steps: Sequence[Step]) -> None:
    if _version(database) == len(steps):
        return
    with transaction(database):
        # Read again inside: another process may have been quicker.
        for number, step in enumerate(steps[_version(database) :], _version(database) + 1):
            for statement in step:
                database.execute(statement)
            database.execute(f"PRAGMA user_version = {number}")
