"""Small websites on loopback, and searches of them."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from skop_desktop.api.models import CreateJobRequest, ExtractedDocument, ScrapeParameters
from skop_desktop.engine.crawl import crawl
from skop_desktop.engine.fetcher import Answer as Fetched
from skop_desktop.engine.fetcher import HttpFetcher
from skop_desktop.engine.journal import JobRecord, Journal
from skop_desktop.engine.manners import Manners
from skop_desktop.engine.pace import Pace
from tests.support.file_server import Answer, Exchange, FileServer, good

QUICK = Manners(delay=0.0, patience=30.0)
"""No pause between requests, but time for each answer: a busy computer is no silent site."""
LITTLE_PATIENCE = 0.4
PROMPT = "Board meeting minutes from 2024"


def now() -> datetime:
    return datetime.now(UTC)


def page(
    *links: str, title: str = "Board minutes", heading: str = "2024", more: str = ""
) -> Answer:
    """A page of links: "address" or "address|text"."""
    entries = []
    for link in links:
        address, _, text = link.partition("|")
        entries.append(f'<li><a href="{address}">{text or address}</a></li>')
    html = (
        f"<!DOCTYPE html><html><head><title>{title}</title></head><body><h1>{title}</h1>"
        f"<h2>{heading}</h2><ul>{''.join(entries)}</ul>{more}</body></html>"
    )
    return good(html.encode(), "text/html; charset=utf-8")


def pdf(size: int = 1_000) -> Answer:
    """A PDF by its headers. ``size``: bytes it says it has."""

    def answer(exchange: Exchange) -> bool:
        exchange.send_head(
            200,
            {"Content-Type": "application/pdf", "Content-Length": str(size), "Connection": "close"},
        )
        return False

    return answer


class Silent:
    """Takes the request and says nothing until the site is closed."""

    def __init__(self) -> None:
        self.is_waiting = threading.Event()

    def __call__(self, exchange: Exchange) -> bool:
        self.is_waiting.set()
        pause = threading.Event()
        while not exchange.is_over():
            pause.wait(0.02)
        return False


class Impatient(HttpFetcher):
    """Gives up what lies at ``path`` soon, and waits for every other answer."""

    def __init__(self, website: str, *, pace: Pace, patience: float, path: str) -> None:
        super().__init__(website, pace=pace, patience=patience)
        self._path = path
        self._soon = HttpFetcher(website, pace=pace, patience=LITTLE_PATIENCE)

    async def _asked(self, url: str, wish: Any) -> Fetched:  # noqa: ANN401 - as it is handed on
        if urlsplit(url).path == self._path:
            return await self._soon._asked(url, wish)
        return await super()._asked(url, wish)


class TimeLimit:
    """The time limit of a search, in the hands of the test. ``seconds``: what was asked for."""

    def __init__(self) -> None:
        self.seconds: float | None = None
        self._limit: asyncio.Timeout | None = None

    def timeout(self, seconds: float | None) -> asyncio.Timeout:
        """Stands in for ``asyncio.timeout``: ends when it is told to, or is over already."""
        self.seconds = seconds
        is_over = seconds is not None and seconds <= 0
        self._limit = asyncio.timeout(0 if is_over else None)
        return self._limit

    def is_up(self) -> None:
        """The time is over now."""
        assert self._limit is not None
        self._limit.reschedule(asyncio.get_running_loop().time())


async def until(condition: Callable[[], object]) -> None:
    """Wait until ``condition`` holds; the test's own time limit is the only one."""
    while not condition():  # noqa: ASYNC110 - no event crosses over from the server's thread
        await asyncio.sleep(0.005)


def robots(text: str) -> Answer:
    return good(text.encode(), "text/plain")


def order(website: str, prompt: str = PROMPT, **parameters: object) -> CreateJobRequest:
    return CreateJobRequest(
        website=website, prompt=prompt, parameters=ScrapeParameters.model_validate(parameters)
    )


async def search(
    site: FileServer,
    answers: Mapping[str, Answer],
    *,
    path: str = "/",
    prompt: str = PROMPT,
    manners: Manners = QUICK,
    **parameters: object,
) -> JobRecord:
    """A whole search of ``site`` with these answers."""
    site.answers.update(answers)
    journal = Journal("job_test", order(site.url(path), prompt, **parameters), now)
    await crawl(journal, manners, now)
    return journal.record()


async def search_of(website: str, prompt: str = PROMPT) -> JobRecord:
    """A whole search of a website at any address."""
    journal = Journal("job_test", order(website, prompt), now)
    await crawl(journal, QUICK, now)
    return journal.record()


def warned(record: JobRecord, words: str) -> bool:
    """Whether a warning holds these words."""
    return any(words in warning for warning in record.status.warnings)


def paths(record: JobRecord) -> list[str]:
    """The paths of the documents found."""
    return [_path(document) for document in record.documents]


def errors(record: JobRecord) -> list[tuple[str, str]]:
    """Agent and words of each error."""
    return [(e.agent_name or "", e.error_message or "") for e in record.status.errors]


def _path(document: ExtractedDocument) -> str:
    return "/" + (document.url or "").split("/", 3)[3]
