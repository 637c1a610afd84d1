"""What is asked for while the disk still ends what was asked for before."""

from __future__ import annotations

import gc
import os
import threading
from pathlib import Path

import pytest

from skop_desktop.downloads import part
from skop_desktop.downloads.ledger import Ledger
from skop_desktop.downloads.reserve import make_part
from skop_desktop.downloads.snapshot import TransferKey, TransferState
from tests.downloads.late_sites import unending
from tests.support.file_server import FileServer, Ranged
from tests.support.transfers import transfers, wanted

LARGE = b"%PDF-1.7\n" + os.urandom(1_500_000) + b"%%EOF"
PAUSED, FAILED, SAVED = TransferState.PAUSED, TransferState.FAILED, TransferState.SAVED
PATIENCE = 20


class HeldDisk:
    """The functions of the system, but that bytes become durable only when ``go_on`` is set."""

    def __init__(self) -> None:
        self.go_on = threading.Event()

    def __getattr__(self, name: str) -> object:
        return getattr(os, name)

    def fsync(self, descriptor: int) -> None:
        assert self.go_on.wait(PATIENCE)
        os.fsync(descriptor)


def parts_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def test_pausing_again_while_the_disk_is_behind_loses_nothing(
    site: FileServer, ledger_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = HeldDisk()
    monkeypatch.setattr(part, "os", disk)
    site.answers["/a"] = unending(LARGE, first=1_200_000)
    document, other = wanted(site.url("/a")), wanted(site.url("/none"), "other")
    with transfers(ledger_path) as watched:
        watched.worker.start(folder, [document])
        watched.wait(lambda w: w[document.key].bytes_done > 1_000_000)
        watched.worker.pause([document.key])
        watched.worker.resume([document.key])
        watched.worker.pause([document.key])
        # Orders are done one after the other, and this one after those.
        watched.worker.start(folder, [other])
        watched.wait_for(other.key, FAILED)
        disk.go_on.set()
        watched.wait(lambda w: w[document.key].state is PAUSED and w[document.key].bytes_done > 0)
        assert parts_in(folder) == ["Minutes.pdf.part"]
        site.answers["/a"] = Ranged(LARGE)
        watched.worker.resume([document.key])
        watched.wait_for(document.key, SAVED)
    assert "range" in site.requests[-1].headers
    assert (folder / "Minutes.pdf").read_bytes() == LARGE


def test_the_app_that_ends_meanwhile_leaves_the_part_to_its_next_start(
    site: FileServer, ledger_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk, is_safe, safe = HeldDisk(), threading.Event(), Ledger.safe

    def told(ledger: Ledger, key: TransferKey, count: int) -> None:
        safe(ledger, key, count)
        disk.go_on.clear()
        is_safe.set()

    monkeypatch.setattr(part, "os", disk)
    monkeypatch.setattr(Ledger, "safe", told)
    disk.go_on.set()
    content = LARGE * 3
    site.answers["/a"] = unending(content, first=4_000_000)
    document = wanted(site.url("/a"))
    with transfers(ledger_path) as watched:
        watched.worker.start(folder, [document])
        assert is_safe.wait(PATIENCE)
        watched.worker.pause([document.key])
        watched.wait_for(document.key, PAUSED)
        assert watched.worker.shutdown(5)
        gc.collect()
        assert parts_in(folder) == ["Minutes.pdf.part"]
        disk.go_on.set()
    monkeypatch.undo()
    site.answers["/a"] = Ranged(content)
    with transfers(ledger_path) as again:
        again.worker.resume([document.key])
        again.wait_for(document.key, SAVED)
    assert "range" in site.requests[-1].headers
    assert parts_in(folder) == ["Minutes.pdf"]


def test_what_is_cancelled_before_the_disk_has_made_it_is_not_left_there(
    site: FileServer, ledger_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_asked, go_on, is_made = threading.Event(), threading.Event(), threading.Event()
    make = make_part

    def make_late(path: Path) -> int:
        is_asked.set()
        assert go_on.wait(PATIENCE)
        descriptor = make(path)
        is_made.set()
        return descriptor

    monkeypatch.setattr(part, "make_part", make_late)
    site.answers["/a"] = unending(LARGE, first=300_000)
    document, after = wanted(site.url("/a")), wanted(site.url("/none"), "after")
    with transfers(ledger_path, at_once=1) as watched:
        watched.worker.start(folder, [document, after])
        assert is_asked.wait(PATIENCE)
        watched.worker.pause([document.key])
        watched.wait_for(document.key, PAUSED)
        watched.worker.cancel([document.key])
        watched.wait_for(document.key, TransferState.CANCELLED)
        go_on.set()
        assert is_made.wait(PATIENCE)
        watched.wait_for(after.key, FAILED)
    assert parts_in(folder) == []
