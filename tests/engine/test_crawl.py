"""Whole searches of real websites on loopback."""

from __future__ import annotations

import asyncio
import gzip
import time
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from skop_desktop.api.models import AGENTS
from skop_desktop.engine.crawl import crawl
from skop_desktop.engine.journal import Journal
from skop_desktop.engine.manners import Manners
from skop_desktop.engine.place import CrawlPlace
from tests.engine.sites import (
    QUICK,
    Silent,
    TimeLimit,
    errors,
    now,
    order,
    page,
    paths,
    pdf,
    robots,
    search,
    until,
)
from tests.support.file_server import (
    Exchange,
    FileServer,
    good,
    in_turn,
    redirect,
    refusal,
)


async def test_documents_are_found_over_several_pages(site: FileServer) -> None:
    record = await search(
        site,
        {
            "/": page("/2024/|Minutes 2024", "/contact/|Contact", heading=""),
            "/2024/": page("/files/a.pdf|Minutes May 7", "/files/b.pdf|Agenda May 7"),
            "/contact/": page("https://elsewhere.example/|Elsewhere"),
            "/files/a.pdf": pdf(2_300_000),
        },
    )
    (document,) = record.documents
    assert document.url == site.url("/files/a.pdf")
    assert document.source_page == site.url("/2024/")
    assert document.document_type == "pdf"
    assert document.file_size_mb == 2.3
    assert document.name == "Minutes May 7"
    assert document.reasons == ("minutes ✓", "2024 ✓", "Board ✓")
    status = record.status
    assert (status.status, status.progress, status.is_active) == ("completed", 100, False)
    assert status.agents_completed == AGENTS
    assert status.current_agent is None
    assert status.total_pages_crawled == 3
    assert status.message == "Found 1 document on 3 pages."
    results = record.results()
    assert (results.success_rate, results.cost, results.is_partial) == (1.0, 0.0, None)
    assert results.total_documents_downloaded == 1


async def test_the_most_promising_page_is_read_first(site: FileServer) -> None:
    await search(
        site,
        {
            "/": page("/contact/|Contact", "/2019/|Minutes 2019", "/2024/|Minutes 2024"),
            "/contact/": page(),
            "/2019/": page(),
            "/2024/": page(),
        },
        manners=replace(QUICK, in_flight=1),
    )
    asked = [request.path for request in site.requests if request.path not in _RULES]
    assert asked == ["/", "/2024/", "/2019/", "/contact/"]


_RULES = {"/robots.txt", "/sitemap.xml"}


async def test_robots_are_obeyed_and_what_they_close_is_told(site: FileServer) -> None:
    record = await search(
        site,
        {
            "/robots.txt": robots("User-agent: *\nDisallow: /closed/"),
            "/": page("/closed/a.pdf|Minutes 2024", "/closed/|Minutes", "/b.pdf|Minutes 2024"),
            "/b.pdf": pdf(),
        },
    )
    assert paths(record) == ["/b.pdf"]
    assert not any(path.startswith("/closed") for path in site.asked())
    assert any("robots.txt" in warning for warning in record.status.warnings)


async def test_a_site_whose_rules_cannot_be_read_is_not_searched(site: FileServer) -> None:
    record = await search(site, {"/robots.txt": refusal(500), "/": page()})
    assert record.status.status == "failed"
    assert errors(record) == [
        (
            "coordinator",
            "The site has a problem: it could not say which pages programs may read.",
        )
    ]
    assert site.asked()["/"] == 0


async def test_a_start_page_closed_by_robots_fails_with_the_reason(site: FileServer) -> None:
    record = await search(site, {"/robots.txt": robots("User-agent: *\nDisallow: /")})
    assert record.status.status == "failed"
    assert "robots.txt" in (record.status.message or "")


async def test_pages_of_the_sitemap_are_read_and_its_documents_come_last(site: FileServer) -> None:
    entries = "".join(
        f"<url><loc>{site.url(path)}</loc></url>" for path in ("/hidden/", "/minutes-2024.pdf")
    )
    index = f"<sitemapindex><sitemap><loc>{site.url('/s.xml.gz')}</loc></sitemap></sitemapindex>"
    record = await search(
        site,
        {
            "/robots.txt": robots(f"Sitemap: {site.url('/index.xml')}"),
            "/index.xml": good(index.encode(), "text/xml"),
            "/s.xml.gz": good(gzip.compress(f"<urlset>{entries}".encode()), "application/gzip"),
            "/": page(),
            "/hidden/": page("/a.pdf|Minutes May 2024"),
            "/a.pdf": pdf(),
            "/minutes-2024.pdf": pdf(),
        },
    )
    assert paths(record) == ["/a.pdf", "/minutes-2024.pdf"]


