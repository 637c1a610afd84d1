"""The jobs of this engine: started, followed, cancelled, resumed, kept."""

from __future__ import annotations

import asyncio
import logging
import secrets
import sqlite3
import sys
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, ParamSpec, TypeVar

from skop_desktop.api.models import CreateJobRequest, JobStatus
from skop_desktop.engine.journal import Journal
from skop_desktop.engine.manners import Manners
from skop_desktop.engine.place import CrawlPlace, tidy
from skop_desktop.engine.record import JobRecord
from skop_desktop.engine.resuming import TOO_LONG_AGO, is_too_long_ago
from skop_desktop.engine.store import JobStore, as_failed
from skop_desktop.engine.turns import Turns, place_of

CANCELLED: Final = "Stopped. What was found until then stays."
BROKEN: Final = "A fault in this program ended the search. What was found until then stays."
WAITS_FOR_SITE: Final = "Waiting for another search of this site to end."
JOBS_KEPT_FOR: Final = timedelta(days=30)

_SAVE_EACH: Final = 1.0
_TIDY_EACH: Final = 6 * 3_600.0
_END_WITHIN: Final = 0.3
_DOCUMENTS_A_PIECE: Final = 500
_log = logging.getLogger(__name__)
_P = ParamSpec("_P")
_T = TypeVar("_T")


Crawl = Callable[[Journal, Manners, Callable[[], datetime], CrawlPlace], Awaitable[None]]
"""Does the job of a journal and ends it there (see ``crawl``)."""


class CannotKeep(Exception):
    """The disk does not take what must be kept. The text says why, in plain words."""


