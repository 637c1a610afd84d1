"""One job from start to end: the coordinator prepares, then the search goes through the site."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from datetime import datetime
from typing import Final

from skop_desktop.api.models import JobStatus
from skop_desktop.engine import coordinator as coordinators
from skop_desktop.engine.addresses import canonical
from skop_desktop.engine.coordinator import CannotBegin, Coordinator
from skop_desktop.engine.fetcher import Fetcher, HttpFetcher
from skop_desktop.engine.first_pages import FirstPages
from skop_desktop.engine.frontier import Frontier
from skop_desktop.engine.journal import Journal
from skop_desktop.engine.manners import Manners
from skop_desktop.engine.pace import Pace
from skop_desktop.engine.place import CrawlPlace
from skop_desktop.engine.resuming import GIVEN_UP, is_in_vain
from skop_desktop.engine.search import Search, found_in_words, time_limit_in_words

_NOWHERE: Final = CrawlPlace()


async def crawl(
    journal: Journal,
    manners: Manners,
    now: Callable[[], datetime],
    place: CrawlPlace = _NOWHERE,
) -> None:
    """Do the job that ``journal`` is of, and end it there: completed, or failed with the reason.

    A job that was cut short goes on from its notes in ``place``. Cancelling leaves what was found;
    the journal is then ended by whoever cancels. Raises ``sqlite3.Error`` where the disk fails.
    """
    journal.start()
    website = canonical(journal.request.website)
    if website is None:
        journal.end(JobStatus.FAILED, "The website's address cannot be used.")
        return
    with closing(Frontier(place.frontier_file, manners.bounds)) as frontier:
        journal.go_on(frontier.fact)
        if is_in_vain(frontier, journal.steps_done):
            journal.end(JobStatus.FAILED, GIVEN_UP)
            return
        pace = Pace(manners.delay, time.monotonic)
        async with (
            HttpFetcher(website, pace=pace, patience=manners.patience) as fetcher,
            _first_pages(journal, fetcher, place) as first_pages,
        ):
            coordinator = Coordinator(journal, fetcher, pace)
            search: Search | None = None
            left = journal.request.parameters.timeout - journal.used_seconds
            try:
                async with asyncio.timeout(left):
                    with journal.working(coordinators.NAME):
                        ready = await coordinator.prepare(journal.created_at.date())
                    search = Search(
                        journal,
                        frontier,
                        fetcher,
                        ready,
                        first_pages=first_pages,
                        now=now,
                        is_resumable=place.frontier_file is not None,
                    )
                    await search.run(manners.in_flight)
            except CannotBegin as trouble:
                journal.end(JobStatus.FAILED, trouble.words)
            except TimeoutError:
                if search is not None:
                    search.time_is_up()
                else:
                    _end_before_the_search(journal)


def _end_before_the_search(journal: Journal) -> None:
    """There was no time to search, unless in a run before this one."""
    if journal.pages_read:
        journal.warn(time_limit_in_words(journal))
        journal.end(JobStatus.COMPLETED, found_in_words(journal))
    else:
        journal.end(JobStatus.FAILED, "The site did not answer within the time limit.")


@asynccontextmanager
async def _first_pages(
    journal: Journal, fetcher: Fetcher, place: CrawlPlace
) -> AsyncIterator[FirstPages | None]:
    if place.kept is None:
        yield None
        return
    async with FirstPages(fetcher, place.kept, journal.request.parameters) as first_pages:
        yield first_pages
