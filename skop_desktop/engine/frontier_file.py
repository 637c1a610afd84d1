"""The file of a frontier: its tables, and what becomes of one that is broken."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Final

from skop_desktop import sqlite_file
from skop_desktop.sqlite_file import Step, WrittenByNewerApp, is_damaged

_STEPS: Final[tuple[Step, ...]] = (
    (
        "CREATE TABLE grp (id INTEGER PRIMARY KEY, name TEXT NOT NULL, bonus REAL NOT NULL) STRICT",
        """
        CREATE TABLE page (
            id INTEGER PRIMARY KEY,
            state INTEGER NOT NULL,
            url TEXT NOT NULL,
            depth INTEGER NOT NULL,
            promise REAL NOT NULL,
            attempt INTEGER NOT NULL,
            grp INTEGER NOT NULL,
            place INTEGER NOT NULL,
            said TEXT NOT NULL
        ) STRICT
        """,
        "CREATE INDEX page_waiting ON page (grp, promise DESC, place) WHERE state = 0",
        "CREATE TABLE kept_away (id INTEGER PRIMARY KEY) STRICT",
        "CREATE TABLE pattern (id INTEGER PRIMARY KEY, pages INTEGER NOT NULL) STRICT",
        """
        CREATE TABLE candidate (
            id INTEGER PRIMARY KEY,
            state INTEGER NOT NULL,
            url TEXT NOT NULL,
            score REAL NOT NULL,
            attempt INTEGER NOT NULL,
            is_unsure INTEGER NOT NULL,
            place INTEGER NOT NULL,
            said TEXT NOT NULL
        ) STRICT
        """,
        "CREATE INDEX candidate_waiting ON candidate (score DESC, place) WHERE state = 0",
        "CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
    ),
)
_PRAGMAS: Final = (
    # One process at a time: a second one is told so, and no shared memory is needed.
    "locking_mode = EXCLUSIVE",
    "journal_size_limit = 8000000",
)


def opened(file: Path | None) -> sqlite3.Connection:
    """The database in ``file``, ready to be used; one that ends with the connection without a file.

    A file that is damaged, or of a later version, is begun anew: a search can be repeated.
    """
    if file is None:
        return _ready(None)
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        return _ready(file)
    except WrittenByNewerApp:
        sqlite_file.remove(file)
    except sqlite3.DatabaseError as trouble:
        if not is_damaged(trouble):
            raise
        sqlite_file.remove(file)
    return _ready(file)


def _ready(file: Path | None) -> sqlite3.Connection:
    database = sqlite_file.opened(file, _STEPS, pragmas=_PRAGMAS, is_checked=False, any_thread=True)
    try:
        database.execute("UPDATE page SET state = 0 WHERE state = 1")
        database.execute("UPDATE candidate SET state = 0 WHERE state = 1")
    except BaseException:
        database.close()
        raise
    return database
