"""Websites and links that lead elsewhere, nowhere, or go away while they are searched."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from skop_desktop.engine import crawl as crawls
from skop_desktop.engine.fetcher import HttpFetcher
from skop_desktop.engine.guard import AddressGuard, NoSuchHost, looked_up
from tests.engine.sites import QUICK, errors, page, paths, pdf, robots, search, search_of, warned
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


@pytest.mark.parametrize(
    ("code", "has_network", "words", "may_pass"),
    [
        (socket.EAI_NONAME, True, "There is no website at this address.", False),
        (socket.EAI_AGAIN, True, "The website's name could not be looked up: the name", True),
        (socket.EAI_AGAIN, False, "This computer is not connected to a network.", True),
        # So says Windows where there is no network.
        (socket.EAI_NONAME, False, "This computer is not connected to a network.", True),
    ],
)
async def test_a_site_whose_name_leads_nowhere_is_told_apart_from_having_no_network(
    monkeypatch: pytest.MonkeyPatch,
    code: int,
    *,
    has_network: bool,
    words: str,
    may_pass: bool,
) -> None:
    def no_answer(*_: object, **__: object) -> None:
        raise socket.gaierror(code, "as a resolver says it")

    monkeypatch.setattr(socket, "getaddrinfo", no_answer)
    lookup = partial(looked_up, knows_way=lambda: has_network)
    guard = AddressGuard("http://no-such-town.invalid/", lookup)
    monkeypatch.setattr(crawls, "HttpFetcher", partial(HttpFetcher, guard=guard))
    record = await search_of("http://no-such-town.invalid/")
    assert record.status.status == "failed"
    assert (record.status.message or "").startswith(words)
    assert record.status.errors[0].is_recoverable is may_pass


class GoesDown:
    """A site that answers so many requests, and no more."""

    def __init__(self, answers: int) -> None:
        self._left = answers
        self._lock = threading.Lock()

    @property
    def is_up(self) -> bool:
        return self._left >= 0

    def __call__(self, answer: Answer) -> Answer:
        def maybe(exchange: Exchange) -> bool:
            with self._lock:
                self._left -= 1
                is_up = self.is_up
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


def large_site(most: int) -> tuple[dict[str, Answer], GoesDown]:
    """A site of 300 pages with a document each, that answers so many requests."""
    down = GoesDown(most)
    answers = {"/": page(*(f"/{n}/|Minutes {n}/2024" for n in range(300)))}
    for number in range(300):
        answers[f"/{number}/"] = page(f"/{number}.pdf|Board minutes {number}/2024")
        answers[f"/{number}.pdf"] = pdf(1_000 + number)
    return {path: down(answer) for path, answer in answers.items()}, down


class Names(AddressGuard):
    """Names that lead to this computer, as long as they are there."""

    def __init__(self, website: str, is_there: Callable[[], bool] = lambda: True) -> None:
        super().__init__(website)
        self._is_there = is_there

    async def allowed(self, host: str, port: int) -> Sequence[str]:  # noqa: ARG002 - its form
        if not self._is_there():
            raise NoSuchHost(f"{host} leads nowhere")
        return ["127.0.0.1"]


async def test_a_large_site_that_goes_down_is_not_asked_for_all_the_rest(site: FileServer) -> None:
    answers, _ = large_site(40)
    record = await search(site, answers)
    assert record.status.status == "completed"
    assert len(record.documents) > 5
    assert warned(record, "stopped answering")
    assert warned(record, "pages were not read")
    assert len(site.requests) < 100
    assert all(error.is_recoverable for error in record.status.errors)
    assert len(record.status.errors) <= 2


async def test_a_site_whose_name_vanishes_half_way_gives_what_was_found(
    site: FileServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers, down = large_site(40)
    names = Names(site.url("/"), lambda: down.is_up)
    monkeypatch.setattr(crawls, "HttpFetcher", partial(HttpFetcher, guard=names))
    record = await search(site, answers)
    assert record.status.status == "completed"
    assert len(record.documents) > 5
    assert warned(record, "stopped answering")
    assert "There is no website at this address." in {
        (error.error_message or "").partition(" So it was")[0] for error in record.status.errors
    }


async def test_a_site_that_is_silent_in_part_is_read_to_its_end(site: FileServer) -> None:
    answers, _ = large_site(0)
    answers["/"] = page(*(f"/{n}/|Minutes {n}/2024" for n in range(60)), "/x/|Weather")
    record = await search(site, answers | {"/x/": page(MINUTES), **FOUND})
    assert paths(record) == ["/a.pdf"]
    assert not warned(record, "stopped answering")


async def test_a_website_that_moved_to_another_domain_is_searched_there_and_that_is_told(
    site: FileServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = site.url("/", "old-town.example"), site.url("/welcome", "new-town.example")

    def answer(exchange: Exchange) -> bool:
        is_old = exchange.request.headers["host"].startswith("old-town")
        return (redirect(new) if is_old else page(MINUTES, "/closed/|Minutes"))(exchange)

    site.answers |= {"/": answer, "/welcome": answer, "/closed/": page(MINUTES), **FOUND}
    site.answers["/robots.txt"] = robots("User-agent: *\nDisallow: /closed/")
    monkeypatch.setattr(crawls, "HttpFetcher", partial(HttpFetcher, guard=Names(old)))
    record = await search_of(old)
    assert [document.url for document in record.documents] == [
        site.url("/a.pdf", "new-town.example")
    ]
    assert f"The website sends visitors on to {new}: that was searched." in record.status.warnings
    assert record.status.website == old
    assert "/closed/" not in site.asked()


async def test_a_page_that_leads_to_another_domain_is_not_followed(
    site: FileServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    start, away = site.url("/", "town.example"), site.url("/away/", "shop.example")
    site.answers |= {"/": page("/out/|Minutes 2024", MINUTES), "/out/": redirect(away), **FOUND}
    site.answers["/away/"] = page("/b.pdf|Board minutes 2024")
    monkeypatch.setattr(crawls, "HttpFetcher", partial(HttpFetcher, guard=Names(start)))
    record = await search_of(start)
    assert paths(record) == ["/a.pdf"]
    assert "/away/" not in site.asked()


@pytest.mark.parametrize("host", ["städtchen.example", "xn--stdtchen-1za.example"])
async def test_names_with_umlauts_are_asked_as_the_internet_spells_them(
    site: FileServer, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    start = site.url("/", host)
    links = [site.url("/a.pdf", "städtchen.example"), "http://\u2028.example/b.pdf", "/ü.pdf?q=ä"]
    site.answers |= {"/": page(*(f"{link}|Board minutes 2024" for link in links)), **FOUND}
    site.answers["/%C3%BC.pdf?q=%C3%A4"] = redirect("/ö.pdf".encode().decode("latin-1"))
    site.answers["/%C3%B6.pdf"] = pdf(77)
    monkeypatch.setattr(crawls, "HttpFetcher", partial(HttpFetcher, guard=Names(start)))
    record = await search_of(start)
    assert record.status.status == "completed"
    assert record.status.warnings == ()
    assert sorted(paths(record)) == ["/%C3%B6.pdf", "/a.pdf"]
    assert {request.headers["host"] for request in site.requests} == {
        f"xn--stdtchen-1za.example:{site.port}"
    }


async def test_a_document_host_that_refuses_to_tell_sizes_is_asked_for_one_byte(
    site: FileServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As stores of files do whose links are signed for one kind of request."""
    start, store = site.url("/", "town.example"), site.url("/b.pdf", "store.example")

    def stored(exchange: Exchange) -> bool:
        return (refusal(403) if "range" not in exchange.request.headers else good(b"%PDF-1.7"))(
            exchange
        )

    site.answers |= {"/": page(MINUTES), "/a.pdf": redirect(store), "/b.pdf": stored}
    monkeypatch.setattr(crawls, "HttpFetcher", partial(HttpFetcher, guard=Names(start)))
    record = await search_of(start)
    assert [document.url for document in record.documents] == [store]


