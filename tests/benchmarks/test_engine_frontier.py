"""How much memory the pages of a site take that wait for their turn.

``packaging/dev.py benchmark tests/benchmarks/test_engine_frontier.py``
"""

from __future__ import annotations

import tracemalloc
from contextlib import closing
from pathlib import Path
from typing import Final

import pytest

from skop_desktop.engine.found import Candidate, FoundLink, Visit
from skop_desktop.engine.frontier import Frontier
from skop_desktop.engine.manners import FrontierBounds
from skop_desktop.engine.pages import Link

pytestmark = pytest.mark.benchmark

ROUNDS: Final = 6
VISITS: Final = 1_000
LINKS: Final = 5
MOST_GROWTH: Final = 200_000
"""Bytes, of the last 5,000 pages."""


def candidate(path: str) -> Candidate:
    link = Link(f"http://h/{path}", "Minutes", "A title", "Board – 2024", "12 March")
    found = FoundLink(link, "http://h/", "Board", is_certain=True, depth=2, trail="Home")
    return Candidate(found, 0.5, ("minutes ✓",), is_borderline=True)


def test_memory_does_not_grow_with_the_site(tmp_path: Path) -> None:
    bounds = FrontierBounds(pages=10**6, pages_of_one_pattern=10**6)
    with closing(Frontier(tmp_path / "job.sqlite", bounds)) as frontier, frontier.together():
        frontier.add(Visit("http://h/start"))
        tracemalloc.start()
        try:
            sizes = []
            for turn in range(ROUNDS):
                for number in range(VISITS):
                    visit = frontier.next()
                    assert visit is not None
                    at = (turn * VISITS + number) * LINKS
                    pages = [Visit(f"http://h/{at + n}", 1, group=f"g{n}") for n in range(LINKS)]
                    frontier.done(visit, pages, [candidate(f"{at}.pdf")])
                sizes.append(tracemalloc.get_traced_memory()[0])
        finally:
            tracemalloc.stop()
    print("traced bytes:", ", ".join(f"{size:,}" for size in sizes))  # noqa: T201 - the figures
    assert frontier.waiting == ROUNDS * VISITS * (LINKS - 1) + 1
    assert sizes[-1] - sizes[-2] < MOST_GROWTH
