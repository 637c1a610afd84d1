"""The engine's crawl of a site of 2,000 pages against breadth-first and against Scrapy.

``packaging/dev.py benchmark tests/benchmarks/test_engine_crawl.py``
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Final

import pytest

from tests.benchmarks import engine_site, scrapy_peer
from tests.benchmarks.engine_program import Job, as_installed, engine
from tests.benchmarks.engine_site import GrownSite, grown_site

pytestmark = [pytest.mark.benchmark, pytest.mark.timeout(1800)]

ROUNDS: Final = 3
STARTS: Final = 5
QUICKER: Final = 4.0
MOST_MEMORY: Final = 120.0
FOUND_EARLY: Final = 0.9
EARLY: Final = 0.25
START_WITHIN: Final = 1.0
START_WITHIN_PEERS: Final = 2.2
"""For a machine that is busy with other things: times what the web framework alone takes."""
_PEER: Final = [sys.executable, "-c", "import pydantic, starlette.applications, uvicorn"]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GrownSite]:
    engine_site.require()
    with grown_site(tmp_path_factory.mktemp("grown")) as served:
        yield served


@pytest.mark.parametrize("with_sitemap", [True, False])
def test_most_relevant_documents_are_found_early_and_all_at_the_end(
    tmp_path: Path, *, with_sitemap: bool
) -> None:
    engine_site.require()
    with grown_site(tmp_path, with_sitemap=with_sitemap) as site:
        with engine(tmp_path / "data") as program:
            job = program.search(f"{site.address}/", site.prompt)
        needed = site.pages_until(site.breadth_first())
        read = site.pages_asked()
    early = site.shown_by(read[: int(needed * EARLY)])
    told = "with" if with_sitemap else "without"
    _say(
        f"{told} a sitemap: breadth-first needs {needed:,} pages for all {len(site.relevant)} "
        f"relevant documents; ours show {early:.0%} after {int(needed * EARLY):,} pages, "
        f"90 % after {_count(site, read, 0.9)}, all after {_count(site, read, 1.0)}; "
        f"{len(read):,} pages read in all"
    )
    found = {site.path_of(document["url"]) for document in job.results["documents"]}
    missing = sorted(site.relevant - found)
    _say(f"in the list at the end: {len(site.relevant) - len(missing)} of {len(site.relevant)}")
    assert early >= FOUND_EARLY
    assert not missing, missing
    assert not any(path.startswith("/internal/") for path in site.asked())


def _count(site: GrownSite, read: list[str], share: float) -> str:
    try:
        return f"{site.pages_until(read, share):,}"
    except AssertionError:
        return "(never)"


def test_four_times_the_pages_a_cpu_second_that_scrapy_reads_in_little_memory(
    site: GrownSite, tmp_path: Path
) -> None:
    scrapy_peer.require()
    ours: list[Job] = []
    theirs: list[scrapy_peer.Crawl] = []
    for turn in range(ROUNDS):
        theirs.append(scrapy_peer.crawl(site.address, tmp_path / f"scrapy-{turn}"))
        with engine(tmp_path / f"data-{turn}") as program:
            ours.append(program.search(f"{site.address}/", site.prompt))
    rate = median(job.pages / job.cpu for job in ours)
    peers = median(crawl.pages / crawl.cpu for crawl in theirs)
    peak = max(job.peak for job in ours)
    _say(
        f"pages a CPU second: {rate:,.0f} ({ours[0].pages:,} pages, {ours[0].wall:.1f} s), "
        f"Scrapy {peers:,.0f} ({theirs[0].pages:,} pages): {rate / peers:.1f} times; "
        f"memory {peak:.0f} MB, Scrapy {max(crawl.peak for crawl in theirs):.0f} MB"
    )
    assert min(job.pages for job in ours) >= 0.9 * theirs[0].pages, "not the same work"
    assert rate / peers >= QUICKER
    assert peak <= MOST_MEMORY


def test_the_engine_answers_a_second_after_it_was_started(tmp_path: Path) -> None:
    """After one start that is not counted: it may have to compile the modules."""
    ours, peers = [], []
    for turn in range(STARTS + 1):
        begun = time.perf_counter()
        subprocess.run(_PEER, check=True, env=as_installed())
        peers.append(time.perf_counter() - begun)
        with engine(tmp_path / str(turn)) as program:
            ours.append(program.started)
    took, theirs = median(ours[1:]), median(peers[1:])
    _say(
        f"start to first answer: {took:.2f} s (best {min(ours):.2f}); "
        f"importing its web framework alone: {theirs:.2f} s (ratio {took / theirs:.2f})"
    )
    assert took <= max(START_WITHIN, START_WITHIN_PEERS * theirs)


def _say(line: str) -> None:
    sys.stdout.write(f"\n{line}\n")
