"""Killed at any instant, the next start goes on: every file whole, none twice, no part left."""

from __future__ import annotations

import hashlib
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from skop_desktop.downloads.ledger import MIGRATIONS, Ledger
from skop_desktop.downloads.recovery import take_up
from skop_desktop.downloads.snapshot import TransferState
from skop_desktop.errors import Detail, LibraryError, TransferError, TransferFault
from tests.support.file_server import FileServer, good
from tests.support.transfers import transfers, wanted

SAVED, WAITING, FAILED = TransferState.SAVED, TransferState.WAITING, TransferState.FAILED
CHILD = """
import sys
from pathlib import Path
from tests.support.transfers import transfers, wanted
ledger, folder, address, count = sys.argv[1:]
with transfers(Path(ledger)) as watched:
    watched.worker.start(
        Path(folder), [wanted(f"{address}/{n}.pdf") for n in range(int(count))]
    )
    print("started", flush=True)
    watched.wait_for_end(int(count))
    print("ended", flush=True)
    sys.stdin.read()
"""
COUNT = 30


def test_killed_at_any_point_the_next_start_completes(site: FileServer, tmp_path: Path) -> None:
    contents = {
        f"/{n}.pdf": b"%%PDF-1.7 %d\n" % n + hashlib.sha256(b"%d" % n).digest() * 4_000
        for n in range(COUNT)
    }
    site.answers |= {path: good(content) for path, content in contents.items()}
    # Points spread over the whole run: a kill after so many requests have come.
    for round_number, requests in enumerate((1, 7, 15, 22, 29)):
        folder = tmp_path / f"files {round_number}"
        ledger = tmp_path / f"{round_number}.sqlite"
        site.requests.clear()
        _kill_after(site, requests, ledger, folder)
        with transfers(ledger) as watched:
            watched.wait_for_end(COUNT)
            assert {snapshot.state for snapshot in watched.now.values()} == {SAVED}
        files = sorted(path.read_bytes() for path in folder.iterdir())
        assert files == sorted(contents.values()), round_number
        assert not list(folder.glob("*.part"))


def _kill_after(site: FileServer, requests: int, ledger: Path, folder: Path) -> None:
    arguments = [ledger, folder, site.url(""), str(COUNT)]
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )
    with child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"started\n"
        assert site.wait_for_requests(requests)
        child.send_signal(signal.SIGKILL)


def test_saved_files_are_shown_again_unless_they_are_gone(site: FileServer, tmp_path: Path) -> None:
    site.answers |= {"/a": good(b"%PDF a"), "/b": good(b"%PDF b")}
    kept, lost = wanted(site.url("/a"), "kept"), wanted(site.url("/b"), "lost")
    missing = wanted(site.url("/c"), "missing")
    with transfers(tmp_path / "ledger") as watched:
        watched.worker.start(tmp_path / "files", [kept, lost, missing])
        watched.wait_for_end(3)
        before = watched.now[kept.key]
        failed = watched.now[missing.key]
    (tmp_path / "files" / "lost.pdf").unlink()
    with transfers(tmp_path / "ledger") as watched:
        watched.wait_for_end(2)
        assert watched.now[kept.key] == before
        again = watched.now[missing.key]
        assert again.error is not None
        assert str(again.error) == str(failed.error)
        assert again.error.fault is TransferFault.GONE
        watched.worker.start(tmp_path / "files", [lost])
        assert watched.wait_for(lost.key, SAVED).path == tmp_path / "files" / "lost.pdf"


@pytest.mark.parametrize("has_part", [True, False])
def test_a_file_renamed_just_before_the_end_is_recognised(has_part: bool, tmp_path: Path) -> None:
    document, content = wanted("https://a.org/x"), b"%PDF whole"
    part, target = tmp_path / "x.pdf.part", tmp_path / "x.pdf"
    target.write_bytes(content)
    if has_part:
        part.hardlink_to(target)
    with Ledger(tmp_path / "ledger") as ledger:
        ledger.want([(document, tmp_path)])
        ledger.running(document.key, 1)
        ledger.reserved(document.key, part, target)
        ledger.checked(document.key, target, len(content), hashlib.sha256(content).hexdigest())
        (record,) = take_up(ledger)
        assert (record.state, record.path) == (SAVED, target)
        assert ledger.entries()[0].state is SAVED
    assert not part.exists()


def test_another_file_of_that_name_is_not_taken_for_ours(tmp_path: Path) -> None:
    document = wanted("https://a.org/x")
    part, target = tmp_path / "x.pdf.part", tmp_path / "x.pdf"
    target.write_bytes(b"another program's")
    part.write_bytes(b"%PDF")
    with Ledger(tmp_path / "ledger") as ledger:
        ledger.want([(document, tmp_path)])
        ledger.running(document.key, 1)
        ledger.reserved(document.key, part, target)
        ledger.checked(document.key, target, 17, hashlib.sha256(b"%PDF").hexdigest())
        (record,) = take_up(ledger)
        assert record.state is WAITING
    assert target.read_bytes() == b"another program's"
    assert not part.exists()


def test_a_name_taken_with_an_empty_file_is_given_back(tmp_path: Path) -> None:
    document = wanted("https://a.org/x")
    part, target = tmp_path / "x.pdf.part", tmp_path / "x.pdf"
    target.touch()
    part.write_bytes(b"%PDF")
    with Ledger(tmp_path / "ledger") as ledger:
        ledger.want([(document, tmp_path)])
        ledger.running(document.key, 1)
        ledger.reserved(document.key, part, target)
        ledger.checked(document.key, target, 4, hashlib.sha256(b"%PDF").hexdigest())
        take_up(ledger)
    assert not target.exists()


def test_the_ledger_keeps_errors_and_order(tmp_path: Path) -> None:
    first, second = wanted("https://a.org/1"), wanted("https://a.org/2")
    error = TransferError(
        "The site no longer has it.",
        advice="Open its page.",
        detail=Detail(code=404, address="https://a.org/1", text="x"),
        fault=TransferFault.GONE,
    )
    with Ledger(tmp_path / "ledger") as ledger:
        ledger.want([(first, tmp_path), (second, tmp_path)])
        ledger.ended(first.key, FAILED, error)
        ledger.want([(second, tmp_path / "other")])
    with Ledger(tmp_path / "ledger") as ledger:
        entries = ledger.entries()
        assert [entry.wanted for entry in entries] == [first, second]
        assert entries[1].folder == tmp_path / "other"
        kept = entries[0].error
        assert kept is not None
        assert (str(kept), kept.detail, kept.fault) == (str(error), error.detail, error.fault)
        ledger.remove([first.key])
        assert [entry.wanted for entry in ledger.entries()] == [second]


def test_the_ledger_knows_its_version_and_refuses_a_newer_one(tmp_path: Path) -> None:
    path = tmp_path / "ledger"
    Ledger(path).close()
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.execute("PRAGMA user_version = 999")
    connection.close()
    with pytest.raises(LibraryError, match="newer version"):
        Ledger(path)
