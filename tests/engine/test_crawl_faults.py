"""Searches of websites that are broken, hostile, endless or not there."""

from __future__ import annotations

import gzip
import socket
from collections.abc import Callable
from dataclasses import replace

import pytest

from skop_desktop.engine.manners import FrontierBounds
from tests.engine.sites import (
    QUICK,
    Silent,
    errors,
    page,
    paths,
    pdf,
    search,
    search_of,
)
from tests.support.file_server import (
    FileServer,
    good,
    hang_up,
    in_turn,
    redirect,
    refusal,
)


async def test_a_page_that_never_answers_is_given_up_and_told(
    site: FileServer, soon_given_up: Callable[[str], None]
) -> None:
    soon_given_up("/slow/")
    record = await search(
        site,
        {
            "/": page("/slow/|Minutes archive", "/a.pdf|Minutes 2024"),
            "/slow/": Silent(),
            "/a.pdf": pdf(),
        },
    )
    assert paths(record) == ["/a.pdf"]
    (error,) = record.status.errors
    assert error.agent_name == "navigator"
    assert error.error_type == "timeout"
    assert error.error_message == "The page took longer than 0.4 seconds to answer."
    assert error.page_url == site.url("/slow/")
    assert error.is_recoverable


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (404, "The link leads nowhere: the page is not there any more."),
        (401, "The page asks for a sign-in."),
        (403, "The site does not show this page; it may ask for a sign-in."),
        (500, "The site had a problem with this page."),
        (418, "The site did not send this page."),
    ],
)
async def test_a_page_that_cannot_be_had_is_told_in_plain_words(
    site: FileServer, code: int, words: str
) -> None:
    record = await search(site, {"/": page("/x/|Minutes"), "/x/": refusal(code)})
    assert errors(record) == [("navigator", words)]
    assert record.status.status == "completed"


async def test_a_document_that_cannot_be_had_is_told_and_not_listed(site: FileServer) -> None:
    record = await search(
        site,
        {
            "/": page("/a.pdf|Minutes 2024", "/b.pdf|Minutes 2024", "/c.pdf|Minutes 2024"),
            "/b.pdf": hang_up,
            "/c.pdf": page(),
        },
    )
    assert record.documents == ()
    assert sorted(errors(record)) == [
        ("scraper", "The link leads nowhere: the document is not there any more."),
        ("scraper", "The link leads to a web page instead of a document."),
        ("scraper", "The site broke off its answer."),
    ]


async def test_a_busy_site_is_asked_again_when_it_says(site: FileServer) -> None:
    record = await search(
        site,
        {
            "/": page("/a.pdf|Minutes 2024"),
            "/a.pdf": in_turn(refusal(503, Retry_After="0"), refusal(503, Retry_After="0"), pdf()),
        },
    )
    assert paths(record) == ["/a.pdf"]
    assert site.asked()["/a.pdf"] == 3


async def test_a_calendar_without_end_ends(site: FileServer) -> None:
    answers = {
        f"/calendar/{year}-{month:02}": page(
            f"/calendar/{year + month // 12}-{month % 12 + 1:02}|Next month"
        )
        for year in range(2024, 2030)
        for month in range(1, 13)
    }
    record = await search(
        site,
        {"/": page("/calendar/2024-01|Calendar"), **answers},
        manners=replace(QUICK, bounds=FrontierBounds(calendar_leaves=12)),
    )
    assert (record.status.total_pages_crawled or 0) < 20
    assert any("without end" in warning for warning in record.status.warnings)


async def test_a_site_too_large_is_read_in_part(site: FileServer) -> None:
    many = [f"/{chr(97 + n % 26) * (n // 26 + 1)}/|Minutes" for n in range(60)]
    record = await search(
        site,
        {"/": page(*many)} | {entry.partition("|")[0]: page() for entry in many},
        manners=replace(QUICK, bounds=FrontierBounds(pages=10)),
    )
    assert record.status.total_pages_crawled == 10


async def test_a_page_without_end_is_read_in_part(site: FileServer) -> None:
    body = b"<a href='/a.pdf'>Minutes 2024</a>" + b" " * 6_000_000
    record = await search(
        site,
        {"/": good(gzip.compress(body), "text/html", Content_Encoding="gzip"), "/a.pdf": pdf()},
    )
    assert paths(record) == ["/a.pdf"]
    assert any("in part" in warning for warning in record.status.warnings)


async def test_a_private_address_is_not_asked_on_behalf_of_a_page(site: FileServer) -> None:
    with FileServer({"/secret.pdf": pdf()}) as other:
        record = await search(
            site,
            {
                "/": page(f"{other.url('/secret.pdf')}|Minutes 2024", "/moved.pdf|Minutes 2024"),
                "/moved.pdf": redirect(other.url("/secret.pdf")),
            },
        )
        assert other.requests == []
    assert record.documents == ()


async def test_a_website_that_leads_into_a_private_network_is_not_followed(
    site: FileServer,
) -> None:
    with FileServer({"/": page("/a.pdf|Minutes 2024")}) as other:
        record = await search(site, {"/": redirect(other.url("/"))})
        assert other.requests == []
    assert record.status.status == "failed"
    assert record.status.message == (
        "The link leads into a private network, so it was not followed."
    )


async def test_a_search_of_a_site_that_is_not_there_fails_in_plain_words() -> None:
    with socket.socket() as kept:
        # Bound and not listening: nobody else can begin to answer there meanwhile.
        kept.bind(("127.0.0.1", 0))
        record = await search_of(f"http://127.0.0.1:{kept.getsockname()[1]}/")
    assert record.status.status == "failed"
    assert record.status.message == "The site could not be reached."


async def test_a_start_page_that_is_not_there_fails_with_the_reason(site: FileServer) -> None:
    record = await search(site, {}, path="/gone/")
    assert record.status.status == "failed"
    assert record.status.message == "The link leads nowhere: the page is not there any more."


async def test_nothing_found_says_what_was_looked_for(site: FileServer) -> None:
    record = await search(site, {"/": page()})
    assert record.status.status == "completed"
    assert (
        record.status.message == "Nothing was found on 1 page. Looked for: Minutes · 2024 · Board"
    )


async def test_a_browser_built_site_is_told(site: FileServer) -> None:
    shell = b"<div id=root></div><script src=a.js></script><script src=b.js></script>"
    record = await search(site, {"/": good(shell, "text/html")})
    assert any("builds its pages in the browser" in w for w in record.status.warnings)
