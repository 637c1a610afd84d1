"""The scraper: judges the documents that links promise, and checks them at the site."""

from __future__ import annotations

import heapq
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from skop_desktop.api.models import ExtractedDocument
from skop_desktop.engine.addresses import canonical
from skop_desktop.engine.fetcher import Answer, Fetcher, FetchFailed
from skop_desktop.engine.files import disposition_name, document_ending, ending_of, size_of
from skop_desktop.engine.journal import Journal
from skop_desktop.engine.navigator import FoundLink
from skop_desktop.engine.plan import Plan
from skop_desktop.engine.relevance import Evidence, Judgement, judge
from skop_desktop.engine.robots import Rules
from skop_desktop.engine.titles import title_of
from skop_desktop.engine.troubles import MOST_ATTEMPTS, asks_to_come_later, trouble_of

NAME: Final = "scraper"
BYTES_IN_MB: Final = 1_000_000
_REFUSES_HEAD: Final = frozenset({400, 403, 405, 406, 500, 501})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document that a link promises, and how well it fits."""

    found: FoundLink
    judgement: Judgement
    attempt: int = 1

    @property
    def url(self) -> str:
        """Where it is."""
        return self.found.link.url


class Scraper:
    """Takes links to documents, checks the fitting ones, the best first."""

    def __init__(
        self,
        plan: Plan,
        fetcher: Fetcher,
        rules: Rules,
        journal: Journal,
        now: Callable[[], datetime],
    ) -> None:
        self._plan = plan
        self._fetcher = fetcher
        self._rules = rules
        self._journal = journal
        self._now = now
        parameters = journal.request.parameters
        self._threshold = parameters.confidence_threshold
        self._largest = parameters.max_file_size_mb * BYTES_IN_MB
        self._waiting: list[tuple[float, int, str]] = []
        self._candidates: dict[str, Candidate] = {}
        self._unsure: set[str] = set()
        self._taken: set[str] = set()
        self._given: set[str] = set()
        self._count = 0

    @property
    def waiting(self) -> int:
        """Documents that wait to be checked."""
        return len(self._candidates)

    @property
    def unsure(self) -> bool:
        """Whether one that waits may turn out to be a page."""
        return bool(self._unsure)

    def consider(self, found: FoundLink) -> bool:
        """Take in a link; ``False`` where it does not fit well enough to be checked.

        A file under two links is one document, with the better of the two scores.
        """
        url = found.link.url
        if url in self._taken:
            return True
        judgement = judge(self._plan, evidence_of(found))
        if judgement.score < self._threshold:
            return False
        known = self._candidates.get(url)
        if known is None:
            self._journal.documents_found += 1
        if known is None or known.judgement.score < judgement.score:
            self._put(Candidate(found, judgement))
        return True

    def next(self) -> Candidate | None:
        """The document to check now."""
        while self._waiting:
            _, _, url = heapq.heappop(self._waiting)
            candidate = self._candidates.pop(url, None)
            self._unsure.discard(url)
            if candidate is not None:
                self._taken.add(url)
                return candidate
        return None

    async def check(self, candidate: Candidate) -> FoundLink | None:
        """Ask the site about one document. Gives the link back where it is a page, not a document.

        What goes wrong is written into the journal.
        """
        if not await self._rules.may_read(candidate.url):
            self._journal.documents_found -= 1
            return None
        self._journal.at_work(NAME)
        try:
            answer = await self._asked(candidate.url)
        except FetchFailed as failure:
            self._tell(
                candidate.url, failure.fault, failure.words, is_recoverable=failure.is_recoverable
            )
            return None
        if not answer.is_good:
            self._refused(candidate, answer.status)
            return None
        ending = document_ending(answer.headers, answer.url)
        if ending:
            self._take(candidate, answer, ending)
            return None
        self._journal.documents_found -= 1
        if not candidate.found.is_certain:
            return candidate.found
        self._tell(
            candidate.url,
            "not_a_document",
            "The link leads to a web page instead of a document.",
            is_recoverable=False,
        )
        return None

    def take_page(self, found: FoundLink, answer: Answer) -> None:
        """A page that turned out to be a document itself."""
        ending = document_ending(answer.headers, answer.url)
        if not ending or answer.url in self._given:
            return
        named = evidence_of(found, disposition_name(answer.headers))
        judgement = judge(self._plan, named)
        if judgement.score >= self._threshold:
            self._journal.documents_found += 1
            self._take(Candidate(found, judgement), answer, ending)

    def give_unchecked(self) -> None:
        """Time is up: what has not been checked is listed as its link promises it."""
        for candidate in sorted(self._candidates.values(), key=lambda c: -c.judgement.score):
            if candidate.found.is_certain and candidate.url not in self._given:
                self._list(candidate, candidate.url, ending_of(candidate.url), None)
        self._candidates.clear()

    def _put(self, candidate: Candidate) -> None:
        self._count += 1
        self._candidates[candidate.url] = candidate
        if not candidate.found.is_certain:
            self._unsure.add(candidate.url)
        heapq.heappush(self._waiting, (-candidate.judgement.score, self._count, candidate.url))

    async def _asked(self, url: str) -> Answer:
        answer = await self._followed(url)
        if answer.status in _REFUSES_HEAD:
            answer = await self._fetcher.get(url, most_bytes=1, first_byte_only=True)
        return answer

    async def _followed(self, url: str) -> Answer:
        """Documents may lie on another host; the pages that lead there decide that they count."""
        answer = await self._fetcher.head(url)
        if answer.left_for is not None and await self._rules.may_read(answer.left_for):
            answer = await self._fetcher.head(answer.left_for)
        return answer

    def _refused(self, candidate: Candidate, status: int) -> None:
        if asks_to_come_later(status) and candidate.attempt < MOST_ATTEMPTS:
            self._put(replace(candidate, attempt=candidate.attempt + 1))
            return
        trouble = trouble_of(status, "document")
        self._tell(
            candidate.url, trouble.kind, trouble.words, is_recoverable=trouble.is_recoverable
        )

    def _take(self, candidate: Candidate, answer: Answer, ending: str) -> None:
        url = canonical(answer.url) or candidate.url
        size = size_of(answer.status, answer.headers)
        same_file = _fingerprint(answer, url, size)
        if url in self._given or same_file in self._given:
            self._journal.documents_found -= 1
            return
        name = disposition_name(answer.headers)
        if name and not candidate.found.is_certain:
            judgement = judge(self._plan, evidence_of(candidate.found, name))
            candidate = replace(candidate, judgement=judgement)
            if judgement.score < self._threshold:
                self._journal.documents_found -= 1
                return
        self._given.update({url, same_file})
        if size is not None and size > self._largest:
            title = title_of(candidate.found, name)
            self._journal.warn(
                f"“{title}” was left out: it is {size / BYTES_IN_MB:,.0f} MB, "
                f"more than the limit of {self._largest // BYTES_IN_MB} MB. {url}"
            )
            return
        self._list(candidate, url, ending, size, name=name, is_verified=True)

    def _list(
        self,
        candidate: Candidate,
        url: str,
        ending: str,
        size: int | None,
        *,
        name: str = "",
        is_verified: bool = False,
    ) -> None:
        self._given.add(url)
        self._journal.add_document(
            ExtractedDocument(
                name=title_of(candidate.found, name),
                url=url,
                source_page=candidate.found.source,
                document_type=ending,
                confidence_score=candidate.judgement.score,
                file_size_mb=None if size is None else size / BYTES_IN_MB,
                extracted_at=self._now(),
                reasons=candidate.judgement.reasons,
            ),
            is_verified=is_verified,
        )

    def _tell(self, url: str, kind: str, words: str, *, is_recoverable: bool) -> None:
        words = re.sub(r"^The page\b", "The document", words)
        self._journal.add_error(NAME, kind, words, url, is_recoverable=is_recoverable)


def _fingerprint(answer: Answer, url: str, size: int | None) -> str:
    """What tells one file at two addresses: host, strong validator and size (RFC 9110, 8.8.3)."""
    validator = answer.headers.get("etag", "")
    if size is None or not validator.startswith('"'):
        return url
    return f"{urlsplit(url).netloc} {validator} {size}"


def evidence_of(found: FoundLink, file_name: str = "") -> Evidence:
    """What the page says of the document."""
    return Evidence(
        url=found.link.url,
        link_text=found.link.text,
        link_title=found.link.title,
        heading=found.link.heading,
        row=found.link.row,
        page_title=found.page_title,
        file_name=file_name,
    )
