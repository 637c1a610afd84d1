"""``job.json``: what was asked, of whom, when, and how much of it is in the folder."""

from __future__ import annotations

import errno
import json
import os
import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from skop_desktop import __version__
from skop_desktop.provenance.entry import Cells, ManifestEntry
from skop_desktop.provenance.names import JOBS, numbered_names
from skop_desktop.provenance.whole_file import write_whole

SCHEMA: Final = "skop-desktop-jobs"
VERSION: Final = 1

_FIRST: Final = ("job", "job_id", "server", "website", "prompt", "created_at", "completed_at")
_LARGEST: Final = 16 * 1024 * 1024

Facts = Mapping[str, object]
Jobs = dict[str, Facts]
"""``str(JobKey)`` -> what is known of the job."""


@dataclass(slots=True)
class JobCount:
    """Links, files and their bytes of one job; a row that is taken twice counts once."""

    links: set[str] = field(default_factory=set)
    sizes: dict[str, int] = field(default_factory=dict)
    size: int = 0
    first: str = ""
    last: str = ""

    def take(self, entry: ManifestEntry) -> None:
        """Counts a row."""
        self.links.add(entry.url)
        self.size += (entry.size or 0) - self.sizes.get(entry.file, 0)
        self.sizes[entry.file] = entry.size or 0
        moment = entry.downloaded_at
        self.first = min(self.first or moment, moment or self.first)
        self.last = max(self.last, moment)

    def told(self) -> Facts:
        """As ``job.json`` has it."""
        return {
            "links_saved": len(self.links),
            "files_saved": len(self.sizes),
            "bytes_saved": self.size,
            "first_saved_at": self.first,
            "last_saved_at": self.last,
        }


class JobsFile:
    """The jobs of a folder, in the order in which they came. All calls raise ``OSError``.

    A ``job.json`` of somebody else is never written to: the next free number is taken then.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._waiting: Jobs = {}
        self._counts: dict[str, JobCount] = {}

    def add(self, facts: Facts) -> None:
        """Writes facts, ``job`` among them. What cannot be written waits for the next call."""
        known = {name: value for name, value in facts.items() if value not in (None, "")}
        job = str(facts["job"])
        self._waiting[job] = {**self._waiting.get(job, {}), **known}
        self._write()

    def count(self, rows: Iterable[Cells]) -> None:
        """Writes how much of each job the folder holds, ``rows`` beside those counted before."""
        changed = set()
        for entry in map(ManifestEntry.of_cells, rows):
            if entry.job:
                self._counts.setdefault(entry.job, JobCount()).take(entry)
                changed.add(entry.job)
        for job in sorted(changed):
            self._waiting[job] = {**self._waiting.get(job, {}), **self._counts[job].told()}
        self._write()

    def known(self) -> Jobs:
        """What is on disk."""
        return self._current()[1]

    def _write(self) -> None:
        if not self._waiting:
            return
        path, before = self._current()
        jobs = dict(before)
        for job, facts in self._waiting.items():
            jobs[job] = {"app_version": __version__, **jobs.get(job, {}), **facts}
        if jobs != before:
            write_whole(path, as_written(jobs))
        self._waiting.clear()

    def _current(self) -> tuple[Path, Jobs]:
        for name in numbered_names(JOBS):
            path = self._folder / name
            try:
                told = path.lstat()
            except FileNotFoundError:
                return path, {}
            if not stat.S_ISREG(told.st_mode) or told.st_size > _LARGEST:
                continue
            jobs = jobs_of(path.read_bytes())
            if jobs is not None:
                return path, jobs
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(self._folder / JOBS))


def counts(entries: Iterable[ManifestEntry]) -> Jobs:
    """How much there is of each job."""
    counted: dict[str, JobCount] = {}
    for entry in entries:
        counted.setdefault(entry.job, JobCount()).take(entry)
    return {job: count.told() for job, count in counted.items()}


def as_written(jobs: Jobs) -> bytes:
    """The file for ``jobs``, for people too: stable order, indented."""
    content = {
        "schema": SCHEMA,
        "schema_version": VERSION,
        "app": f"Skop Desktop {__version__}",
        "jobs": [_in_order({"job": job, **facts}) for job, facts in jobs.items()],
    }
    text = json.dumps(content, ensure_ascii=False, indent=2, default=str)
    return (text + "\n").encode("utf-8", "replace")


def jobs_of(content: bytes) -> Jobs | None:
    """The jobs of a file of ours, of this version or an older one; ``None`` for any other file."""
    try:
        told = json.loads(content)
    except (ValueError, RecursionError):
        return None
    if not isinstance(told, dict) or told.get("schema") != SCHEMA:
        return None
    version, jobs = told.get("schema_version"), told.get("jobs")
    if not isinstance(version, int) or version > VERSION or not isinstance(jobs, list):
        return None
    return {
        job["job"]: job for job in jobs if isinstance(job, dict) and isinstance(job.get("job"), str)
    }


def _in_order(facts: Facts) -> dict[str, object]:
    first = {name: facts[name] for name in _FIRST if name in facts}
    return first | {name: facts[name] for name in sorted(facts.keys() - first.keys())}
