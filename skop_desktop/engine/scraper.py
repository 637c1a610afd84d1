"""The scraper: judges the documents that links promise, and checks them at the site."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from skop_desktop.engine.addresses import canonical
from skop_desktop.engine.fetcher import Answer, Fetcher, FetchFailed
from skop_desktop.engine.files import disposition_name, document_ending, ending_of, size_of
from skop_desktop.engine.first_pages import Fetched, FirstPages
from skop_desktop.engine.found import Candidate, FoundLink
from skop_desktop.engine.frontier import Frontier
from skop_desktop.engine.journal import Journal
from skop_desktop.engine.listing import Document, Listing
from skop_desktop.engine.plan import Plan
from skop_desktop.engine.relevance import Evidence, SiteBodies, judge
from skop_desktop.engine.robots import Rules, RulesUnreadable
from skop_desktop.engine.troubles import (
    MOST_ATTEMPTS,
    NOT_A_DOCUMENT,
    Trouble,
    asks_to_come_later,
    of_unread,
    trouble_of,
)

NAME: Final = "scraper"
_REFUSES_HEAD: Final = frozenset({400, 403, 405, 406, 500, 501})


@dataclass(frozen=True, slots=True)
class Check:
    """What follows from a check. ``page``: the link leads to a page, to be read as one.

    ``again``: the site wants to be asked later.
    """

    page: FoundLink | None = None
    again: Candidate | None = None


class Scraper:
    """Judges links to documents, and asks the site about those that fit.

    What the link of a document leaves open is decided by its first page, where ``first_pages``
    are read. Facts of what was listed are kept in ``frontier``; whose turn it is and what is done
    is for whoever owns that (see ``crawl``). ``site``: what was learned of the site so far.
    """

    def __init__(
        self,
        plan: Plan,
        fetcher: Fetcher,
        rules: Rules,
        journal: Journal,
        *,
        now: Callable[[], datetime],
        frontier: Frontier,
        first_pages: FirstPages | None = None,
        site: SiteBodies | None = None,
    ) -> None:
        self._plan = plan
        self._fetcher = fetcher
        self._rules = rules
        self._journal = journal
        self._frontier = frontier
        self._first_pages = first_pages
        self._site = site
        self._listing = Listing(journal, frontier, now)
        self._threshold = journal.request.parameters.confidence_threshold
        self._in_hand: dict[str, Candidate] = {}

    def candidate(self, found: FoundLink) -> Candidate | None:
        """The document that a link promises, or ``None`` where it does not fit well enough."""
        candidate = self._judged(found)
        if candidate.score >= self._threshold:
            return candidate
        return candidate if candidate.is_borderline and self._first_pages is not None else None

    async def check(self, candidate: Candidate) -> Check:
        """Ask the site about one document, once. What comes of it is written into the journal."""
        self._in_hand[candidate.url] = candidate
        reads = candidate.is_borderline and self._may_read_another
        if candidate.score < self._threshold and not reads:
            return self._over(candidate)
        try:
            await self._rules.load(candidate.url)
            if not await self._rules.may_read(candidate.url):
                return self._over(candidate)
            fetched = await (self._whole if reads else self._head)(candidate.url)
        except RulesUnreadable as trouble:
            words = trouble.words
            return self._lost(candidate, Trouble("site_rules", words, trouble.is_recoverable))
        except FetchFailed as failure:
            return self._lost(
                candidate, Trouble(failure.fault, failure.words, failure.is_recoverable)
            )
        return self._concluded(candidate, fetched)

    def take_page(self, found: FoundLink, answer: Answer) -> None:
        """A page that turned out to be a document itself."""
        candidate = self._judged(found, disposition_name(answer.headers))
        if document_ending(answer.headers, answer.url) and candidate.score >= self._threshold:
            self._take(candidate, Fetched(answer))

    def give_unchecked(self) -> None:
        """Time is up: what has not been checked is listed as its link promises it."""
        unchecked = list(self._in_hand.values())
        while (candidate := self._frontier.next_candidate()) is not None:
            unchecked.append(candidate)
        for candidate in sorted(unchecked, key=lambda one: -one.score):
            if candidate.found.is_certain and candidate.score >= self._threshold:
                url = candidate.url
                self._listing.add(Document(candidate, url, ending_of(url), is_verified=False))
            self._frontier.candidate_done(candidate.url)

    @property
    def _may_read_another(self) -> bool:
        return self._first_pages is not None and self._first_pages.has_room

    def _judged(self, found: FoundLink, file_name: str = "", text: str = "") -> Candidate:
        judgement = judge(self._plan, evidence_of(found, file_name, text), self._site)
        return Candidate(found, judgement.score, judgement.reasons, judgement.is_borderline)

    async def _head(self, url: str) -> Fetched:
        """Documents may lie on another host; the pages that lead there decide that they count."""
        answer = await self._lightly(url)
        if answer.left_for is not None and await self._rules.may_read(answer.left_for):
            answer = await self._lightly(answer.left_for)
        return Fetched(answer)

    async def _lightly(self, url: str) -> Answer:
        answer = await self._fetcher.head(url)
        if answer.status in _REFUSES_HEAD:
            answer = await self._fetcher.get(url, most_bytes=1, first_byte_only=True)
        return answer

    async def _whole(self, url: str) -> Fetched:
        if self._first_pages is None:
            return await self._head(url)
        try:
            fetched = await self._first_pages.fetch(url)
            left_for = fetched.answer.left_for
            if left_for is not None and await self._rules.may_read(left_for):
                fetched = await self._first_pages.fetch(left_for)
        except OSError as error:
            self._journal.warn(
                "Documents could not be read before they were listed, because this computer's disk "
                f"does not take them: {error.strerror or 'no reason was given'}."
            )
            return await self._head(url)
        return fetched

    def _over(self, candidate: Candidate, check: Check | None = None) -> Check:
        self._in_hand.pop(candidate.url, None)
        return check or Check()

    def _lost(self, candidate: Candidate, trouble: Trouble) -> Check:
        """A document that there may be, and that cannot be had."""
        self._journal.documents_found += 1
        words = re.sub(r"^The page\b", "The document", trouble.words)
        self._journal.add_error(
            NAME, trouble.kind, words, candidate.url, is_recoverable=trouble.is_recoverable
        )
        return self._over(candidate)

    def _concluded(self, candidate: Candidate, fetched: Fetched) -> Check:
        answer = fetched.answer
        if not answer.is_good:
            if asks_to_come_later(answer.status) and candidate.attempt < MOST_ATTEMPTS:
                again = replace(candidate, attempt=candidate.attempt + 1)
                return self._over(candidate, Check(again=again))
            return self._lost(candidate, trouble_of(answer.status, "document"))
        if document_ending(answer.headers, answer.url):
            self._take(candidate, fetched)
            return self._over(candidate)
        if not candidate.found.is_certain:
            return self._over(candidate, Check(page=candidate.found))
        return self._lost(candidate, NOT_A_DOCUMENT)

    def _take(self, candidate: Candidate, fetched: Fetched) -> None:
        """A document that the site has, for the list where it still fits."""
        answer, page = fetched.answer, fetched.page
        name = disposition_name(answer.headers)
        if page.text or (name and not candidate.found.is_certain):
            candidate = self._judged(candidate.found, name, page.text)
        if candidate.score < self._threshold:
            self._listing.drop(fetched.kept)
            return
        if words := of_unread(page.obstacle):
            candidate = replace(candidate, reasons=(*candidate.reasons, words))
        self._listing.add(
            Document(
                candidate,
                canonical(answer.url) or candidate.url,
                document_ending(answer.headers, answer.url),
                fetched.kept.size if fetched.kept else size_of(answer.status, answer.headers),
                fetched.at_least,
                file_name=name,
                page=page,
                kept=fetched.kept,
                validator=answer.headers.get("etag", ""),
            )
        )


def evidence_of(found: FoundLink, file_name: str = "", text: str = "") -> Evidence:
    """What the page says of the document, and its own first page where that was read."""
    return Evidence(
        url=found.link.url,
        link_text=found.link.text,
        link_title=found.link.title,
        heading=found.link.heading,
        row=found.link.row,
        page_title=found.page_title,
        file_name=file_name,
        first_page=text,
        trail=found.trail,
    )
