"""The library from an event loop: one thread of its own does the work, in order."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Self, TypeVar

from skop_desktop.errors import LibraryError
from skop_desktop.jobs.library import Library
from skop_desktop.jobs.records import LibraryEntry
from skop_desktop.jobs.snapshot import JobKey, JobSnapshot

_Result = TypeVar("_Result")


def _now() -> datetime:
    return datetime.now(UTC)


class AsyncLibrary:
    """``Library`` without its waiting. Calls are done in the order in which they were made.

    Every method raises what ``Library``'s does. A call that is cancelled is still done.
    """

    def __init__(self, library: Library, executor: ThreadPoolExecutor) -> None:
        self._library = library
        self._executor = executor
        self._is_closed = False

    @classmethod
    async def open(cls, path: Path, *, now: Callable[[], datetime] = _now) -> Self:
        """Open the library at ``path``. Raises ``LibraryError``."""
        executor = ThreadPoolExecutor(1, thread_name_prefix="skop-library")
        opening = executor.submit(Library, path, now=now)
        try:
            library = await asyncio.wrap_future(opening)
        except BaseException:
            executor.submit(_close_what_opened, opening)
            executor.shutdown(wait=False)
            raise
        return cls(library, executor)

    @property
    def set_aside(self) -> Path | None:
        """The damaged file that was put aside on opening, to be told to the person."""
        return self._library.set_aside

    async def save(self, snapshot: JobSnapshot) -> None:
        """See ``Library.save``."""
        await self._done(lambda: self._library.save(snapshot))

    async def load(self, key: JobKey) -> JobSnapshot | None:
        """See ``Library.load``."""
        return await self._done(lambda: self._library.load(key))

    async def entries(self) -> tuple[LibraryEntry, ...]:
        """See ``Library.entries``."""
        return await self._done(self._library.entries)

    async def unfinished(self) -> tuple[JobKey, ...]:
        """See ``Library.unfinished``."""
        return await self._done(self._library.unfinished)

    async def mark_seen(self, key: JobKey) -> None:
        """See ``Library.mark_seen``."""
        await self._done(lambda: self._library.mark_seen(key))

    async def remove(self, key: JobKey) -> None:
        """See ``Library.remove``."""
        await self._done(lambda: self._library.remove(key))

    async def restore(self, key: JobKey) -> bool:
        """See ``Library.restore``."""
        return await self._done(lambda: self._library.restore(key))

    async def purge_removed(self) -> None:
        """See ``Library.purge_removed``."""
        await self._done(self._library.purge_removed)

    async def aclose(self) -> None:
        """Do what is still to be done, then close the file. Closing twice is closing once."""
        if self._is_closed:
            return
        closing = self._done(self._library.close)
        self._is_closed = True
        self._executor.shutdown(wait=False)
        await closing

    def _done(self, work: Callable[[], _Result]) -> asyncio.Future[_Result]:
        if self._is_closed:
            raise LibraryError("The library of searches is closed, because the app is closing.")
        # Unshielded, a cancelled await would take what still waits out of the thread's queue.
        return asyncio.shield(asyncio.wrap_future(self._executor.submit(work)))


def _close_what_opened(opening: Future[Library]) -> None:
    if not opening.cancelled() and opening.exception() is None:
        opening.result().close()
