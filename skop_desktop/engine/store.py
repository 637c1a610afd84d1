"""Jobs on disk, so that they answer after a restart."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Self

from skop_desktop.api.models import CreateJobRequest, JobStatus, JobStatusResponse
from skop_desktop.engine.record import JobRecord
from skop_desktop.sqlite_file import Step, opened, opened_or_begun_anew, transaction

_STEPS: Final[tuple[Step, ...]] = (
    (
        """
        CREATE TABLE job (
            job_id TEXT PRIMARY KEY,
            created_at TEXT NOT NULL,
            ended_at TEXT,
            request TEXT NOT NULL,
            status TEXT NOT NULL,
            verified INTEGER NOT NULL,
            runtime REAL NOT NULL
        ) STRICT
        """,
        """
        CREATE TABLE document (
            job_id TEXT NOT NULL REFERENCES job (job_id) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            document TEXT NOT NULL,
            PRIMARY KEY (job_id, position)
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
    ),
)
_PRAGMAS: Final = ("foreign_keys = ON", "journal_size_limit = 8000000")


class JobStore:
    """Jobs in one SQLite file (WAL). Used from one thread at a time.

    A kill loses nothing that was saved. Everything raises ``sqlite3.Error`` where the disk fails.
    """

    def __init__(self, file: Path) -> None:
        """Open or create ``file``. Raises ``OSError``, ``sqlite3.Error``, ``WrittenByNewerApp``."""
        file.parent.mkdir(parents=True, exist_ok=True)
        # Read through only after a kill: with very many documents that takes a while.
        was_cut_short = file.with_name(f"{file.name}-wal").exists()
        self._db = opened(file, _STEPS, pragmas=_PRAGMAS, is_checked=was_cut_short, any_thread=True)

    @classmethod
    def opened(cls, file: Path, now: datetime) -> tuple[Self, Path | None]:
        """The store in ``file``, and where a damaged one was set aside, if it was.

        Raises as the constructor does.
        """
        return opened_or_begun_anew(file, now, lambda: cls(file))

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def save(self, record: JobRecord, first: int = 0) -> int:
        """Write the job; its documents take the places from ``first`` on.

        Gives the number of documents that are saved now.
        """
        status = record.status
        with transaction(self._db):
            self._db.execute(
                "INSERT INTO job VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (job_id) DO UPDATE SET "
                "ended_at = excluded.ended_at, status = excluded.status, "
                "verified = excluded.verified, runtime = excluded.runtime",
                (
                    status.job_id,
                    _in_order(status.created_at),
                    None if status.is_active else _in_order(status.completed_at),
                    record.request.model_dump_json(),
                    status.model_dump_json(exclude_none=True),
                    record.verified,
                    record.runtime_seconds,
                ),
            )
            self._db.execute(
                "DELETE FROM document WHERE job_id = ? AND position >= ?", (status.job_id, first)
            )
            self._db.executemany(
                "INSERT INTO document VALUES (?, ?, ?)",
                (
                    (status.job_id, position, document.model_dump_json(exclude_none=True))
                    for position, document in enumerate(record.documents, first)
                ),
            )
        return first + len(record.documents)

    def load(self, job_id: str) -> JobRecord | None:
        """The job as it was saved last, without its documents; ``None`` where there is none."""
        row = self._row(
            "SELECT request, status, verified, runtime FROM job WHERE job_id = ?", job_id
        )
        if row is None:
            return None
        return JobRecord(
            CreateJobRequest.model_validate_json(row[0]),
            JobStatusResponse.model_validate_json(row[1]),
            verified=int(row[2]),
            runtime_seconds=float(row[3]),
        )

    def count(self, job_id: str) -> int:
        """How many documents of the job are saved."""
        row = self._row("SELECT count(*) FROM document WHERE job_id = ?", job_id)
        return 0 if row is None else int(row[0])

    def documents(self, job_id: str, first: int, most: int) -> list[str]:
        """Documents of the job as JSON, at most so many, from the place ``first`` on."""
        with closing(
            self._db.execute(
                "SELECT document FROM document WHERE job_id = ? AND position >= ? "
                "ORDER BY position LIMIT ?",
                (job_id, first, most),
            )
        ) as answer:
            return [str(document) for (document,) in answer.fetchall()]

    def unfinished(self) -> list[JobRecord]:
        """The jobs that had not ended when they were saved last, the oldest first."""
        with closing(
            self._db.execute("SELECT job_id FROM job WHERE ended_at IS NULL ORDER BY created_at")
        ) as answer:
            job_ids = [str(job_id) for (job_id,) in answer.fetchall()]
        return [record for job_id in job_ids if (record := self.load(job_id)) is not None]

    def forget(self, before: datetime) -> int:
        """Forget the jobs that ended before that time. Counts them."""
        with closing(
            self._db.execute("DELETE FROM job WHERE ended_at < ?", (_in_order(before),))
        ) as answer:
            return answer.rowcount

    def job_ids(self, *, unfinished: bool = False) -> frozenset[str]:
        """The jobs that are known."""
        condition = "WHERE ended_at IS NULL" if unfinished else ""
        with closing(
            self._db.execute(f"SELECT job_id FROM job {condition}")  # noqa: S608 - one of two texts
        ) as answer:
            return frozenset(str(job_id) for (job_id,) in answer.fetchall())

    def fact(self, name: str) -> str | None:
        """A fact that outlives a run."""
        row = self._row("SELECT value FROM fact WHERE name = ?", name)
        return None if row is None else str(row[0])

    def keep_fact(self, name: str, value: str) -> None:
        """Keep a fact for later runs."""
        self._db.execute(
            "INSERT INTO fact VALUES (?, ?) "
            "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (name, value),
        )

    def _row(self, query: str, *values: str) -> tuple[Any, ...] | None:
        with closing(self._db.execute(query, values)) as answer:
            row: tuple[Any, ...] | None = answer.fetchone()
        return row


def as_failed(record: JobRecord, reason: str, now: datetime) -> JobRecord:
    """A job that was cut short, ended with the reason why it cannot go on."""
    status = record.status.model_copy(
        update={
            "status": JobStatus.FAILED.value,
            "message": reason,
            "is_active": False,
            "current_agent": None,
            "completed_at": now,
            "estimated_completion": now,
            "has_partial_results": None,
        }
    )
    return JobRecord(record.request, status, record.documents, record.verified,
                     record.runtime_seconds)  # fmt: skip


def _in_order(moment: datetime | None) -> str:
    return moment.isoformat(timespec="microseconds") if moment is not None else ""
