"""The jobs of this engine: started, followed, cancelled, kept."""

from __future__ import annotations

import asyncio
import logging
import secrets
import sys
import threading
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, ParamSpec, TypeVar
from urllib.parse import urlsplit

from skop_desktop.api.models import CreateJobRequest, JobStatus
from skop_desktop.engine.journal import JobRecord, Journal
from skop_desktop.engine.manners import Manners
from skop_desktop.engine.store import CLOSED, JobStore

CANCELLED: Final = "Stopped. What was found until then stays."
BROKEN: Final = "A fault in this program ended the search. What was found until then stays."

_SAVE_EACH: Final = 1.0
_END_WITHIN: Final = 0.15
_log = logging.getLogger(__name__)
_P = ParamSpec("_P")
_T = TypeVar("_T")


Crawl = Callable[[Journal, Manners, Callable[[], datetime]], Awaitable[None]]
"""Does the job of a journal and ends it there (see ``crawl``)."""


@dataclass(slots=True)
class _Running:
    journal: Journal
    task: asyncio.Task[None] | None = None
    saved: int = 0
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class JobService:
    """Owns the running jobs and the store. One search a host at a time; others wait their turn.

    ``load_crawl`` gives what does a job; it is called off the event loop and may take its time.
    ``manners_of``: how sites are treated that differ from the rest, by "host:port".
    """

    def __init__(
        self,
        store: JobStore,
        now: Callable[[], datetime],
        load_crawl: Callable[[], Crawl],
        manners: Manners,
        manners_of: Mapping[str, Manners] | None = None,
    ) -> None:
        self._store = store
        self._now = now
        self._load_crawl = load_crawl
        self._manners = manners
        self._manners_of = dict(manners_of or {})
        self._running: dict[str, _Running] = {}
        self._turns: dict[str, asyncio.Lock] = {}
        self._disk = ThreadPoolExecutor(1, thread_name_prefix="store")

    def get_ready(self) -> None:
        """Load the crawl in the background, so that the first answer need not wait for it."""
        # A daemon, because an engine that is closed at once must not wait for it.
        threading.Thread(target=self._load_crawl, name="get ready", daemon=True).start()

    async def create(self, request: CreateJobRequest) -> JobRecord:
        """Start a job."""
        journal = Journal(f"job_{secrets.token_hex(8)}", request, self._now)
        running = _Running(journal)
        self._running[journal.job_id] = running
        await self._save(running)
        running.task = asyncio.create_task(self._run(running), name=journal.job_id)
        running.task.add_done_callback(_take_note)
        return journal.record()

    async def find(self, job_id: str) -> JobRecord | None:
        """The job as it is now, or ``None`` where there is none of that id."""
        running = self._running.get(job_id)
        if running is None:
            return await self._on_disk(self._store.load, job_id)
        if running.journal.is_ended:
            # An end that was told must outlive the engine, whatever happens to it next.
            await self._save(running)
        return running.journal.record()

    async def cancel(self, job_id: str) -> JobRecord | None:
        """Stop a job; one that has ended stays as it is. ``None`` where there is none."""
        running = self._running.get(job_id)
        if running is None:
            return await self.find(job_id)
        running.journal.end(JobStatus.CANCELLED, CANCELLED)
        record = running.journal.record()
        if running.task is not None:
            running.task.cancel()
            await asyncio.wait({running.task}, timeout=_END_WITHIN)
        return record

    async def close(self) -> None:
        """End what runs, as interrupted, and save it."""
        for running in self._running.values():
            running.journal.end(JobStatus.FAILED, CLOSED)
        tasks = [running.task for running in self._running.values() if running.task is not None]
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=_END_WITHIN * 2)
        for running in list(self._running.values()):
            await self._save(running)
        self._disk.shutdown(wait=True)

    async def _run(self, running: _Running) -> None:
        journal = running.journal
        website = journal.request.website
        turn = self._turns.setdefault(urlsplit(website).netloc, asyncio.Lock())
        saver = asyncio.create_task(self._keep_saving(running))
        try:
            if turn.locked():
                journal.say("Waiting for another search of this site to end.")
            async with turn:
                manners = self._manners_of.get(urlsplit(website).netloc, self._manners)
                crawl = await asyncio.to_thread(self._load_crawl)
                await crawl(journal, manners, self._now)
        finally:
            fault = sys.exception()
            if fault is not None and not isinstance(fault, asyncio.CancelledError):
                _log.error("the search %s ended by a fault", journal.job_id, exc_info=fault)
            saver.cancel()
            await asyncio.gather(saver, return_exceptions=True)
            journal.end(JobStatus.FAILED, BROKEN)
            await self._save(running)
            self._running.pop(journal.job_id, None)

    async def _keep_saving(self, running: _Running) -> None:
        while True:
            await asyncio.sleep(_SAVE_EACH)
            await self._save(running)

    async def _save(self, running: _Running) -> None:
        async with running.lock:
            record = running.journal.record()
            running.saved = await self._on_disk(self._store.save, record, running.saved)

    async def _on_disk(self, work: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._disk, lambda: work(*args, **kwargs))


def _take_note(task: asyncio.Task[None]) -> None:
    """A fault has been logged where it came up, and its job ended as failed."""
    if not task.cancelled():
        task.exception()
