"""Pausing and going on: nothing is lost, and nothing starts that was not asked for."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from skop_desktop.downloads.ledger import Ledger
from skop_desktop.downloads.snapshot import TransferKey, TransferState
from tests.downloads.late_sites import unending
from tests.support.file_server import Answer, FileServer, Held, Ranged, good
from tests.support.transfers import Watched, transfers, wanted

LARGE = b"%PDF-1.7\n" + os.urandom(3_000_000) + b"%%EOF"
PDF = b"%PDF-1.7\n" + b"x" * 1_000 + b"%%EOF"
WAITING, RUNNING = TransferState.WAITING, TransferState.RUNNING
PAUSED, SAVED, CANCELLED = TransferState.PAUSED, TransferState.SAVED, TransferState.CANCELLED


def slow(content: bytes) -> Answer:
    return unending(content, first=2_500_000)


def half_done(watched: Watched, key: object) -> bool:
    return any(one.bytes_done > 1_000_000 for one in watched.history if one.key == key)


def test_a_paused_transfer_goes_on_where_it_was(
    site: FileServer, watched: Watched, folder: Path
) -> None:
    site.answers["/a"] = slow(LARGE)
    document = wanted(site.url("/a"))
    watched.worker.start(folder, [document])
    watched.wait(lambda w: half_done(w, document.key))
    watched.worker.pause([document.key])
    watched.wait(lambda w: w[document.key].state is PAUSED and w[document.key].bytes_done > 0)
    assert watched[document.key].error is None
    site.answers["/a"] = Ranged(LARGE)
    watched.worker.resume([document.key])
    path = watched.wait_for(document.key, SAVED).path
    assert path is not None
    assert path.read_bytes() == LARGE
    assert [p.name for p in folder.iterdir()] == ["Minutes.pdf"]
    assert "range" in site.requests[-1].headers
    assert watched.states(document.key) == [WAITING, RUNNING, PAUSED, WAITING, RUNNING, SAVED]


def test_a_paused_transfer_that_is_asked_for_again_goes_on(
    site: FileServer, watched: Watched, folder: Path
) -> None:
    site.answers["/a"] = slow(LARGE)
    document = wanted(site.url("/a"))
    watched.worker.start(folder, [document])
    watched.wait(lambda w: half_done(w, document.key))
    watched.worker.pause([document.key])
    watched.wait(lambda w: w[document.key].state is PAUSED and w[document.key].bytes_done > 0)
    site.answers["/a"] = Ranged(LARGE)
    watched.worker.start(folder, [document])
    watched.wait_for(document.key, SAVED)
    assert "range" in site.requests[-1].headers
    assert [p.name for p in folder.iterdir()] == ["Minutes.pdf"]


def test_asked_for_into_another_folder_a_paused_transfer_leaves_nothing_in_the_first(
    site: FileServer, watched: Watched, folder: Path
) -> None:
    site.answers["/a"] = slow(LARGE)
    document = wanted(site.url("/a"))
    watched.worker.start(folder / "1", [document])
    watched.wait(lambda w: half_done(w, document.key))
    watched.worker.pause([document.key])
    watched.wait(lambda w: w[document.key].state is PAUSED and w[document.key].bytes_done > 0)
    site.answers["/a"] = Ranged(LARGE)
    watched.worker.start(folder / "2", [document])
    assert watched.wait_for(document.key, SAVED).path == folder / "2" / "Minutes.pdf"
    assert list((folder / "1").iterdir()) == []


def test_a_paused_transfer_is_still_paused_at_the_next_start_and_keeps_its_part(
    site: FileServer, ledger_path: Path, folder: Path
) -> None:
    site.answers["/a"] = slow(LARGE)
    document, after = wanted(site.url("/a")), wanted(site.url("/none"), "after")
    with transfers(ledger_path, at_once=1) as watched:
        watched.worker.start(folder, [document, after])
        watched.wait(lambda w: half_done(w, document.key))
        watched.worker.pause([document.key])
        # It is paused at once, and gives up its turn when what is here of it is durable.
        watched.wait_for(after.key, TransferState.FAILED)
        assert watched[document.key].state is PAUSED
    assert [p.name for p in folder.iterdir()] == ["Minutes.pdf.part"]
    site.requests.clear()
    site.answers["/a"] = Ranged(LARGE)
    with transfers(ledger_path) as again:
        here = again.wait_for(document.key, PAUSED)
        assert here.bytes_done > 500_000
        assert here.bytes_total == len(LARGE)
        other = wanted(site.url("/none-either"), "other")
        again.worker.start(folder, [other])
        again.wait_for(other.key, TransferState.FAILED)
        assert site.asked()["/a"] == 0
        again.worker.resume_all()
        again.wait_for(document.key, SAVED)
    assert (folder / "Minutes.pdf").read_bytes() == LARGE
    assert "range" in next(r for r in site.requests if r.path == "/a").headers


def test_the_app_closes_in_the_middle_and_goes_on_by_itself_at_the_next_start(
    site: FileServer, ledger_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_safe, safe = threading.Event(), Ledger.safe

    def told(ledger: Ledger, key: TransferKey, count: int) -> None:
        safe(ledger, key, count)
        is_safe.set()

    monkeypatch.setattr(Ledger, "safe", told)
    site.answers["/a"] = slow(LARGE)
    document = wanted(site.url("/a"))
    with transfers(ledger_path) as watched:
        watched.worker.start(folder, [document])
        watched.wait(lambda w: half_done(w, document.key))
        # Closing does not wait long for the disk; what was durable before is gone on from.
        assert is_safe.wait(20)
        assert watched.worker.shutdown(5)
    site.answers["/a"] = Ranged(LARGE)
    with transfers(ledger_path) as again:
        again.wait_for(document.key, SAVED)
    assert (folder / "Minutes.pdf").read_bytes() == LARGE
    assert "range" in site.requests[-1].headers


def test_cancelling_what_is_paused_removes_its_part(
    site: FileServer, watched: Watched, folder: Path
) -> None:
    site.answers["/a"] = slow(LARGE)
    document = wanted(site.url("/a"))
    watched.worker.start(folder, [document])
    watched.wait(lambda w: half_done(w, document.key))
    watched.worker.pause([document.key])
    # It is paused, and cancelled, at once; what the disk has done by then is told once more.
    part = folder / "Minutes.pdf.part"
    watched.wait(lambda w: w[document.key].state is PAUSED and part.exists())
    watched.worker.cancel([document.key])
    watched.wait(lambda w: w[document.key].state is CANCELLED and not part.exists())
    assert list(folder.iterdir()) == []


def test_a_transfer_that_is_paused_and_resumed_in_one_breath_arrives_whole(
    site: FileServer, watched: Watched, folder: Path
) -> None:
    site.answers["/a"] = slow(LARGE)
    document = wanted(site.url("/a"))
    watched.worker.start(folder, [document])
    watched.wait(lambda w: half_done(w, document.key))
    site.answers["/a"] = Ranged(LARGE)
    watched.worker.pause([document.key])
    watched.worker.resume([document.key])
    watched.wait_for(document.key, SAVED)
    assert (folder / "Minutes.pdf").read_bytes() == LARGE
    assert len(list(folder.iterdir())) == 1


def test_one_that_is_cancelled_and_tried_again_in_one_breath_leaves_no_part(
    site: FileServer, watched: Watched, folder: Path
) -> None:
    site.answers["/a"] = slow(LARGE)
    document = wanted(site.url("/a"))
    watched.worker.start(folder, [document])
    watched.wait(lambda w: half_done(w, document.key))
    site.answers["/a"] = Ranged(LARGE)
    watched.worker.cancel([document.key])
    watched.worker.retry([document.key])
    watched.wait_for(document.key, SAVED)
    assert len(list(folder.iterdir())) == 1
    assert "range" not in site.requests[-1].headers


def test_pausing_all_stops_everything_and_what_comes_later_waits(
    site: FileServer, watched: Watched, folder: Path
) -> None:
    held = {f"/{n}": Held(PDF + b"%d" % n, 100) for n in range(6)}
    site.answers |= held
    documents = [wanted(site.url(f"/{n}"), f"{n}") for n in range(6)]
    watched.worker.start(folder, documents[:5])
    # They run before the site hears of them, and nothing may come to it after the pause.
    assert held["/0"].is_waiting.wait(20)
    assert held["/1"].is_waiting.wait(20)
    watched.wait(lambda w: len(w.running) == 2)
    watched.worker.pause_all()
    watched.wait(lambda w: all(one.state is PAUSED for one in w.now.values()))
    assert watched.queue[-1].is_paused
    site.requests.clear()
    watched.worker.start(folder, documents[5:])
    watched.wait_for(documents[5].key, WAITING)
    site.answers |= {f"/{n}": good(PDF + b"%d" % n) for n in range(6)}
    assert site.requests == []
    watched.worker.resume_all()
    watched.wait_for_end(6)
    assert {one.state for one in watched.now.values()} == {SAVED}
    assert not watched.queue[-1].is_paused


def test_pausing_all_holds_over_the_next_start_until_somebody_resumes(
    site: FileServer, ledger_path: Path, folder: Path
) -> None:
    site.answers |= {"/a": good(PDF), "/b": good(PDF + b"b")}
    first, second = wanted(site.url("/a"), "a"), wanted(site.url("/b"), "b")
    with transfers(ledger_path) as watched:
        watched.worker.pause_all()
        watched.worker.start(folder, [first])
        watched.wait_for(first.key, WAITING)
    with transfers(ledger_path) as again:
        again.wait(lambda w: bool(w.queue) and w.queue[-1].is_paused)
        again.worker.start(folder, [second])
        again.wait_for(second.key, WAITING)
        assert site.requests == []
        again.worker.resume_all()
        again.wait_for_end(2)
    with transfers(ledger_path) as later:
        later.wait_for_end(2)
        assert later.queue == []


def test_a_failed_transfer_whose_connection_broke_goes_on_when_tried_again(
    site: FileServer, watched: Watched, folder: Path
) -> None:
    site.answers["/a"] = Ranged(LARGE, cut_after=1_000_000)
    document = wanted(site.url("/a"))
    watched.worker.start(folder, [document])
    # Each try gets further, so none of them is the last one.
    path = watched.wait_for(document.key, SAVED).path
    assert path is not None
    assert path.read_bytes() == LARGE
    assert site.asked()["/a"] == 4
