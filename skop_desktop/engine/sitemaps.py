"""What a site's sitemaps name (sitemaps.org): indexes, packed files, dates of change."""

from __future__ import annotations

import html
import re
import zlib
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from skop_desktop.engine.addresses import canonical, is_same_site, origin
from skop_desktop.engine.charsets import decoded
from skop_desktop.engine.faults import FetchFailed
from skop_desktop.engine.fetcher import Fetcher

LONGEST_SITEMAP: Final = 10_000_000
"""Bytes of one sitemap that are read, unpacked."""
MOST_SITEMAPS: Final = 10
MOST_SITEMAP_PAGES: Final = 5_000
_DEEPEST: Final = 3

_LOCATION: Final = re.compile(
    r"<(?:\w{1,20}:)?loc>\s*(?:<!\[CDATA\[)?\s*([^<>\]\s]{1,2000})", re.IGNORECASE
)
_CHANGED: Final = re.compile(r"<(?:\w{1,20}:)?lastmod>\s*(\d{4}-\d\d-\d\d)", re.IGNORECASE)
_ENTRY_END: Final = re.compile(r"</(?:\w{1,20}:)?(?:url|sitemap)>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SitemapEntry:
    """An address that a sitemap names, and when it says that it last changed."""

    url: str
    changed: date | None = None


async def pages_of_sitemap(
    fetcher: Fetcher, start: str, named: Iterable[str]
) -> list[SitemapEntry]:
    """The site's pages that its sitemaps name, at most ``MOST_SITEMAP_PAGES``.

    ``named``: the sitemaps of robots.txt; without any, the usual place is asked. An index leads to
    further sitemaps. What cannot be read is left out: a sitemap is a help, not a duty.
    """
    waiting = deque(
        (found, 0)
        for address in (list(named)[:MOST_SITEMAPS] or [f"{origin(start)}/sitemap.xml"])
        if (found := canonical(address)) is not None and is_same_site(found, start)
    )
    asked: set[str] = set()
    pages: dict[str, SitemapEntry] = {}
    while waiting and len(asked) < MOST_SITEMAPS and len(pages) < MOST_SITEMAP_PAGES:
        address, depth = waiting.popleft()
        if address in asked:
            continue
        asked.add(address)
        try:
            answer = await fetcher.get(address, most_bytes=LONGEST_SITEMAP)
        except FetchFailed:
            continue
        if not answer.is_good:
            continue
        is_index, entries = read_sitemap(answer.body)
        here = [entry for entry in entries if is_same_site(entry.url, start)]
        if not is_index:
            pages.update({entry.url: entry for entry in here[: MOST_SITEMAP_PAGES - len(pages)]})
        elif depth < _DEEPEST:
            # The newest first: of a site with very many, the old are left out.
            here.sort(key=lambda entry: entry.changed or date.min, reverse=True)
            waiting.extend((entry.url, depth + 1) for entry in here[:MOST_SITEMAPS])
    return list(pages.values())


def read_sitemap(body: bytes) -> tuple[bool, list[SitemapEntry]]:
    """Whether it is an index of sitemaps, and what it names. Reads anything, packed too.

    Read as text: an XML parser would expand entities, and stop at the first fault.
    """
    text = decoded(_unpacked(body)[:LONGEST_SITEMAP])
    is_index = "<sitemapindex" in text[:2_000].lower()
    entries: list[SitemapEntry] = []
    for found in _LOCATION.finditer(text):
        url = canonical(html.unescape(found[1]))
        if url is None:
            continue
        end = _ENTRY_END.search(text, found.end(), found.end() + 2_000)
        changed = _CHANGED.search(text, found.end(), end.start()) if end is not None else None
        entries.append(SitemapEntry(url, _date(changed[1]) if changed is not None else None))
        if len(entries) >= MOST_SITEMAP_PAGES:
            break
    return is_index, entries


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _unpacked(body: bytes) -> bytes:
    if not body.startswith(b"\x1f\x8b"):
        return body
    packed = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        return packed.decompress(body, LONGEST_SITEMAP)
    except zlib.error:
        return b""
