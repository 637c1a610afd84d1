"""After the computer has slept: everything that waited is due, and nothing broken is counted."""

from __future__ import annotations

import asyncio
import threading
import time
from pathlib import Path

from skop_desktop.downloads.options import Watching
from skop_desktop.downloads.retry import RetryPolicy
from skop_desktop.downloads.snapshot import TransferState
from skop_desktop.downloads.wake import WakeWatch
from tests.support.file_server import Exchange, FileServer, good, hang_up, in_turn, refusal
from tests.support.transfers import transfers, wanted

PDF = b"%PDF-1.7\n" + b"x" * 1_000 + b"%%EOF"
AN_HOUR = RetryPolicy(first_pause=3_600, longest_pause=3_600)
WAITING, SAVED = TransferState.WAITING, TransferState.SAVED


class Wall:
    """The wall clock of a computer that sleeps when it is told to.

    ``was_seen``: somebody has looked at it after that.
    """

    def __init__(self) -> None:
        self._slept = 0.0
        self.was_seen = threading.Event()

    def __call__(self) -> float:
        slept = self._slept
        if slept:
            self.was_seen.set()
        return time.time() + slept

    def sleep(self, seconds: float) -> None:
        self._slept += seconds


def test_retries_are_due_at_once(site: FileServer, ledger_path: Path, folder: Path) -> None:
    wall = Wall()
    site.answers["/a"] = in_turn(hang_up, good(PDF))
    document = wanted(site.url("/a"))
    watching = Watching(wall=wall, sleep_every=0.02)
    with transfers(ledger_path, retries=AN_HOUR, watching=watching) as watched:
        watched.worker.start(folder, [document])
        watched.wait(lambda w: w[document.key].next_try_at is not None)
        due = watched[document.key].next_try_at
        assert due is not None
        assert due - wall() > 1_000
        wall.sleep(60)
        assert watched.wait_for(document.key, SAVED).next_try_at is None


def test_a_host_that_asked_for_a_pause_is_left_alone_until_that_is_over_by_the_wall_clock(
    site: FileServer, ledger_path: Path, folder: Path
) -> None:
    wall = Wall()
    site.answers["/a"] = in_turn(refusal(503, Retry_After="500"), good(PDF))
    site.answers["/b"] = in_turn(hang_up, good(PDF + b"b"))
    document = wanted(site.url("/a"))
    other = wanted(site.url("/b", "localhost"), "b")
    watching = Watching(wall=wall, sleep_every=0.02)
    with transfers(ledger_path, retries=AN_HOUR, watching=watching) as watched:
        watched.worker.start(folder, [document, other])
        watched.wait(lambda w: w[document.key].next_try_at is not None)
        watched.wait(lambda w: w[other.key].next_try_at is not None)
        wall.sleep(100)
        watched.wait_for(other.key, SAVED)
        assert watched[document.key].state is WAITING
        wall.sleep(2_000)
        watched.wait_for(document.key, SAVED)


def test_what_broke_in_the_sleep_is_no_failed_try(
    site: FileServer, ledger_path: Path, folder: Path
) -> None:
    wall = Wall()
    is_asked = threading.Event()

    def breaks(exchange: Exchange) -> bool:
        exchange.send_head(200, {"Content-Length": str(len(PDF))})
        exchange.send(PDF[:10])
        is_asked.set()
        # Who has seen the clock has noticed the sleep before anything else is heard of.
        wall.was_seen.wait(20)
        return False

    site.answers["/a"] = in_turn(breaks, good(PDF))
    site.answers["/b"] = in_turn(hang_up, good(PDF + b"b"))
    document, other = wanted(site.url("/a")), wanted(site.url("/b", "localhost"), "b")
    watching = Watching(wall=wall, sleep_every=0.02)
    only_one_try = RetryPolicy(most_tries=1)
    with transfers(ledger_path, retries=only_one_try, watching=watching) as watched:
        watched.worker.start(folder, [document])
        assert is_asked.wait(20)
        wall.sleep(3_600)
        watched.wait_for(document.key, SAVED)
        watched.worker.start(folder, [other])
        watched.wait_for(other.key, TransferState.FAILED)


def test_connections_are_new_after_a_sleep(
    site: FileServer, ledger_path: Path, folder: Path
) -> None:
    wall = Wall()
    site.answers |= {f"/{n}": good(PDF + b"%d" % n) for n in range(3)}
    watching = Watching(wall=wall, sleep_every=0.02)
    with transfers(ledger_path, at_once=1, watching=watching) as watched:
        watched.worker.start(folder, [wanted(site.url("/0"), "0"), wanted(site.url("/1"), "1")])
        watched.wait_for_end(2)
        assert site.connections == 1
        last = wanted(site.url("/2"), "2")
        wall.sleep(3_600)
        assert site.wait_until_left()
        watched.worker.start(folder, [last])
        watched.wait_for(last.key, SAVED)
        assert site.connections == 2


async def test_a_sleep_right_after_a_look_at_the_clock_is_noticed() -> None:
    looks, has_woken = 0, asyncio.Event()

    def wall() -> float:
        nonlocal looks
        looks += 1
        return time.time() + (3_600 if looks > 2 else 0)

    watch = WakeWatch(has_woken.set, wall=wall, every=0.01)
    watch.start()
    await has_woken.wait()
    watch.close()
