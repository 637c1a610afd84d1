"""The ledger of transfers: on disk before the first byte, and after the last.

One SQLite file in WAL mode, schema numbered by ``user_version``. With ``synchronous=NORMAL`` a
commit survives the end of the process at any instant; after a power cut the last ones may be
missing, and what they told is found out again from the files.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

from skop_desktop.downloads.snapshot import TransferKey, TransferState, WantedDocument
from skop_desktop.errors import Detail, LibraryError, TransferError, TransferFault

MIGRATIONS: Final = (
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
)
"""One statement a version; ``user_version`` counts those that have been run."""

_WANTED: Final = """
    INSERT INTO transfer (job, url, name, source_page, document_type, wanted_size, job_website,
        folder, state, changed_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'waiting', ?)
    ON CONFLICT (job, url) DO UPDATE SET name = excluded.name,
        source_page = excluded.source_page, document_type = excluded.document_type,
        wanted_size = excluded.wanted_size, job_website = excluded.job_website,
        folder = excluded.folder, state = 'waiting', tries = 0, target = '',
        size = NULL, sha256 = '', error = '', changed_at = excluded.changed_at
"""


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """A transfer as the ledger has it.

    ``target`` with ``sha256`` and ``size`` in state RUNNING: all bytes were there and the part was
    about to get its name.
    """

    wanted: WantedDocument
    folder: Path
    state: TransferState
    tries: int
    part: Path | None
    target: Path | None
    size: int | None
    sha256: str
    error: TransferError | None


class Ledger:
    """The ledger file. All methods raise ``LibraryError``; one thread uses it."""

    def __init__(self, path: Path) -> None:
        with _told_plainly():
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(path, isolation_level=None)
            try:
                self._prepare()
            except BaseException:
                self._connection.close()
                raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends the use of the file."""
        with _told_plainly():
            self._connection.close()

    def want(self, wanted: Iterable[tuple[WantedDocument, Path]]) -> None:
        """Documents that are to be fetched, each with its folder; all or none of them."""
        now = time.time()
        rows = [
            (
                *(document.key.job, document.key.url, document.name, document.source_page),
                *(document.document_type, document.size, document.job_website),
                *(str(folder), now),
            )
            for document, folder in wanted
        ]
        with self._all_or_nothing():
            self._connection.executemany(_WANTED, rows)

    def running(self, key: TransferKey, tries: int) -> None:
        """The ``tries``-th request is about to go out."""
        self._set(key, state=TransferState.RUNNING, tries=tries, sha256="", size=None)

    def reserved(self, key: TransferKey, part: Path, target: Path) -> None:
        """``part`` is about to be made."""
        self._set(key, part=str(part), target=str(target))

    def checked(self, key: TransferKey, target: Path, size: int, sha256: str) -> None:
        """All bytes are here; the part is about to become ``target``."""
        self._set(key, target=str(target), size=size, sha256=sha256)

    def saved(self, key: TransferKey, target: Path, size: int, sha256: str) -> None:
        """The file is durable under its name."""
        state = TransferState.SAVED
        self._set(key, state=state, part="", target=str(target), size=size, sha256=sha256, error="")

    def ended(self, key: TransferKey, state: TransferState, error: TransferError | None) -> None:
        """Failed, cancelled, or waiting for the next try; its part is gone."""
        told = "" if error is None else _error_to_text(error)
        self._set(key, state=state, part="", target="", sha256="", size=None, error=told)

    def remove(self, keys: Iterable[TransferKey]) -> None:
        """Forgets transfers; files stay where they are."""
        with self._all_or_nothing():
            self._connection.executemany(
                "DELETE FROM transfer WHERE job = ? AND url = ?",
                [(key.job, key.url) for key in keys],
            )

    def entries(self) -> list[LedgerEntry]:
        """All transfers in the order in which they were first asked for."""
        with _told_plainly():
            self._connection.row_factory = sqlite3.Row
            rows = self._connection.execute("SELECT * FROM transfer ORDER BY id").fetchall()
            return [_entry(row) for row in rows]

    def _prepare(self) -> None:
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = NORMAL")
        self._connection.execute("PRAGMA busy_timeout = 5000")
        (version,) = self._connection.execute("PRAGMA user_version").fetchone()
        if version > len(MIGRATIONS):
            raise LibraryError(
                "The list of downloads was written by a newer version of this app.",
                advice="Install the newer version again.",
            )
        for number, statement in enumerate(MIGRATIONS[version:], start=version + 1):
            with self._all_or_nothing():
                self._connection.execute(statement)
                self._connection.execute(f"PRAGMA user_version = {number}")

    def _set(self, key: TransferKey, **values: object) -> None:
        columns = ", ".join(f"{column} = ?" for column in values)
        with _told_plainly():
            self._connection.execute(
                # The columns are names of ours, the values are bound.
                f"UPDATE transfer SET {columns}, changed_at = ? WHERE job = ? AND url = ?",  # noqa: S608
                (*values.values(), time.time(), key.job, key.url),
            )

    @contextmanager
    def _all_or_nothing(self) -> Iterator[None]:
        with _told_plainly():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")


@contextmanager
def _told_plainly() -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError, ValueError) as error:
        raise LibraryError(
            "The list of downloads on disk cannot be read or written.",
            advice="Make sure that the disk is not full and the data folder takes files.",
            detail=Detail(text=f"{type(error).__name__}: {error}"),
        ) from error


def _entry(row: sqlite3.Row) -> LedgerEntry:
    wanted = WantedDocument(
        key=TransferKey(row["job"], row["url"]),
        name=row["name"],
        source_page=row["source_page"],
        document_type=row["document_type"],
        size=row["wanted_size"],
        job_website=row["job_website"],
    )
    return LedgerEntry(
        wanted=wanted,
        folder=Path(row["folder"]),
        state=TransferState(row["state"]),
        tries=row["tries"],
        part=Path(row["part"]) if row["part"] else None,
        target=Path(row["target"]) if row["target"] else None,
        size=row["size"],
        sha256=row["sha256"],
        error=_error_from_text(row["error"]) if row["error"] else None,
    )


def _error_to_text(error: TransferError) -> str:
    told = {
        "happened": error.happened,
        "advice": error.advice,
        "retryable": error.retryable,
        "fault": error.fault.value,
        "code": error.detail.code,
        "address": error.detail.address,
        "text": error.detail.text,
    }
    return json.dumps(told)


def _error_from_text(text: str) -> TransferError:
    told: dict[str, Any] = json.loads(text)
    return TransferError(
        told["happened"],
        advice=told["advice"],
        retryable=told["retryable"],
        detail=Detail(code=told["code"], address=told["address"], text=told["text"]),
        fault=TransferFault(told["fault"]),
    )
