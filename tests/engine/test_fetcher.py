"""Asking a site within bounds."""

from __future__ import annotations

import asyncio
import gzip
import threading
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
import trustme
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from skop_desktop.engine.fetcher import Fault, FetchFailed, HttpFetcher
from skop_desktop.engine.pace import Pace, retry_after
from tests.engine.sites import LITTLE_PATIENCE, QUICK, Silent
from tests.support.file_server import Answer, Exchange, FileServer, good, raw, redirect, refusal
from tests.support.made_up import gzip_bomb
from tests.support.secure_server import SecureServer, presenting, trusting

PATIENCE = QUICK.patience
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
    """A page that comes one letter at a time, the first one with its head."""
    exchange.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\nx")
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
    site.answers["/"] = good(gzip_bomb(bytes(1_000_000), 300), "text/html", Content_Encoding="gzip")
    answer = await fetcher.get(site.url("/"), most_bytes=MOST)
    assert answer.is_cut
    assert len(answer.body) == MOST


async def test_a_page_that_drips_for_ever_is_left_with_what_came(
    site: FileServer, fetcher: HttpFetcher
) -> None:
    def begins(_: Mapping[str, str]) -> bool:
        fetcher._patience = LITTLE_PATIENCE  # not before: a head may be late for other reasons
        return True

    site.answers["/"] = dripping
    answer = await fetcher.get(site.url("/"), most_bytes=MOST, wants_body=begins)
    assert answer.is_cut
    assert set(answer.body) == {ord("x")}


async def test_a_site_that_says_nothing_is_given_up(site: FileServer, fetcher: HttpFetcher) -> None:
    site.answers["/"] = Silent()
    fetcher._patience = LITTLE_PATIENCE
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
    assert caught.value.fault in {Fault.NO_SUCH_HOST, Fault.LOOKUP_FAILED, Fault.NO_NETWORK}


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


@pytest.mark.parametrize(
    "answer",
    [
        raw(b"HTTP/1.1 200 OK\r\n" + b"X-Long: " + b"a" * 300_000 + b"\r\n\r\n"),
        raw(b"nonsense\r\n\r\n"),
        raw(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort"),
        raw(b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n"),
        raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"),
        raw(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n"),
        raw(b""),
    ],
    ids=["head", "nonsense", "short", "length", "chunks", "switch", "nothing"],
)
async def test_an_answer_that_is_no_http_is_told(
    site: FileServer, fetcher: HttpFetcher, answer: Answer
) -> None:
    site.answers["/"] = answer
    with pytest.raises(FetchFailed) as caught:
        await fetcher.get(site.url("/"), most_bytes=MOST)
    assert caught.value.words == "The site broke off its answer."


@given(st.binary(max_size=300), st.booleans())
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_bytes_in_place_of_an_answer_end_in_an_answer_or_in_words(
    data: bytes,
    with_head: bool,
) -> None:
    async def ask() -> None:
        with FileServer({"/": raw((b"HTTP/1.1 200 OK\r\n" if with_head else b"") + data)}) as site:
            pace = Pace(0, time.monotonic)
            async with HttpFetcher(site.url("/"), pace=pace, patience=PATIENCE) as fetcher:
                with suppress(FetchFailed):
                    await fetcher.get(site.url("/"), most_bytes=MOST)

    asyncio.run(ask())


async def test_connections_are_used_again(site: FileServer, fetcher: HttpFetcher) -> None:
    site.answers["/"] = good(b"here", "text/html")
    site.answers["/packed"] = good(gzip.compress(b"a" * 500), "text/html", Content_Encoding="gzip")
    for path in ("/", "/packed", "/", "/packed"):
        assert (await fetcher.get(site.url(path), most_bytes=MOST)).is_good
    assert (await fetcher.get(site.url("/packed"), most_bytes=MOST)).body == b"a" * 500


async def test_a_file_is_fetched_to_disk_and_cut_at_the_limit(
    site: FileServer, fetcher: HttpFetcher, tmp_path: Path
) -> None:
    site.answers["/a.pdf"] = good(b"%PDF" * 1_000)
    answer = await fetcher.fetch_to(site.url("/a.pdf"), tmp_path / "a", MOST)
    assert answer.is_good
    assert not answer.is_cut
    assert (tmp_path / "a").read_bytes() == b"%PDF" * 1_000
    assert (await fetcher.fetch_to(site.url("/a.pdf"), tmp_path / "b", 100)).is_cut


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is full")
async def test_a_full_disk_is_not_the_sites_fault(
    site: FileServer, fetcher: HttpFetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.answers["/a.pdf"] = good(b"%PDF" * 50_000)
    full = Path("/dev/full").open("wb", buffering=0)  # noqa: ASYNC230, SIM115 - fetch_to closes it
    monkeypatch.setattr(Path, "open", lambda *_: full)
    with pytest.raises(OSError, match="space"):
        await fetcher.fetch_to(site.url("/a.pdf"), Path("/dev/full"), 10 * MOST)


async def test_a_certificate_that_cannot_be_trusted_is_named() -> None:
    ours, theirs = trustme.CA(), trustme.CA()
    for certificate, words in (
        (theirs.issue_cert("localhost"), "nobody whom this computer trusts"),
        (ours.issue_cert("other.example"), "made out for another name"),
    ):
        with SecureServer(presenting(certificate)) as site:
            async with HttpFetcher(
                site.url("/"), pace=Pace(0, time.monotonic), patience=PATIENCE, tls=trusting(ours)
            ) as fetcher:
                with pytest.raises(FetchFailed) as caught:
                    await fetcher.head(site.url("/"))
        assert caught.value.fault is Fault.NOT_SECURE
        assert words in caught.value.words
    with SecureServer(presenting(ours.issue_cert("localhost")), {"/": good(b"here")}) as site:
        async with HttpFetcher(
            site.url("/"), pace=Pace(0, time.monotonic), patience=PATIENCE, tls=trusting(ours)
        ) as fetcher:
            assert (await fetcher.get(site.url("/"), most_bytes=MOST)).body == b"here"


async def test_a_site_that_gets_slower_is_asked_more_seldom() -> None:
    pace = Pace(1.0, lambda: 0.0)
    delays = []
    for seconds in (0.2, 4.0, 4.0, 4.0, 0.1, 0.1, 0.1, 0.1):
        pace.took("h", seconds, is_good=True)
        delays.append(pace._host("h").delay)
    assert delays[0] == 1.0
    assert delays[1:4] == sorted(delays[1:4])
    assert delays[3] > 3.0
    assert delays[-1] == 1.0
    pace.took("h", 5.0, is_good=False)
    slow = pace._host("h").delay
    pace.took("h", 0.1, is_good=False)
    assert pace._host("h").delay == slow
