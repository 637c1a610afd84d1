"""The sample website over real HTTP: what works, and the faults it has on purpose."""

import asyncio
import json
import socket
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urldefrag, urljoin

import httpx
import pytest
import uvicorn
from selectolax.lexbor import LexborHTMLParser
from starlette.types import Receive, Scope, Send

from skop_desktop import local_engine
from skop_desktop.engine.sample_site_server import (
    SAMPLE_PROMPT,
    SampleSite,
    create_sample_site,
)

FOLDER = Path(__file__).parents[2] / "resources" / "sample_site"
MISSING = "/files/board/minutes/2024/2024-07-09-board-minutes-corrected.pdf"
TOO_LARGE = "/files/media/council-video-transcripts.pdf"
NEVER = "/archive/microfilm/"


@dataclass
class FirstVisit:
    """When the first request reached the site, and when the site was done with it."""

    began: asyncio.Event = field(default_factory=asyncio.Event)
    ended: asyncio.Event = field(default_factory=asyncio.Event)


@asynccontextmanager
async def served(site: SampleSite, visit: FirstVisit | None = None) -> AsyncIterator[str]:
    """The site on a free port; yields its address."""
    visit = visit or FirstVisit()

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or visit.began.is_set():
            await site(scope, receive, send)
            return
        visit.began.set()
        await site(scope, receive, send)
        visit.ended.set()

    # The protocol is named because asyncio turns Nagle's waiting (40 ms) off only where it is.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.bind(("127.0.0.1", 0))
    listening.listen()
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="on"))
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        site.close()
        server.should_exit = True
        await serving


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with (
        served(create_sample_site(FOLDER, pace=0)) as base,
        httpx.AsyncClient(base_url=base, timeout=20) as http,
    ):
        yield http


def links(page: httpx.Response) -> Iterator[str]:
    for anchor in LexborHTMLParser(page.text).css("a[href]"):
        yield urldefrag(urljoin(str(page.url), anchor.attributes["href"] or "")).url


