"""Calls that may block for as long as a person leaves a system dialog open."""

from __future__ import annotations

import asyncio
import sys
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

    def run() -> None:
        try:
            result = work()
            if not future.cancelled():
                future.set_result(result)
        finally:
            error = sys.exc_info()[1]
            if error is not None and not future.done():
                future.set_exception(error)

    threading.Thread(target=run, name="skop-system-call", daemon=True).start()
    return await asyncio.wrap_future(future)
