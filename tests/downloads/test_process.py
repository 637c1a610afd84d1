"""The transfers in a process of their own: it ends with the app, and its own end costs nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from skop_desktop.downloads import process as transfer_process
from skop_desktop.downloads.orders import Limits
from skop_desktop.downloads.process import Listeners, TransferProcess
from skop_desktop.downloads.snapshot import TransferState
from skop_desktop.errors import SkopError, TransferError, TransferFault
from tests.support.file_server import FileServer, Held, Ranged, good
from tests.support.process_news import Told
from tests.support.transfers import wanted

LARGE: Final = b"%PDF-1.7\n" + os.urandom(2_000_000) + b"%%EOF"
PDF: Final = b"%PDF-1.7\n" + b"x" * 1_000 + b"%%EOF"
SAVED, RUNNING = TransferState.SAVED, TransferState.RUNNING
LIMITS: Final = Limits(at_once=4, per_host=4)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills by signals")


class ToldAnew(Told):
    """Forgets all transfers when a process ends, for the next one tells all of them.

    On the thread that tells: between the last word of the one and the first of the other.
    """

    @property
    def listeners(self) -> Listeners:
        told = super().listeners

        def take_trouble(error: SkopError) -> None:
            self._note(lambda _: self.now.clear(), error)
            told.on_trouble(error)

        return replace(told, on_trouble=take_trouble)


@contextmanager
def running(
    ledger: Path, limits: Limits = LIMITS, command: Sequence[str] | None = None
) -> Iterator[tuple[TransferProcess, Told]]:
    told = ToldAnew()
    process = TransferProcess(ledger, told.listeners, limits, command=command)
    process.open()
    try:
        yield process, told
    finally:
        assert process.shutdown(5)


def kill(process: TransferProcess) -> None:
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)


def test_killed_it_is_started_again_says_so_and_loses_nothing(
    site: FileServer, ledger_path: Path, folder: Path
) -> None:
    site.answers = {f"/{n}": Ranged(LARGE[: -n - 1], pause=0.02) for n in range(4)}
    documents = [wanted(site.url(f"/{n}"), f"{n}") for n in range(4)]
    with running(ledger_path) as (process, told):
        process.start(folder, documents)
        for times in (1, 2):
            told.wait(lambda told: any(one.bytes_done > 500_000 for one in told.now.values()))
            kill(process)
            told.wait_for_troubles(times)
        for document in documents:
            told.wait_for(document.key, SAVED)
        assert {trouble.happened for trouble in told.troubles} == {
            "The part of the app that fetches documents ended unexpectedly."
        }
        assert "started again" in told.troubles[0].now
        assert "Exit status: -9" in told.troubles[0].detail.text
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
        f"{n}.pdf": LARGE[: -n - 1] for n in range(4)
    }


def test_the_limits_of_now_hold_after_it_was_started_again(
    site: FileServer, ledger_path: Path, folder: Path
) -> None:
    site.answers |= {"/a": good(PDF), "/b": good(PDF[:60])}
    document, other = wanted(site.url("/a")), wanted(site.url("/b"), "other")
    with running(ledger_path) as (process, told):
        process.set_limits(
            at_once=1, per_host=1, bytes_per_second=None, largest=100, marks_origin=False
        )
        process.start(folder, [other])
        told.wait_for(other.key, SAVED)
        kill(process)
        told.wait_for_troubles(1)
        process.start(folder, [document])
        error = told.wait_for(document.key, TransferState.FAILED).error
        assert error is not None
        assert error.fault is TransferFault.TOO_LARGE


def test_what_was_ordered_and_not_done_when_it_ended_is_ordered_again(
    site: FileServer, ledger_path: Path, folder: Path, tmp_path: Path
) -> None:
    site.answers["/a"] = good(PDF)
    document = wanted(site.url("/a"))
    with running(ledger_path, command=dying_first(tmp_path, 1)) as (process, told):
        process.start(folder, [document])
        assert told.wait_for(document.key, SAVED).path == folder / "Minutes.pdf"
        assert len(told.troubles) == 1


def test_ending_again_and_again_it_is_left_until_somebody_asks(
    site: FileServer,
    ledger_path: Path,
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Whoever reads the last words of a process may be late.
    monkeypatch.setattr(transfer_process, "_LAST_WORDS_WITHIN", 20)
    site.answers["/a"] = good(PDF)
    document = wanted(site.url("/a"))
    with running(ledger_path, command=dying_first(tmp_path, 3)) as (process, told):
        told.wait_for_troubles(3)
        assert "several times" in told.troubles[-1].happened
        assert "not started again" in told.troubles[-1].now
        assert "no luck today" in told.troubles[-1].detail.text
        assert told.queue[-1].trouble is told.troubles[-1]
        process.start(folder, [document])
        told.wait_for(document.key, SAVED)


def test_one_that_cannot_be_started_is_said_and_ends_at_once(
    ledger_path: Path, tmp_path: Path
) -> None:
    with running(ledger_path, command=[str(tmp_path / "no such program")]) as (process, told):
        told.wait(lambda told: len(told.queue) == 1 and len(told.troubles) == 1)
        (error,) = told.troubles
        assert isinstance(error, TransferError)
        assert "could not be started" in error.happened
        assert "no such program" in error.detail.text
        process.resume_all()
        told.wait_for_troubles(2)


def test_it_ends_amid_a_transfer_and_goes_on_at_the_next_start(
    site: FileServer, ledger_path: Path, folder: Path
) -> None:
    held = Held(LARGE, 1_500_000)
    site.answers["/a"] = held
    document = wanted(site.url("/a"))
    with running(ledger_path) as (process, told):
        process.start(folder, [document])
        assert held.is_waiting.wait(20)
        assert process.shutdown(20)
        assert process.pid is None
        assert not told.troubles
    site.answers["/a"] = Ranged(LARGE)
    with running(ledger_path) as (_, told):
        path = told.wait_for(document.key, SAVED).path
    assert path is not None
    assert path.read_bytes() == LARGE
    assert list(folder.iterdir()) == [path]


def test_what_was_ordered_right_before_the_end_is_kept(ledger_path: Path, folder: Path) -> None:
    documents = [wanted(f"http://10.0.0.1/{n}", f"{n}") for n in range(1_000)]
    with running(ledger_path) as (process, told):
        process.pause_all()
        process.start(folder, documents)
        assert process.shutdown(5)
    with running(ledger_path) as (_, told):
        told.wait(lambda told: len(told.now) == 1_000)
        assert told.queue[-1].is_paused


def test_it_ends_with_an_app_that_was_killed(ledger_path: Path) -> None:
    app = subprocess.Popen(
        [sys.executable, "-c", APP, str(ledger_path)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    with app:
        assert app.stdout is not None
        child = int(app.stdout.readline())
        app.kill()
        while is_there(child):  # where it outlives the app, for as long as the test may take
            time.sleep(0.02)


def test_a_terminal_that_interrupts_everything_does_not_end_it(
    site: FileServer, ledger_path: Path, folder: Path
) -> None:
    site.answers |= {"/a": good(PDF), "/b": good(PDF + b"b")}
    first, second = wanted(site.url("/a"), "a"), wanted(site.url("/b"), "b")
    with running(ledger_path) as (process, told):
        process.start(folder, [first])
        told.wait_for(first.key, SAVED)
        assert process.pid is not None
        os.kill(process.pid, signal.SIGINT)
        process.start(folder, [second])
        told.wait_for(second.key, SAVED)
        assert not told.troubles


def test_one_that_was_never_opened_takes_nothing_and_shuts_down(ledger_path: Path) -> None:
    process = TransferProcess(ledger_path, Told().listeners, LIMITS)
    process.pause_all()
    assert process.shutdown()
    assert process.pid is None


APP: Final = """
import sys, time
from pathlib import Path
from skop_desktop.downloads.orders import Limits
from skop_desktop.downloads.process import TransferProcess
from tests.support.process_news import Told

process = TransferProcess(Path(sys.argv[1]), Told().listeners, Limits())
process.open()
while process.pid is None:
    time.sleep(0.01)
print(process.pid, flush=True)
time.sleep(60)
"""

DYING: Final = """
import sys
from pathlib import Path

lives = Path(sys.argv[1])
lived = len(lives.read_text()) if lives.exists() else 0
lives.write_text("x" * (lived + 1))
if lived < int(sys.argv[2]):
    sys.stdin.buffer.read(10)
    sys.exit("no luck today")
from skop_desktop.downloads.__main__ import main
main([])
"""


def dying_first(folder: Path, times: int) -> list[str]:
    """The transfers, but their first lives are short."""
    return [sys.executable, "-c", DYING, str(folder / "lives"), str(times)]


def is_there(process: int) -> bool:
    """Whether it runs; one that only waits for its parent to notice its end does not."""
    try:
        status = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"
