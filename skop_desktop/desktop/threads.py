"""Calls that may block for as long as a person leaves a system dialog open."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

_Result = TypeVar("_Result")


async def in_thread_of_its_own(work: Callable[[], _Result]) -> _Result:
    """What ``work`` returns or raises, run in a thread that nothing waits for at the app's end.

    The loop's own executor is joined when the loop closes, so one locked keychain would keep the
    app from closing. Cancelling the call leaves the thread to itself.
    """
    future: Future[_Result] = Future()
    # From here on only whoever waits can be cancelled, so that the thread may always tell.
    future.set_running_or_notify_cancel()

    def run() -> None:
        try:
            result = work()
        except BaseException as error:
            future.set_exception(error)
            raise
        future.set_result(result)

    threading.Thread(target=run, name="skop-system-call", daemon=True).start()
    return await asyncio.wrap_future(future)
