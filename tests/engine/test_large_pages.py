"""Pages and sitemaps without measure: each is read in part, and nobody waits for it."""

from __future__ import annotations

import asyncio
import gzip
import time
from collections.abc import Callable

import pytest

from skop_desktop.engine.crawl import crawl
from skop_desktop.engine.journal import Journal
from skop_desktop.engine.pages import read_page
from tests.engine.sites import QUICK, now, order, page, paths, pdf, robots, search
from tests.support.file_server import Answer, Exchange, FileServer, good

FOUND = {"/a.pdf": pdf()}
MINUTES = "/a.pdf|Board minutes 2024"


def endless(start: bytes, piece: bytes, most: int) -> Answer:
    """A page that goes on for ``most`` bytes, told without a length."""

    def answer(exchange: Exchange) -> bool:
        exchange.send_head(200, {"Content-Type": "text/html", "Connection": "close"})
        exchange.send(start)
        for _ in range(most // len(piece)):
            if exchange.is_over():
                break
            exchange.send(piece)
        return False

    return answer


START = b"<html><title>Board</title><a href='/a.pdf'>Board minutes 2024</a>"


def plain(start: bytes, size: int) -> Answer:
    """A page that says how long it is, and sends it as it is."""

    def answer(exchange: Exchange) -> bool:
        length = str(len(start) + size)
        exchange.send_head(200, {"Content-Type": "text/html", "Content-Length": length})
        exchange.send(start)
        for _ in range(size // 65_536):
            if exchange.is_over():
                break
            exchange.send(b" " * 65_536)
        return False

    return answer


def links(exchange: Exchange) -> bool:
    """Ten million links, made up as they are sent."""
    exchange.send_head(200, {"Content-Type": "text/html", "Connection": "close"})
    exchange.send(START)
    for first in range(0, 10_000_000, 2_000):
        if exchange.is_over():
            break
        exchange.send(b"".join(b"<a href=/%d/>m</a>" % n for n in range(first, first + 2_000)))
    return False


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(plain(START, 200_000_000), id="200 MB"),
        pytest.param(endless(START, b"<a href='/x/%d'>m</a>" * 4_000, 10**12), id="without end"),
        pytest.param(links, id="10 million links"),
        pytest.param(
            good(gzip.compress(START + b"<p>" * 10_000_000), "text/html", Content_Encoding="gzip"),
            id="packed",
        ),
        pytest.param(good(START + b"<div>" * 500_000, "text/html"), id="depth"),
    ],
)
async def test_a_page_without_measure_costs_one_warning(site: FileServer, answer: Answer) -> None:
    record = await search(site, {"/": answer, **FOUND}, single_page=True)
    assert record.status.status == "completed"
    assert paths(record) == ["/a.pdf"]
    (warning,) = record.status.warnings
    assert "in part" in warning
    assert record.status.errors == ()


async def test_nothing_holds_the_others_up_while_a_page_of_five_megabytes_is_read(
    site: FileServer,
) -> None:
    links = b"".join(
        b"<li><a href=/h%d/x>Minutes %d</a> <a href=/d/%d.pdf>Minutes 2024</a>" % (n, n, n)
        for n in range(60_000)
    )
    site.answers["/"] = good(START + links, "text/html")
    journal = Journal("job_test", order(site.url("/")), now)
    task = asyncio.create_task(crawl(journal, QUICK, now))
    turns = []
    while not journal.pages_read or len(site.requests) < 10:
        before = time.thread_time()  # of this thread alone, however busy the computer is
        await asyncio.sleep(0.002)
        turns.append(time.thread_time() - before)
    task.cancel()
    await asyncio.wait({task})
    began = time.thread_time()
    read_page(START + links, site.url("/"), "text/html")
    in_one_go = time.thread_time() - began
    assert len(turns) > 20
    assert max(turns) < in_one_go / 2


async def test_a_page_that_drips_for_ever_is_given_up(
    site: FileServer, soon_given_up: Callable[[str], None]
) -> None:
    soon_given_up("/slow/")

    def drips(exchange: Exchange) -> bool:
        exchange.send_head(200, {"Content-Type": "text/html", "Connection": "close"})
        while not exchange.is_over():
            exchange.send(b" ")
            exchange.wait(0.05)
        return False

    record = await search(
        site, {"/": page("/slow/|Minutes 2024", MINUTES), "/slow/": drips, **FOUND}
    )
    assert paths(record) == ["/a.pdf"]
    assert record.status.status == "completed"


async def test_a_sitemap_that_unpacks_without_end_is_read_in_part(site: FileServer) -> None:
    entry = f"<url><loc>{site.url('/deep/')}</loc></url>".encode()
    bomb = gzip.compress(b"<urlset>" + entry + b" " * 30_000_000)
    index = "".join(f"<sitemap><loc>{site.url('/s.xml')}?{n}</loc></sitemap>" for n in range(500))
    record = await search(
        site,
        {
            "/robots.txt": robots(
                f"Sitemap: {site.url('/bomb.xml.gz')}\nSitemap: {site.url('/index.xml')}"
            ),
            "/bomb.xml.gz": good(bomb, "application/gzip"),
            "/index.xml": good(f"<sitemapindex>{index}".encode(), "text/xml"),
            "/": page(),
            "/deep/": page(MINUTES),
            **FOUND,
        },
    )
    assert record.status.status == "completed"
    assert paths(record) == ["/a.pdf"]
    assert sum(count for path, count in site.asked().items() if path.startswith("/s.xml")) < 60
