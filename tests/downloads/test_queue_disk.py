"""A disk that is full, and one that is gone: a real one, made small."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from skop_desktop.downloads.options import Watching
from skop_desktop.downloads.snapshot import TransferState
from skop_desktop.errors import TransferFault
from tests.support.file_server import (
    LONG_AGO,
    TODAY,
    FileServer,
    Held,
    Ranged,
    good,
    refusal,
)
from tests.support.transfers import Watched, transfers, wanted

SMALL_PDF = b"%PDF-1.7\n" + b"x" * 1_000 + b"%%EOF"
SIZE = 16_000_000
LARGE = b"%PDF-1.7\n" + os.urandom(3_000_000) + b"%%EOF"
OFTEN = Watching(room_every=0.05)
WAITING, RUNNING = TransferState.WAITING, TransferState.RUNNING
SAVED, FAILED = TransferState.SAVED, TransferState.FAILED


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 16 MB."""
    place = tmp_path / "small disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(place)]
    is_mounted = sys.platform == "linux" and _runs(command)
    if not is_mounted:
        pytest.skip("NOT TESTED: a full disk. Mounting one needs Linux and the rights of root.")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


def _runs(command: list[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


@pytest.fixture
def eager(ledger_path: Path) -> Iterator[Watched]:
    with transfers(ledger_path, watching=OFTEN) as watched:
        yield watched


def fill(disk: Path, leave: int) -> Path:
    ballast = disk / "ballast"
    ballast.write_bytes(bytes(shutil.disk_usage(disk).free - leave))
    return ballast


def test_a_full_disk_halts_everything_and_it_goes_on_by_itself_when_there_is_room(
    site: FileServer, eager: Watched, small_disk: Path, folder: Path
) -> None:
    ballast = fill(small_disk, leave=1_500_000)
    site.answers |= {"/large": Ranged(LARGE), "/small": good(SMALL_PDF)}
    document, other = wanted(site.url("/large"), "large"), wanted(site.url("/small"), "small")
    eager.worker.start(small_disk / "job", [document])
    eager.wait(lambda w: w.trouble is not None)
    trouble = eager.trouble
    assert trouble is not None
    assert trouble.fault is TransferFault.DISK_FULL
    assert "“job”" in trouble.happened
    assert "by themselves" in trouble.now
    # Whatever is asked for now waits, whichever disk it goes to, and the part is kept.
    eager.worker.start(folder, [other])
    eager.wait_for(other.key, WAITING)
    eager.wait_for(document.key, WAITING)
    assert eager[document.key].error is None
    assert (small_disk / "job" / "large.pdf.part").stat().st_size > 1_000_000
    assert site.asked() == {"/large": 1}

    ballast.unlink()
    eager.wait_for_end(2)
    assert eager.trouble is None
    assert (small_disk / "job" / "large.pdf").read_bytes() == LARGE
    assert "range" in next(r for r in site.requests[1:] if r.path == "/large").headers
    assert FAILED not in eager.states(document.key)


def test_a_full_disk_costs_no_tries(site: FileServer, eager: Watched, small_disk: Path) -> None:
    ballast = fill(small_disk, leave=1_500_000)
    site.answers["/large"] = Ranged(LARGE)
    document = wanted(site.url("/large"), "large")
    eager.worker.start(small_disk, [document])
    eager.wait(lambda w: w.trouble is not None)
    for _ in range(5):
        told = len(eager.queue)
        eager.worker.resume_all()
        eager.wait(lambda w: len(w.queue) > told and w.trouble is not None)  # noqa: B023 - at once
        eager.wait(lambda w: w[document.key].state is WAITING)
    site.answers["/large"] = refusal(502)
    ballast.unlink()
    error = eager.wait_for(document.key, FAILED).error
    assert error is not None
    said = {one.error.now for one in eager.history if one.error is not None}
    assert "Two more tries follow." in said


def test_a_transfer_that_needed_the_room_is_cancelled_and_the_others_go_on(
    site: FileServer, ledger_path: Path, small_disk: Path, folder: Path
) -> None:
    fill(small_disk, leave=1_500_000)
    site.answers |= {"/large": Ranged(LARGE), "/small": good(SMALL_PDF)}
    document, other = wanted(site.url("/large"), "large"), wanted(site.url("/small"), "small")
    with transfers(ledger_path, watching=Watching(room_every=3_600)) as watched:
        watched.worker.start(small_disk, [document])
        watched.wait(lambda w: w.trouble is not None and w[document.key].state is WAITING)
        watched.worker.start(folder, [other])
        watched.worker.cancel([document.key])
        watched.wait_for(other.key, SAVED)
        assert watched.trouble is None


def test_closing_while_the_disk_is_full_keeps_the_part(
    site: FileServer, ledger_path: Path, small_disk: Path
) -> None:
    ballast = fill(small_disk, leave=1_500_000)
    site.answers["/large"] = Ranged(LARGE)
    document = wanted(site.url("/large"), "large")
    with transfers(ledger_path) as watched:
        watched.worker.start(small_disk, [document])
        watched.wait(lambda w: w.trouble is not None and w[document.key].state is WAITING)
        assert watched.worker.shutdown(5)
    ballast.unlink()
    with transfers(ledger_path) as again:
        again.wait_for(document.key, SAVED)
    assert (small_disk / "large.pdf").read_bytes() == LARGE
    assert "range" in site.requests[-1].headers


def test_the_disk_of_the_ledger_may_be_the_one_that_is_full(
    site: FileServer, small_disk: Path, folder: Path
) -> None:
    site.answers |= {f"/{n}": good(SMALL_PDF + b"%d" % n) for n in range(400)}
    documents = [wanted(site.url(f"/{n}"), f"{n} " + "x" * 200) for n in range(400)]
    with transfers(small_disk / "transfers.sqlite", watching=OFTEN) as watched:
        watched.worker.pause_all()
        watched.worker.start(folder, documents)
        watched.wait(lambda w: len(w.now) == 400)
        ballast = fill(small_disk, leave=0)
        watched.worker.resume_all()
        watched.wait(lambda w: w.trouble is not None)
        ballast.unlink()
        watched.wait_for_end(400)
        assert {one.state for one in watched.now.values()} == {SAVED}


def test_a_disk_that_is_pulled_out_fails_its_transfers_with_the_reason_and_retry_helps(
    site: FileServer, watched: Watched, folder: Path
) -> None:
    stick = folder / "stick"
    (stick / "job").mkdir(parents=True)
    told = {"ETag": '"first"', "Last-Modified": LONG_AGO, "Date": TODAY}
    held = Held(LARGE, 2_000_000, headers=told)
    site.answers |= {"/a": held, "/b": good(SMALL_PDF)}
    document, other = wanted(site.url("/a"), "a"), wanted(site.url("/b"), "b")
    watched.worker.start(stick / "job", [document])
    watched.wait(lambda w: any(one.bytes_done > 1_500_000 for one in w.history))
    # In the place of the stick is a file: nothing can be made there.
    stick.rename(folder / "pulled out")
    stick.write_bytes(b"")
    held.go_on.set()
    error = watched.wait_for(document.key, FAILED).error
    assert error is not None
    assert error.fault is TransferFault.FOLDER_REFUSED
    assert "job" in error.happened
    watched.worker.start(folder / "elsewhere", [other])
    watched.wait_for(other.key, SAVED)
    assert watched.trouble is None

    stick.unlink()
    (folder / "pulled out").rename(stick)
    site.answers["/a"] = Ranged(LARGE)
    watched.worker.retry([document.key])
    watched.wait_for(document.key, SAVED)
    assert (stick / "job" / "a.pdf").read_bytes() == LARGE
    assert len(list((stick / "job").iterdir())) == 1
