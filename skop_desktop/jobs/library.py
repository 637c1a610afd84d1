"""The library: every job ever followed, with its documents, on this computer's disk."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from skop_desktop.api.models import ExtractedDocument
from skop_desktop.errors import Detail, LibraryError
from skop_desktop.jobs.records import (
    DOCUMENT_COLUMNS,
    LibraryEntry,
    document_row,
    entry_from,
    job_row,
    moment_text,
    snapshot_from,
)
from skop_desktop.jobs.schema import STEPS, library_error, open_database, transaction
from skop_desktop.jobs.snapshot import JobKey, JobSnapshot
from skop_desktop.sqlite_file import Step

_ENTRY_COLUMNS: Final = (
    "server, job_id, prompt, website, state, document_count, opened_at, ended_at, seen"
)
_DOCUMENTS: Final = ", ".join(DOCUMENT_COLUMNS)
_NEW_DOCUMENT: Final = (
    f"INSERT INTO document (job, position, {_DOCUMENTS}) VALUES"  # noqa: S608 - our own names
    f" (?, ?, {', '.join('?' * len(DOCUMENT_COLUMNS))})"
)
_ENDED_STATES: Final = "('completed', 'failed', 'cancelled', 'ended')"


def _now() -> datetime:
    return datetime.now(UTC)


class Library:
    """The library in one SQLite file; every call blocks, see ``AsyncLibrary``.

    Raises ``LibraryError`` where the file is of a newer version or cannot be used. ``set_aside``
    names the file that was damaged and put aside on opening, if there was one.
    """

    def __init__(
        self, path: Path, *, now: Callable[[], datetime] = _now, steps: Sequence[Step] = STEPS
    ) -> None:
        self._now = now
        self._connection, self.set_aside = open_database(path, now(), steps)
        self._connection.row_factory = sqlite3.Row
        self._written: dict[JobKey, tuple[ExtractedDocument, ...]] = {}

    def save(self, snapshot: JobSnapshot) -> None:
        """Keep ``snapshot`` in whole, or, where the process dies or the disk is full, not at all.

        Only documents that are new or changed since the last save are written. A job that was
        removed stays removed.
        """
        key, documents = snapshot.key, snapshot.documents
        with transaction(self._connection):
            job = self._write_job(snapshot)
            written = self._written.get(key)
            if written is not documents:
                self._write_documents(job, documents, _same_at_start(written, documents))
        if snapshot.is_complete:
            self._written.pop(key, None)
        else:
            self._written[key] = documents

    def load(self, key: JobKey) -> JobSnapshot | None:
        """The job as it was last saved, or ``None`` where it is not here or was removed."""
        with _told():
            row = self._connection.execute(
                "SELECT * FROM job WHERE server = ? AND job_id = ? AND removed_at IS NULL",
                (key.server, key.job_id),
            ).fetchone()
            if row is None:
                return None
            cursor = self._connection.cursor()
            cursor.row_factory = None
            documents = cursor.execute(
                f"SELECT {_DOCUMENTS} FROM document WHERE job = ? ORDER BY position",  # noqa: S608 - our own names
                (row["id"],),
            )
            return snapshot_from(row, documents)

    def entries(self) -> tuple[LibraryEntry, ...]:
        """Every job that was not removed, the newest first, without its documents."""
        with _told():
            rows = self._connection.execute(
                f"SELECT {_ENTRY_COLUMNS} FROM job WHERE removed_at IS NULL"  # noqa: S608 - our own names
                " ORDER BY opened_at DESC, id DESC"
            )
            return tuple(entry_from(row) for row in rows)

    def unfinished(self) -> tuple[JobKey, ...]:
        """The jobs that still have something to ask the service for, the newest first."""
        with _told():
            rows = self._connection.execute(
                "SELECT server, job_id FROM job WHERE removed_at IS NULL AND NOT is_complete"
                " ORDER BY opened_at DESC, id DESC"
            )
            return tuple(JobKey(row["server"], row["job_id"]) for row in rows)

    def mark_seen(self, key: JobKey) -> None:
        """The person has looked at the job as it is now."""
        self._change("seen = 1", key)

    def remove(self, key: JobKey) -> None:
        """Take the job out of the list; ``restore`` undoes it until ``purge_removed``."""
        self._change("removed_at = ?", key, moment_text(self._now()))

    def restore(self, key: JobKey) -> bool:
        """Undo ``remove``. False where the job is not here (any more)."""
        return self._change("removed_at = NULL", key)

    def purge_removed(self) -> None:
        """Delete the removed jobs and their documents for good."""
        with transaction(self._connection):
            self._connection.execute("DELETE FROM job WHERE removed_at IS NOT NULL")
        self._written.clear()

    def close(self) -> None:
        """Close the file; the library is not used after that."""
        with _told():
            self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _write_job(self, snapshot: JobSnapshot) -> int:
        row = job_row(snapshot)
        columns = ", ".join(row)
        marks = ", ".join(f":{name}" for name in row)
        changes = ", ".join(f"{name} = excluded.{name}" for name in row)
        # A job that was looked at while it ran is news again when it ends.
        seen = (
            f"CASE WHEN excluded.state IN {_ENDED_STATES} AND job.state NOT IN {_ENDED_STATES}"
            " THEN 0 ELSE job.seen END"
        )
        cursor = self._connection.execute(
            f"INSERT INTO job ({columns}, opened_at) VALUES ({marks}, :opened_at)"  # noqa: S608 - our own names
            f" ON CONFLICT (server, job_id) DO UPDATE SET {changes}, seen = {seen} RETURNING id",
            {**row, "opened_at": moment_text(self._now())},
        )
        return int(cursor.fetchall()[0]["id"])

    def _write_documents(self, job: int, documents: Sequence[ExtractedDocument], kept: int) -> None:
        self._connection.execute(
            "DELETE FROM document WHERE job = ? AND position >= ?", (job, kept)
        )
        self._connection.executemany(
            _NEW_DOCUMENT,
            (
                (job, position, *document_row(documents[position]))
                for position in range(kept, len(documents))
            ),
        )

    def _change(self, change: str, key: JobKey, *values: Any) -> bool:  # noqa: ANN401 - a column's value
        with transaction(self._connection):
            cursor = self._connection.execute(
                f"UPDATE job SET {change} WHERE server = ? AND job_id = ?",  # noqa: S608 - our own names
                (*values, key.server, key.job_id),
            )
            return cursor.rowcount > 0


def _same_at_start(
    written: Sequence[ExtractedDocument] | None, documents: Sequence[ExtractedDocument]
) -> int:
    """How many documents at the start are on disk already as they are now."""
    same = 0
    for before, now in zip(written or (), documents, strict=False):
        if before != now:
            break
        same += 1
    return same


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise library_error(error) from error
    except (ValueError, KeyError, TypeError) as error:
        raise LibraryError(
            "A search in the library cannot be read.",
            advice="Open it again by its job ID.",
            detail=Detail(text=f"{type(error).__name__}: {error}"),
        ) from error
