"""Where a crawl keeps its notes and files, and how long those stay."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, Self

from skop_desktop.engine.kept import tidy as tidy_kept

_CRAWLS: Final = "crawls"
_KEPT: Final = "kept"
_ENDINGS: Final = ("", "-wal", "-shm")


@dataclass(frozen=True, slots=True)
class CrawlPlace:
    """``frontier_file``: where a crawl notes how far it is; without it, it cannot be resumed.
    ``kept``: folder for the files it has fetched whole; without it, none is kept.
    """

    frontier_file: Path | None = None
    kept: Path | None = None

    @classmethod
    def of(cls, folder: Path, job_id: str) -> Self:
        """The place of a job below the engine's data folder."""
        return cls(folder / _CRAWLS / f"{job_id}.sqlite", folder / _KEPT / job_id)

    def forget_notes(self) -> None:
        """Remove the notes: the job has ended."""
        if self.frontier_file is not None:
            for ending in _ENDINGS:
                with suppress(OSError):  # the next tidying finds it again
                    self.frontier_file.with_name(self.frontier_file.name + ending).unlink(
                        missing_ok=True
                    )


def tidy(folder: Path, *, known: frozenset[str], unfinished: frozenset[str], now: datetime) -> None:
    """Remove what no job needs: notes of jobs that ended, kept files of old and forgotten ones.

    What cannot be removed now is left for the next time.
    """
    with suppress(OSError):
        for notes in (folder / _CRAWLS).iterdir():
            if notes.name.partition(".")[0] not in unfinished:
                notes.unlink()
    tidy_kept(folder / _KEPT, now, known)
