"""The ledger of transfers: on disk before the first byte, and after the last.

One SQLite file in WAL mode. With ``synchronous=NORMAL`` a commit survives the end of the process at
any instant; after a power cut the last ones may be missing, and what they told is found out again
from the files.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Self

from skop_desktop.downloads.ledger_file import (
    TROUBLE,
    in_words,
    open_ledger,
    told_plainly,
    transaction,
)
from skop_desktop.downloads.snapshot import (
    JobFacts,
    TransferKey,
    TransferState,
    WantedDocument,
)
from skop_desktop.downloads.steps import Answered, SavedFile, Unfinished
from skop_desktop.errors import Detail, TransferError, TransferFault

_WANTED: Final = """
    INSERT INTO transfer (job, url, into_folder, name, source_page, document_type, wanted_size,
        job_website, confidence, found_at, number, template, keeps_record, kept_file,
        folder, state, changed_at, place)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting', ?,
        (SELECT COALESCE(MAX(place), 0) + 1 FROM transfer))
    ON CONFLICT (job, url, into_folder) DO UPDATE SET name = excluded.name,
        source_page = excluded.source_page, document_type = excluded.document_type,
        wanted_size = excluded.wanted_size, job_website = excluded.job_website,
        confidence = excluded.confidence, found_at = excluded.found_at, number = excluded.number,
        template = excluded.template, keeps_record = excluded.keeps_record,
        kept_file = excluded.kept_file, folder = excluded.folder, state = 'waiting', tries = 0,
        target = '', fresh_url = '', final_url = '', etag = '', last_modified = '',
        answered_at = '', length = NULL, safe_bytes = 0, size = NULL, sha256 = '', saved_at = '',
        note = '', is_damaged = 0, error = '', changed_at = excluded.changed_at