async def test_documents_that_a_site_keeps_on_another_host_are_found(
    site: FileServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    start, store = site.url("/", "town.example"), site.url("/a.pdf", "files.example")
    site.answers |= {"/": page(f"{store}|Board minutes 2024"), **FOUND}
    monkeypatch.setattr(crawls, "HttpFetcher", partial(HttpFetcher, guard=Names(start)))
    record = await search_of(start)
    assert [document.url for document in record.documents] == [store]


_BEGINNINGS = ("http://", "http://", "https://", "//", "/", "?", "", "javascript:", "ftp://")
_PIECES = (
    *(
        "/",
        "?",
        "#",
        ":",
        "@",
        "[",
        "]",
        "[::1]",
        "%",
        "%zz",
        "%00",
        "\x01",
        "\t",
        " ",
        "é",
        "日本",
    ),
    *("\u2028", "\u202e", "a", "..", ";", "&", "=", ":0", ":99999", "xn--", "xn--a", "-", "_"),
    *("\\", "１２７", "{}", "|", "^", "`", "~", "*", "a/" * 20, "p" * 300, "2024-05-07"),
)
_ENDINGS = ("/x.pdf", ".doc", "", "/view?id=1", "/calendar/2024-01")
_links = st.builds(
    "{}{}{}".format,
    st.sampled_from(_BEGINNINGS),
    st.lists(st.sampled_from(_PIECES), max_size=4).map("".join),
    st.sampled_from(_ENDINGS),
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(_links, max_size=40), _links)
def test_any_links_can_stand_on_a_page(
    site: FileServer, monkeypatch: pytest.MonkeyPatch, links: list[str], target: str
) -> None:
    guard = Names(site.url("/"))
    monkeypatch.setattr(crawls, "HttpFetcher", partial(HttpFetcher, guard=guard))
    moved = redirect(target.encode().decode("latin-1").replace("\t", ""))
    entries = [f"{link}|Board minutes 2024" for link in (*links, "/moved/")]
    site.answers = {"/": page(*entries, MINUTES), "/moved/": moved, **FOUND}
    few = replace(QUICK, bounds=replace(QUICK.bounds, pages=3))
    record = asyncio.run(search(site, {}, manners=few))
    assert record.status.status == "completed"
    assert "/a.pdf" in paths(record)
