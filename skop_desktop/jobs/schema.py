"""The library's file: its tables, how an older file becomes a newer one, and what a bad file does.

SQLite in WAL mode: a save is one transaction, so a process that is killed leaves the save before
(https://www.sqlite.org/wal.html). ``PRAGMA user_version`` counts the steps that a file has taken.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

from skop_desktop.errors import Detail, LibraryError

Step = tuple[str, ...]

STEPS: Final[tuple[Step, ...]] = (
    (
        """
        CREATE TABLE job (
            id INTEGER PRIMARY KEY,
            server TEXT NOT NULL,
            job_id TEXT NOT NULL,
            prompt TEXT NOT NULL,
            website TEXT NOT NULL,
            state TEXT NOT NULL,
            is_complete INTEGER NOT NULL,
            document_count INTEGER NOT NULL,
            opened_at TEXT NOT NULL,
            ended_at TEXT,
            as_of TEXT,
            status TEXT,
            results TEXT,
            not_found TEXT,
            asked TEXT,
            seen INTEGER NOT NULL DEFAULT 0,
            removed_at TEXT,
            UNIQUE (server, job_id)
        ) STRICT
        """,
        "CREATE INDEX job_by_opening ON job (opened_at)",
        """
        CREATE TABLE document (
            job INTEGER NOT NULL REFERENCES job (id) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            name TEXT,
            url TEXT,
            source_page TEXT,
            document_type TEXT,
            confidence_score REAL,
            file_size_mb REAL,
            extracted_at TEXT,
            reasons TEXT,
            oddities TEXT,
            PRIMARY KEY (job, position)
        ) STRICT, WITHOUT ROWID
        """,
    ),
    ("ALTER TABLE document ADD COLUMN kept_file TEXT",),
)
"""The steps from an empty file to this version, oldest first. A step that was shipped stays."""

_BUSY_MS: Final = 5_000
_PRIMARY_CODE: Final = 0xFF
_BROKEN: Final = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_FULL: Final = sqlite3.SQLITE_FULL
_COMPANIONS: Final = ("", "-wal", "-shm")


def open_database(
    path: Path, now: datetime, steps: Sequence[Step] = STEPS
) -> tuple[sqlite3.Connection, Path | None]:
    """The library at ``path``, brought to the newest version; and where a broken file was put.

    A file that is no library, or a damaged one, is moved aside and a new one begun. Raises
    ``LibraryError`` where the file is of a newer version (it is not touched) or cannot be used.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        return _opened(path, steps), None
    except sqlite3.DatabaseError as error:
        if not _is_broken(error):
            raise library_error(error) from error
    aside = path.with_name(f"{path.stem}.broken-{now:%Y%m%dT%H%M%S}{path.suffix}")
    try:
        for companion in _COMPANIONS:
            part = path.with_name(path.name + companion)
            if part.exists():
                part.replace(aside.with_name(aside.name + companion))
        return _opened(path, steps), aside
    except (sqlite3.Error, OSError) as error:
        raise library_error(error) from error


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All of it or nothing of it. Raises ``LibraryError`` for what the file cannot do."""
    try:
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            # A full disk has rolled back already.
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")
    except sqlite3.Error as error:
        raise library_error(error) from error


def library_error(error: sqlite3.Error | OSError) -> LibraryError:
    """``error`` in plain words."""
    code = getattr(error, "sqlite_errorcode", None)
    detail = Detail(text=f"{type(error).__name__}: {error}")
    if code is not None and code & _PRIMARY_CODE == _FULL:
        return LibraryError(
            "The disk is full, so the library of searches was not saved.",
            now="What you see stays until the app closes.",
            advice="Free some space; it is saved again by itself.",
            detail=detail,
            retryable=True,
        )
    if isinstance(error, sqlite3.DatabaseError) and _is_broken(error):
        return LibraryError(
            "The library of searches is damaged.",
            now="What you see stays until the app closes.",
            advice="Close Skop Desktop and start it again: it sets the damaged file aside.",
            detail=detail,
        )
    return LibraryError(
        "The library of searches cannot be read or written.",
        now="What you see stays until the app closes.",
        advice="See whether its folder is there and may be written to, then start again.",
        detail=detail,
        retryable=True,
    )


def _opened(path: Path, steps: Sequence[Step]) -> sqlite3.Connection:
    # One thread at a time uses it, but not always the one that opened it.
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    try:
        connection.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
        connection.execute("PRAGMA foreign_keys = ON")
        _refuse_newer(connection, len(steps))
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        _check(connection)
        _migrate(connection, steps)
    except BaseException:
        connection.close()
        raise
    return connection


def _version(connection: sqlite3.Connection) -> int:
    with closing(connection.execute("PRAGMA user_version")) as cursor:
        return int(cursor.fetchone()[0])


def _refuse_newer(connection: sqlite3.Connection, known: int) -> None:
    version = _version(connection)
    if version > known:
        raise LibraryError(
            "The library of searches was written by a newer version of Skop Desktop.",
            now="Nothing in it was changed.",
            advice="Install the newest version, or start with another data folder"
            " (--data-folder FOLDER).",
            detail=Detail(text=f"library version {version}, this app knows {known}"),
        )


def _check(connection: sqlite3.Connection) -> None:
    found = connection.execute("PRAGMA quick_check(1)").fetchone()
    if found[0] != "ok":
        damaged = sqlite3.DatabaseError(str(found[0]))
        damaged.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise damaged


def _migrate(connection: sqlite3.Connection, steps: Sequence[Step]) -> None:
    if _version(connection) == len(steps):
        return
    with transaction(connection):
        # Read again inside: another process may have been quicker.
        for number, step in enumerate(steps[_version(connection) :], _version(connection) + 1):
            for statement in step:
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number}")


def _is_broken(error: sqlite3.DatabaseError) -> bool:
    code = getattr(error, "sqlite_errorcode", None)
    return code is not None and code & _PRIMARY_CODE in _BROKEN
