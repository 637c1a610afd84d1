"""What a sitemap names."""

from __future__ import annotations

import gzip
import time
from collections.abc import AsyncIterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skop_desktop.engine.fetcher import HttpFetcher
from skop_desktop.engine.pace import Pace
from skop_desktop.engine.sitemaps import (
    MOST_SITEMAP_PAGES,
    MOST_SITEMAPS,
    SitemapEntry,
    pages_of_sitemap,
    read_sitemap,
)
from tests.engine.sites import QUICK
from tests.support.file_server import FileServer, good

ENTRY = "<url><loc>http://town.example/a?x=1&amp;y=2</loc></url>"
READ = SitemapEntry("http://town.example/a?x=1&y=2")


@pytest.fixture
async def fetcher(site: FileServer) -> AsyncIterator[HttpFetcher]:
    pace = Pace(0, time.monotonic)
    async with HttpFetcher(site.url("/"), pace=pace, patience=QUICK.patience) as fetcher:
        yield fetcher


def test_a_sitemap_names_pages_and_an_index_names_sitemaps() -> None:
    assert read_sitemap(f"<urlset>{ENTRY}</urlset>".encode()) == (False, [READ])
    is_index, named = read_sitemap(
        b"<sitemapindex><sitemap><loc><![CDATA[http://town.example/b.xml]]></loc></sitemap>"
    )
    assert is_index
    assert named == [SitemapEntry("http://town.example/b.xml")]


def test_each_page_has_its_own_date_of_change() -> None:
    _, entries = read_sitemap(
        b"<urlset><url><loc>http://h/a</loc></url>"
        b"<url><loc>http://h/b</loc><lastmod>2024-05-01T10:00:00Z</lastmod></url>"
        b"<url><loc>http://h/c</loc><lastmod>2024-99-99</lastmod></url>"
    )
    assert [entry.changed for entry in entries] == [None, date(2024, 5, 1), None]


def test_a_packed_sitemap_is_read_and_a_flood_is_not() -> None:
    assert read_sitemap(gzip.compress(ENTRY.encode()))[1] == [READ]
    flood = gzip.compress(ENTRY.encode() * 400_000, 1)
    assert len(read_sitemap(flood)[1]) == MOST_SITEMAP_PAGES


async def test_sitemaps_that_name_each_other_for_ever_are_left(
    site: FileServer, fetcher: HttpFetcher
) -> None:
    for number in range(40):
        entries = "".join(
            f"<sitemap><loc>{site.url(f'/s{n}.xml')}</loc></sitemap>" for n in range(number, 40)
        )
        site.answers[f"/s{number}.xml"] = good(f"<sitemapindex>{entries}".encode(), "text/xml")
    assert await pages_of_sitemap(fetcher, site.url("/"), [site.url("/s0.xml")]) == []
    assert len(site.requests) <= MOST_SITEMAPS


async def test_pages_of_other_sites_are_left_out(site: FileServer, fetcher: HttpFetcher) -> None:
    here = f"<url><loc>{site.url('/a')}</loc></url>"
    site.answers["/sitemap.xml"] = good(f"<urlset>{ENTRY}{here}".encode(), "text/xml")
    pages = await pages_of_sitemap(fetcher, site.url("/"), [])
    assert [page.url for page in pages] == [site.url("/a")]


@given(st.binary(max_size=500))
def test_any_bytes_can_be_read(body: bytes) -> None:
    read_sitemap(body)
    read_sitemap(b"\x1f\x8b" + body)


_PARTS = [
    "<url>",
    "</url>",
    "<loc>",
    "http://h/a",
    "</loc>",
    "<lastmod>",
    "2024-01-01",
    "&#0;",
    "x",
]


@given(st.lists(st.sampled_from([*_PARTS, "<sitemapindex>", "<![CDATA[", "&amp;", "http://["])))
def test_any_soup_of_tags_can_be_read(parts: list[str]) -> None:
    read_sitemap("".join(parts).encode())