async def test_documents_without_an_ending_are_found_by_their_headers(site: FileServer) -> None:
    named = good(b"%PDF", Content_Disposition='inline; filename="minutes-2024.pdf"')
    record = await search(
        site,
        {
            "/": page(
                "/documents/view?id=1|Minutes 2024", "/plain|Minutes 2024", "/view?id=2|2024"
            ),
            "/documents/view?id=1": named,
            "/plain": named,
            "/view?id=2": page("/deep.pdf|Minutes May 2024"),
            "/deep.pdf": pdf(),
        },
    )
    assert sorted(paths(record)) == ["/deep.pdf", "/documents/view?id=1", "/plain"]
    assert record.status.errors == ()


async def test_a_site_that_refuses_to_tell_sizes_is_asked_for_one_byte(site: FileServer) -> None:
    record = await search(
        site,
        {
            "/": page("/a.pdf|Minutes 2024"),
            "/a.pdf": in_turn(
                refusal(405), good(b"%", Content_Range="bytes 0-0/1500000", Content_Length="1")
            ),
        },
    )
    assert record.documents[0].file_size_mb == 1.5
    assert site.requests[-1].headers["range"] == "bytes=0-0"


async def test_a_document_over_the_limit_is_a_warning(site: FileServer) -> None:
    record = await search(
        site,
        {"/": page("/a.pdf|Minutes of all of 2024"), "/a.pdf": pdf(3_000_000)},
        max_file_size_mb=2,
    )
    assert record.documents == ()
    (warning,) = record.status.warnings
    assert "Minutes of all of 2024" in warning
    assert "more than the limit of 2 MB" in warning
    assert record.results().success_rate == 0


async def test_a_file_under_two_links_is_one_document(site: FileServer) -> None:
    same = {"ETag": '"5d41402abc4b2a76b9719d911017c592"'}
    record = await search(
        site,
        {
            "/": page(
                "/a.pdf|Minutes May 2024",
                "/a.pdf#page=2|Minutes",
                "/moved.pdf|Minutes May 2024",
                "/copy.pdf|Minutes May 2024",
            ),
            "/a.pdf": good(b"%PDF", **same),
            "/copy.pdf": good(b"%PDF", **same),
            "/moved.pdf": redirect("/a.pdf"),
        },
    )
    assert len(record.documents) == 1
    assert record.status.total_documents_found == 1


async def test_files_of_one_length_that_were_uploaded_together_are_not_one_document(
    site: FileServer,
) -> None:
    by_time_and_size = {"ETag": '"65f1a2b3-4"'}
    record = await search(
        site,
        {
            "/": page("/a.pdf|Minutes May 7, 2024", "/b.pdf|Minutes June 4, 2024"),
            "/a.pdf": good(b"%PDF", **by_time_and_size),
            "/b.pdf": good(b"%PDF", **by_time_and_size),
        },
    )
    assert len(record.documents) == 2


async def test_only_the_page_itself_is_read_when_asked(site: FileServer) -> None:
    record = await search(
        site,
        {
            "/start/": page("/a.pdf|Minutes 2024", "/more/|Minutes archive"),
            "/more/": page("/b.pdf|Minutes 2024"),
            "/a.pdf": pdf(),
        },
        path="/start/",
        single_page=True,
    )
    assert paths(record) == ["/a.pdf"]
    assert set(site.asked()) == {"/robots.txt", "/start/", "/a.pdf"}


async def test_documents_under_the_threshold_are_left_out_unasked(site: FileServer) -> None:
    record = await search(
        site,
        {"/": page("/a.pdf|Agenda 2024", "/b.pdf|Minutes 2024"), "/b.pdf": pdf()},
        confidence_threshold=0.7,
    )
    assert paths(record) == ["/b.pdf"]
    assert site.asked()["/a.pdf"] == 0


