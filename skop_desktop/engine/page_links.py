"""The links of one page, sorted by their looks: pages to read, documents to judge."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto
from functools import lru_cache
from typing import NamedTuple

from skop_desktop.engine.addresses import canonical, is_same_site
from skop_desktop.engine.files import is_document_link, is_other_file, may_be_document
from skop_desktop.engine.found import FoundLink, Visit
from skop_desktop.engine.pages import Link, Page


class PageLinks(NamedTuple):
    """``pages``: of the same site. ``documents``: wherever they are; those that only may be one,
    of the same site.
    """

    pages: tuple[Visit, ...]
    documents: tuple[FoundLink, ...]


def sorted_links(
    page: Page, url: str, visit: Visit, *, site: str, is_known: Callable[[str], bool]
) -> PageLinks:
    """The links of ``page``, which is at ``url`` and was read for ``visit``.

    ``site``: an address of the site. ``is_known``: tells the pages that are left out.
    """
    depth = visit.depth + 1
    documents: list[FoundLink] = []
    pages: dict[str, Visit] = {}
    for link in page.links:
        target, kind = _sorted_out(link.url)
        is_certain = kind is _Kind.DOCUMENT
        if kind is _Kind.NOTHING or (not is_certain and target in pages):
            continue
        if not is_certain and not is_same_site(target, site):
            continue
        at = link if link.url == target else link._replace(url=target)
        if kind is not _Kind.PAGE:
            documents.append(FoundLink(at, url, page.title, is_certain, depth, page.trail))
        elif not is_known(target):
            pages[target] = Visit(target, depth, link=at, source=visit.url, source_title=page.title)
    for address in page.related:
        target, kind = _sorted_out(address)
        if kind is _Kind.PAGE and is_same_site(target, site) and not is_known(target):
            pages.setdefault(target, Visit(target, depth, link=Link(target, page.title)))
    return PageLinks(tuple(pages.values()), tuple(documents))


class _Kind(Enum):
    """What an address is by its looks."""

    PAGE = auto()
    DOCUMENT = auto()
    MAYBE = auto()
    NOTHING = auto()


@lru_cache(maxsize=8_192)
def _sorted_out(address: str) -> tuple[str, _Kind]:
    """The one form of an address, and what it is; the menu of a site is on each of its pages."""
    url = canonical(address)
    if url is None or is_other_file(url):
        return "", _Kind.NOTHING
    if is_document_link(url):
        return url, _Kind.DOCUMENT
    return url, _Kind.MAYBE if may_be_document(url) else _Kind.PAGE
