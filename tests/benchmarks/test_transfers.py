"""How quick our transfers are beside the best programs for the command line, in the same run.

``packaging/dev.py benchmark tests/benchmarks/test_transfers.py``

Ours hash, sync, rename and keep the ledger; the peers only write.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Final

import pytest

from tests.benchmarks import peers
from tests.benchmarks.bodies import LONG_NAME, SIZE, small_name, write_site
from tests.benchmarks.transfer_contest import Took, contest, on_a_line

pytestmark = [pytest.mark.benchmark, pytest.mark.timeout(600)]

FILES, AT_ONCE = 1_000, 8
LINE: Final = "1gbit"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where the files of the site are, in ``site``."""
    peers.require()
    folder = tmp_path_factory.mktemp("benchmark")
    write_site(folder / "site", FILES)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[str]:
    with peers.nginx(folder / "site", folder / "nginx") as address:
        yield address


def test_a_thousand_small_files(site: str, folder: Path) -> None:
    links = [f"{site}/{small_name(n)}" for n in range(FILES)]
    took = contest(links, folder, AT_ONCE, ["skop", "aria2c", "curl", "httpx", "disk"])
    _tell(f"{FILES:,} files of {SIZE // 1000} kB, {AT_ONCE} at once", took)
    assert median(took["skop"]) <= median(took["aria2c"])
    assert median(took["skop"]) <= median(took["httpx"])


def test_a_thousand_small_files_over_a_line(folder: Path) -> None:
    """On loopback ``curl`` copies memory at 5 Gbit/s; hardly anybody has a line like that."""
    took = on_a_line(LINE, folder / "site", folder / "line", AT_ONCE, ["skop", "aria2c", "curl"])
    _tell(f"{FILES:,} files of {SIZE // 1000} kB over {LINE}", took)
    # The line sets the pace for all; we know the end from news that come ten times a second.
    assert median(took["skop"]) <= 1.05 * median(took["aria2c"])
    assert median(took["skop"]) <= 2.5 * median(took["curl"])


def test_one_long_file(site: str, folder: Path) -> None:
    took = contest([f"{site}/{LONG_NAME}"], folder, 1, ["skop", "aria2c", "curl"])
    _tell("one file of 1 GiB", took)
    assert median(took["skop"]) <= 1.2 * median(took["aria2c"])


def _tell(what: str, took: Took) -> None:
    ours = median(took["skop"])
    others = [
        f"{name} {median(took[name]):.2f} s (ratio {ours / median(took[name]):.2f})"
        for name in took
        if name != "skop"
    ]
    sys.stdout.write(f"\n{what}: skop {ours:.2f} s, {', '.join(others)}\n")
