"""The navigator: decides which page is next, reads it, and hands on the links it holds."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from skop_desktop.engine.addresses import canonical, is_same_site
from skop_desktop.engine.fetcher import Answer, Fetcher, FetchFailed
from skop_desktop.engine.files import is_document_link, is_other_file, is_web_page, may_be_document
from skop_desktop.engine.frontier import Frontier, Visit
from skop_desktop.engine.journal import Journal
from skop_desktop.engine.pages import LONGEST_PAGE, Link, Page, read_page
from skop_desktop.engine.plan import Plan
from skop_desktop.engine.promise import promise_of
from skop_desktop.engine.robots import Rules, RulesUnreadable
from skop_desktop.engine.troubles import MOST_ATTEMPTS, asks_to_come_later, trouble_of

NAME: Final = "navigator"
_FIRST: Final = 1_000.0
_SIGN_IN_PATH: Final = re.compile(
    r"/(?:log-?in|sign-?in|anmeld\w*|connexion|account/login|wp-login)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class FoundLink:
    """A link that may lead to a document, and the page it stands on.

    ``is_certain``: the address ends as a document does.
    """

    link: Link
    source: str
    page_title: str
    is_certain: bool
    depth: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading one page gave: links to documents, or the page itself being one."""

    links: tuple[FoundLink, ...] = ()
    document: Answer | None = None


class Navigator:
    """Reads the pages of one site, the most promising first."""

    def __init__(
        self,
        plan: Plan,
        frontier: Frontier,
        fetcher: Fetcher,
        rules: Rules,
        journal: Journal,
    ) -> None:
        self._plan = plan
        self._frontier = frontier
        self._fetcher = fetcher
        self._rules = rules
        self._journal = journal
        self._single_page = journal.request.parameters.single_page
        self._site = journal.request.website
        self.start_trouble = ""

    @property
    def waiting(self) -> int:
        """Pages that wait to be read."""
        return len(self._frontier)

    def begin(self, start: str, pages: tuple[str, ...]) -> list[FoundLink]:
        """Take in the start page and the pages that the sitemap names.

        Gives the documents that the sitemap names: a page that links to them says more of them,
        so they are for the end.
        """
        self._site = start
        self._frontier.add(Visit(start, promise=_FIRST))
        documents = []
        for url in pages:
            link = Link(url)
            if is_document_link(url):
                documents.append(FoundLink(link, start, "", is_certain=True, depth=1))
            elif not is_other_file(url):
                self._frontier.add(Visit(url, depth=1, promise=promise_of(self._plan, link)))
        return documents

    def add(self, found: FoundLink, promise: float | None = None) -> None:
        """Take in a link as a page to read: it turned out to be one, or may be."""
        url = canonical(found.link.url)
        if url is None or self._single_page or not is_same_site(url, self._site):
            return
        if promise is None:
            promise = promise_of(self._plan, found.link)
        self._frontier.add(
            Visit(
                url,
                found.depth,
                promise,
                link=found.link,
                source=found.source,
                source_title=found.page_title,
            )
        )

    def next(self) -> Visit | None:
        """The page to read now."""
        return self._frontier.next()

    async def read(self, visit: Visit) -> Reading:
        """Read one page. What goes wrong is written into the journal."""
        if not await self._may_read(visit):
            return Reading()
        self._journal.at_work(NAME)
        try:
            answer = await self._fetcher.get(
                visit.url, most_bytes=LONGEST_PAGE, wants_body=is_web_page
            )
        except FetchFailed as failure:
            self._tell(visit, failure.fault, failure.words, is_recoverable=failure.is_recoverable)
            return Reading()
        if answer.left_for is not None:
            self._moved(visit, answer.left_for)
            return Reading()
        if not answer.is_good:
            self._refused(visit, answer.status)
            return Reading()
        if not is_web_page(answer.headers):
            return Reading(document=answer)
        return self._links_of(visit, answer)

    async def _may_read(self, visit: Visit) -> bool:
        try:
            await self._rules.load(visit.url)
        except RulesUnreadable as trouble:
            self._tell(visit, "site_rules", trouble.words, is_recoverable=trouble.is_recoverable)
            return False
        return await self._rules.may_read(visit.url)

    def _moved(self, visit: Visit, target: str) -> None:
        """A start page that sends visitors to another site: that one is meant."""
        if visit.depth == 0 and visit.attempt < MOST_ATTEMPTS:
            self._site = target
            self._frontier.add(Visit(target, promise=_FIRST, attempt=visit.attempt + 1))

    def _refused(self, visit: Visit, status: int) -> None:
        if asks_to_come_later(status) and visit.attempt < MOST_ATTEMPTS:
            self._frontier.again(replace(visit, attempt=visit.attempt + 1))
            return
        trouble = trouble_of(status, "page")
        self._tell(visit, trouble.kind, trouble.words, is_recoverable=trouble.is_recoverable)

    def _tell(self, visit: Visit, kind: str, words: str, *, is_recoverable: bool) -> None:
        if visit.depth == 0:
            self.start_trouble = words
        self._journal.add_error(NAME, kind, words, visit.url, is_recoverable=is_recoverable)

    def _links_of(self, visit: Visit, answer: Answer) -> Reading:
        page = read_page(answer.body, answer.url, answer.headers.get("content-type", ""))
        self._journal.pages_read += 1
        self._note(visit, answer, page)
        documents: list[FoundLink] = []
        for link in page.links:
            url = canonical(link.url)
            if url is None or is_other_file(url):
                continue
            is_certain = is_document_link(url)
            found = FoundLink(
                replace(link, url=url), answer.url, page.title, is_certain, visit.depth + 1
            )
            if is_certain or (may_be_document(url) and is_same_site(url, self._site)):
                documents.append(found)
            else:
                self.add(found)
        return Reading(tuple(documents))

    def _note(self, visit: Visit, answer: Answer, page: Page) -> None:
        if visit.depth == 0 and not is_same_site(visit.url, self._journal.request.website):
            self._journal.warn(f"The website sends visitors on to {visit.url}: that was searched.")
        if page.is_cut or answer.is_cut:
            self._journal.warn(f"A very large page was read in part only: {visit.url}")
        was_sent_to_sign_in = _SIGN_IN_PATH.search(answer.url) and answer.url != visit.url
        if page.asks_for_password and was_sent_to_sign_in:
            self._tell(visit, "sign_in", "The page asks for a sign-in.", is_recoverable=False)
        if page.is_shell and visit.depth == 0:
            count = len(page.links)
            self._journal.warn(
                "This site builds its pages in the browser, which this search cannot do; "
                f"{count} {'link was' if count == 1 else 'links were'} found."
            )