async def test_a_walk_over_all_links_meets_every_document_and_only_the_faults_that_are_meant(
    client: httpx.AsyncClient,
) -> None:
    start = str(client.base_url)
    seen, waiting = {start}, [start]
    pages, documents, refused = 0, set(), set()
    while waiting:
        url = waiting.pop()
        if url.endswith((NEVER, TOO_LARGE)):
            continue
        answer = await client.get(url)
        if answer.status_code != httpx.codes.OK:
            refused.add((answer.status_code, answer.url.path))
        elif not answer.headers["content-type"].startswith("text/html"):
            documents.add(str(answer.url))
        else:
            pages += 1
            fresh = {link for link in links(answer) if link.startswith(start)} - seen
            seen |= fresh
            waiting += fresh
    assert refused == {
        (401, "/staff/"),
        (401, "/staff/closed-session-minutes-2024-06-18.pdf"),
        (404, MISSING),
    }
    assert pages >= 25
    assert len(documents) >= 60
    assert any(url.endswith(TOO_LARGE) for url in seen)
    assert any(url.endswith(NEVER) for url in seen)


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/files/parks/20240501.txt", "text/plain; charset=utf-8"),
        ("/files/board/packets/2024-04-packet.pdf", "application/pdf"),
        (
            "/files/finance/budgets/budget-2024-figures.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        (
            "/files/library/library-minutes-april-2024.docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
    ],
)
async def test_a_file_comes_whole_with_its_type_size_and_marks(
    client: httpx.AsyncClient, path: str, media_type: str
) -> None:
    head, got = await client.head(path), await client.get(path)
    stored = FOLDER / "www" / (path.strip("/") or "index.html")
    assert got.content == stored.read_bytes()
    for answer in (head, got):
        assert answer.headers["content-type"] == media_type
        assert int(answer.headers["content-length"]) == stored.stat().st_size
        assert answer.headers["last-modified"].endswith("GMT")
    assert head.headers["etag"] == got.headers["etag"]
    again = await client.get(path, headers={"If-None-Match": got.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


async def test_a_part_of_a_file_can_be_asked_for(client: httpx.AsyncClient) -> None:
    path = "/files/board/packets/2024-04-packet.pdf"
    whole = await client.get(path)
    wanted = {"Range": "bytes=100-", "If-Range": whole.headers["etag"]}
    rest = await client.get(path, headers=wanted)
    assert rest.status_code == httpx.codes.PARTIAL_CONTENT
    assert rest.content == whole.content[100:]


async def test_a_link_without_an_ending_says_in_its_headers_what_it_is(
    client: httpx.AsyncClient,
) -> None:
    answer = await client.get("/documents/view?id=17")
    assert answer.headers["content-type"] == "application/pdf"
    assert 'filename="water-quality-report-2024.pdf"' in answer.headers["content-disposition"]
    assert answer.content.startswith(b"%PDF-")
    unknown = await client.get("/documents/view?id=99")
    assert unknown.status_code == httpx.codes.NOT_FOUND


async def test_one_document_is_linked_under_two_addresses(client: httpx.AsyncClient) -> None:
    by_number = await client.get("/documents/view?id=11")
    by_name = await client.get("/files/center/annual-town-meeting-minutes-2024.pdf")
    assert by_number.content == by_name.content
    assert by_number.headers["etag"] == by_name.headers["etag"]
    assert str(by_number.url) in list(links(await client.get("/board/minutes/2024/")))
    assert str(by_name.url) in list(links(await client.get("/board/minutes/")))


async def test_the_german_page_links_names_with_umlauts_percent_encoded(
    client: httpx.AsyncClient,
) -> None:
    page = await client.get("/sister-town/kleinm%C3%BChlbr%C3%BCck/")
    founding = next(link for link in links(page) if "urkunde" in link)
    assert founding.endswith("/Gr%C3%BCndungsurkunde.pdf")
    assert (await client.get(founding)).content.startswith(b"%PDF-")
    taken_apart = await client.get("/files/sister-town/Gru%CC%88ndungsurkunde.pdf")
    assert taken_apart.status_code == httpx.codes.OK


async def test_robots_and_sitemap_name_the_address_that_was_asked(
    client: httpx.AsyncClient,
) -> None:
    start = str(client.base_url)
    robots = (await client.get("/robots.txt")).text
    assert f"Sitemap: {start}sitemap.xml" in robots or f"Sitemap: {start}/sitemap.xml" in robots
    assert "Disallow: /internal/" in robots
    sitemap = (await client.get("/sitemap.xml")).text
    assert "/archive/charter-review-2023/" in sitemap
    assert "/internal/" not in sitemap
    assert "invalid" not in sitemap


async def test_the_staff_pages_ask_for_a_sign_in(client: httpx.AsyncClient) -> None:
    answer = await client.get("/staff/closed-session-minutes-2024-06-18.pdf")
    assert answer.status_code == httpx.codes.UNAUTHORIZED
    assert 'type="password"' in answer.text


async def test_the_large_file_declares_its_size_and_is_made_while_it_is_sent(
    client: httpx.AsyncClient,
) -> None:
    size = json.loads((FOLDER / "site.json").read_text("utf-8"))["streamed"][TOO_LARGE]
    head = await client.head(TOO_LARGE)
    assert int(head.headers["content-length"]) == size > 100 * 2**20
    assert head.headers["content-type"] == "application/pdf"
    async with client.stream("GET", TOO_LARGE) as answer:
        received, end = 0, b""
        async for part in answer.aiter_raw():
            received += len(part)
            end = (end + part)[-16:]
    assert received == size
    assert end.endswith(b"%%EOF\n")


async def test_the_page_that_never_answers_lets_the_server_shut_down() -> None:
    site, visit = create_sample_site(FOLDER, pace=0), FirstVisit()
    async with httpx.AsyncClient(timeout=30) as http:
        async with served(site, visit) as base:
            asked = asyncio.create_task(http.get(f"{base}{NEVER}"))
            await visit.began.wait()
            assert (await http.get(base)).status_code == httpx.codes.OK
            assert not asked.done()
        assert (await asked).status_code == httpx.codes.SERVICE_UNAVAILABLE


async def test_a_client_that_gives_up_on_the_silent_page_leaves_nothing_behind() -> None:
    site, visit = create_sample_site(FOLDER, pace=0), FirstVisit()
    before = asyncio.all_tasks()
    async with served(site, visit) as base:
        async with httpx.AsyncClient() as http:
            with pytest.raises(httpx.ReadTimeout):
                await http.get(f"{base}{NEVER}", timeout=httpx.Timeout(20, read=0.2))
        async with asyncio.timeout(20):
            await visit.ended.wait()
    assert asyncio.all_tasks() <= before


@pytest.mark.parametrize(
    "path", ["/../site.json", "/%2e%2e/site.json", "/..%2Fsite.json", "//../site.json", "/..\\x"]
)
async def test_nothing_outside_the_site_can_be_asked_for(path: str) -> None:
    async with served(create_sample_site(FOLDER, pace=0)) as base:
        host, _, port = base.removeprefix("http://").partition(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        answer = await reader.read()
        writer.close()
        await writer.wait_closed()
    assert answer.startswith(b"HTTP/1.1 404 ")
    assert b"never_answers" not in answer


async def test_a_page_takes_its_time() -> None:
    async with served(create_sample_site(FOLDER, pace=1)) as base, httpx.AsyncClient() as http:
        before = time.monotonic()
        await http.get(f"{base}/about/")
        slow = time.monotonic() - before
    assert slow > 0.15


async def test_only_reading_is_allowed(client: httpx.AsyncClient) -> None:
    answer = await client.post("/", json={})
    assert answer.status_code == httpx.codes.METHOD_NOT_ALLOWED
    assert answer.headers["allow"] in {"GET, HEAD", "HEAD, GET"}


def test_the_app_asks_for_what_the_site_was_written_for() -> None:
    # The app may not import the engine, so the words stand in both.
    assert local_engine.SAMPLE_PROMPT == SAMPLE_PROMPT
