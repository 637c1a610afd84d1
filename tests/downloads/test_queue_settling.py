"""Whole files on their way to a slow disk: the site is not kept waiting, nor is memory filled."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from skop_desktop.downloads import part, settling
from skop_desktop.downloads.settling import Settling
from skop_desktop.downloads.snapshot import TransferState, WantedDocument
from tests.support.file_server import FileServer, Ranged, good
from tests.support.made_up import some_pdf
from tests.support.one_transfer import OneTransfer
from tests.support.transfers import transfers, wanted

SAVED = TransferState.SAVED
MOST_SETTLING = 16


class SlowDisk:
    """Makes nothing durable until ``go_on`` is set."""

    def __init__(self) -> None:
        self.go_on = threading.Event()
        self.is_asked = threading.Event()

    def fsync(self, descriptor: int) -> None:
        self.is_asked.set()
        assert self.go_on.wait(30)
        os.fsync(descriptor)

    def __getattr__(self, name: str) -> object:
        return getattr(os, name)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[SlowDisk]:
    slow = SlowDisk()
    monkeypatch.setattr(part, "os", slow)
    yield slow
    slow.go_on.set()


def documents_of(site: FileServer, count: int) -> list[WantedDocument]:
    site.answers |= {f"/{n}": good(b"%%PDF-1.7 %d %%%%EOF" % n) for n in range(count)}
    return [wanted(site.url(f"/{n}"), f"{n}") for n in range(count)]


def test_the_next_document_is_asked_for_while_the_last_gets_to_the_disk(
    disk: SlowDisk, site: FileServer, ledger_path: Path, folder: Path
) -> None:
    documents = documents_of(site, 3)
    with transfers(ledger_path, at_once=1, per_host=1) as watched:
        watched.worker.start(folder, documents)
        assert site.wait_for_requests(3)
        assert not any(one.state is SAVED for one in watched.now.values())
        disk.go_on.set()
        watched.wait_for_end(3)
        assert {one.state for one in watched.now.values()} == {SAVED}


def test_a_slow_disk_sets_the_pace(
    disk: SlowDisk, site: FileServer, ledger_path: Path, folder: Path
) -> None:
    many = 2 * MOST_SETTLING
    documents = documents_of(site, many)
    with transfers(ledger_path, at_once=2, per_host=2) as watched:
        watched.worker.start(folder, documents)
        watched.wait(lambda w: len(w.running) >= MOST_SETTLING)
        assert len(watched.running) <= MOST_SETTLING + 2
        assert len(site.requests) <= MOST_SETTLING + 2
        disk.go_on.set()
        watched.wait_for_end(many)


def test_what_is_cancelled_on_its_way_to_the_disk_leaves_nothing(
    disk: SlowDisk, site: FileServer, ledger_path: Path, folder: Path
) -> None:
    documents = documents_of(site, 3)
    with transfers(ledger_path, at_once=1, per_host=1) as watched:
        watched.worker.start(folder, documents)
        assert site.wait_for_requests(3)
        watched.worker.cancel([documents[0].key])
        watched.wait_for(documents[0].key, TransferState.CANCELLED)
        disk.go_on.set()
        for document in documents[1:]:
            watched.wait_for(document.key, SAVED)
    assert sorted(path.name for path in folder.iterdir()) == ["1.pdf", "2.pdf"]


async def test_one_that_is_cancelled_as_its_last_bytes_get_to_the_disk_keeps_all_of_them(
    disk: SlowDisk, site: FileServer, folder: Path
) -> None:
    content = some_pdf(5, 400_000)
    site.answers["/a"] = Ranged(content)
    transfer = OneTransfer(wanted(site.url("/a")), folder)
    trying = asyncio.create_task(transfer.try_once())
    assert await asyncio.to_thread(disk.is_asked.wait, 10)
    trying.cancel()
    await asyncio.sleep(0)
    disk.go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await trying
    left = transfer.told.unfinished
    assert left is not None
    assert (left.safe_bytes, left.part.read_bytes()) == (len(content), content)


async def test_who_is_cancelled_while_a_file_gets_its_name_is_so_when_it_has_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_asked, go_on = threading.Event(), threading.Event()

    def slow(_: Path) -> None:
        is_asked.set()
        assert go_on.wait(30)

    monkeypatch.setattr(settling, "sync_folder", slow)
    (tmp_path / "x.part").write_text("new")
    settled = Settling(tmp_path).settle(tmp_path / "x.part", tmp_path / "x")

    async def waits() -> None:
        await settled

    waiting = asyncio.create_task(waits())
    assert await asyncio.to_thread(is_asked.wait, 10)
    for _ in range(2):
        waiting.cancel()
        await asyncio.sleep(0)
    assert not waiting.done()
    go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert settled.exception() is None
    assert (tmp_path / "x").read_text() == "new"
