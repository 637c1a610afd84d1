"""``python -m tests.benchmarks.httpx_loop LIST FOLDER AT_ONCE``: what httpx alone takes.

Fetches and writes, and nothing of what makes a download safe. Prints the seconds without the start
of Python: our transfers run in a process that is there already.
"""

from __future__ import annotations

import asyncio
import sys
import time
from pathlib import Path

import httpx


async def _fetch_all(links: list[str], into: Path, at_once: int) -> None:
    turns = asyncio.Semaphore(at_once)
    async with httpx.AsyncClient() as client, asyncio.TaskGroup() as tasks:

        async def fetch(link: str) -> None:
            async with turns, client.stream("GET", link) as response:
                with (into / link.rpartition("/")[2]).open("wb") as file:
                    async for chunk in response.aiter_bytes():
                        file.write(chunk)

        for link in links:
            tasks.create_task(fetch(link))


def main(listed: str, into: str, at_once: str) -> None:
    """Fetches each link of ``listed``."""
    links = Path(listed).read_text().split()
    begun = time.perf_counter()
    asyncio.run(_fetch_all(links, Path(into), int(at_once)))
    sys.stdout.write(f"{time.perf_counter() - begun}")


if __name__ == "__main__":
    main(*sys.argv[1:])