"""
_NOTHING_HERE: Final[Mapping[str, object]] = MappingProxyType(
    {"part": "", "target": "", "safe_bytes": 0, "length": None}
    | {"etag": "", "last_modified": "", "answered_at": ""}
)


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """A transfer as the ledger has it.

    ``target`` with ``sha256`` and ``size`` in state RUNNING: all bytes were there and the part was
    about to get its name. ``fresh_url``: the link that a source page gave instead of a dead one.
    ``final_url``: where the last answer came from. ``saved_at``: ISO 8601, UTC. ``unfinished``:
    what the next try can go on from.
    """

    wanted: WantedDocument
    folder: Path
    state: TransferState
    tries: int
    place: float
    part: Path | None
    target: Path | None
    size: int | None
    sha256: str
    error: TransferError | None
    fresh_url: str
    final_url: str
    etag: str
    last_modified: str
    saved_at: str
    note: str
    is_damaged: bool
    unfinished: Unfinished | None


class Ledger:
    """The ledger file. All methods raise ``LibraryError``; one thread uses it.

    ``set_aside`` names the file that was damaged and put aside on opening, if there was one
    (``ledger_file.begun_anew`` has the words for it).
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection, self.set_aside = open_ledger(path, datetime.now(UTC))
        self._unwritten: dict[TransferKey, dict[str, object]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends the use of the file."""
        with told_plainly():
            self._connection.close()

    def want(self, wanted: Iterable[tuple[WantedDocument, Path]]) -> None:
        """Documents that are to be fetched, each with its folder; all or none of them."""
        now = time.time()
        rows = [
            (
                *document.key,
                *(document.name, document.source_page, document.document_type, document.size),
                document.job_website,
                *(document.confidence, document.found_at, document.number, document.template),
                *(document.keeps_record, document.kept_file, str(folder), now),
            )
            for document, folder in wanted
        ]
        with transaction(self._connection):
            self._connection.executemany(_WANTED, rows)

    def running(self, key: TransferKey, tries: int) -> None:
        """The ``tries``-th request is about to go out; written with the next step of ``key``."""
        self._later(key, state=TransferState.RUNNING, tries=tries, sha256="", size=None)

    def answered(self, key: TransferKey, answer: Answered) -> None:
        """The head of the answer; written with the next step of ``key``, which is the part."""
        self._later(
            key,
            final_url=answer.url,
            etag=answer.etag,
            length=answer.length,
            last_modified=answer.last_modified,
            answered_at=answer.date,
        )

    def reserved(self, key: TransferKey, part: Path, target: Path) -> None:
        """``part`` is about to be made."""
        self._set(key, part=str(part), target=str(target), safe_bytes=0)

    def safe(self, key: TransferKey, count: int) -> None:
        """The first ``count`` bytes of the part are durable."""
        self._set(key, safe_bytes=count)

    def checked(self, key: TransferKey, file: SavedFile) -> None:
        """All bytes are here and durable; the part is about to become ``file.path``."""
        self._set(
            key,
            target=str(file.path),
            size=file.size,
            sha256=file.sha256,
            note=file.note,
            is_damaged=file.is_damaged,
            safe_bytes=file.size,
        )

    def saved(self, key: TransferKey, file: SavedFile, saved_at: str) -> None:
        """The file is durable under its name since ``saved_at`` (ISO 8601, UTC)."""
        self._set(
            key,
            state=TransferState.SAVED,
            part="",
            safe_bytes=0,
            error="",
            target=str(file.path),
            size=file.size,
            sha256=file.sha256,
            note=file.note,
            is_damaged=file.is_damaged,
            saved_at=saved_at,
        )

    def ended(
        self,
        key: TransferKey,
        state: TransferState,
        error: TransferError | None,
        *,
        keeps_part: bool,
    ) -> None:
        """Failed, cancelled, paused, or waiting for the next try.

        ``keeps_part``: what the last ``safe`` told is on disk for it; else the part is gone.
        """
        told = "" if error is None else _error_to_text(error)
        here = {} if keeps_part else _NOTHING_HERE
        self._set(key, state=state, sha256="", size=None, error=told, **here)

    def remove(self, keys: Iterable[TransferKey]) -> None:
        """Forgets transfers; files stay where they are."""
        gone = list(keys)
        for key in gone:
            self._unwritten.pop(key, None)
        with transaction(self._connection):
            self._connection.executemany(
                "DELETE FROM transfer WHERE job = ? AND url = ? AND into_folder = ?",
                gone,
            )

    def move(self, key: TransferKey, place: float) -> None:
        """Puts a transfer between those of a lower and those of a higher ``place``."""
        self._set(key, place=place)

    def last_place(self) -> float:
        """The highest place that was given so far; the next new transfer gets one more."""
        with told_plainly():
            (place,) = self._connection.execute("SELECT MAX(place) FROM transfer").fetchone()
            return float(place or 0)

    def together(self) -> AbstractContextManager[None]:
        """What is told inside, ``want`` and ``remove`` excepted, is written at once or not at all.

        For many transfers: a commit for each would take a hundred times as long.
        """
        return transaction(self._connection)

    def fresh(self, key: TransferKey, url: str) -> None:
        """``url`` is asked instead of the link in ``key`` from now on."""
        self._set(key, fresh_url=url)

    def job(self, facts: JobFacts) -> None:
        """What ``job.json`` is to say of a job."""
        with told_plainly():
            self._connection.execute(
                "INSERT OR REPLACE INTO job (job, facts) VALUES (?, ?)",
                (facts.job, json.dumps(asdict(facts))),
            )

    def job_facts(self) -> dict[str, JobFacts]:
        """The facts of all jobs, by ``JobFacts.job``."""
        with told_plainly():
            rows = self._connection.execute("SELECT job, facts FROM job").fetchall()
            return {row["job"]: JobFacts(**json.loads(row["facts"])) for row in rows}

    def pause(self, *, is_paused: bool) -> None:
        """Whether nothing is to start until somebody resumes, also after the next start."""
        with told_plainly():
            self._connection.execute("UPDATE queue SET is_paused = ?", (is_paused,))

    def is_paused(self) -> bool:
        """What ``pause`` was told last."""
        with told_plainly():
            return bool(self._connection.execute("SELECT is_paused FROM queue").fetchone()[0])

    def entries(self) -> list[LedgerEntry]:
        """All transfers in the order in which they are to be fetched."""
        with told_plainly():
            rows = self._connection.execute("SELECT * FROM transfer ORDER BY place, id").fetchall()
            return [_entry(row) for row in rows]

    def _later(self, key: TransferKey, **values: object) -> None:
        # Each commit costs a small file a hundredth of its time, and until its part is made
        # nothing of these facts is needed after a crash.
        self._unwritten.setdefault(key, {}).update(values)

    def _set(self, key: TransferKey, **values: object) -> None:
        values = {**self._unwritten.pop(key, {}), **values, "changed_at": time.time()}
        # No ``told_plainly``: that costs half of what SQLite takes, and a file comes here thrice.
        try:
            self._connection.execute(_setting(tuple(values)), (*values.values(), *key))
        except TROUBLE as error:
            raise in_words(error) from error


@lru_cache
def _setting(columns: tuple[str, ...]) -> str:
    """The statement that sets ``columns`` of one transfer, which is named after them."""
    settings = ", ".join(f"{column} = ?" for column in columns)
    # The columns are names of ours, the values are bound.
    return (
        f"UPDATE transfer SET {settings}"  # noqa: S608
        " WHERE job = ? AND url = ? AND into_folder = ?"
    )


def _entry(row: sqlite3.Row) -> LedgerEntry:
    return LedgerEntry(
        wanted=_wanted(row),
        folder=Path(row["folder"]),
        state=TransferState(row["state"]),
        tries=row["tries"],
        place=row["place"],
        part=Path(row["part"]) if row["part"] else None,
        target=Path(row["target"]) if row["target"] else None,
        size=row["size"],
        sha256=row["sha256"],
        error=_error_from_text(row["error"]) if row["error"] else None,
        fresh_url=row["fresh_url"],
        final_url=row["final_url"],
        etag=row["etag"],
        last_modified=row["last_modified"],
        saved_at=row["saved_at"],
        note=row["note"],
        is_damaged=bool(row["is_damaged"]),
        unfinished=_unfinished(row),
    )


def _wanted(row: sqlite3.Row) -> WantedDocument:
    return WantedDocument(
        key=TransferKey(row["job"], row["url"], row["into_folder"]),
        name=row["name"],
        source_page=row["source_page"],
        document_type=row["document_type"],
        size=row["wanted_size"],
        job_website=row["job_website"],
        confidence=row["confidence"],
        found_at=row["found_at"],
        number=row["number"],
        template=row["template"],
        keeps_record=bool(row["keeps_record"]),
        kept_file=row["kept_file"],
    )


def _unfinished(row: sqlite3.Row) -> Unfinished | None:
    if not row["part"] or not row["safe_bytes"]:
        return None
    return Unfinished(
        part=Path(row["part"]),
        target=Path(row["target"]),
        safe_bytes=row["safe_bytes"],
        url=row["final_url"],
        etag=row["etag"],
        last_modified=row["last_modified"],
        date=row["answered_at"],
        length=row["length"],
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
