"""An engine that is killed at any moment goes on at its next start, and ends where it would have.

Real processes, a real website, real files. Needs ``fork``.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.engine.sites import PROMPT, Silent, page, pdf
from tests.support.file_server import Answer, Exchange, FileServer, redirect, refusal

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="lives are forked")

KEY = "sk-of-this-run"
KILLS = 10
SECTIONS = 7


class Lives:
    """Starts engines on one folder, one after the other."""

    def __init__(self, process: subprocess.Popen[str], folder: Path) -> None:
        self._process = process
        self._folder = folder
        self.client = httpx.Client(trust_env=False)

    def _line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    @contextmanager
    def one(self) -> Iterator[Callable[[], None]]:
        """A life; gives what kills it. It is killed at the end in any case."""
        order = ["--data-folder", str(self._folder), "--delay", "0.01"]
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        first = [self._line(), self._line()]  # two processes, in any order
        said = json.loads(next(line for line in first if line.startswith("{")))
        number = int(next(line for line in first if not line.startswith("{")))
        is_over = False

        def kill() -> None:
            nonlocal is_over
            if not is_over:
                is_over = True
                os.kill(number, signal.SIGKILL)
                while self._line() != "over":
                    pass

        with httpx.Client(
            base_url=f"http://127.0.0.1:{said['port']}",
            headers={"Authorization": f"Bearer {KEY}"},
            trust_env=False,
        ) as self.client:
            try:
                yield kill
            finally:
                kill()

    def ask(self, path: str) -> dict[str, Any]:
        answer: dict[str, Any] = self.client.get(path).raise_for_status().json()
        return answer

    def create(self, site: FileServer) -> str:
        order = {"website": site.url("/"), "prompt": PROMPT}
        answer = self.client.post("/scrape/", json=order).raise_for_status()
        return str(answer.json()["job_id"])

    def ended(self, job_id: str) -> dict[str, Any]:
        """The results once the job has ended."""
        while self.ask(f"/scrape/status/{job_id}")["is_active"]:
            time.sleep(0.01)
        return self.ask(f"/scrape/results/{job_id}")


@pytest.fixture(scope="module")
def parent() -> Iterator[subprocess.Popen[str]]:
    """What all the lives are forked from: its imports take longer than a life."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.support.engine_lives"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "SKOP_ENGINE_KEY": KEY},
    ) as process:
        yield process


@pytest.fixture
def start(parent: subprocess.Popen[str], tmp_path: Path) -> Callable[[str], Lives]:
    return lambda name: Lives(parent, tmp_path / name)


@pytest.fixture
def town(site: FileServer) -> FileServer:
    """A site with sections, twins, dead links, a sign-in, and documents of all sorts."""
    gone = refusal(404, Connection="close")
    sections = [f"/boards/{chr(97 + n)}/" for n in range(SECTIONS)]
    site.answers["/"] = page(*(f"{path}|Board minutes {path[-2]}" for path in sections))
    for number, path in enumerate(sections):
        site.answers[path] = page(
            *(f"{path}{month:02}.pdf|Board minutes {month}/2024" for month in range(1, 7)),
            f"{path}moved.pdf|Board minutes moved 2024",
            f"{path}lost.pdf|Board minutes lost 2024",
            f"{path}gone/|Minutes gone",
            f"{path}staff/|Minutes staff",
            f"{sections[number - 1]}|Minutes before",
        )
        for month in range(1, 7):
            site.answers[f"{path}{month:02}.pdf"] = pdf(1_000 * month + number)
        site.answers[f"{path}moved.pdf"] = redirect(f"{path}01.pdf", Connection="close")
        site.answers[f"{path}staff/"] = refusal(403, Connection="close")
        site.answers[f"{path}gone/"] = site.answers[f"{path}lost.pdf"] = gone
    return site


class Portions:
    """Answers so many requests of a life. The next ones wait until that life is over."""

    def __init__(self) -> None:
        self._left = 0
        self._life = 0
        self._changed = threading.Condition()
        self.is_used_up = threading.Event()

    def begin(self, most: int) -> None:
        """A new life begins."""
        with self._changed:
            self._left = most
            self._life += 1
            self.is_used_up.clear()
            self._changed.notify_all()

    def __call__(self, answer: Answer) -> Answer:
        """``answer``, as far as the portion goes."""

        def portion(exchange: Exchange) -> bool:
            with self._changed:
                life = self._life
                self._left -= 1
                is_too_many = self._left < 0
                if is_too_many:
                    self.is_used_up.set()
                while is_too_many and self._life == life and not exchange.is_over():
                    self._changed.wait(0.05)
            return False if is_too_many else answer(exchange)

        return portion


