"""Work on the disk in threads, and its end back on the loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Final, TypeVar

_THREADS: Final = ThreadPoolExecutor(thread_name_prefix="disk")

T = TypeVar("T")


def in_thread(
    loop: asyncio.AbstractEventLoop, work: Callable[[], T], ended: Callable[[], None]
) -> asyncio.Future[T]:
    """What ``work`` gives. ``ended`` is called on ``loop`` when a thread has done it.

    Whoever waits for it may be cancelled: the work goes on to its end, and ``ended`` is called all
    the same. ``run_in_executor`` behind a ``shield`` does that too, by way of six callbacks, each
    of which costs a small file a hundredth of its time.
    """
    told = loop.create_future()

    def tell(error: BaseException | None, result: T | None) -> None:
        ended()
        if told.done():
            return
        if error is None:
            told.set_result(result)
        else:
            told.set_exception(error)
            # Nobody may wait for it any more; that is no mistake.
            told.exception()

    def hand_back(error: BaseException | None, result: T | None) -> None:
        with suppress(RuntimeError):  # the loop has ended
            loop.call_soon_threadsafe(tell, error, result)

    def do() -> None:
        try:
            result = work()
        except BaseException as error:
            hand_back(error, None)
            raise
        hand_back(None, result)

    _THREADS.submit(do)
    return told
