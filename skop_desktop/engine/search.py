"""Navigator and scraper at work side by side on one site, until nothing is left."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from skop_desktop.api.models import JobStatus
from skop_desktop.engine import navigator as navigators
from skop_desktop.engine import scraper as scrapers
from skop_desktop.engine.coordinator import Preparation
from skop_desktop.engine.faults import FetchFailed
from skop_desktop.engine.fetcher import Fetcher
from skop_desktop.engine.first_pages import FirstPages
from skop_desktop.engine.found import Candidate, FoundLink, Visit
from skop_desktop.engine.frontier import Frontier
from skop_desktop.engine.journal import Journal
from skop_desktop.engine.navigator import Navigator
from skop_desktop.engine.pages import Link
from skop_desktop.engine.scraper import Scraper
from skop_desktop.engine.site_names import SiteNames

_DOCUMENTS_IN_A_ROW: Final = 3
"""Documents that are checked before the next page is read, while pages wait."""
_MOST_AT_HAND: Final = 100
"""Documents that may wait to be taken to disk before the crawl waits for that."""
_LINKS_A_TURN: Final = 100
"""Links that are judged before others get their turn: each takes a fraction of a millisecond."""
_MOST_UNANSWERED: Final = 20
"""Requests in a row without an answer after which the site is asked whether it is there at all."""
_KEPT_AWAY: Final = "kept_away"


class Search:
    """Navigator and scraper at work on one site."""

    def __init__(
        self,
        journal: Journal,
        frontier: Frontier,
        fetcher: Fetcher,
        ready: Preparation,
        *,
        first_pages: FirstPages | None,
        now: Callable[[], datetime],
        is_resumable: bool,
    ) -> None:
        self._journal = journal
        self._frontier = frontier
        self._fetcher = fetcher
        self._ready = ready
        self._navigator = Navigator(ready.plan, frontier, fetcher, ready.rules, journal)
        self._names = SiteNames(frontier)
        self._scraper = Scraper(
            ready.plan,
            fetcher,
            ready.rules,
            journal,
            now=now,
            frontier=frontier,
            first_pages=first_pages,
            site=self._names.bodies,
        )
        self._is_resumable = is_resumable
        self._documents_in_a_row = 0
        self._steps_done = journal.steps_done
        self._kept_away_before = int(frontier.fact(_KEPT_AWAY) or 0)
        self._is_gone = False
        self._may_give_pages = 0
        """Steps under way that may still bring new pages."""

    async def run(self, in_flight: int) -> None:
        """Go on until nothing is left, and end the job."""
        with self._step():
            from_sitemap = self._navigator.begin(self._ready.start, self._ready.pages)
        self._measure(0)
        await self._until_nothing_is_left(in_flight)
        candidates, _ = await self._judged(from_sitemap)
        with self._step():
            for candidate in candidates:
                self._frontier.add_candidate(candidate)
        await self._until_nothing_is_left(in_flight)
        if self._is_gone:
            pages = _counted(self._frontier.waiting, "page was", "pages were")
            self._stop_short(
                f"The site stopped answering, so the search ended early: {pages} not read. "
                "There may be more documents; search again when the site is back."
            )
        self._end()

    def time_is_up(self) -> None:
        """List what was not checked yet, say so, and end the job."""
        self._stop_short(time_limit_in_words(self._journal))
        self._end()

    def _stop_short(self, why: str) -> None:
        self._scraper.give_unchecked()
        self._journal.warn(why)

    async def _until_nothing_is_left(self, in_flight: int) -> None:
        async with asyncio.TaskGroup() as group:
            under_way: set[asyncio.Task[None]] = set()
            while True:
                while len(under_way) < in_flight and (step := self._next_step()) is not None:
                    under_way.add(group.create_task(step))
                if not under_way:
                    return
                done, under_way = await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
                self._steps_done += len(done)
                self._measure(len(under_way))
                await self._bring_to_disk()
                if self._fetcher.unanswered(self._navigator.site) >= _MOST_UNANSWERED:
                    self._is_gone = self._is_gone or await self._does_not_answer()

    async def _does_not_answer(self) -> bool:
        """Ask the site once more: it may be a part of it alone that is silent."""
        try:
            await self._fetcher.head(self._navigator.site)
        except FetchFailed:
            return True
        return False

    def _next_step(self) -> Coroutine[Any, Any, None] | None:
        """Documents before pages, so that finds come early; a page after every few documents."""
        if self._is_gone:
            return None
        pages_first = self._navigator.waiting and self._documents_in_a_row >= _DOCUMENTS_IN_A_ROW
        if not pages_first and (candidate := self._frontier.next_candidate()) is not None:
            self._documents_in_a_row += 1
            return self._check(candidate)
        if (visit := self._navigator.next()) is not None:
            self._documents_in_a_row = 0
            return self._read(visit)
        return None

    async def _read(self, visit: Visit) -> None:
        self._may_give_pages += 1
        try:
            with self._journal.working(navigators.NAME):
                reading = await self._navigator.read(visit)
            self._names.hear(reading)
            candidates, others = await self._judged(reading.links)
            pages = reading.pages
            while len(pages) > _LINKS_A_TURN:
                # Thousands in one step would hold everything up. The page's own mark comes last.
                first, pages = pages[:_LINKS_A_TURN], pages[_LINKS_A_TURN:]
                with self._frontier.together():
                    for page in self._navigator.promised(first, reading.fit):
                        self._frontier.add(page)
                await asyncio.sleep(0)
            with self._step():
                if reading.document is not None:
                    self._scraper.take_page(_link_to(visit), reading.document)
                if reading.again is not None:
                    self._frontier.again(reading.again)
                else:
                    rest = replace(reading, pages=pages)
                    more = self._navigator.pages_after(visit, rest, candidates)
                    self._frontier.done(visit, [*more, *others], candidates)
        finally:
            self._may_give_pages -= 1

    async def _check(self, candidate: Candidate) -> None:
        may_be_page = not candidate.found.is_certain
        self._may_give_pages += may_be_page
        try:
            with self._journal.working(scrapers.NAME):
                check = await self._scraper.check(candidate)
            with self._step():
                if check.again is not None:
                    self._frontier.candidate_again(check.again)
                    return
                self._frontier.candidate_done(candidate.url)
                if check.page is not None and (page := self._navigator.visit_to(check.page)):
                    self._frontier.add(page)
        finally:
            self._may_give_pages -= may_be_page

    async def _judged(
        self, links: list[FoundLink] | tuple[FoundLink, ...]
    ) -> tuple[list[Candidate], list[Visit]]:
        """The documents among the links, and the pages that the rest may be."""
        candidates, pages = [], []
        for number, found in enumerate(links, 1):
            if (candidate := self._scraper.candidate(found)) is not None:
                candidates.append(candidate)
            elif not found.is_certain and (page := self._navigator.visit_to(found, promise=-1.0)):
                pages.append(page)
            if number % _LINKS_A_TURN == 0:
                await asyncio.sleep(0)
        return candidates, pages

    @contextmanager
    def _step(self) -> Iterator[None]:
        """What a step brings, and what the journal says of it, is kept whole or not at all."""
        with self._frontier.together():
            yield
            if self._is_resumable:
                for name, value in self._journal.changed_facts().items():
                    self._frontier.keep_fact(name, value)
                if self._ready.rules.kept_away:
                    self._frontier.keep_fact(_KEPT_AWAY, str(self._kept_away))

    async def _bring_to_disk(self) -> None:
        if self._journal.keep is not None and self._journal.waiting_documents >= _MOST_AT_HAND:
            await self._journal.keep()

    def _measure(self, under_way: int) -> None:
        frontier = self._frontier
        waiting = self._navigator.waiting + frontier.waiting_candidates + under_way
        self._journal.measure(self._steps_done, waiting)
        may_come = self._may_give_pages or frontier.has_unsure_candidates
        if self._steps_done and not self._navigator.waiting and not may_come:
            self._journal.is_over(navigators.NAME)

    @property
    def _kept_away(self) -> int:
        return self._kept_away_before + self._ready.rules.kept_away

    def _end(self) -> None:
        journal = self._journal
        if self._kept_away:
            journal.warn(
                f"{_counted(self._kept_away, 'address was', 'addresses were')} left "
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
        looked_for = "" if journal.documents else f" Looked for: {self._ready.plan.understood}"
        journal.end(JobStatus.COMPLETED, f"{found_in_words(journal)}{looked_for}")


def found_in_words(journal: Journal) -> str:
    """What a search has found so far, as the person reads it."""
    pages = _counted(journal.pages_read, "page", "pages")
    if not journal.documents:
        return f"Nothing was found on {pages}."
    return f"Found {_counted(journal.documents, 'document', 'documents')} on {pages}."


def time_limit_in_words(journal: Journal) -> str:
    """The warning of a search that was ended by its time limit."""
    seconds = journal.request.parameters.timeout
    minutes, rest = divmod(seconds, 60)
    limit = f"{seconds} seconds" if rest else _counted(minutes, "minute", "minutes")
    return (
        f"The time limit of {limit} ended the search before everything was read. There may be more "
        "documents."
    )


def _link_to(visit: Visit) -> FoundLink:
    """The link that led to a page."""
    link = visit.link or Link(visit.url)
    source = visit.source or visit.url
    return FoundLink(link, source, visit.source_title, is_certain=False, depth=0)


def _counted(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"
