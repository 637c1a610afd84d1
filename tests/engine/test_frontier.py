"""What waits in a frontier: given out the best first, kept over kills, bounded."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from skop_desktop.engine.found import Candidate, FoundLink, Visit
from skop_desktop.engine.frontier import Frontier
from skop_desktop.engine.manners import FrontierBounds
from skop_desktop.engine.pages import Link

BOUNDS = FrontierBounds()


@pytest.fixture
def frontier() -> Iterator[Frontier]:
    with closing(Frontier(None, BOUNDS)) as opened:
        yield opened


def candidate(path: str, score: float = 0.5, *, is_certain: bool = True) -> Candidate:
    link = Link(f"http://h/{path}", "Minutes", "A title", "Board – 2024", "12 March")
    found = FoundLink(link, "http://h/", "Board", is_certain, 2, "Home › Board")
    return Candidate(found, score, ("minutes ✓",), is_borderline=True)


def taken(frontier: Frontier) -> list[str]:
    """All that waits, in the order it is given out."""
    order = []
    while (visit := frontier.next()) is not None:
        order.append(visit.url)
    return order


def test_the_most_promising_page_is_first_and_of_equals_the_one_that_came_first(
    frontier: Frontier,
) -> None:
    for url, promise in (("a", 1.0), ("b", 3.0), ("c", 2.0), ("d", 3.0)):
        assert frontier.add(Visit(f"http://h/{url}", promise=promise))
    assert not frontier.add(Visit("http://h/a", promise=9.0))
    assert frontier.best == 3.0
    assert [url[-1] for url in taken(frontier)] == ["b", "d", "c", "a"]
    assert frontier.waiting == 0


def test_spellings_of_one_page_are_one(frontier: Frontier) -> None:
    assert frontier.add(Visit("http://www.h/board/"))
    for same in ("https://h/board", "http://h/board/index.html", "https://www.h/board/"):
        assert not frontier.add(Visit(same))
    assert frontier.add(Visit("http://h/board/?page=2"))
    assert taken(frontier)[0] == "http://www.h/board/"


def test_a_group_that_is_favoured_comes_before_what_promises_more(frontier: Frontier) -> None:
    frontier.add(Visit("http://h/a", promise=2.0, group="x"))
    frontier.add(Visit("http://h/b", promise=1.0, group="y"))
    frontier.favour("y", 1.5)
    frontier.add(Visit("http://h/c", promise=1.0, group="y"))
    assert [url[-1] for url in taken(frontier)] == ["b", "c", "a"]


def test_a_page_comes_back_as_it_went_in(frontier: Frontier) -> None:
    link = Link("http://h/a", "text", "title", "heading", "row")
    visit = Visit("http://h/a", 3, 1.5, 2, link, "http://h/", "Home", "g")
    frontier.add(visit)
    assert frontier.next() == visit
    frontier.again(visit._replace(attempt=3))
    assert frontier.next() == visit._replace(attempt=3)


def test_a_candidate_comes_back_as_it_went_in_with_the_better_of_two_scores(
    frontier: Frontier,
) -> None:
    assert frontier.add_candidate(candidate("a.pdf", 0.4))
    assert not frontier.add_candidate(candidate("a.pdf", 0.9))
    assert not frontier.add_candidate(candidate("a.pdf", 0.1))
    assert frontier.add_candidate(candidate("view?id=1", 0.5, is_certain=False))
    assert frontier.has_unsure_candidates
    assert frontier.waiting_candidates == 2
    assert frontier.next_candidate() == candidate("a.pdf", 0.9)
    assert not frontier.add_candidate(candidate("a.pdf", 1.0))
    frontier.candidate_done("http://h/a.pdf")
    assert frontier.next_candidate() == candidate("view?id=1", 0.5, is_certain=False)
    frontier.candidate_again(replace(candidate("view?id=1"), attempt=2))
    assert frontier.waiting_candidates == 1
    assert frontier.next_candidate() == replace(candidate("view?id=1"), attempt=2)
    assert frontier.next_candidate() is None


def test_what_was_given_out_and_is_not_done_is_given_out_again(tmp_path: Path) -> None:
    file = tmp_path / "crawls" / "job.sqlite"
    with closing(Frontier(file, BOUNDS)) as before:
        assert not before.is_resumed
        before.add(Visit("http://h/", promise=9.0, group="g"))
        before.favour("g", 0.5)
        start = before.next()
        assert start is not None
        pages = [Visit(f"http://h/{n}", 1, promise=n) for n in range(4)]
        documents = [candidate("a.pdf"), candidate("b.pdf"), candidate("a.pdf")]
        assert before.done(start, pages, documents) == 2
        before.keep_fact("learned/x", "1")
        before.next()
        before.next_candidate()
    with closing(Frontier(file, BOUNDS)) as after:
        assert after.is_resumed
        assert after.waiting == 4
        assert after.waiting_candidates == 2
        assert after.fact("learned/x") == "1"
        assert after.facts("learned/") == {"x": "1"}
        assert [url[-1] for url in taken(after)] == ["3", "2", "1", "0"]
        assert after.knows("http://h/")
        assert after.knows_candidate("http://h/a.pdf")


def test_a_step_that_fails_leaves_nothing(frontier: Frontier) -> None:
    frontier.add(Visit("http://h/", promise=1.0))
    with pytest.raises(ZeroDivisionError), frontier.together():  # noqa: PT012 - the step is what fails
        start = frontier.next()
        assert start is not None
        frontier.done(start, [Visit("http://h/a", 1)], [candidate("a.pdf")])
        frontier.keep_fact("x", "y")
        raise ZeroDivisionError
    assert frontier.fact("x") is None
    assert frontier.waiting_candidates == 0
    assert taken(frontier) == ["http://h/"]
    assert frontier.add(Visit("http://h/a", 1))


def test_traps_calendars_and_endless_pages_are_kept_away_and_counted(frontier: Frontier) -> None:
    start = Visit("http://h/")
    frontier.add(start)
    leaves = [Visit(f"http://h/calendar/{year}-05", 1) for year in range(2000, 2400)]
    lists = [Visit(f"http://h/list?page={n}", 1) for n in range(1_000)]
    traps = [Visit("http://h/a/b/a/b/a/b/a/b", 1), Visit("http://h/deep", 1_000)]
    frontier.done(start, leaves + lists + traps)
    frontier.done(start, leaves + lists + traps)
    read = BOUNDS.calendar_leaves + BOUNDS.queries_of_one_pattern
    assert frontier.waiting - 1 == read
    assert frontier.left_out == len(leaves + lists + traps) - read


def test_a_broken_file_is_begun_anew(tmp_path: Path) -> None:
    file = tmp_path / "job.sqlite"
    file.write_bytes(b"no database at all" * 1_000)
    with closing(Frontier(file, BOUNDS)) as frontier:
        assert not frontier.is_resumed
        assert frontier.add(Visit("http://h/"))


def test_what_is_remembered_of_a_large_site_is_bounded(
    frontier: Frontier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("skop_desktop.engine.frontier._MOST_REMEMBERED", 50)
    for number in range(500):
        assert frontier.add(Visit(f"http://h/{number % 9}/{number}", group=f"{number % 9}"))
        assert len(frontier._seen) + len(frontier._unseen) <= 100
    assert frontier.waiting == 500
    assert not frontier.add(Visit("http://h/3/3"))


_CHILD = """
import asyncio, sys
from pathlib import Path
from tests.engine.test_frontier import BOUNDS, candidate, children
from skop_desktop.engine.found import Visit
from skop_desktop.engine.frontier import Frontier

