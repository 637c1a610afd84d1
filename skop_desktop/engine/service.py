"""The jobs of this engine: started, followed, cancelled, resumed, kept."""

from __future__ import annotations

import asyncio
import logging
import secrets
import sqlite3
import sys
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from skop_desktop.api.models import CreateJobRequest, JobStatus
from skop_desktop.engine.journal import Journal
from skop_desktop.engine.manners import Manners
from skop_desktop.engine.place import CrawlPlace, tidy
from skop_desktop.engine.record import JobRecord
from skop_desktop.engine.resuming import TOO_LONG_AGO, is_too_long_ago
from skop_desktop.engine.safe import CannotKeep, Safe
from skop_desktop.engine.store import JobStore, as_failed
from skop_desktop.engine.turns import Turns, place_of

CANCELLED: Final = "Stopped. What was found until then stays."
BROKEN: Final = "A fault in this program ended the search. What was found until then stays."
WAITS_FOR_SITE: Final = "Waiting for another search of this site to end."
JOBS_KEPT_FOR: Final = timedelta(days=30)

_SAVE_EACH: Final = 1.0
_TIDY_EACH: Final = 6 * 3_600.0
_END_WITHIN: Final = 0.3
_log = logging.getLogger(__name__)


Crawl = Callable[[Journal, Manners, Callable[[], datetime], CrawlPlace], Awaitable[None]]
"""Does the job of a journal and ends it there (see ``crawl``)."""


@dataclass(slots=True)
class _Running:
    journal: Journal
    task: asyncio.Task[None] | None = None


