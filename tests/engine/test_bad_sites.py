"""Websites and prompts that go wrong, each whole: a clear word, and whatever was found."""

from __future__ import annotations

import asyncio
import gzip
import threading
import time
from dataclasses import replace
from itertools import pairwise

import pytest

from skop_desktop.engine.crawl import crawl
from skop_desktop.engine.journal import Journal
from skop_desktop.engine.pages import read_page
from skop_desktop.engine.record import JobRecord
from tests.engine.sites import QUICK, errors, now, order, page, paths, pdf, robots, search
from tests.support.file_server import (
    Answer,
    Exchange,
    FileServer,
    good,
    hang_up,
    redirect,
    refusal,
)

FOUND = {"/a.pdf": pdf()}
MINUTES = "/a.pdf|Board minutes 2024"


async def search_of(website: str, prompt: str = "Board meeting minutes from 2024") -> JobRecord:
    journal = Journal("job_test", order(website, prompt), now)
    await crawl(journal, QUICK, now)
    return journal.record()


def warned(record: JobRecord, words: str) -> bool:
    return any(words in warning for warning in record.status.warnings)


async def test_a_site_that_does_not_exist_is_told() -> None:
    record = await search_of("http://no-such-town.invalid/")
    assert record.status.status == "failed"
    assert record.status.message == "There is no website at this address."
    assert record.status.errors[0].is_recoverable is False


@pytest.mark.parametrize("website", ["http://a..example/", "http://a b/"])
async def test_an_address_that_cannot_be_asked_is_told(website: str) -> None:
    record = await search_of(website)
    assert record.status.status == "failed"
    assert record.status.message
    assert record.status.message[0].isupper()


class GoesDown:
    """A site that answers so many requests, and no more."""

    def __init__(self, answers: int) -> None:
        self._left = answers
        self._lock = threading.Lock()

    def __call__(self, answer: Answer) -> Answer:
        def maybe(exchange: Exchange) -> bool:
            with self._lock:
                self._left -= 1
                is_up = self._left >= 0
            return answer(exchange) if is_up else hang_up(exchange)

        return maybe


async def test_a_site_that_goes_down_half_way_gives_what_was_found(site: FileServer) -> None:
    down = GoesDown(12)
    answers = {"/": page(*(f"/{n}/|Minutes {n}/2024" for n in range(1, 20)))}
    for number in range(1, 20):
        answers[f"/{number}/"] = page(f"/{number}.pdf|Board minutes {number}/2024")
        answers[f"/{number}.pdf"] = pdf(1_000 + number)
    record = await search(site, {path: down(answer) for path, answer in answers.items()})
    assert record.status.status == "completed"
    assert 0 < len(record.documents) < 19
    assert all(error.is_recoverable for error in record.status.errors)
    assert len(record.status.errors) <= 3
    assert any("more pages" in words for _, words in errors(record))


async def test_a_site_that_refuses_everything_is_told(site: FileServer) -> None:
    no = refusal(403)
    record = await search(site, {"/robots.txt": no, "/": no})
    assert record.status.status == "failed"
    assert "sign-in" in (record.status.message or "")


async def test_a_site_behind_a_sign_in_is_told(site: FileServer) -> None:
    form = good(
        b"<title>Sign in</title><h1>Please sign in</h1>"
        b"<form method=post><input name=u><input type=password name=p></form>",
        "text/html",
    )
    record = await search(site, {"/": redirect("/login?next=home"), "/login?next=home": form})
    assert ("navigator", "The page asks for a sign-in.") in errors(record)
    assert site.asked()["/login?next=home"] == 1


async def test_forms_are_never_sent(site: FileServer) -> None:
    html = b"<form action='/find'><input name=q value=minutes></form><form method=post action='/p'>"
    await search(site, {"/": good(html, "text/html")})
    assert not {"/find", "/p"} & set(site.asked())


async def test_a_page_in_a_japanese_encoding_is_read(site: FileServer) -> None:
    html = (
        '<meta charset="euc-jp"><title>議事録</title><a href="/a.pdf">Board minutes 2024 理事会</a>'
    )
    record = await search(site, {"/": good(html.encode("euc-jp"), "text/html"), **FOUND})
    assert [document.name for document in record.documents] == ["Board minutes 2024 理事会"]


async def test_a_page_that_lies_about_its_encoding_is_read(site: FileServer) -> None:
    html = '<meta charset="utf-8"><a href="/a.pdf">Minutes of the “Café” board 2024</a>'
    record = await search(site, {"/": good(html.encode("windows-1252"), "text/html"), **FOUND})
    (document,) = record.documents
    assert document.name == "Minutes of the “Café” board 2024"


