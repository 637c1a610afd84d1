"""The library's file: its tables, how an older one becomes a newer one, what a bad one does."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

from skop_desktop import sqlite_file
from skop_desktop.errors import Detail, LibraryError
from skop_desktop.sqlite_file import Step, WrittenByNewerApp, is_damaged

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

_PRIMARY_CODE: Final = 0xFF
_FULL: Final = sqlite3.SQLITE_FULL


def open_database(
    path: Path, now: datetime, steps: Sequence[Step] = STEPS
) -> tuple[sqlite3.Connection, Path | None]:
    """The library at ``path``, brought to the newest version; and where a broken file was put.

    A file that is no library, or a damaged one, is moved aside and a new one begun. Raises
    ``LibraryError`` where the file is of a newer version (it is not touched) or cannot be used.
    """
    path.parent.mkdir(parents=True, exist_ok=True)

    def open_file() -> sqlite3.Connection:
        # One thread at a time uses it, but not always the one that opened it.
        return sqlite_file.opened(path, steps, pragmas=("foreign_keys = ON",), any_thread=True)

    try:
        return sqlite_file.opened_or_begun_anew(path, now, open_file)
    except WrittenByNewerApp as error:
        raise LibraryError(
            "The library of searches was written by a newer version of Skop Desktop.",
            now="Nothing in it was changed.",
            advice="Install the newest version, or start with another data folder"
            " (--data-folder FOLDER).",
            detail=Detail(text=f"library {error}"),
        ) from error
    except (sqlite3.Error, OSError) as error:
        raise library_error(error) from error


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All of it or nothing of it. Raises ``LibraryError`` for what the file cannot do."""
    try:
        with sqlite_file.transaction(connection):
            yield
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
    if isinstance(error, sqlite3.DatabaseError) and is_damaged(error):
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
