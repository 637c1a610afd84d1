"""Killed at any instant, the next start goes on by itself and ends with every file, each once."""

from __future__ import annotations

import gzip
import json
import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from skop_desktop.downloads.ledger import Ledger
from skop_desktop.downloads.snapshot import TransferState
from tests.support.file_server import Answer, FileServer, Ranged, chunked, good
from tests.support.made_up import some_pdf

KILLS: Final = 200
MOST_IN_ONE_RUN: Final = 20
LONGEST_LIFE: Final = 0.25
MOST_OPERATIONS: Final = 30
SEED: Final = "SKOP_KILL_SEED"
"""Environment variable: the seed that a failed run has told, to have its choices again."""


CONTENTS: Final = {
    **{f"small {n}": some_pdf(n, n * 40_000) for n in range(6)},
    "with ranges": some_pdf(10, 6_000_000),
    "with ranges too": some_pdf(11, 2_000_000),
    "without ranges": some_pdf(12, 1_500_000),
    "chunked": some_pdf(13, 700_000),
    "packed": some_pdf(14, 300_000),
}
TWIN: Final = "the same again"


def _kill_group(group: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)


def slowly(content: bytes, etag: str) -> Answer:
    """With ranges if it has a tag, and with time to be killed in."""
    dates = {} if etag else {"Last-Modified": ""}
    return Ranged(content, etag, headers=dates, pause=0.004, piece=100_000)


def answers() -> dict[str, Answer]:
    """The site: links in the order of the documents."""
    made: dict[str, Answer] = {name: good(content) for name, content in CONTENTS.items()}
    made["with ranges"] = slowly(CONTENTS["with ranges"], '"first"')
    made["with ranges too"] = slowly(CONTENTS["with ranges too"], '"other"')
    made["without ranges"] = slowly(CONTENTS["without ranges"], "")
    made["chunked"] = chunked(CONTENTS["chunked"])
    made["packed"] = good(gzip.compress(CONTENTS["packed"], 1), Content_Encoding="gzip")
    made[TWIN] = made["small 5"]
    return made


@dataclass
class Lives:
    """The program that is killed. ``count``: how often it has been started."""

    program: subprocess.Popen[str]
    count: int = 0

    def live(self, order: dict[str, object], *, killed_after: float | None) -> str:
        """One life: how it ended."""
        self.count += 1
        assert self.program.stdin is not None
        assert self.program.stdout is not None
        self.program.stdin.write(json.dumps(order) + "\n")
        self.program.stdin.flush()
        group = int(self.program.stdout.readline())
        timer = threading.Timer(killed_after or 0, _kill_group, (group,))
        if killed_after is not None:
            timer.start()
        # It is waited for by its parent only after this line: its number cannot be another's yet.
        ended = self.program.stdout.readline().strip()
        timer.cancel()
        return ended


@pytest.fixture
def lives() -> Iterator[Lives]:
    with subprocess.Popen(
        [sys.executable, "-m", "tests.support.lives"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    ) as program:
        yield Lives(program)
        assert program.stdin is not None
        program.stdin.close()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_killed_at_200_random_points_no_file_is_lost_or_twice(
    site: FileServer, lives: Lives, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seed = int(os.environ.get(SEED) or random.getrandbits(32))
    chance = random.Random(seed)  # noqa: S311 - chance, not a secret
    site.answers = {f"/{n}": answer for n, answer in enumerate(answers().values())}
    documents = [(site.url(f"/{n}"), name) for n, name in enumerate(answers())]
    kills = runs = 0
    while kills < KILLS:
        runs += 1
        place = tmp_path / str(runs)
        order: dict[str, object] = {
            "ledger": str(place / "ledger.sqlite"),
            "folder": str(place / "files"),
            "marker": str(place / "all are listed"),
            "documents": documents,
            "dies_at": 0,
        }
        for _ in range(min(MOST_IN_ONE_RUN, KILLS - kills)):
            by_time = chance.random() < 0.5
            order["dies_at"] = 0 if by_time else chance.randint(1, MOST_OPERATIONS)
            after = chance.uniform(0, LONGEST_LIFE) if by_time else None
            ended = lives.live(order, killed_after=after)
            assert ended in {"killed", "done"}, (seed, runs, kills, ended)
            if ended == "done":
                break
            kills += 1
        order["dies_at"] = 0
        assert lives.live(order, killed_after=None) == "done", (seed, runs, kills)
        check(place, f"seed {seed}, run {runs}")
    resumed = sum("range" in request.headers for request in site.requests)
    with capsys.disabled():
        print(f"\nseed {seed}: {kills} kills, {lives.count} lives, {runs} runs, {resumed} resumed")  # noqa: T201 - the figures of the run
    assert kills == KILLS
    assert lives.count > KILLS
    assert resumed > 0


def check(place: Path, run: str) -> None:
    there = {path.name: path.read_bytes() for path in (place / "files").iterdir()}
    twins = {f"{TWIN}.pdf", "small 5.pdf"} & there.keys()
    assert len(twins) == 1, run
    expected = {f"{name}.pdf": content for name, content in CONTENTS.items()}
    expected[twins.pop()] = expected.pop("small 5.pdf")
    assert there.keys() == expected.keys(), run
    for name, content in expected.items():
        assert there[name] == content, (run, name)
    with Ledger(place / "ledger.sqlite") as ledger:
        entries = ledger.entries()
    assert {entry.state for entry in entries} == {TransferState.SAVED}, run
    assert len({entry.target for entry in entries}) == len(entries) - 1, run
