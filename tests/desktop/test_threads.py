"""Calls of the system that nothing waits for at the app's end."""

from __future__ import annotations

import asyncio
import threading

import pytest

from skop_desktop.desktop.threads import in_thread_of_its_own

PATIENCE = 20


async def test_what_it_gives_is_handed_on() -> None:
    assert await in_thread_of_its_own(lambda: 7) == 7


async def test_a_cancelled_call_leaves_the_thread_to_itself() -> None:
    is_at_it, go_on, threads = threading.Event(), threading.Event(), []

    def work() -> None:
        threads.append(threading.current_thread())
        is_at_it.set()
        assert go_on.wait(PATIENCE)

    call = asyncio.create_task(in_thread_of_its_own(work))
    await asyncio.to_thread(is_at_it.wait, PATIENCE)
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    assert threads[0].is_alive()
    go_on.set()
    await asyncio.to_thread(threads[0].join)
