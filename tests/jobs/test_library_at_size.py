"""Tens of thousands of documents, and a process that is killed while it saves."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from skop_desktop.jobs.library import Library
from skop_desktop.jobs.snapshot import JobSnapshot
from tests.support.snapshots import KEY, with_documents

MANY = 30_000
KILLS = 10
ROOT = Path(__file__).parents[2]

SAVING = """
import os, sys
from pathlib import Path
from skop_desktop.jobs.library import Library
from tests.support.snapshots import with_documents

snapshots = [with_documents(n, message=f"save {n}") for n in (1_000, 2_500)]

def save_for_ever():
    with Library(Path(sys.argv[1])) as library:
        library.save(snapshots[0])
        print(os.getpid(), flush=True)
        while True:
            for snapshot in snapshots:
                library.save(snapshot)

for _ in sys.stdin:
    child = os.fork()
    if child == 0:
        save_for_ever()
    os.waitpid(child, 0)
    print("ended", flush=True)
"""


def many_documents() -> JobSnapshot:
    snapshot = with_documents(1)
    assert snapshot.results is not None
    (first,) = snapshot.documents
    documents = tuple(
        first.model_copy(update={"name": f"Minutes {n}", "url": f"https://example.com/{n}.pdf"})
        for n in range(MANY)
    )
    return replace(snapshot, results=snapshot.results.model_copy(update={"documents": documents}))


def test_tens_of_thousands_of_documents_are_saved_and_loaded(tmp_path: Path) -> None:
    snapshot = many_documents()
    with Library(tmp_path / "library.db") as library:
        library.save(snapshot)
        assert len(library.entries()) == 1
        assert library.load(KEY) == snapshot


@pytest.mark.skipif(sys.platform == "win32", reason="signals and fork are POSIX")
def test_a_kill_while_saving_leaves_a_whole_snapshot(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    chance = random.Random(20240115)  # noqa: S311 - moments, not secrets
    whole = {f"save {n}": with_documents(n, message=f"save {n}") for n in (1_000, 2_500)}
    with subprocess.Popen(
        [sys.executable, "-c", SAVING, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as saving:
        assert saving.stdin is not None
        assert saving.stdout is not None
        for _ in range(KILLS):
            print("go", file=saving.stdin, flush=True)
            process = int(saving.stdout.readline())
            time.sleep(chance.uniform(0, 0.1))
            os.kill(process, signal.SIGKILL)
            assert saving.stdout.readline() == "ended\n"
            with Library(path) as library:
                assert library.set_aside is None
                loaded = library.load(KEY)
            assert loaded is not None
            assert loaded.results is not None
            assert loaded == whole[loaded.results.message or ""]