async def test_the_default_threshold_leaves_out_agendas_beside_minutes(site: FileServer) -> None:
    record = await search(
        site, {"/": page("/a.pdf|Agenda 2024", "/b.pdf|Minutes 2024"), "/b.pdf": pdf()}
    )
    assert paths(record) == ["/b.pdf"]


async def test_the_time_limit_ends_a_search_with_a_warning_and_what_was_found(
    site: FileServer, time_limit: TimeLimit
) -> None:
    slow = Silent()
    site.answers |= {
        "/": page("/a.pdf|Minutes 2024", "/slow/|Minutes"),
        "/a.pdf": pdf(),
        "/slow/": slow,
    }
    journal = Journal("job_test", order(site.url("/"), timeout=60), now)
    async with asyncio.TaskGroup() as group:
        group.create_task(crawl(journal, QUICK, now))
        await until(lambda: slow.is_waiting.is_set() and journal.documents)
        time_limit.is_up()
    assert 0 < (time_limit.seconds or 0) <= 60
    record = journal.record()
    assert record.status.status == "completed"
    assert paths(record) == ["/a.pdf"]
    assert any("time limit" in warning for warning in record.status.warnings)


async def test_a_search_that_is_gone_on_with_after_its_time_ends_with_what_was_found(
    site: FileServer, tmp_path: Path, time_limit: TimeLimit
) -> None:
    """The clock goes on by a minute while the document is checked."""
    later, slow = [0], Silent()

    def answer(exchange: Exchange) -> bool:
        later.append(60)
        return pdf()(exchange)

    def clock() -> datetime:
        return now() + timedelta(seconds=max(later))

    site.answers |= {"/": page("/a.pdf|Minutes 2024", "/slow/|Minutes")}
    site.answers |= {"/a.pdf": answer, "/slow/": slow}
    request = order(site.url("/"), timeout=60)
    place = CrawlPlace(tmp_path / "notes.sqlite")
    first, again = (Journal("job_test", request, clock) for _ in range(2))
    async with asyncio.TaskGroup() as group:
        group.create_task(crawl(first, QUICK, clock, place))
        await until(lambda: slow.is_waiting.is_set() and first.documents)
        time_limit.is_up()
    await crawl(again, QUICK, clock, place)
    assert (time_limit.seconds or 0) < 0
    for record in (first.record(), again.record()):
        assert record.status.status == "completed"
        assert record.status.message == "Found 1 document on 1 page."
        assert paths(record) == ["/a.pdf"]
        assert any("time limit" in warning for warning in record.status.warnings)


async def test_progress_and_agents_are_told_truthfully_while_it_runs(site: FileServer) -> None:
    slow = Silent()
    site.answers |= {
        "/": page("/slow/|Minutes", "/a.pdf|Minutes 2024"),
        "/slow/": slow,
        "/a.pdf": pdf(),
    }
    journal = Journal("job_test", order(site.url("/")), now)
    assert journal.record().status.progress is None
    async with asyncio.TaskGroup() as group:
        search = group.create_task(crawl(journal, Manners(delay=0, patience=30), now))
        await until(lambda: slow.is_waiting.is_set() and journal.documents)
        # Told in tenths of a percent: a quick start has not yet used one of them.
        await until(lambda: journal.record().status.progress)
        record = journal.record()
        assert record.status.status == "in_progress"
        assert record.status.is_active
        assert record.status.has_partial_results
        assert record.status.message == "Looking for: Minutes · 2024 · Board"
        assert record.status.agents_completed == ("coordinator",)
        assert record.status.current_agent in AGENTS
        assert record.status.progress is not None
        assert 0 < record.status.progress < 100
        assert record.status.estimated_completion is not None
        assert record.results().is_partial
        search.cancel()


async def test_requests_to_a_host_keep_their_distance(site: FileServer) -> None:
    begin = time.monotonic()
    await search(
        site,
        {"/": page("/a/|Minutes", "/b/|Minutes"), "/a/": page(), "/b/": page()},
        manners=replace(QUICK, delay=0.1),
    )
    assert time.monotonic() - begin >= 0.1 * (len(site.requests) - 1)
    assert all("SkopDesktop" in r.headers["user-agent"] for r in site.requests)