@pytest.mark.parametrize(
    ("prompt", "link"),
    [
        ("Protokolle der Gemeinderatssitzungen 2024", "Protokoll Gemeinderat 24. Februar 2024"),
        ("Procès-verbaux du conseil municipal 2024", "Procès-verbal conseil municipal 3 mai 2024"),
        ("Actas del ayuntamiento de 2024", "Acta de la sesión del ayuntamiento 26 de enero 2024"),
    ],
)
async def test_a_prompt_in_another_language_is_understood(
    site: FileServer, prompt: str, link: str
) -> None:
    record = await search(
        site, {"/": page(f"/a.pdf|{link}", title="", heading=""), **FOUND}, prompt=prompt
    )
    assert paths(record) == ["/a.pdf"]
    assert "Minutes" in (record.status.understood or "")
    assert record.documents[0].confidence_score is not None
    assert record.documents[0].confidence_score > 0.5


@pytest.mark.parametrize(
    "prompt", ["asdf qwer zxcv", "!!!???...---", "🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂", "\x00" * 10, "a" * 500]
)
async def test_a_prompt_of_nonsense_ends_with_what_was_looked_for(
    site: FileServer, prompt: str
) -> None:
    record = await search(site, {"/": page(MINUTES), **FOUND}, prompt=prompt)
    assert record.status.status == "completed"
    assert record.status.understood
    assert record.status.message


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


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(endless(START, b" " * 65_536, 200_000_000), id="200 MB"),
        pytest.param(endless(START, b"<a href='/x/%d'>m</a>" * 4_000, 10**12), id="without end"),
        pytest.param(
            good(gzip.compress(START + b"<p>" * 66_000_000), "text/html", Content_Encoding="gzip"),
            id="packed",
        ),
        pytest.param(
            good(START + b"".join(b"<a href=/%d/>m</a>" % n for n in range(200_000)), "text/html"),
            id="links",
        ),
        pytest.param(good(START + b"<div>" * 500_000, "text/html"), id="depth"),
    ],
)
async def test_a_page_without_measure_is_read_in_part(site: FileServer, answer: Answer) -> None:
    few = replace(QUICK, patience=5.0, bounds=replace(QUICK.bounds, pages=3))
    record = await search(site, {"/": answer, **FOUND}, manners=few)
    assert paths(record) == ["/a.pdf"]
    assert warned(record, "in part")


async def test_nothing_holds_the_others_up_while_a_page_of_five_megabytes_is_read(
    site: FileServer,
) -> None:
    links = b"".join(
        b"<li><a href=/h%d/x>Minutes %d</a> <a href=/d/%d.pdf>Minutes 2024</a>" % (n, n, n)
        for n in range(60_000)
    )
    site.answers["/"] = good(START + links, "text/html")
    journal = Journal("job_test", order(site.url("/")), now)
    task = asyncio.create_task(crawl(journal, replace(QUICK, patience=20), now))
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


async def test_a_page_that_drips_for_ever_is_given_up(site: FileServer) -> None:
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
    bomb = gzip.compress(b"<urlset>" + entry + b" " * 300_000_000)
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


async def test_a_site_that_changes_its_sessions_is_read_once(site: FileServer) -> None:
    answers = {}
    for number in range(40):
        answers[f"/list;jsessionid={number}"] = page(
            f"/list;jsessionid={number + 1}|Minutes", f"/?sid={number}|Minutes", MINUTES
        )
    answers["/list"] = page("/list;jsessionid=1|Minutes", MINUTES)
    record = await search(site, {"/": page("/list;jsessionid=0|Minutes"), **answers, **FOUND})
    assert paths(record) == ["/a.pdf"]
    assert (record.status.total_pages_crawled or 0) <= 3


async def test_what_is_told_while_it_runs_never_runs_backwards(site: FileServer) -> None:
    answers = {"/": page(*(f"/{n}/|Minutes {n}/2024" for n in range(30)))}
    for number in range(30):
        answers[f"/{number}/"] = page(f"/{number}.pdf|Minutes {number % 12 + 1}/2024")
        answers[f"/{number}.pdf"] = pdf(1_000 + number)
    site.answers |= answers
    journal = Journal("job_test", order(site.url("/")), now)
    task = asyncio.create_task(crawl(journal, replace(QUICK, delay=0.004), now))
    seen = []
    while not task.done():
        at = now()
        seen.append((at, journal.record().status))
        await asyncio.sleep(0.01)
    progress = [status.progress for _, status in seen if status.progress is not None]
    assert progress == sorted(progress)
    assert len(set(progress)) > 5
    left = [
        (status.estimated_completion - at).total_seconds()
        for at, status in seen
        if status.estimated_completion is not None and status.is_active
    ]
    assert all(later <= earlier + 0.01 for earlier, later in pairwise(left))
    found = [status.total_documents_found or 0 for _, status in seen]
    assert found == sorted(found)
    agents = [status.current_agent for _, status in seen if status.current_agent]
    assert set(agents) >= {"navigator", "scraper"}
    assert journal.record().status.progress == 100
