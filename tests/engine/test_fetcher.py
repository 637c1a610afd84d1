"""Asking a site within bounds."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from skop_desktop.engine.fetcher import Fault, FetchFailed, HttpFetcher
from skop_desktop.engine.pace import Pace, retry_after
from tests.engine.sites import Silent
from tests.support.file_server import Exchange, FileServer, good, redirect, refusal

PATIENCE = 0.4
MOST = 100_000


@pytest.fixture
async def fetcher(site: FileServer) -> AsyncIterator[HttpFetcher]:
    pace = Pace(0, time.monotonic)
    async with HttpFetcher(site.url("/"), pace=pace, patience=PATIENCE) as fetcher:
        yield fetcher


def endless(exchange: Exchange) -> bool:
    """A page without end."""
    exchange.send_head(200, {"Content-Type": "text/html"})
    while not exchange.is_over():
        exchange.send(b"<p>more</p>" * 1000)
    return False


def dripping(exchange: Exchange) -> bool:
    """A page that comes one letter at a time."""
    exchange.send_head(200, {"Content-Type": "text/html"})
    pause = threading.Event()
    while not exchange.is_over():
        exchange.send(b"x")
        pause.wait(0.05)
    return False


async def test_a_page_without_end_is_left_at_the_limit(
    site: FileServer, fetcher: HttpFetcher
) -> None:
    site.answers["/"] = endless
    answer = await fetcher.get(site.url("/"), most_bytes=MOST)
    assert answer.is_cut
    assert len(answer.body) == MOST


async def test_a_packed_flood_is_left_at_the_limit(site: FileServer, fetcher: HttpFetcher) -> None:
    site.answers["/"] = good(
        gzip.compress(b"\0" * 300_000_000, 1), "text/html", Content_Encoding="gzip"
    )
    answer = await fetcher.get(site.url("/"), most_bytes=MOST)
    assert answer.is_cut
    assert len(answer.body) == MOST


@pytest.mark.parametrize("answer", [Silent(), dripping], ids=["silent", "dripping"])
async def test_an_answer_that_does_not_end_is_given_up(
    site: FileServer, fetcher: HttpFetcher, answer: Silent
) -> None:
    site.answers["/"] = answer
    with pytest.raises(FetchFailed) as caught:
        await fetcher.get(site.url("/"), most_bytes=MOST)
    assert caught.value.fault is Fault.TIMEOUT
    assert caught.value.words == "The page took longer than 0.4 seconds to answer."
    assert caught.value.is_recoverable


async def test_a_body_that_is_not_wanted_is_not_read(
    site: FileServer, fetcher: HttpFetcher
) -> None:
    site.answers["/"] = endless
    answer = await fetcher.get(site.url("/"), most_bytes=MOST, wants_body=lambda _: False)
    assert answer.body == b""
    assert answer.content_type == "text/html"


async def test_a_redirect_within_the_site_is_followed_and_one_out_of_it_is_not(
    site: FileServer, fetcher: HttpFetcher
) -> None:
    site.answers |= {
        "/a": redirect("/b"),
        "/b": good(b"here", "text/html"),
        "/c": redirect("http://elsewhere.example/d"),
        "/round": redirect("/round"),
    }
    assert (await fetcher.get(site.url("/a"), most_bytes=MOST)).url == site.url("/b")
    left = await fetcher.head(site.url("/c"))
    assert left.left_for == "http://elsewhere.example/d"
    with pytest.raises(FetchFailed) as caught:
        await fetcher.head(site.url("/round"))
    assert caught.value.fault is Fault.REDIRECTS


@pytest.mark.parametrize("encoding", ["br", "gzip"])
async def test_a_body_that_cannot_be_unpacked_is_told(
    site: FileServer, fetcher: HttpFetcher, encoding: str
) -> None:
    site.answers["/"] = good(b"nonsense", "text/html", Content_Encoding=encoding)
    with pytest.raises(FetchFailed) as caught:
        await fetcher.get(site.url("/"), most_bytes=MOST)
    assert caught.value.fault is Fault.UNREADABLE


async def test_a_host_that_does_not_exist_is_told(fetcher: HttpFetcher) -> None:
    with pytest.raises(FetchFailed) as caught:
        await fetcher.head("http://no-such-host.invalid/")
    assert caught.value.words == "There is no website at this address."


async def test_a_host_is_left_alone_for_as_long_as_it_asks(
    site: FileServer, fetcher: HttpFetcher
) -> None:
    site.answers["/"] = refusal(429, Retry_After="1")
    begin = time.monotonic()
    await fetcher.head(site.url("/"))
    await fetcher.head(site.url("/other"))
    assert time.monotonic() - begin >= 1


def test_the_time_to_wait_is_read_as_seconds_and_as_a_date() -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    assert retry_after({"retry-after": "7"}) == 7
    assert 20 < (retry_after({"retry-after": soon}) or 0) <= 30
    assert retry_after({"retry-after": "Sun, 06 Nov 1994 08:49:37 GMT"}) == 0
    for nonsense in ("", "soon", "-3", "١٢", "1e9"):
        assert retry_after({"retry-after": nonsense}) is None
