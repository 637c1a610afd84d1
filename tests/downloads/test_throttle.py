"""The limit of bytes a second over all transfers together."""

from __future__ import annotations

import asyncio
import time
from functools import partial
from pathlib import Path

import pytest

from skop_desktop.downloads.snapshot import TransferState
from skop_desktop.downloads.throttle import Throttle
from tests.support.file_server import FileServer, good
from tests.support.transfers import transfers, wanted
from tests.support.virtual_loop import in_virtual_time

BLOCK = 64 * 1024
RATE = 1_000_000

Arrivals = list[tuple[float, int]]


def no_arrivals() -> Arrivals:
    return []


async def take(throttle: Throttle, blocks: int, arrivals: Arrivals, who: int = 0) -> None:
    for _ in range(blocks):
        await throttle(BLOCK)
        arrivals.append((asyncio.get_running_loop().time(), who))


def test_all_together_get_what_one_would_get() -> None:
    async def work() -> Arrivals:
        throttle, arrivals = Throttle(RATE), no_arrivals()
        async with asyncio.TaskGroup() as group:
            for who in range(4):
                group.create_task(take(throttle, 50, arrivals, who))
        return arrivals

    arrivals = in_virtual_time(work())
    assert arrivals[-1][0] == pytest.approx(200 * BLOCK / RATE, rel=0.02)
    # Smooth: never more in half a second than belongs there, and everybody gets a share.
    for start in range(20):
        came = [who for at, who in arrivals if start / 2 <= at < start / 2 + 0.5]
        assert len(came) * BLOCK <= RATE / 2 * 1.2 + BLOCK
        assert set(came) == {0, 1, 2, 3}


def test_a_rest_saves_up_no_more_than_a_moment() -> None:
    async def work() -> float:
        throttle, arrivals = Throttle(RATE), no_arrivals()
        await asyncio.sleep(60)
        await take(throttle, 20, arrivals)
        return arrivals[-1][0] - 60

    assert in_virtual_time(work()) == pytest.approx(20 * BLOCK / RATE, abs=0.11)


def test_a_new_limit_holds_at_once_for_those_that_wait() -> None:
    async def work() -> tuple[float, float]:
        throttle, arrivals = Throttle(1_000), no_arrivals()
        async with asyncio.TaskGroup() as group:
            group.create_task(take(throttle, 100, arrivals))
            await asyncio.sleep(1)
            throttle.set_rate(RATE)
            await asyncio.sleep(1)
            half = len(arrivals) * BLOCK
            throttle.set_rate(None)
        return half, asyncio.get_running_loop().time()

    half, end = in_virtual_time(work())
    assert half == pytest.approx(RATE, rel=0.1)
    assert end == pytest.approx(2, abs=0.01)


def test_a_lower_limit_does_not_make_up_for_what_the_higher_one_gave() -> None:
    async def work() -> float:
        throttle, arrivals = Throttle(RATE), no_arrivals()
        task = asyncio.create_task(take(throttle, 3, arrivals))
        await asyncio.sleep(0.01)
        throttle.set_rate(10_000)
        await task
        return arrivals[-1][0]

    assert in_virtual_time(work()) < 3 * BLOCK / 10_000 + 1


def test_one_that_stops_waiting_is_in_nobodys_way() -> None:
    async def work() -> float:
        throttle, arrivals = Throttle(RATE), no_arrivals()
        stopped = asyncio.create_task(take(throttle, 100, arrivals))
        await asyncio.sleep(0.01)
        stopped.cancel()
        await asyncio.wait([stopped])
        await take(throttle, 10, arrivals)
        return asyncio.get_running_loop().time()

    assert in_virtual_time(work()) < 1


def test_real_transfers_keep_to_the_limit_and_to_a_new_one(
    site: FileServer, ledger_path: Path, folder: Path
) -> None:
    content = b"%PDF-1.7\n" + bytes(300_000) + b"%%EOF"
    site.answers |= {f"/{n}": good(content + b"%d" % n) for n in range(4)}
    documents = [wanted(site.url(f"/{n}"), f"{n}") for n in range(4)]
    with transfers(ledger_path, bytes_per_second=600_000) as watched:
        began = time.monotonic()
        watched.worker.start(folder, documents[:2])
        watched.wait_for_end(2)
        assert time.monotonic() - began >= 0.9
        limit = partial(
            watched.worker.set_limits, at_once=6, per_host=2, largest=None, marks_origin=False
        )
        limit(bytes_per_second=1_000)
        watched.worker.start(folder, documents[2:])
        watched.wait(lambda w: w[documents[3].key].state is TransferState.RUNNING)
        limit(bytes_per_second=None)
        watched.wait_for_end(4)
        assert all(one.state is TransferState.SAVED for one in watched.now.values())
