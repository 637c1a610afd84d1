"""Our transfers and their peers fetch the same files in turns.

``python -m tests.benchmarks.transfer_contest SITE FOLDER AT_ONCE [NAME ...]`` prints the seconds of
each as JSON; ``on_a_line`` runs that behind a line of a given speed.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import pytest

from skop_desktop.downloads.orders import Limits
from skop_desktop.downloads.process import TransferProcess
from skop_desktop.downloads.renaming import rename_without_overwriting, sync_folder
from skop_desktop.downloads.snapshot import TransferState, WantedDocument
from tests.benchmarks import peers
from tests.benchmarks.bodies import SIZE, small_name
from tests.support.process_news import Told
from tests.support.transfers import wanted

ROUNDS: Final = 5
_SHAPED: Final = (
    "ip link set lo up && tc qdisc add dev lo root tbf rate {line} burst 256kb latency 20ms"
    ' && exec "$@"'
)

Took = dict[str, list[float]]


def skop(links: Sequence[str], into: Path, at_once: int) -> float:
    """Seconds from the order to the last file under its name, in a process that is there already:
    the app starts it with its window."""
    documents = [_document(link) for link in links]
    told = Told()
    process = TransferProcess(
        into.with_suffix(".ledger"), told.listeners, Limits(at_once=at_once, per_host=at_once)
    )
    process.open()
    try:
        site = links[0].rpartition("/")[0]
        warm = wanted(f"{site}/{small_name(0)}?warm", name="warm")
        process.start(into.with_suffix(".warm"), [warm])
        told.wait_for(warm.key, TransferState.SAVED)
        begun = time.perf_counter()
        process.start(into, documents)
        told.wait(lambda told: len(told.saved) == len(links) + 1, 300)
        return time.perf_counter() - begun
    finally:
        assert process.shutdown(5)


def disk(links: Sequence[str], into: Path, at_once: int) -> float:
    """Seconds for what ``skop`` asks of the disk and nothing else: no network, no ledger."""
    into.mkdir()
    body = random.Random(1).randbytes(SIZE)  # noqa: S311 - the same bytes in every run
    begun = time.perf_counter()
    with ThreadPoolExecutor(at_once) as threads:
        list(threads.map(lambda link: _durable(into / link.rpartition("/")[2], body), links))
    sync_folder(into)
    return time.perf_counter() - begun


RUNNERS: Final[dict[str, Callable[[Sequence[str], Path, int], float]]] = {
    "skop": skop,
    "aria2c": peers.aria2c,
    "curl": peers.curl,
    "httpx": peers.httpx_loop,
    "disk": disk,
}
"""``disk`` is the floor of whoever hashes, syncs and renames."""


def contest(links: Sequence[str], folder: Path, at_once: int, names: Sequence[str]) -> Took:
    """Seconds of each, in turns: what else the machine does meets all of them.

    Small files are not deleted in between: ext4 makes new ones slowly right after many were. What
    one has left in memory is written to disk before the next one begins, not by it.
    """
    took: Took = {name: [] for name in names}
    for turn in range(ROUNDS):
        for name in names:
            into = folder / f"{name}-{len(links)}-{turn}"
            os.sync()
            took[name].append(RUNNERS[name](links, into, at_once))
            assert sum(1 for file in into.iterdir() if file.suffix == ".pdf") == len(links)
            if len(links) == 1:
                shutil.rmtree(into)
    return took


def on_a_line(line: str, root: Path, folder: Path, at_once: int, names: Sequence[str]) -> Took:
    """A contest over a line of ``line`` (``1gbit``), in a network of its own; skips where no such
    may be made."""
    shaped = ["unshare", "--net", "--map-root-user", "sh", "-c", _SHAPED.format(line=line), "sh"]
    if subprocess.run([*shaped, "true"], check=False, capture_output=True).returncode:
        pytest.skip("a line of a given speed needs Linux with user namespaces and tc (iproute2)")
    module = [sys.executable, "-m", "tests.benchmarks.transfer_contest"]
    run = subprocess.run(
        [*shaped, *module, str(root), str(folder), str(at_once), *names],
        check=True,
        stdout=subprocess.PIPE,
    )
    took: Took = json.loads(run.stdout)
    return took


def main(root: str, folder: str, at_once: str, *names: str) -> None:
    """The contest for all small files below ``root``."""
    place = Path(folder)
    place.mkdir()
    files = sorted(file.name for file in Path(root).glob("minutes-*.pdf"))
    with peers.nginx(Path(root), place / "nginx") as address:
        links = [f"{address}/{name}" for name in files]
        sys.stdout.write(json.dumps(contest(links, place, int(at_once), names)))


def _durable(target: Path, body: bytes) -> None:
    hashlib.sha256(body)
    part = target.with_suffix(".part")
    with part.open("xb") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
    rename_without_overwriting(part, target)


def _document(link: str) -> WantedDocument:
    return wanted(link, name=link.rpartition("/")[2].removesuffix(".pdf"))


if __name__ == "__main__":
    main(*sys.argv[1:])
