"""The record of one folder: ``manifest.csv`` and ``job.json``, kept true as files come."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from skop_desktop.errors import Detail, SkopError
from skop_desktop.provenance.entry import ManifestEntry
from skop_desktop.provenance.jobs_file import JobsFile
from skop_desktop.provenance.manifest_file import ManifestFile
from skop_desktop.provenance.names import JOBS, MANIFEST, numbered_names
from skop_desktop.provenance.whole_file import discard_unfinished

__all__ = ["FolderRecord", "ManifestEntry"]


class FolderRecord:
    """What is known of the files in ``folder``, which has to be there. Made for one thread.

    Calls block for one small write and never raise for a disk's troubles: a file is saved even if
    its row cannot be written. ``trouble`` says why rows wait; they are written with the next call
    that can. After a kill, tell all saved files of the folder again with ``add``: what is recorded
    already costs nothing.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        own = (*numbered_names(MANIFEST), *numbered_names(JOBS))
        discard_unfinished(folder / name for name in own)
        self._manifest = ManifestFile(folder)
        self._jobs = JobsFile(folder)
        self.trouble: SkopError | None = None

    def add(self, entry: ManifestEntry) -> None:
        """Records a saved file: one append, whatever the number of rows."""
        try:
            self._manifest.add(entry.cells())
            self.trouble = None
        except OSError as error:
            self._tell(error)

    def job(self, facts: Mapping[str, object]) -> None:
        """Records what was asked: plain values for JSON, ``job`` (``str(JobKey)``) among them.

        What was said of the job before and is not in ``facts``, or empty there, stays.
        """
        try:
            self._jobs.add(facts)
        except OSError as error:
            self._tell(error)

    def flush(self) -> None:
        """Makes both files durable and counts: now and then while files come, and at the end."""
        try:
            self._manifest.tidy()
            self._jobs.count(self._manifest.new_rows())
            self.trouble = None
        except OSError as error:
            self._tell(error)

    def _tell(self, error: OSError) -> None:
        self.trouble = SkopError(
            f"The list of saved files in “{self._folder.name}” could not be written.",
            "The files themselves are saved, and the list follows as soon as it can be written.",
            "Close manifest.csv if another program has it open.",
            Detail(text=f"{type(error).__name__}: {error.strerror or error}"),
            retryable=True,
        )
