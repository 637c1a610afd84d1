"""Saving what is followed often enough to lose nothing, and seldom enough to cost nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final

from skop_desktop.errors import LibraryError
from skop_desktop.jobs.async_library import AsyncLibrary
from skop_desktop.jobs.clock import Clock
from skop_desktop.jobs.snapshot import JobKey, JobSnapshot

BETWEEN_SAVES: Final = 2.0
"""Seconds. The end of a job is saved at once."""

BETWEEN_FAILED_SAVES: Final = 30.0


class Keeper:
    """Writes the newest snapshot of each job to the library, all jobs every 2 s at most.

    A save that fails is told to ``report`` once, until one works again, and tried again after 30 s.
    """

    def __init__(
        self, library: AsyncLibrary, clock: Clock, report: Callable[[LibraryError], None]
    ) -> None:
        self._library = library
        self._clock = clock
        self._report = report
        self._pending: dict[JobKey, JobSnapshot] = {}
        self._kept: dict[JobKey, JobSnapshot] = {}
        self._something = asyncio.Event()
        self._at_once = asyncio.Event()
        self._is_failing = False

    def keep(self, snapshot: JobSnapshot) -> None:
        """Have ``snapshot`` saved soon; at once where the job is complete."""
        if _is_kept_by(self._kept.get(snapshot.key), snapshot):
            return
        self._pending[snapshot.key] = snapshot
        self._something.set()
        if snapshot.is_complete:
            self._at_once.set()

    def note_kept(self, snapshot: JobSnapshot) -> None:
        """``snapshot`` is in the library as it is."""
        self._kept[snapshot.key] = snapshot

    def forget_kept(self, key: JobKey) -> None:
        """The job changes no more: let go of its documents."""
        self._kept.pop(key, None)

    def pending(self, key: JobKey) -> JobSnapshot | None:
        """What is newer than the library."""
        return self._pending.get(key)

    def drop(self, key: JobKey) -> None:
        """Save nothing more of a job that was removed."""
        self._pending.pop(key, None)
        self._kept.pop(key, None)

    async def run(self) -> None:
        """Save until cancelled."""
        while True:
            await self._something.wait()
            await self.flush()
            pause = BETWEEN_FAILED_SAVES if self._is_failing else BETWEEN_SAVES
            await self._clock.wait(self._at_once, pause)

    async def flush(self) -> None:
        """Save what is pending now. All of it is handed over at once, even if cancelled then."""
        self._something.clear()
        self._at_once.clear()
        await asyncio.gather(*(self._save(snapshot) for snapshot in self._pending.values()))

    async def _save(self, snapshot: JobSnapshot) -> None:
        try:
            await self._library.save(snapshot)
        except LibraryError as error:
            was_failing, self._is_failing = self._is_failing, True
            if not was_failing:
                self._report(error)
            self._something.set()
            return
        self._is_failing = False
        self._note_saved(snapshot)

    def _note_saved(self, snapshot: JobSnapshot) -> None:
        if self._pending.get(snapshot.key) is snapshot:
            del self._pending[snapshot.key]
        if snapshot.is_complete:
            self._kept.pop(snapshot.key, None)
        else:
            self._kept[snapshot.key] = snapshot


def _is_kept_by(kept: JobSnapshot | None, snapshot: JobSnapshot) -> bool:
    """Whether the two differ in nothing that the library keeps."""
    return (
        kept is not None
        and kept.status is snapshot.status
        and kept.results is snapshot.results
        and kept.state is snapshot.state
    )
