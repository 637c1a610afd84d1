"""Jobs on disk, so that they answer after a restart."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

from skop_desktop.api.models import (
    CreateJobRequest,
    ExtractedDocument,
    JobStatus,
    JobStatusResponse,
)
from skop_desktop.engine.journal import JobRecord

VERSION: Final = 1
CLOSED: Final = "The engine was closed while this search ran."

_SCHEMA: Final = """
CREATE TABLE job (
    job_id TEXT PRIMARY KEY,
    created_at TEXT NOT NULL,
    is_active INTEGER NOT NULL,
    request TEXT NOT NULL,
    status TEXT NOT NULL,
    verified INTEGER NOT NULL
) STRICT;
CREATE TABLE document (
    job_id TEXT NOT NULL REFERENCES job (job_id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (job_id, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
"""
_BUSY_SECONDS: Final = 5.0


class StoreTooNew(Exception):
    """The file was written by a later version of the app."""


class JobStore:
    """Jobs in one SQLite file (WAL). Used from one thread at a time.

    A kill loses nothing that was saved; what was not saved yet is a second of a running job.
    """

    def __init__(self, file: Path) -> None:
        """Open or create ``file``. Raises ``sqlite3.Error`` and ``StoreTooNew``."""
        file.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(
            file, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        try:
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = NORMAL")
            self._db.execute("PRAGMA foreign_keys = ON")
            self._migrate()
        except BaseException:
            self._db.close()
            raise

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def _migrate(self) -> None:
        with closing(self._db.execute("PRAGMA user_version")) as answer:
            version = int(answer.fetchone()[0])
        if version > VERSION:
            raise StoreTooNew(f"version {version} is later than {VERSION}")
        if version == 0:
            self._db.executescript(
                f"BEGIN IMMEDIATE; {_SCHEMA} PRAGMA user_version = {VERSION}; COMMIT;"
            )

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def save(self, record: JobRecord, documents_saved: int) -> int:
        """Write the job; of its documents, those after the first ``documents_saved``.

        Gives the number of documents that are saved now.
        """
        status = record.status
        new = record.documents[documents_saved:]
        with self._transaction():
            self._db.execute(
                "INSERT INTO job VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (job_id) DO UPDATE SET "
                "is_active = excluded.is_active, status = excluded.status, "
                "verified = excluded.verified",
                (
                    status.job_id,
                    status.created_at.isoformat() if status.created_at else "",
                    int(bool(status.is_active)),
                    record.request.model_dump_json(),
                    status.model_dump_json(exclude_none=True),
                    record.verified,
                ),
            )
            self._db.executemany(
                "INSERT OR IGNORE INTO document VALUES (?, ?, ?)",
                (
                    (status.job_id, position, document.model_dump_json(exclude_none=True))
                    for position, document in enumerate(new, documents_saved)
                ),
            )
        return documents_saved + len(new)

    def load(self, job_id: str) -> JobRecord | None:
        """The job as it was saved last, or ``None`` where there is none."""
        with closing(
            self._db.execute(
                "SELECT request, status, verified FROM job WHERE job_id = ?", (job_id,)
            )
        ) as answer:
            row = answer.fetchone()
        if row is None:
            return None
        with closing(
            self._db.execute(
                "SELECT document FROM document WHERE job_id = ? ORDER BY position", (job_id,)
            )
        ) as answer:
            documents = tuple(
                ExtractedDocument.model_validate_json(text) for (text,) in answer.fetchall()
            )
        return JobRecord(
            CreateJobRequest.model_validate_json(row[0]),
            JobStatusResponse.model_validate_json(row[1]),
            documents,
            int(row[2]),
        )

    def end_interrupted(self, now: datetime) -> int:
        """End the jobs that ran when the engine was closed, with the reason. Counts them."""
        with closing(self._db.execute("SELECT job_id FROM job WHERE is_active = 1")) as answer:
            job_ids = [str(job_id) for (job_id,) in answer.fetchall()]
        for job_id in job_ids:
            record = self.load(job_id)
            if record is not None:
                self.save(as_interrupted(record, now), len(record.documents))
        return len(job_ids)

    def fact(self, name: str) -> str | None:
        """A fact that outlives a run."""
        with closing(self._db.execute("SELECT value FROM fact WHERE name = ?", (name,))) as answer:
            row = answer.fetchone()
        return None if row is None else str(row[0])

    def keep_fact(self, name: str, value: str) -> None:
        """Keep a fact for later runs."""
        self._db.execute(
            "INSERT INTO fact VALUES (?, ?) "
            "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (name, value),
        )


def as_interrupted(record: JobRecord, now: datetime) -> JobRecord:
    """The job, ended because the engine was closed."""
    status = record.status.model_copy(
        update={
            "status": JobStatus.FAILED.value,
            "message": CLOSED,
            "is_active": False,
            "current_agent": None,
            "completed_at": now,
            "estimated_completion": now,
            "has_partial_results": None,
        }
    )
    return JobRecord(record.request, status, record.documents, record.verified)
