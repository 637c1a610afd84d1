"""How soon the engine stops a search, and how much memory a site of 50,000 pages takes.

``packaging/dev.py benchmark tests/benchmarks/test_engine_service.py``
"""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

from tests.benchmarks.engine_program import engine, memory_of

pytestmark = [pytest.mark.benchmark, pytest.mark.timeout(1800)]

PROMPT: Final = "Board minutes from 2024"
CANCELS: Final = 60
CANCEL_WITHIN: Final = 0.2
PAGES: Final = 50_000
MOST_MEMORY: Final = 120.0
MOST_GROWTH: Final = 20.0


@contextmanager
def endless_site(pages: int) -> Iterator[str]:
    """The website's address, served by a process of its own."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.endless_site", str(pages)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
        process.terminate()


def test_a_search_is_stopped_at_once_at_any_moment(tmp_path: Path) -> None:
    """At random moments of searches that read pages of 5 MB, over real connections."""
    chance = random.Random(4)  # noqa: S311 - the same moments in each run
    took = []
    with endless_site(PAGES) as site, engine(tmp_path) as program:
        for number in range(CANCELS):
            start = "/huge/" if number % 2 else "/"
            order = {"website": f"{site}{start}", "prompt": PROMPT}
            job_id = program.client.post("/scrape/", json=order).raise_for_status().json()["job_id"]
            time.sleep(chance.uniform(0, 1.5))
            begin = time.perf_counter()
            said = program.client.delete(f"/scrape/{job_id}").raise_for_status().json()
            took.append(time.perf_counter() - begin)
            assert said["status"] == "cancelled"
    took.sort()
    p99 = took[int(len(took) * 0.99)]
    print(  # noqa: T201 - what was measured
        f"{CANCELS} cancels: median {took[len(took) // 2] * 1000:.0f} ms, p99 {p99 * 1000:.0f} ms"
    )
    assert p99 < CANCEL_WITHIN


def test_memory_stays_flat_over_a_site_of_fifty_thousand_pages(tmp_path: Path) -> None:
    seen: list[tuple[int, float]] = []
    with endless_site(PAGES) as site, engine(tmp_path) as program:
        order = {"website": f"{site}/", "prompt": PROMPT, "parameters": {"timeout": 3600}}
        job_id = program.client.post("/scrape/", json=order).raise_for_status().json()["job_id"]
        while True:
            status = program.client.get(f"/scrape/status/{job_id}").raise_for_status().json()
            seen.append((status["total_pages_crawled"], memory_of(program.pid, "VmRSS")))
            if not status["is_active"]:
                break
            time.sleep(0.2)
        begin = time.perf_counter()
        results = program.client.get(f"/scrape/results/{job_id}").raise_for_status()
        answered = time.perf_counter() - begin
    pages = seen[-1][0]
    early = max(memory for at, memory in seen if at <= pages / 5)
    peak = max(memory for _, memory in seen)
    print(  # noqa: T201 - what was measured
        f"{pages:,} pages, {len(results.json()['documents']):,} documents "
        f"({len(results.content) / 1e6:.1f} MB in {answered:.2f} s): {early:.0f} MB after a fifth, "
        f"{peak:.0f} MB at most. {status['message']} {status.get('warnings')}"
    )
    assert peak < MOST_MEMORY
    assert peak - early < MOST_GROWTH
