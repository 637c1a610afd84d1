"""The engine's service and app inside the test's own process."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

import httpx
from pydantic import SecretStr

from skop_desktop.engine.crawl import crawl
from skop_desktop.engine.gate import Gate
from skop_desktop.engine.manners import Manners
from skop_desktop.engine.server import create_app
from skop_desktop.engine.service import Crawl, JobService
from skop_desktop.engine.store import JobStore
from tests.engine.sites import QUICK, now

KEY = "sk-test"
PORT = 4711
ADDRESS = f"http://127.0.0.1:{PORT}"


@asynccontextmanager
async def service_in(
    folder: Path, manners: Manners = QUICK, load: Callable[[], Crawl] = lambda: crawl
) -> AsyncIterator[JobService]:
    """A service with its store in ``folder``."""
    with closing(JobStore(folder / "jobs.sqlite")) as store:
        service = JobService(store, now, load, manners, folder=folder)
        await service.resume()
        try:
            yield service
        finally:
            await service.close()


@asynccontextmanager
async def client_of(
    service: JobService, *, key: str | None = KEY, address: str = ADDRESS
) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the app around ``service``; no network between them."""
    app = Gate(create_app(service), key=SecretStr(KEY), port=PORT)
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app, raise_app_exceptions=False),
        base_url=address,
        headers={"Authorization": f"Bearer {key}"} if key else {},
    ) as client:
        yield client


async def told(
    client: httpx.AsyncClient, path: str, wanted: Callable[[dict[str, Any]], object]
) -> dict[str, Any]:
    """The answer to ``path`` once it is as ``wanted``."""
    while True:
        said: dict[str, Any] = (await client.get(path)).json()
        if wanted(said):
            return said
        await asyncio.sleep(0.005)


async def ended(client: httpx.AsyncClient, job_id: str) -> dict[str, Any]:
    """The status of the job once it has ended."""
    return await told(client, f"/scrape/status/{job_id}", lambda said: not said["is_active"])
