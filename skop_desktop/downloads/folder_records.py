"""The record beside the files of each folder, told of every file that was saved."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Final

from skop_desktop.downloads.faults import shown_address
from skop_desktop.downloads.record import Record
from skop_desktop.downloads.snapshot import JobFacts
from skop_desktop.errors import SkopError
from skop_desktop.provenance.record import FolderRecord, ManifestEntry

_RESTS_AFTER: Final = 1.0
_LONGEST_UNFLUSHED: Final = 15.0
"""Seconds. Rows are on disk at once; making them durable costs a few syncs and a count of all."""


class FolderRecords:
    """Keeps ``manifest.csv`` and ``job.json`` true. Used on one loop, ended with ``close``.

    ``on_trouble`` hears once of each folder whose record cannot be written, until all of it can.
    """

    def __init__(
        self, facts: Mapping[str, JobFacts], on_trouble: Callable[[SkopError], None]
    ) -> None:
        self._facts = dict(facts)
        self._on_trouble = on_trouble
        self._loop = asyncio.get_running_loop()
        self._folders: dict[Path, FolderRecord] = {}
        self._jobs_told: set[tuple[Path, str]] = set()
        self._unflushed: set[Path] = set()
        self._troubled: set[Path] = set()
        self._timer: asyncio.TimerHandle | None = None
        self._saved_at = self._flushed_at = self._loop.time()

    def job(self, facts: JobFacts) -> None:
        """What is to be said of a job from now on."""
        self._facts[facts.job] = facts
        self._jobs_told = {told for told in self._jobs_told if told[1] != facts.job}

    def saved(self, record: Record) -> None:
        """``record`` has its file."""
        if record.path is None or not record.wanted.keeps_record:
            return
        folder = self._folder(record.folder)
        self._tell_job(record.folder, record.key.job)
        folder.add(_entry(record, record.path))
        self._unflushed.add(record.folder)
        self._check(record.folder)
        self._saved_at = self._loop.time()
        if self._timer is None:
            self._timer = self._loop.call_later(_RESTS_AFTER, self._flush_if_at_rest)

    def close(self) -> None:
        """Writes what is left."""
        if self._timer is not None:
            self._timer.cancel()
        self._flush()

    def _flush_if_at_rest(self) -> None:
        now = self._loop.time()
        is_at_rest = now - self._saved_at >= _RESTS_AFTER
        if is_at_rest or now - self._flushed_at >= _LONGEST_UNFLUSHED:
            self._flush()
        else:
            rest = self._saved_at + _RESTS_AFTER
            self._timer = self._loop.call_at(rest, self._flush_if_at_rest)

    def _flush(self) -> None:
        self._timer, self._flushed_at = None, self._loop.time()
        for path in self._unflushed:
            self._folders[path].flush()
            self._check(path)
            if self._folders[path].trouble is None:
                self._troubled.discard(path)
        self._unflushed.clear()

    def _tell_job(self, path: Path, job: str) -> None:
        if (path, job) not in self._jobs_told:
            self._jobs_told.add((path, job))
            self._folder(path).job(asdict(self._facts.get(job, JobFacts(job))))

    def _folder(self, path: Path) -> FolderRecord:
        if path not in self._folders:
            self._folders[path] = FolderRecord(path)
        return self._folders[path]

    def _check(self, path: Path) -> None:
        trouble = self._folders[path].trouble
        if trouble is not None and path not in self._troubled:
            self._on_trouble(trouble)
            self._troubled.add(path)


def _entry(record: Record, path: Path) -> ManifestEntry:
    return ManifestEntry(
        file=os.path.relpath(path, record.folder).replace(os.sep, "/"),
        url=shown_address(record.key.url),
        final_url=shown_address(record.final_url),
        source_page=shown_address(record.wanted.source_page),
        downloaded_at=record.saved_at,
        sha256=record.sha256,
        size=record.size,
        confidence=record.wanted.confidence,
        document=record.wanted.name,
        job=record.key.job,
        note=record.note,
    )
