"""The coordinator: reads the prompt, asks for the site's rules and sitemap, makes the plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from skop_desktop.engine.addresses import canonical
from skop_desktop.engine.fetcher import Fetcher
from skop_desktop.engine.journal import Journal
from skop_desktop.engine.pace import Pace
from skop_desktop.engine.plan import Plan
from skop_desktop.engine.prompt import read_prompt
from skop_desktop.engine.robots import Rules, RulesUnreadable
from skop_desktop.engine.sitemaps import SitemapEntry, pages_of_sitemap

NAME = "coordinator"


class CannotBegin(Exception):
    """The job cannot be done at all. ``words``: why, as the person reads it."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


@dataclass(frozen=True, slots=True)
class Preparation:
    """What navigator and scraper go by. ``start``: the first page. ``pages``: from the sitemap."""

    plan: Plan
    start: str
    rules: Rules
    pages: tuple[SitemapEntry, ...] = ()


class Coordinator:
    """Gets one job ready."""

    def __init__(self, journal: Journal, fetcher: Fetcher, pace: Pace) -> None:
        self._journal = journal
        self._fetcher = fetcher
        self._pace = pace

    async def prepare(self, today: date) -> Preparation:
        """The plan and the rules of the site. Raises ``CannotBegin``."""
        request = self._journal.request
        plan = read_prompt(request.prompt, today)
        self._journal.understood(plan.understood)
        start = canonical(request.website)
        if start is None:
            raise CannotBegin("The website's address cannot be used.")
        rules = await self._rules(start)
        pages: list[SitemapEntry] = []
        if not request.parameters.single_page:
            named = (await rules.load(start)).sitemaps
            pages = await pages_of_sitemap(self._fetcher, start, named)
        self._journal.is_over(NAME)
        return Preparation(plan, start, rules, tuple(pages))

    async def _rules(self, start: str) -> Rules:
        rules = Rules(self._fetcher, self._pace)
        try:
            await rules.load(start)
        except RulesUnreadable as trouble:
            self._journal.add_error(
                NAME,
                "site_rules",
                trouble.words,
                self._journal.request.website,
                is_recoverable=trouble.is_recoverable,
            )
            raise CannotBegin(trouble.words) from trouble
        if not await rules.may_read(start):
            raise CannotBegin("The site asks programs not to read this page (robots.txt).")
        return rules