def noted(notes: Path, copy: Path) -> tuple[int, int]:
    """Pages read and documents found, as a search has noted them on disk so far."""
    for ending in ("", "-wal"):
        shutil.copyfile(f"{notes}{ending}", f"{copy}{ending}")
    with closing(sqlite3.connect(copy)) as file:
        said = file.execute("SELECT value FROM fact WHERE name = 'journal/counts'").fetchone()
    counts = json.loads(said[0]) if said else {}
    return counts.get("pages", 0), counts.get("found", 0)


def told(status: dict[str, Any]) -> tuple[int, int]:
    """The same as the engine tells it."""
    return status["total_pages_crawled"], status["total_documents_found"]


def outcome(results: dict[str, Any]) -> dict[str, Any]:
    """What must not depend on how often the engine was killed."""
    return {
        "status": results["status"],
        "message": results["message"],
        "documents": sorted(
            (d["url"], d["name"], d["source_page"], d["confidence_score"], d["file_size_mb"])
            for d in results["documents"]
        ),
        "found": results["total_documents_found"],
        "verified": results["total_documents_downloaded"],
        "pages": results["total_pages_crawled"],
        "errors": sorted(
            (e["agent_name"], e["error_type"], e["error_message"]) for e in results["errors"]
        ),
        "warnings": sorted(results["warnings"]),
        "agents": results["metadata"]["agents_completed"],
    }


def test_a_search_ends_as_if_the_engine_had_never_been_killed(
    town: FileServer, start: Callable[[str], Lives], tmp_path: Path
) -> None:
    chance = random.Random(4)  # noqa: S311 - no secret: the same moments in each run
    undisturbed = start("undisturbed")
    with undisturbed.one():
        expected = outcome(undisturbed.ended(undisturbed.create(town)))
    asked_at_least = len(town.requests)
    assert expected["message"] == f"Found {6 * SECTIONS} documents on {SECTIONS + 1} pages."

    whole, portions = dict(town.answers), Portions()
    town.answers = {path: portions(answer) for path, answer in whole.items()}
    lives = start("killed")
    job_id = ""
    for number in range(1, KILLS + 1):
        # All together less than the site has: each kill comes amid the search.
        portions.begin(chance.randint(4, 10))
        with lives.one() as kill:
            job_id = job_id or lives.create(town)
            portions.is_used_up.wait()
            time.sleep(chance.uniform(0, 0.1))
            status = lives.ask(f"/scrape/status/{job_id}")
            notes = tmp_path / "killed" / "crawls" / f"{job_id}.sqlite"
            # Commits may be a twentieth of a second late, or as late as the disk is.
            while number == KILLS and noted(notes, tmp_path / "copy") != told(status):
                status = lives.ask(f"/scrape/status/{job_id}")
            assert status["is_active"]
            kill()
    town.answers = whole
    town.requests.clear()
    with lives.one():
        results = lives.ended(job_id)
    assert outcome(results) == expected
    assert results["total_runtime_seconds"] > 0
    # What was noted is not asked for again.
    assert len(town.requests) < asked_at_least


def test_what_was_told_as_over_stays_so_and_what_waited_begins(
    town: FileServer, start: Callable[[str], Lives]
) -> None:
    lives = start("data")
    with lives.one() as kill:
        cancelled = lives.create(town)
        lives.client.delete(f"/scrape/{cancelled}").raise_for_status()
        running, waiting = lives.create(town), lives.create(town)
        kill()
    with lives.one():
        assert lives.ask(f"/scrape/status/{cancelled}")["status"] == "cancelled"
        first, second = lives.ended(running), lives.ended(waiting)
    assert first["status"] == second["status"] == "completed"
    assert len(first["documents"]) == len(second["documents"]) == 6 * SECTIONS


def test_a_job_whose_notes_are_lost_begins_anew(
    town: FileServer, start: Callable[[str], Lives], tmp_path: Path
) -> None:
    # One page does not come before the next life, so that the search cannot end in this one.
    missing = "/boards/a/"
    whole = dict(town.answers)
    town.answers[missing] = Silent()
    lives = start("data")
    with lives.one() as kill:
        job_id = lives.create(town)
        while not lives.ask(f"/scrape/status/{job_id}").get("has_partial_results"):
            time.sleep(0.01)
        lives.ask(f"/scrape/results/{job_id}")
        kill()
    town.answers = whole
    (notes,) = (tmp_path / "data" / "crawls").glob("*.sqlite")
    notes.write_bytes(b"broken" * 1_000)
    with lives.one():
        results = lives.ended(job_id)
    assert results["status"] == "completed"
    assert len(results["documents"]) == len({d["url"] for d in results["documents"]})
    assert len(results["documents"]) == 6 * SECTIONS
    assert not list((tmp_path / "data" / "crawls").iterdir())