class JobService:
    """Owns the running jobs and the store. One search a site at a time; others wait their turn.

    ``load_crawl`` gives what does a job; it is called off the event loop and may take its time.
    ``manners_of``: how sites are treated that differ from the rest, by "host:port".
    ``folder``: where crawls keep their notes and files; without it, no job can be resumed.
    """

    def __init__(
        self,
        store: JobStore,
        now: Callable[[], datetime],
        load_crawl: Callable[[], Crawl],
        manners: Manners,
        manners_of: Mapping[str, Manners] | None = None,
        *,
        folder: Path | None = None,
    ) -> None:
        self._safe = Safe(store)
        self._now = now
        self._load_crawl = load_crawl
        self._manners = manners
        self._manners_of = dict(manners_of or {})
        self._folder = folder
        self._running: dict[str, _Running] = {}
        self._turns = Turns()
        self._tidying: asyncio.Task[None] | None = None
        self._has_ended = asyncio.Event()
        self._is_closing = False

    @property
    def trouble(self) -> str:
        """Why jobs cannot be kept, in plain words; empty while they can."""
        return self._safe.trouble

    def get_ready(self) -> None:
        """Load the crawl in the background, so that the first answer need not wait for it."""
        # A daemon, because an engine that is closed at once must not wait for it.
        threading.Thread(target=self._load_crawl, name="get ready", daemon=True).start()

    async def resume(self) -> None:
        """Go on with the jobs that were cut short, and tidy up from now on."""
        now = self._now()
        for record, kept in await self._safe.ask(_cut_short):
            if is_too_long_ago(record, now):
                ended = as_failed(record, TOO_LONG_AGO, now)
                await self._safe.ask(JobStore.save, ended, kept)
            else:
                self._begin(_Running(Journal.of(record, kept, self._now)))
        self._tidying = asyncio.create_task(self._keep_tidy(), name="tidying")

    async def create(self, request: CreateJobRequest) -> JobRecord:
        """Start a job. Raises ``CannotKeep``."""
        running = _Running(Journal(f"job_{secrets.token_hex(8)}", request, self._now))
        try:
            await self._safe.save(running.journal)
        except (sqlite3.Error, OSError) as error:
            raise CannotKeep(self._safe.note_trouble(error)) from error
        self._begin(running)
        return running.journal.record()

    async def find(self, job_id: str) -> JobRecord | None:
        """The job as it is now without its documents, or ``None`` where there is none."""
        running = self._running.get(job_id)
        if running is None:
            return await self._safe.ask(JobStore.load, job_id)
        if running.journal.is_ended:
            # An end that was told must outlive the engine, whatever happens to it next.
            await self._safe.try_to_save(running.journal)
        return running.journal.record()

    async def results(self, job_id: str) -> AsyncIterator[str] | None:
        """The results call's JSON in pieces, or ``None`` where there is no such job."""
        running = self._running.get(job_id)
        if running is not None:
            await self._safe.try_to_save(running.journal)
            record = running.journal.record()
            saved, _ = running.journal.hand_over()
            return self._safe.pieces(record, saved)
        loaded = await self._safe.ask(JobStore.load, job_id)
        if loaded is None:
            return None
        return self._safe.pieces(loaded, await self._safe.ask(JobStore.count, job_id))

    async def cancel(self, job_id: str) -> JobRecord | None:
        """Stop a job; one that has ended stays as it is. ``None`` where there is none."""
        running = self._running.get(job_id)
        if running is None:
            return await self.find(job_id)
        running.journal.end(JobStatus.CANCELLED, CANCELLED)
        if running.task is not None:
            running.task.cancel()
        # Told when it is kept; what was under way at the site ends by itself in the next moments.
        await self._safe.try_to_save(running.journal)
        return running.journal.record()

    async def close(self) -> None:
        """End what runs. It goes on at the next start."""
        self._is_closing = True
        tasks = [running.task for running in self._running.values() if running.task is not None]
        if self._tidying is not None:
            tasks.append(self._tidying)
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=_END_WITHIN)
        for running in list(self._running.values()):
            await self._safe.try_to_save(running.journal)
        self._safe.close()

    def _begin(self, running: _Running) -> None:
        journal = running.journal
        self._running[journal.job_id] = running
        journal.keep = lambda: self._safe.save(journal)
        running.task = asyncio.create_task(self._run(running), name=journal.job_id)
        running.task.add_done_callback(_take_note)

    async def _run(self, running: _Running) -> None:
        journal = running.journal
        website = journal.request.website
        place = self._place_of(journal.job_id)
        saver = asyncio.create_task(self._keep_saving(running))
        try:
            async with self._turns.turn(website, lambda: journal.say(WAITS_FOR_SITE)):
                manners = self._manners_of.get(place_of(website), self._manners)
                crawl = await asyncio.to_thread(self._load_crawl)
                await crawl(journal, manners, self._now, place)
        finally:
            fault = sys.exception()
            saver.cancel()
            await asyncio.gather(saver, return_exceptions=True)
            if not (self._is_closing and isinstance(fault, asyncio.CancelledError)):
                journal.end(JobStatus.FAILED, self._why(journal, fault))
                if await self._safe.try_to_save(running.journal):
                    self._running.pop(journal.job_id, None)
                    await asyncio.to_thread(place.forget_notes)
                    self._has_ended.set()

    def _why(self, journal: Journal, fault: BaseException | None) -> str:
        if fault is None or isinstance(fault, asyncio.CancelledError):
            return BROKEN
        if (trouble := _disk_trouble(fault)) is not None:
            return self._safe.note_trouble(trouble)
        _log.error("the search %s ended by a fault", journal.job_id, exc_info=fault)
        return BROKEN

    def _place_of(self, job_id: str) -> CrawlPlace:
        return CrawlPlace() if self._folder is None else CrawlPlace.of(self._folder, job_id)

    async def _keep_saving(self, running: _Running) -> None:
        while True:
            await asyncio.sleep(_SAVE_EACH)
            if not await self._safe.try_to_save(running.journal) and running.task is not None:
                running.journal.end(JobStatus.FAILED, self.trouble)
                running.task.cancel()

    async def _keep_tidy(self) -> None:
        while self._folder is not None:
            # Before it looks: whatever ends meanwhile asks for another look.
            self._has_ended.clear()
            try:
                await self._tidy(self._folder)
            except (sqlite3.Error, OSError) as error:
                _log.warning("what is kept could not be tidied this time: %s", error)
            with suppress(TimeoutError):
                async with asyncio.timeout(_TIDY_EACH):
                    await self._has_ended.wait()

    async def _tidy(self, folder: Path) -> None:
        now = self._now()
        await self._safe.ask(JobStore.forget, now - JOBS_KEPT_FOR)
        known = await self._safe.ask(JobStore.job_ids)
        unfinished = await self._safe.ask(JobStore.job_ids, unfinished=True)
        still_here = frozenset(self._running)
        await asyncio.to_thread(
            tidy, folder, known=known | still_here, unfinished=unfinished | still_here, now=now
        )


def _cut_short(store: JobStore) -> list[tuple[JobRecord, int]]:
    """Each job that had not ended, and how many of its documents are saved."""
    return [(record, store.count(record.status.job_id)) for record in store.unfinished()]


def _disk_trouble(fault: BaseException) -> sqlite3.Error | None:
    """The disk's trouble that is at the bottom of ``fault``, if one is."""
    if isinstance(fault, sqlite3.Error):
        return fault
    inner = fault.exceptions if isinstance(fault, BaseExceptionGroup) else ()
    return next((found for one in inner if (found := _disk_trouble(one)) is not None), None)


def _take_note(task: asyncio.Task[None]) -> None:
    """A fault has been logged where it came up, and its job ended as failed."""
    if not task.cancelled():
        task.exception()
