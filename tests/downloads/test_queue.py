"""The queue behind its worker: what runs when, and what a person does to it."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

import pytest

from skop_desktop.downloads.retry import RetryPolicy
from skop_desktop.downloads.snapshot import TransferState
from skop_desktop.downloads.worker import TransferWorker
from skop_desktop.errors import TransferFault
from tests.downloads.late_sites import silent
from tests.support.file_server import (
    FileServer,
    Held,
    good,
    in_turn,
    redirect,
    refusal,
)
from tests.support.transfers import Watched, transfers, wanted

PDF = b"%PDF-1.7\n" + b"x" * 300_000 + b"%%EOF"
WAITING, RUNNING = TransferState.WAITING, TransferState.RUNNING
SAVED, FAILED, CANCELLED = TransferState.SAVED, TransferState.FAILED, TransferState.CANCELLED


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_a_thousand_small_files_arrive_byte_by_byte(
    site: FileServer, watched: Watched, folder: Path
) -> None:
    contents = {f"/{n}.pdf": b"%%PDF-1.7 %d\n%s" % (n, b"y" * (n * 7)) for n in range(1_000)}
    site.answers |= {path: good(content) for path, content in contents.items()}
    documents = [wanted(site.url(path), f"Minutes {path[1:-4]}") for path in contents]
    watched.worker.start(folder, documents)
    watched.wait_for_end(1_000)
    for path, content in contents.items():
        assert (folder / f"Minutes {path[1:]}").read_bytes() == content
    assert len(names_in(folder)) == 1_000
    assert max(site.asked().values()) == 1


def test_equal_names_get_files_of_their_own(
    site: FileServer, watched: Watched, folder: Path
) -> None:
    site.answers |= {f"/{n}": good(b"%%PDF %d" % n) for n in range(5)}
    watched.worker.start(folder, [wanted(site.url(f"/{n}")) for n in range(5)])
    watched.wait_for_end(5)
    assert names_in(folder) == sorted(["Minutes.pdf", *(f"Minutes ({n}).pdf" for n in range(2, 6))])
    assert {snapshot.path.read_bytes() for snapshot in watched.now.values() if snapshot.path} == {
        b"%%PDF %d" % n for n in range(5)
    }


def test_no_more_run_at_once_than_allowed_in_all_and_on_one_host(
    site: FileServer, ledger_path: Path, folder: Path
) -> None:
    held = {f"/{n}": Held(PDF, 10) for n in range(6)}
    site.answers |= held
    paths = list(held)
    documents = [wanted(site.url(path)) for path in paths[:4]]
    documents += [wanted(site.url(path, "localhost")) for path in paths[4:]]
    with transfers(ledger_path, at_once=3, per_host=2) as watched:
        watched.worker.start(folder, documents)
        # The first two of one host and the first of the other: the third of one host waits.
        for path in ("/0", "/1", "/4"):
            assert held[path].is_waiting.wait(20)
        running = [key.url for key, one in watched.now.items() if one.state is RUNNING]
        assert len(running) <= 3
        # Counted by what was asked: whoever answers may learn that it is over after the next came.
        assert len(site.requests) == 3
        for ended, path in enumerate(("/0", "/1", "/4"), start=1):
            held[path].go_on.set()
            assert site.wait_for_requests(3 + ended)
            assert len(site.requests) == 3 + ended
        for answer in held.values():
            answer.go_on.set()
        watched.wait_for_end(6)
        assert all(snapshot.state is SAVED for snapshot in watched.now.values())


def test_one_host_is_never_asked_for_more_than_its_share(
    site: FileServer, watched: Watched, folder: Path
) -> None:
    held = {f"/{n}": Held(PDF, 10) for n in range(5)}
    site.answers |= held
    watched.worker.start(folder, [wanted(site.url(path)) for path in held])
    assert held["/0"].is_waiting.wait(20)
    assert held["/1"].is_waiting.wait(20)
    for answer in held.values():
        answer.go_on.set()
    watched.wait_for_end(5)
    assert site.most_at_once == 2


def test_cancelling_stops_a_running_transfer_and_removes_its_part(
    site: FileServer, watched: Watched, folder: Path
) -> None:
    site.answers["/a"] = Held(PDF * 20, 4_000_000)
    document = wanted(site.url("/a"))
    watched.worker.start(folder, [document])
    watched.wait(lambda w: any(s.bytes_done >= 3_000_000 for s in w.history))
    assert names_in(folder) == ["Minutes.pdf.part"]
    watched.worker.cancel([document.key])
    watched.wait_for(document.key, CANCELLED)
    assert watched.worker.shutdown(5)
    assert names_in(folder) == []


def test_a_cancelled_transfer_can_be_tried_again_at_once(
    site: FileServer, watched: Watched, folder: Path
) -> None:
    held = Held(PDF, 1_000)
    site.answers["/a"] = in_turn(held, good(PDF))
    document = wanted(site.url("/a"))
    watched.worker.start(folder, [document])
    assert held.is_waiting.wait(20)
    watched.worker.cancel([document.key])
    watched.worker.retry([document.key])
    end = watched.wait_for(document.key, SAVED, FAILED)
    assert end.state is SAVED, end.error
    assert names_in(folder) == ["Minutes.pdf"]
    assert CANCELLED in watched.states(document.key)


def test_everything_can_be_stopped(site: FileServer, watched: Watched, folder: Path) -> None:
    site.answers |= {f"/{n}": Held(PDF, 1_000) for n in range(10)}
    documents = [wanted(site.url(f"/{n}")) for n in range(10)]
    watched.worker.start(folder, documents)
    watched.wait(lambda w: any(s.state is RUNNING for s in w.now.values()))
    watched.worker.cancel([one.key for one in documents])
    watched.wait_for_end(10)
    assert {snapshot.state for snapshot in watched.now.values()} == {CANCELLED}
    assert watched.worker.shutdown(5)
    assert names_in(folder) == []


def test_a_removed_transfer_leaves_the_list_and_keeps_its_file(
    site: FileServer, watched: Watched, folder: Path, ledger_path: Path
) -> None:
    site.answers |= {"/a": good(PDF), "/b": Held(PDF, 1_000)}
    done, running = wanted(site.url("/a"), "done"), wanted(site.url("/b"), "running")
    watched.worker.start(folder, [done, running])
    watched.wait_for(done.key, SAVED)
    watched.wait_for(running.key, RUNNING)
    watched.worker.remove([done.key, running.key])
    watched.wait(lambda w: set(w.removed) == {done.key, running.key})
    assert watched.worker.shutdown(5)
    assert names_in(folder) == ["done.pdf"]
    after_removal = watched.history[:]
    with transfers(ledger_path) as again:
        again.worker.start(folder, [wanted(site.url("/a"), "other")])
        again.wait_for_end(1)
    assert watched.history == after_removal


def test_what_is_in_hand_or_saved_is_not_fetched_twice(
    site: FileServer, watched: Watched, folder: Path
) -> None:
    held = Held(PDF, 1_000)
    site.answers["/a"] = in_turn(held, good(PDF))
    document = wanted(site.url("/a"))
    watched.worker.start(folder, [document, document])
    assert held.is_waiting.wait(20)
    watched.worker.start(folder, [document])
    held.go_on.set()
    path = watched.wait_for(document.key, SAVED).path
    watched.worker.start(folder, [document])
    watched.worker.retry([document.key])
    other = wanted(site.url("/none"), "other")
    watched.worker.start(folder, [other])
    watched.wait_for(other.key, FAILED)
    assert site.asked()["/a"] == 1

    assert path is not None
    path.unlink()
    watched.worker.start(folder, [document])
    watched.wait(lambda w: w.states(document.key).count(SAVED) == 2)
    assert path.read_bytes() == PDF
    assert site.asked()["/a"] == 2


def test_a_failed_transfer_is_tried_again_when_asked(
    site: FileServer, watched: Watched, folder: Path
) -> None:
    site.answers["/a"] = in_turn(refusal(404), good(PDF))
    document = wanted(site.url("/a"))
    watched.worker.start(folder, [document])
    watched.wait_for(document.key, FAILED)
    watched.worker.retry([document.key])
    assert watched.wait_for(document.key, SAVED).error is None


def test_a_transfer_that_is_tried_again_says_so(
    site: FileServer, watched: Watched, folder: Path
) -> None:
    site.answers["/a"] = refusal(502)
    document = wanted(site.url("/a"), "Board Minutes")
    watched.worker.start(folder, [document])
    watched.wait_for(document.key, FAILED)
    told = [s.error for s in watched.history if s.state is WAITING and s.error is not None]
    words = dict.fromkeys(error.now for error in told)  # told again where the queue around it moves
    assert list(words) == ["Two more tries follow.", "One more try follows."]
    assert "Board Minutes" in str(told[0])
    assert "502" not in str(told[0])
    assert told[0].detail.code == 502
    last = watched.now[document.key].error
    assert last is not None
    assert last.now == ""


def test_a_site_that_asks_for_a_pause_is_left_alone_by_all_transfers(
    site: FileServer, ledger_path: Path, folder: Path
) -> None:
    site.answers["/a"] = in_turn(refusal(429, Retry_After="1"), good(PDF))
    site.answers["/b"] = good(PDF)
    documents = [wanted(site.url("/a")), wanted(site.url("/b"))]
    with transfers(ledger_path, at_once=1, retries=RetryPolicy(first_pause=0.01)) as watched:
        began = time.monotonic()
        watched.worker.start(folder, documents)
        watched.wait_for_end(2)
        assert time.monotonic() - began >= 1
        assert site.requests[0].path == "/a"
        assert sorted(site.asked().items()) == [("/a", 2), ("/b", 1)]
        told = [s.error for s in watched.history if s.state is WAITING and s.error is not None]
        assert told[0].now == "It goes on in a second."
        assert all(snapshot.state is SAVED for snapshot in watched.now.values())


@pytest.mark.usefixtures("only_meant_silence")
def test_silence_ends_a_try(site: FileServer, ledger_path: Path, folder: Path) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(PDF)
    site.answers["/a"] = silent(head + PDF[:1_000])
    document = wanted(site.url("/a"))
    with transfers(ledger_path, silence=0.2, retries=RetryPolicy(most_tries=1)) as watched:
        watched.worker.start(folder, [document])
        error = watched.wait_for(document.key, FAILED).error
        assert error is not None
        assert error.fault is TransferFault.CUT_SHORT
    assert names_in(folder) == []


def test_progress_comes_in_few_batches_and_no_state_is_lost(
    site: FileServer, watched: Watched, folder: Path
) -> None:
    site.answers |= {f"/{n}": good(PDF) for n in range(60)}
    documents = [wanted(site.url(f"/{n}"), f"{n}") for n in range(60)]
    watched.worker.start(folder, documents)
    watched.wait_for_end(60)
    gaps = [b - a for a, b in zip(watched.batch_times, watched.batch_times[1:], strict=False)]
    assert sorted(gaps)[len(gaps) // 2] > 0.09 if len(gaps) > 2 else True
    for document in documents:
        assert watched.states(document.key) == [WAITING, RUNNING, SAVED]


def test_shutdown_waits_for_no_site_and_leaves_no_part(
    site: FileServer, watched: Watched, folder: Path
) -> None:
    site.answers |= {f"/{n}": Held(PDF, 1_000) for n in range(4)}
    watched.worker.start(folder, [wanted(site.url(f"/{n}")) for n in range(4)])
    watched.wait(lambda w: any(s.state is RUNNING for s in w.now.values()))
    assert watched.worker.shutdown(5)
    assert names_in(folder) == []
    watched.worker.start(folder, [wanted(site.url("/9"))])
    assert watched.worker.shutdown()


def test_a_worker_that_was_never_opened_shuts_down(ledger_path: Path) -> None:
    worker = TransferWorker(ledger_path, lambda _: None)
    worker.pause_all()
    assert worker.shutdown()


def test_a_ledger_that_cannot_be_used_is_said_and_every_call_answered(
    ledger_path: Path, folder: Path
) -> None:
    ledger_path.parent.mkdir(parents=True)
    with sqlite3.connect(ledger_path) as newer:
        newer.execute("PRAGMA user_version = 99")
    newer.close()
    with transfers(ledger_path) as watched:
        watched.wait(lambda w: len(w.troubles) == 1)
        watched.worker.start(folder, [wanted("http://127.0.0.1/a")])
        watched.wait(lambda w: len(w.troubles) == 2)
        assert "list of downloads" in watched.troubles[0].happened


@pytest.mark.parametrize("target", ["http://10.0.0.1/x", "http://[::ffff:10.0.0.1]/x"])
def test_a_redirect_into_the_private_network_is_refused(
    target: str, site: FileServer, watched: Watched, folder: Path
) -> None:
    site.answers["/a"] = redirect(target)
    document = wanted(site.url("/a"))
    watched.worker.start(folder, [document])
    error = watched.wait_for(document.key, FAILED).error
    assert error is not None
    assert error.fault is TransferFault.ADDRESS_REFUSED
