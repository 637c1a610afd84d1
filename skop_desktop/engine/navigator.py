"""The navigator: decides which page is next, reads it, and hands on the links it holds."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from skop_desktop.engine.addresses import canonical, is_same_site
from skop_desktop.engine.faults import FetchFailed
from skop_desktop.engine.fetcher import Answer, Fetcher
from skop_desktop.engine.files import is_document_link, is_other_file, is_web_page
from skop_desktop.engine.found import Candidate, FoundLink, Visit
from skop_desktop.engine.frontier import Frontier
from skop_desktop.engine.journal import Journal
from skop_desktop.engine.learning import Learning, group_of
from skop_desktop.engine.page_links import sorted_links
from skop_desktop.engine.pages import LONGEST_PAGE, Link, Page, read_page
from skop_desktop.engine.plan import Plan
from skop_desktop.engine.promise import Promises
from skop_desktop.engine.robots import Rules, RulesUnreadable
from skop_desktop.engine.sign_in import is_for_sign_in
from skop_desktop.engine.sitemaps import SitemapEntry
from skop_desktop.engine.troubles import MOST_ATTEMPTS, asks_to_come_later, trouble_of

NAME: Final = "navigator"
_FIRST: Final = 1_000.0
_MANY: Final = 500
"""Links that are taken apart beside the event loop, so that it is not held up."""
_MOST_UNKEPT: Final = 40
"""What was learned in vain may be lost to a kill: it costs a few pages again."""
_LARGE: Final = 200_000
"""Bytes of a page that is read beside the event loop."""
_LEARNED: Final = "learned/"
_SITE: Final = "site"
_FOUND_AT: Final = "found_at"
_LEAST_IN_VAIN: Final = 700
"""Pages without anything new before a search may end early."""
_IN_VAIN_FOR_ITS_FINDS: Final = 2
_LEAST_PROMISE: Final = 1.0
_OLDER: Final = -1.0


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading one page gave: links to pages and documents, or a document in its place.

    ``again``: the site wants to be asked later. ``fit``: how well the page itself fits the plan.
    ``names``: its title and the headings above its links.
    """

    pages: tuple[Visit, ...] = ()
    links: tuple[FoundLink, ...] = ()
    document: Answer | None = None
    again: Visit | None = None
    fit: float = 0.0
    names: tuple[str, ...] = ()


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
        self._promises = Promises(plan)
        self._learning = Learning(frontier.facts(_LEARNED))
        self._single_page = journal.request.parameters.single_page
        self._website = canonical(journal.request.website) or journal.request.website
        self.site = frontier.fact(_SITE) or self._website
        """An address of the site that is read: of another one, where the website leads there."""
        self._found_at = int(frontier.fact(_FOUND_AT) or 0)
        self._unkept: set[str] = set()
        self._has_enough = False
        self.start_trouble = ""

    def begin(self, start: str, pages: Sequence[SitemapEntry]) -> list[FoundLink]:
        """Take in the start page and the pages that the sitemap names.

        Gives the documents that the sitemap names: a page that links to them says more of them,
        so they are for the end.
        """
        if not self._frontier.is_resumed:
            self.site = start
            self._frontier.keep_fact(_SITE, start)
            self._frontier.add(Visit(start, promise=_FIRST))
        documents = []
        for entry in pages:
            link = Link(entry.url)
            if is_document_link(entry.url):
                documents.append(FoundLink(link, start, "", is_certain=True, depth=1))
            elif not is_other_file(entry.url):
                self._frontier.add(self._with_promise(Visit(entry.url, 1, link=link), 0.0, entry))
        return documents

    @property
    def waiting(self) -> int:
        """Pages that wait to be read, none where the search has seen enough."""
        return 0 if self._has_enough else self._frontier.waiting

    def next(self) -> Visit | None:
        """The page to read now; ``None`` where none waits or the search has seen enough."""
        if not self._has_enough and (why := self._is_enough()):
            self._has_enough = True
            self._journal.warn(why)
        return None if self._has_enough else self._frontier.next()

    async def read(self, visit: Visit) -> Reading:
        """Read one page. What goes wrong is written into the journal, after the last wait."""
        try:
            await self._rules.load(visit.url)
            if not await self._rules.may_read(visit.url):
                return Reading()
            answer = await self._fetcher.get(
                visit.url, most_bytes=LONGEST_PAGE, wants_body=is_web_page
            )
        except (RulesUnreadable, FetchFailed) as trouble:
            kind = trouble.fault if isinstance(trouble, FetchFailed) else "site_rules"
            self._tell(visit, kind, trouble.words, is_recoverable=trouble.is_recoverable)
            return Reading()
        if answer.left_for is not None:
            return self._moved(visit, answer.left_for)
        if not answer.is_good:
            return self._refused(visit, answer.status)
        if not is_web_page(answer.headers):
            return Reading(document=answer)
        return await self._read_page(visit, answer)

    async def _read_page(self, visit: Visit, answer: Answer) -> Reading:
        page = await _read(answer)
        if len(page.links) > _MANY:
            reading = await asyncio.to_thread(self._links_of, visit, answer, page, _none_known)
        else:
            reading = self._links_of(visit, answer, page, self._frontier.knows)
        self._note(visit, answer, page)
        return reading

    def pages_after(
        self, visit: Visit, reading: Reading, candidates: Sequence[Candidate]
    ) -> list[Visit]:
        """Learn what a page was worth, and give the pages it leads to with their promises."""
        new = [one for one in candidates if not self._frontier.knows_candidate(one.url)]
        if new:
            self._found_at = self._journal.pages_read
            self._frontier.keep_fact(_FOUND_AT, str(self._found_at))
        if visit.group:
            gave = max((one.score for one in new), default=0.0)
            keys, groups = self._learning.learn(visit.url, visit.group, visit.source, gave)
            self._unkept |= keys
            if gave or len(self._unkept) >= _MOST_UNKEPT:
                self._keep_what_was_learned()
            for group, bonus in self._learning.changed(groups).items():
                self._frontier.favour(group, bonus)
        return self.promised(reading.pages, reading.fit)

    def promised(self, pages: Sequence[Visit], page_fit: float) -> list[Visit]:
        """Those of the pages that are new, with their promises."""
        return [
            self._with_promise(page, page_fit)
            for page in pages
            if not self._frontier.knows(page.url)
        ]

    def _keep_what_was_learned(self) -> None:
        for key in self._unkept:
            self._frontier.keep_fact(f"{_LEARNED}{key}", self._learning.noted(key))
        self._unkept.clear()

    def visit_to(self, found: FoundLink, promise: float | None = None) -> Visit | None:
        """A link as a page to read: it turned out to be one, or may be."""
        url = canonical(found.link.url)
        if url is None or self._single_page or not is_same_site(url, self.site):
            return None
        visit = Visit(
            url,
            found.depth,
            promise or 0.0,
            link=found.link._replace(url=url),
            source=found.source,
            source_title=found.page_title,
        )
        return self._with_promise(visit, 0.0) if promise is None else visit

    def _is_enough(self) -> str:
        """Why the search should end before everything was read; empty while it should go on.

        Only where far more waits than has been read in vain, and none of it promises anything.
        """
        in_vain = self._journal.pages_read - self._found_at
        if in_vain < max(_LEAST_IN_VAIN, _IN_VAIN_FOR_ITS_FINDS * self._found_at):
            return ""
        waiting = self._frontier.waiting
        best = self._frontier.best
        if waiting <= 2 * in_vain or best is None or best >= _LEAST_PROMISE:
            return ""
        return (
            f"The search ended early: the last {in_vain:,} pages brought nothing new. "
            f"{waiting:,} pages that promised little were not read. There may be more documents."
        )

    def _with_promise(
        self, visit: Visit, page_fit: float, entry: SitemapEntry | None = None
    ) -> Visit:
        link = visit.link or Link(visit.url)
        worth, time = self._promises.of_link(link, page_fit)
        period = self._plan.period
        if entry is not None and entry.changed is not None and period is not None:
            # A page that has not changed since cannot hold what was made later.
            worth += _OLDER * (entry.changed < period.start)
        group = group_of(link, time)
        bonus = self._learning.join(group)
        if bonus:
            self._frontier.favour(group, bonus)
        return visit._replace(promise=worth, group=group)

    def _moved(self, visit: Visit, target: str) -> Reading:
        """A page that lies elsewhere. Where the start page does, that other site is meant."""
        if visit.depth == 0 and visit.attempt < MOST_ATTEMPTS:
            self.site = target
            page = Visit(target, promise=_FIRST, attempt=visit.attempt + 1)
            return Reading(pages=(page,))
        link = (visit.link or Link(target))._replace(url=target)
        found = FoundLink(
            link, visit.source, visit.source_title, is_certain=True, depth=visit.depth
        )
        if is_document_link(target):
            return Reading(links=(found,))
        page_there = self.visit_to(found)
        return Reading(pages=(page_there,)) if page_there is not None else Reading()

    def _refused(self, visit: Visit, status: int) -> Reading:
        if asks_to_come_later(status) and visit.attempt < MOST_ATTEMPTS:
            return Reading(again=visit._replace(attempt=visit.attempt + 1))
        trouble = trouble_of(status, "page")
        self._tell(visit, trouble.kind, trouble.words, is_recoverable=trouble.is_recoverable)
        return Reading()

    def _tell(self, visit: Visit, kind: str, words: str, *, is_recoverable: bool) -> None:
        if visit.depth == 0:
            self.start_trouble = words
        self._journal.add_error(NAME, kind, words, visit.url, is_recoverable=is_recoverable)

    def _links_of(
        self, visit: Visit, answer: Answer, page: Page, is_known: Callable[[str], bool]
    ) -> Reading:
        leave_out = _all_known if self._single_page else is_known
        links = sorted_links(page, answer.url, visit, site=self.site, is_known=leave_out)
        fit = self._promises.of_page(page, answer.url) if links.pages else 0.0
        return Reading(links.pages, links.documents, fit=fit, names=(page.title, *page.headings))

    def _note(self, visit: Visit, answer: Answer, page: Page) -> None:
        self._journal.pages_read += 1
        if visit.depth == 0 and not is_same_site(visit.url, self._website):
            self._journal.warn(f"The website sends visitors on to {visit.url}: that was searched.")
        if page.is_cut or answer.is_cut:
            self._journal.warn_of(
                "cut_page",
                f"A page was read in part only, for it is very large or did not end: {visit.url}",
                ("page was read in part only.", "pages were read in part only."),
            )
        if is_for_sign_in(page, visit.url, answer.url):
            self._tell(visit, "sign_in", "The page asks for a sign-in.", is_recoverable=False)
        if page.is_shell and visit.depth == 0:
            count = len(page.links)
            self._journal.warn(
                "This site builds its pages in the browser, which this search cannot do; "
                f"{count} {'link was' if count == 1 else 'links were'} found."
            )


def _none_known(_: str) -> bool:
    """Beside the event loop nobody looks into the frontier."""
    return False


def _all_known(_: str) -> bool:
    """Of a single page no other is read."""
    return True


async def _read(answer: Answer) -> Page:
    content_type = answer.headers.get("content-type", "")
    if len(answer.body) <= _LARGE:
        return read_page(answer.body, answer.url, content_type)
    return await asyncio.to_thread(read_page, answer.body, answer.url, content_type)
