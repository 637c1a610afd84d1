"""One job from start to end: coordinator, then navigator and scraper side by side."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Any, Final

from skop_desktop.api.models import JobStatus
from skop_desktop.engine import navigator as navigators
from skop_desktop.engine import scraper as scrapers
from skop_desktop.engine.coordinator import CannotBegin, Coordinator, Preparation
from skop_desktop.engine.fetcher import Fetcher, HttpFetcher
from skop_desktop.engine.frontier import MemoryFrontier, Visit
from skop_desktop.engine.journal import Journal
from skop_desktop.engine.manners import Manners
from skop_desktop.engine.navigator import FoundLink, Navigator
from skop_desktop.engine.pace import Pace
from skop_desktop.engine.pages import Link
from skop_desktop.engine.scraper import Candidate, Scraper

_DOCUMENTS_IN_A_ROW: Final = 3
"""Documents that are checked before the next page is read, while pages wait."""


async def crawl(journal: Journal, manners: Manners, now: Callable[[], datetime]) -> None:
    """Do the job that ``journal`` is of, and end it there: completed, or failed with the reason.

    Cancelling it leaves what was found; the journal is then ended by whoever cancels.
    """
    journal.start()
    pace = Pace(manners.delay, time.monotonic)
    search: _Search | None = None
    async with HttpFetcher(
        journal.request.website, pace=pace, patience=manners.patience
    ) as fetcher:
        try:
            async with asyncio.timeout(journal.request.parameters.timeout):
                ready = await Coordinator(journal, fetcher, pace).prepare(now().date())
                search = _Search(journal, manners, fetcher, ready, now)
                await search.run()
        except CannotBegin as trouble:
            journal.end(JobStatus.FAILED, trouble.words)
        except TimeoutError:
            if search is None:
                journal.end(JobStatus.FAILED, "The site did not answer within the time limit.")
            else:
                search.time_is_up()


class _Search:
    """Navigator and scraper at work on one site."""

    def __init__(
        self,
        journal: Journal,
        manners: Manners,
        fetcher: Fetcher,
        ready: Preparation,
        now: Callable[[], datetime],
    ) -> None:
        self._journal = journal
        self._in_flight = manners.in_flight
        self._ready = ready
        self._frontier = MemoryFrontier(manners.bounds)
        self._navigator = Navigator(ready.plan, self._frontier, fetcher, ready.rules, journal)
        self._scraper = Scraper(ready.plan, fetcher, ready.rules, journal, now)
        self._documents_in_a_row = 0
        self._steps_done = 0
        self._may_give_pages = 0
        """Steps under way that may still bring new pages."""

    async def run(self) -> None:
        """Go on until nothing is left, and end the job."""
        from_sitemap = self._navigator.begin(self._ready.start, self._ready.pages)
        await self._until_nothing_is_left()
        for found in from_sitemap:
            self._scraper.consider(found)
        await self._until_nothing_is_left()
        self._end()

    def time_is_up(self) -> None:
        """List what was not checked yet, say so, and end the job."""
        self._scraper.give_unchecked()
        self._journal.warn(
            f"The time limit of {_minutes(self._journal.request.parameters.timeout)} ended the "
            "search before everything was read. There may be more documents."
        )
        self._end()

    async def _until_nothing_is_left(self) -> None:
        async with asyncio.TaskGroup() as group:
            under_way: set[asyncio.Task[None]] = set()
            while True:
                while len(under_way) < self._in_flight and (step := self._next_step()) is not None:
                    under_way.add(group.create_task(step))
                if not under_way:
                    return
                done, under_way = await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
                self._steps_done += len(done)
                self._measure(len(under_way))

    def _next_step(self) -> Coroutine[Any, Any, None] | None:
        """Documents before pages, so that finds come early; a page after every few documents."""
        pages_first = self._navigator.waiting and self._documents_in_a_row >= _DOCUMENTS_IN_A_ROW
        if not pages_first and (candidate := self._scraper.next()) is not None:
            self._documents_in_a_row += 1
            return self._check(candidate)
        if (visit := self._navigator.next()) is not None:
            self._documents_in_a_row = 0
            return self._read(visit)
        return None

    async def _read(self, visit: Visit) -> None:
        self._may_give_pages += 1
        try:
            reading = await self._navigator.read(visit)
        finally:
            self._may_give_pages -= 1
        if reading.document is not None:
            link = visit.link or Link(visit.url)
            found = FoundLink(
                link, visit.source or visit.url, visit.source_title, is_certain=False, depth=0
            )
            self._scraper.take_page(found, reading.document)
        for found in reading.links:
            if not self._scraper.consider(found) and not found.is_certain:
                self._navigator.add(found, promise=-1.0)

    async def _check(self, candidate: Candidate) -> None:
        may_be_page = not candidate.found.is_certain
        self._may_give_pages += may_be_page
        try:
            page = await self._scraper.check(candidate)
        finally:
            self._may_give_pages -= may_be_page
        if page is not None:
            self._navigator.add(page)

    def _measure(self, under_way: int) -> None:
        waiting = self._navigator.waiting + self._scraper.waiting + under_way
        self._journal.measure(
            self._steps_done, waiting, longest=self._journal.request.parameters.timeout
        )
        if not self._navigator.waiting and not self._may_give_pages and not self._scraper.unsure:
            self._journal.is_over(navigators.NAME)
            if self._scraper.waiting or under_way:
                self._journal.at_work(scrapers.NAME)

    def _end(self) -> None:
        journal = self._journal
        if self._ready.rules.kept_away:
            journal.warn(
                f"{_counted(self._ready.rules.kept_away, 'address was', 'addresses were')} left "
                "out, because the site asks programs not to read them (robots.txt)."
            )
        if self._frontier.left_out:
            journal.warn(
                f"{_counted(self._frontier.left_out, 'page was', 'pages were')} left out, because "
                "the site makes such pages without end (a calendar, for example) or is too large."
            )
        if not journal.pages_read and not journal.documents and self._navigator.start_trouble:
            journal.end(JobStatus.FAILED, self._navigator.start_trouble)
            return
        pages = _counted(journal.pages_read, "page", "pages")
        if journal.documents:
            found = _counted(journal.documents, "document", "documents")
            journal.end(JobStatus.COMPLETED, f"Found {found} on {pages}.")
        else:
            looked_for = self._ready.plan.understood
            journal.end(
                JobStatus.COMPLETED, f"Nothing was found on {pages}. Looked for: {looked_for}"
            )


def _counted(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"


def _minutes(seconds: int) -> str:
    whole, rest = divmod(seconds, 60)
    return f"{seconds} seconds" if rest else _counted(whole, "minute", "minutes")
