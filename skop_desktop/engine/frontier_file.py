"""The file of a frontier: its tables, and what becomes of one that is broken."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Final

_VERSION: Final = 1
_SCHEMA: Final = f"""
BEGIN;
CREATE TABLE grp (id INTEGER PRIMARY KEY, name TEXT NOT NULL, bonus REAL NOT NULL) STRICT;
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
) STRICT;
CREATE INDEX page_waiting ON page (grp, promise DESC, place) WHERE state = 0;
CREATE TABLE kept_away (id INTEGER PRIMARY KEY) STRICT;
CREATE TABLE pattern (id INTEGER PRIMARY KEY, pages INTEGER NOT NULL) STRICT;
CREATE TABLE candidate (
    id INTEGER PRIMARY KEY,
    state INTEGER NOT NULL,
    url TEXT NOT NULL,
    score REAL NOT NULL,
    attempt INTEGER NOT NULL,
    is_unsure INTEGER NOT NULL,
    place INTEGER NOT NULL,
    said TEXT NOT NULL
) STRICT;
CREATE INDEX candidate_waiting ON candidate (score DESC, place) WHERE state = 0;
CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
PRAGMA user_version = {_VERSION};
COMMIT;
"""


def opened(file: Path | None) -> sqlite3.Connection:
    """The database in ``file``, ready to be used; one that ends with the connection without a file.

    A file that is broken, or of another version, is begun anew: a search can be repeated.
    """
    if file is None:
        # An empty name: on disk beyond a few pages in memory, and gone when closed (SQLite, "")
        return _ready("")
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        return _ready(str(file))
    except (sqlite3.DatabaseError, _OtherVersion) as trouble:
        if isinstance(trouble, sqlite3.OperationalError):
            raise
    for path in (file, *(file.with_name(file.name + ending) for ending in ("-wal", "-shm"))):
        path.unlink(missing_ok=True)
    return _ready(str(file))


class _OtherVersion(Exception):
    """The file was written by another version of the app."""


def _migrate(db: sqlite3.Connection, version: int) -> None:
    if version not in {0, _VERSION}:
        raise _OtherVersion
    if version == 0:
        db.executescript(_SCHEMA)


def _ready(name: str) -> sqlite3.Connection:
    db = sqlite3.connect(name, isolation_level=None, check_same_thread=False, cached_statements=64)
    try:
        # One process at a time: a second one is told so, and no shared memory is needed.
        db.execute("PRAGMA locking_mode = EXCLUSIVE")
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = NORMAL")
        db.execute("PRAGMA journal_size_limit = 8000000")
        version = int(db.execute("PRAGMA user_version").fetchone()[0])
        _migrate(db, version)
        db.execute("UPDATE page SET state = 0 WHERE state = 1")
        db.execute("UPDATE candidate SET state = 0 WHERE state = 1")
    except BaseException:
        db.close()
        raise
    return db
