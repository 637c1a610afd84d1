"""Transfers against the best command-line downloaders, over nginx on loopback, in one run.

``packaging/dev.py benchmark tests/benchmarks/test_transfers.py``

Ours hash, sync, rename and keep the ledger; the peers only write.
"""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Final

import pytest

from skop_desktop.downloads.snapshot import (
    TransferKey,
    TransferSnapshot,
    TransferState,
    WantedDocument,
)
from tests.benchmarks import peers
from tests.benchmarks.bodies import LONG_NAME, SIZE, small_name, write_site
from tests.support.transfers import transfers, wanted

pytestmark = [pytest.mark.benchmark, pytest.mark.timeout(600)]

ROUNDS: Final = 5
FILES, AT_ONCE = 1_000, 8

Contest = dict[str, Callable[[Sequence[str], Path, int], float]]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    peers.require()
    folder = tmp_path_factory.mktemp("benchmark")
    root = folder / "site"
    write_site(root, FILES)
    with peers.nginx(root, folder / "nginx") as address:
        yield address, folder
    shutil.rmtree(folder)


def test_a_thousand_small_files(site: tuple[str, Path]) -> None:
    address, folder = site
    links = [f"{address}/{small_name(n)}" for n in range(FILES)]
    took = _contest(links, folder, AT_ONCE)
    _tell(f"{FILES:,} files of {SIZE // 1000} kB, {AT_ONCE} at once", took)
    assert median(took["skop"]) <= median(took["aria2c"])
    assert median(took["skop"]) <= 2.5 * median(took["curl"])


def test_one_long_file(site: tuple[str, Path]) -> None:
    address, folder = site
    took = _contest([f"{address}/{LONG_NAME}"], folder, 1)
    _tell("one file of 1 GiB", took)
    assert median(took["skop"]) <= 1.2 * median(took["aria2c"])


def skop(links: Sequence[str], into: Path, at_once: int) -> float:
    """Seconds from an empty ledger to the last file under its name."""
    documents = [_document(link) for link in links]
    begun = time.perf_counter()
    with transfers(into.with_suffix(".ledger"), at_once=at_once, per_host=at_once) as watched:
        watched.worker.start(into, documents)
        watched.wait(lambda told: len(_saved(told.history)) == len(links), 300)
        took = time.perf_counter() - begun
        assert all(now.state is TransferState.SAVED for now in watched.now.values())
    return took


def _document(link: str) -> WantedDocument:
    return wanted(link, name=link.rpartition("/")[2].removesuffix(".pdf"))


def _saved(history: Sequence[TransferSnapshot]) -> set[TransferKey]:
    return {told.key for told in history if told.state is TransferState.SAVED}


def _contest(links: Sequence[str], folder: Path, at_once: int) -> dict[str, list[float]]:
    """Seconds of each, in turns: what else the machine does meets all of them.

    Small files are not deleted in between: ext4 makes new ones slowly right after many were.
    """
    runners: Contest = {"skop": skop, "aria2c": peers.aria2c, "curl": peers.curl}
    took: dict[str, list[float]] = {name: [] for name in runners}
    for turn in range(ROUNDS):
        for name, run in runners.items():
            into = folder / f"{name}-{turn}"
            took[name].append(run(links, into, at_once))
            assert sum(1 for file in into.iterdir() if file.suffix == ".pdf") == len(links)
            if len(links) == 1:
                shutil.rmtree(into)
    return took


def _tell(what: str, took: dict[str, list[float]]) -> None:
    ours = median(took["skop"])
    others = [
        f"{name} {median(took[name]):.2f} s (ratio {ours / median(took[name]):.2f})"
        for name in ("aria2c", "curl")
    ]
    sys.stdout.write(f"\n{what}: skop {ours:.2f} s, {', '.join(others)}\n")