@dataclass(slots=True)
class _Running:
    journal: Journal
    task: asyncio.Task[None] | None = None
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


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
        self._store = store
        self._now = now
        self._load_crawl = load_crawl
        self._manners = manners
        self._manners_of = dict(manners_of or {})
        self._folder = folder
        self._running: dict[str, _Running] = {}
        self._turns = Turns()
        self._disk = ThreadPoolExecutor(1, thread_name_prefix="store")
        self._tidying: asyncio.Task[None] | None = None
        self._is_closing = False
        self.trouble = ""
        """Why jobs cannot be kept, in plain words; empty while they can."""

    def get_ready(self) -> None:
        """Load the crawl in the background, so that the first answer need not wait for it."""
        # A daemon, because an engine that is closed at once must not wait for it.
        threading.Thread(target=self._load_crawl, name="get ready", daemon=True).start()

    async def resume(self) -> None:
        """Go on with the jobs that were cut short, and tidy up from now on."""
        now = self._now()
        for record, kept in await self._on_disk(self._cut_short):
            if is_too_long_ago(record, now):
                ended = as_failed(record, TOO_LONG_AGO, now)
                await self._on_disk(self._store.save, ended, kept)
            else:
                self._begin(_Running(Journal.of(record, kept, self._now)))
        self._tidying = asyncio.create_task(self._keep_tidy(), name="tidying")

    async def create(self, request: CreateJobRequest) -> JobRecord:
        """Start a job. Raises ``CannotKeep``."""
        running = _Running(Journal(f"job_{secrets.token_hex(8)}", request, self._now))
        try:
            await self._save(running)
        except (sqlite3.Error, OSError) as error:
            raise CannotKeep(self._note_trouble(error)) from error
        self._begin(running)
        return running.journal.record()

    async def find(self, job_id: str) -> JobRecord | None:
        """The job as it is now without its documents, or ``None`` where there is none."""
        running = self._running.get(job_id)
        if running is None:
            return await self._on_disk(self._store.load, job_id)
        if running.journal.is_ended:
            # An end that was told must outlive the engine, whatever happens to it next.
            await self._try_to_save(running)
        return running.journal.record()

    async def results(self, job_id: str) -> AsyncIterator[str] | None:
        """The results call's JSON in pieces, or ``None`` where there is no such job."""
        running = self._running.get(job_id)
        if running is not None:
            await self._try_to_save(running)
            record = running.journal.record()
            saved, _ = running.journal.hand_over()
            return self._pieces(record, saved)
        loaded = await self._on_disk(self._store.load, job_id)
        if loaded is None:
            return None
        return self._pieces(loaded, await self._on_disk(self._store.count, job_id))

    async def cancel(self, job_id: str) -> JobRecord | None:
        """Stop a job; one that has ended stays as it is. ``None`` where there is none."""
        running = self._running.get(job_id)
        if running is None:
            return await self.find(job_id)
        running.journal.end(JobStatus.CANCELLED, CANCELLED)
        if running.task is not None:
            running.task.cancel()
        # Told when it is kept; what was under way at the site ends by itself in the next moments.
        await self._try_to_save(running)
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
            await self._try_to_save(running)
        self._disk.shutdown(wait=True)

    def _cut_short(self) -> list[tuple[JobRecord, int]]:
        """On the store's thread: each job, and how many of its documents are saved."""
        return [
            (record, self._store.count(record.status.job_id)) for record in self._store.unfinished()
        ]

    def _begin(self, running: _Running) -> None:
        journal = running.journal
        self._running[journal.job_id] = running
        journal.keep = lambda: self._save(running)
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
                if await self._try_to_save(running):
                    self._running.pop(journal.job_id, None)
                    await asyncio.to_thread(place.forget_notes)

    def _why(self, journal: Journal, fault: BaseException | None) -> str:
        if fault is None or isinstance(fault, asyncio.CancelledError):
            return BROKEN
        if (trouble := _disk_trouble(fault)) is not None:
            return self._note_trouble(trouble)
        _log.error("the search %s ended by a fault", journal.job_id, exc_info=fault)
        return BROKEN

    def _place_of(self, job_id: str) -> CrawlPlace:
        return CrawlPlace() if self._folder is None else CrawlPlace.of(self._folder, job_id)

    async def _keep_saving(self, running: _Running) -> None:
        while True:
            await asyncio.sleep(_SAVE_EACH)
            if not await self._try_to_save(running) and running.task is not None:
                running.journal.end(JobStatus.FAILED, self.trouble)
                running.task.cancel()

    async def _keep_tidy(self) -> None:
        while self._folder is not None:
            now = self._now()
            await self._on_disk(self._store.forget, now - JOBS_KEPT_FOR)
            known = await self._on_disk(self._store.job_ids)
            unfinished = await self._on_disk(self._store.job_ids, unfinished=True)
            still_here = frozenset(self._running)
            await asyncio.to_thread(
                tidy,
                self._folder,
                known=known | still_here,
                unfinished=unfinished | still_here,
                now=now,
            )
            await asyncio.sleep(_TIDY_EACH)

    async def _try_to_save(self, running: _Running) -> bool:
        try:
            await self._save(running)
        except (sqlite3.Error, OSError) as error:
            self._note_trouble(error)
            return False
        return True

    async def _save(self, running: _Running) -> None:
        async with running.lock:
            record = running.journal.record()
            first, _ = running.journal.hand_over()
            until = await self._on_disk(self._store.save, record, first)
            running.journal.handed_over(first, until)
            self.trouble = ""

    def _note_trouble(self, error: Exception) -> str:
        if not self.trouble:
            _log.error("jobs cannot be kept: %s", error)
        self.trouble = _in_words(error)
        return self.trouble

    async def _pieces(self, record: JobRecord, saved: int) -> AsyncIterator[str]:
        """``saved``: how many documents the store has; those after them are in the record."""
        before, after = record.results_around_documents()
        yield before
        is_first = True
        for place in range(0, saved, _DOCUMENTS_A_PIECE):
            most = min(_DOCUMENTS_A_PIECE, saved - place)
            listed = await self._on_disk(self._store.documents, record.status.job_id, place, most)
            yield ("" if is_first else ",") + ",".join(listed)
            is_first = False
        for document in record.documents:
            yield ("" if is_first else ",") + document.model_dump_json(exclude_none=True)
            is_first = False
        yield after

    async def _on_disk(self, work: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._disk, lambda: work(*args, **kwargs))


def _disk_trouble(fault: BaseException) -> sqlite3.Error | None:
    """The disk's trouble that is at the bottom of ``fault``, if one is."""
    if isinstance(fault, sqlite3.Error):
        return fault
    inner = fault.exceptions if isinstance(fault, BaseExceptionGroup) else ()
    return next((found for one in inner if (found := _disk_trouble(one)) is not None), None)


def _in_words(error: Exception) -> str:
    said = str(error).lower()
    if "full" in said or "space" in said:
        return "The disk of this computer is full, so the search cannot be kept."
    if "readonly" in said or "read-only" in said or "permission" in said:
        return "The app's folder cannot be written to any more, so the search cannot be kept."
    return "The search cannot be kept on the disk of this computer."


def _take_note(task: asyncio.Task[None]) -> None:
    """A fault has been logged where it came up, and its job ended as failed."""
    if not task.cancelled():
        task.exception()