left = int(sys.argv[2])

def tell(line):
    global left
    print(line, flush=True)
    left -= 1
    if not left:
        sys.stdin.read()

async def work():
    frontier = Frontier(Path(sys.argv[1]), BOUNDS)
    frontier.add(Visit("http://h/0", promise=1.0))
    while (visit := frontier.next()) is not None:
        pages, documents = children(visit.url)
        frontier.done(visit, pages, documents)
        while (found := frontier.next_candidate()) is not None:
            frontier.candidate_done(found.url)
            tell(found.url)
        tell(visit.url)
        await asyncio.sleep(0)
    frontier.close()
    tell("end")

asyncio.run(work())
"""
SITE = 1_500
AHEAD = 100
"""Lines that the child may be ahead of its killer, who may be held up: the site must not end."""


def children(url: str) -> tuple[list[Visit], list[Candidate]]:
    """What the page at ``url`` of a made-up site links to; all of it hangs on ``/0``."""
    at = int(url.rpartition("/")[2])
    pages = [Visit(f"http://h/{n}", 1) for n in (at * 2 + 1, at * 2 + 2) if n < SITE]
    return pages, [candidate(f"{at}.pdf")] if at % 3 == 0 else []


def test_no_page_and_no_candidate_is_lost_over_kills(tmp_path: Path) -> None:
    file = tmp_path / "job.sqlite"
    chance = random.Random(4)  # noqa: S311 - when to kill is no secret
    seen: list[str] = []
    kills = 0
    while "end" not in seen:
        more = chance.randint(50, 900) if kills < 3 else 10**9
        child = subprocess.Popen(
            [sys.executable, "-c", _CHILD, str(file), str(more + AHEAD)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert child.stdin is not None
        assert child.stdout is not None
        wanted = len(seen) + more
        for line in child.stdout:
            seen.append(line.strip())
            if len(seen) >= wanted:
                child.send_signal(signal.SIGKILL)
                break
        seen += [line.strip() for line in child.stdout]
        child.wait()
        child.stdin.close()
        child.stdout.close()
        kills += child.returncode != 0
    assert kills == 3
    pages = {url for url in seen if not url.endswith((".pdf", "end"))}
    documents = {url for url in seen if url.endswith(".pdf")}
    assert len(pages) == SITE
    assert len(documents) == SITE // 3
    with closing(Frontier(file, BOUNDS)) as frontier:
        assert frontier.waiting == frontier.waiting_candidates == 0
        (answer,) = frontier._db.execute("PRAGMA integrity_check").fetchone()
        assert answer == "ok"
