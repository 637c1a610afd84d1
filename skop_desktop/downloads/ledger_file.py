"""The ledger's file: its tables, how an older one becomes a newer one, what a bad one does."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

from skop_desktop import sqlite_file
from skop_desktop.errors import Detail, LibraryError
from skop_desktop.sqlite_file import Step, WrittenByNewerApp

MIGRATIONS: Final[tuple[Step, ...]] = (
    (
        """
        CREATE TABLE transfer (
            id INTEGER PRIMARY KEY,
            job TEXT NOT NULL,
            url TEXT NOT NULL,
            name TEXT NOT NULL,
            source_page TEXT NOT NULL,
            document_type TEXT NOT NULL,
            wanted_size INTEGER,
            job_website TEXT NOT NULL,
            folder TEXT NOT NULL,
            state TEXT NOT NULL,
            tries INTEGER NOT NULL DEFAULT 0,
            part TEXT NOT NULL DEFAULT '',
            target TEXT NOT NULL DEFAULT '',
            size INTEGER,
            sha256 TEXT NOT NULL DEFAULT '',
            error TEXT NOT NULL DEFAULT '',
            changed_at REAL NOT NULL,
            UNIQUE (job, url)
        ) STRICT
        """,
    ),
    (
        """
        CREATE TABLE new_transfer (
            id INTEGER PRIMARY KEY,
            place REAL NOT NULL,
            job TEXT NOT NULL,
            url TEXT NOT NULL,
            into_folder TEXT NOT NULL DEFAULT '',
            name TEXT NOT NULL,
            source_page TEXT NOT NULL,
            document_type TEXT NOT NULL,
            wanted_size INTEGER,
            job_website TEXT NOT NULL,
            confidence REAL,
            found_at TEXT NOT NULL DEFAULT '',
            number INTEGER NOT NULL DEFAULT 0,
            template TEXT NOT NULL DEFAULT '{name}',
            keeps_record INTEGER NOT NULL DEFAULT 1,
            folder TEXT NOT NULL,
            state TEXT NOT NULL,
            tries INTEGER NOT NULL DEFAULT 0,
            fresh_url TEXT NOT NULL DEFAULT '',
            final_url TEXT NOT NULL DEFAULT '',
            etag TEXT NOT NULL DEFAULT '',
            last_modified TEXT NOT NULL DEFAULT '',
            answered_at TEXT NOT NULL DEFAULT '',
            length INTEGER,
            safe_bytes INTEGER NOT NULL DEFAULT 0,
            part TEXT NOT NULL DEFAULT '',
            target TEXT NOT NULL DEFAULT '',
            size INTEGER,
            sha256 TEXT NOT NULL DEFAULT '',
            saved_at TEXT NOT NULL DEFAULT '',
            note TEXT NOT NULL DEFAULT '',
            is_damaged INTEGER NOT NULL DEFAULT 0,
            error TEXT NOT NULL DEFAULT '',
            changed_at REAL NOT NULL,
            UNIQUE (job, url, into_folder)
        ) STRICT
        """,
        """
        INSERT INTO new_transfer (id, place, job, url, name, source_page, document_type,
            wanted_size, job_website, folder, state, tries, part, target, size, sha256, error,
            changed_at)
        SELECT id, id, job, url, name, source_page, document_type, wanted_size, job_website,
            folder, state, tries, part, target, size, sha256, error, changed_at FROM transfer
        """,
        "DROP TABLE transfer",
        "ALTER TABLE new_transfer RENAME TO transfer",
        "CREATE INDEX transfer_place ON transfer (place)",
        "CREATE TABLE job (job TEXT PRIMARY KEY, facts TEXT NOT NULL) STRICT",
    ),
    (
        "ALTER TABLE transfer ADD COLUMN kept_file TEXT NOT NULL DEFAULT ''",
        "CREATE TABLE queue (is_paused INTEGER NOT NULL) STRICT",
        "INSERT INTO queue VALUES (0)",
    ),
)
"""The statements of each version; ``user_version`` counts the versions that have been made."""

TROUBLE: Final = (sqlite3.Error, OSError, ValueError)
"""What SQLite and the disk raise."""

_CHECKPOINT_AFTER: Final = 8_000
"""Pages, 32 MB."""

_PRAGMAS: Final = (
    # One writer: whoever is just ending is waited for.
    "locking_mode = EXCLUSIVE",
    # Each checkpoint syncs twice, and beside documents that are being synced that takes long.
    f"wal_autocheckpoint = {_CHECKPOINT_AFTER}",
)


def open_ledger(path: Path, now: datetime) -> tuple[sqlite3.Connection, Path | None]:
    """The ledger at ``path``, brought to the newest version; and where a broken file was put.

    A file that is no ledger, or a damaged one, is moved aside and a new one begun. Raises
    ``LibraryError`` where the file is of a newer version (it is not touched) or cannot be used.
    """
    with told_plainly():
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            connection, aside = sqlite_file.opened_or_begun_anew(
                path, now, lambda: sqlite_file.opened(path, MIGRATIONS, pragmas=_PRAGMAS)
            )
        except WrittenByNewerApp as error:
            raise LibraryError(
                "The list of downloads was written by a newer version of this app.",
                advice="Install the newer version again.",
            ) from error
    connection.row_factory = sqlite3.Row
    return connection, aside


def begun_anew(aside: Path) -> LibraryError:
    """What is told when the list was damaged, and kept as ``aside``."""
    return LibraryError(
        "The list of downloads was damaged.",
        now="A new list was begun. Files that were saved are still in their folders.",
        advice="Choose the documents that are missing again: those that are there are not lost.",
        detail=Detail(text=f"The damaged list was put aside as {aside.name}."),
    )


@contextmanager
def told_plainly() -> Iterator[None]:
    """Turns what SQLite and the disk raise into a ``LibraryError``."""
    try:
        yield
    except TROUBLE as error:
        raise in_words(error) from error


def in_words(error: Exception) -> LibraryError:
    """What ``error``, one of ``TROUBLE``, means."""
    return LibraryError(
        "The list of downloads on disk cannot be read or written.",
        advice="Make sure that the disk is not full and the data folder takes files.",
        detail=Detail(text=f"{type(error).__name__}: {error}"),
    )


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All of it or nothing of it. Raises ``LibraryError``."""
    with told_plainly(), sqlite_file.transaction(connection):
        yield
