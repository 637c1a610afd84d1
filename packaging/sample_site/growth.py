"""The site grown large: thirty years of a town's pages round the same small town.

The archive of the boards, departments, a calendar, a directory and working papers come whole or not
at all; news fills up to the number of pages asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from sample_site import growth_life, growth_meetings, growth_news
from sample_site.holdings import Document
from sample_site.html import Page, bullet_list, link

PROMPT: Final = growth_meetings.PROMPT
"""What the large site is searched for."""


@dataclass(frozen=True, slots=True)
class Grown:
    """``views``: documents behind numbers. ``asked_for``: paths that answer ``PROMPT``."""

    pages: Sequence[Page]
    papers: Sequence[Document] = ()
    views: dict[int, Document] = field(default_factory=dict)
    asked_for: Sequence[str] = ()


def grow(pages: Sequence[Page], count: int) -> Grown:
    """``pages`` and as many more as make ``count``; as they are where ``count`` is not more."""
    missing = count - len(pages)
    if missing <= 0:
        return Grown(pages)
    archive = growth_meetings.archive()
    life = list(growth_life.pages())
    papers: Sequence[Document] = ()
    more: list[Page] = []
    if missing > len(archive.pages) + len(life):
        more = [*archive.pages, *life]
        papers = [*archive.papers, *growth_life.papers()]
        pages = list(_with_ways_in(pages))
    news, notices = growth_news.news(missing - len(more))
    return Grown(
        [*_with_news(pages), *map(_with_neighbours, more), *news],
        [*papers, *notices],
        archive.views if papers else {},
        archive.asked_for if papers else (),
    )


def _with_ways_in(pages: Iterable[Page]) -> Iterator[Page]:
    """The pages of the small site with links to what has been added."""
    ways: dict[str, tuple[tuple[str, str], ...]] = {
        "/": (
            ("/departments/", "Departments"),
            ("/events/", "Events"),
            ("/directory/", "Business directory"),
        ),
        "/committees/": (("/meetings/", "Meetings before 2022"),),
        "/archive/": (("/internal/drafts/", "Drafts by year"), ("/meetings/", "Older meetings")),
        "/about/": (("/departments/", "Who does what"),),
    }
    for page in pages:
        links = ways.get(page.path, ())
        more = bullet_list(link(path, text) for path, text in links)
        yield replace(page, body=f"{page.body}\n{more}") if links else page


def _with_news(pages: Iterable[Page]) -> Iterator[Page]:
    for page in pages:
        more = f"\n<p>{link(growth_news.START, 'News archive')}</p>"
        yield replace(page, body=page.body + more) if page.path == "/news/" else page


def _with_neighbours(page: Page) -> Page:
    """The page with the block that stands beside everything on such sites."""
    popular = bullet_list(
        link(path, text)
        for path, text in (
            ("/forms/", "Forms"),
            ("/notices/", "Public notices"),
            ("/finance/budgets/", "Budgets"),
            ("/events/", "Events"),
            ("/departments/highways/", "Highways"),
            ("/departments/clerk/", "Town Clerk"),
            ("/news/", "Latest news"),
        )
    )
    return replace(page, body=f"{page.body}\n<aside><h2>Popular</h2>\n{popular}</aside>")
