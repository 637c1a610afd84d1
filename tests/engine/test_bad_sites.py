"""Websites and prompts that go wrong, each whole: a clear word, and whatever was found."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from skop_desktop.api.models import CreateJobRequest, JobStatusResponse
from skop_desktop.engine.crawl import crawl
from skop_desktop.engine.journal import Journal
from tests.engine.sites import QUICK, errors, now, order, page, paths, pdf, search, search_of
from tests.support.file_server import (
    FileServer,
    good,
    redirect,
    refusal,
)

FOUND = {"/a.pdf": pdf()}
MINUTES = "/a.pdf|Board minutes 2024"


@pytest.mark.parametrize("website", ["http://a..example/", "http://a b/"])
async def test_an_address_that_cannot_be_asked_is_told(website: str) -> None:
    record = await search_of(website)
    assert record.status.status == "failed"
    assert record.status.message
    assert record.status.message[0].isupper()


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


class Watched(Journal):
    """Told by a clock that goes on with the steps alone, and read before and after each."""

    def __init__(self, request: CreateJobRequest) -> None:
        self.seen: list[tuple[datetime, JobStatusResponse]] = []
        self._time = now()
        super().__init__("job_test", request, lambda: self._time)

    def measure(self, done: int, waiting: int) -> None:
        self._time += timedelta(seconds=0.01)
        self._see()
        super().measure(done, waiting)
        self._see()

    def _see(self) -> None:
        self.seen.append((self._time, self.record().status))


async def test_what_is_told_while_it_runs_never_runs_backwards(site: FileServer) -> None:
    answers = {"/": page(*(f"/{n}/|Minutes {n}/2024" for n in range(30)))}
    for number in range(30):
        answers[f"/{number}/"] = page(f"/{number}.pdf|Minutes {number % 12 + 1}/2024")
        answers[f"/{number}.pdf"] = pdf(1_000 + number)
    site.answers |= answers
    journal = Watched(order(site.url("/")))
    await crawl(journal, QUICK, now)
    progress = [status.progress for _, status in journal.seen if status.progress is not None]
    assert progress == sorted(progress)
    assert len(set(progress)) > 5
    left = [
        (status.estimated_completion - at).total_seconds()
        for at, status in journal.seen
        if status.estimated_completion is not None
    ]
    assert all(later <= earlier + 1e-5 for earlier, later in pairwise(left))
    found = [status.total_documents_found or 0 for _, status in journal.seen]
    assert found == sorted(found)
    agents = [status.current_agent for _, status in journal.seen if status.current_agent]
    assert set(agents) >= {"navigator", "scraper"}
    assert journal.record().status.progress == 100
