"""Jobs brought to disk and read from there, beside the event loop."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Concatenate, Final, ParamSpec, TypeVar

from skop_desktop.engine.journal import Journal
from skop_desktop.engine.record import JobRecord
from skop_desktop.engine.store import JobStore

_DOCUMENTS_A_PIECE: Final = 500
_log = logging.getLogger(__name__)
_P = ParamSpec("_P")
_T = TypeVar("_T")


class CannotKeep(Exception):
    """The disk does not take what must be kept. The text says why, in plain words."""


class Safe:
    """A store, asked on a thread of its own; knows whether jobs can be kept at the moment."""

    def __init__(self, store: JobStore) -> None:
        self._store = store
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="store")
        self._saving = asyncio.Lock()
        self.trouble = ""
        """Why jobs cannot be kept, in plain words; empty while they can."""

    async def ask(
        self, work: Callable[Concatenate[JobStore, _P], _T], *args: _P.args, **kwargs: _P.kwargs
    ) -> _T:
        """What ``work`` of the store gives. Raises what it raises."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, lambda: work(self._store, *args, **kwargs))

    async def save(self, journal: Journal) -> None:
        """Take over what a journal has. Raises ``sqlite3.Error`` and ``OSError``."""
        async with self._saving:
            record = journal.record()
            first, _ = journal.hand_over()
            until = await self.ask(JobStore.save, record, first)
            journal.handed_over(first, until)
            self.trouble = ""

    async def try_to_save(self, journal: Journal) -> bool:
        """The same, but a disk that fails is noted; ``False`` then."""
        try:
            await self.save(journal)
        except (sqlite3.Error, OSError) as error:
            self.note_trouble(error)
            return False
        return True

    def note_trouble(self, error: Exception) -> str:
        """What an error of the disk means, in plain words."""
        if not self.trouble:
            _log.error("jobs cannot be kept: %s", error)
        self.trouble = _in_words(error)
        return self.trouble

    async def pieces(self, record: JobRecord, saved: int) -> AsyncIterator[str]:
        """The results call's JSON in pieces. ``saved``: how many documents the store has; those
        after them are in the record.
        """
        before, after = record.results_around_documents()
        yield before
        is_first = True
        for place in range(0, saved, _DOCUMENTS_A_PIECE):
            most = min(_DOCUMENTS_A_PIECE, saved - place)
            listed = await self.ask(JobStore.documents, record.status.job_id, place, most)
            yield ("" if is_first else ",") + ",".join(listed)
            is_first = False
        for document in record.documents:
            yield ("" if is_first else ",") + document.model_dump_json(exclude_none=True)
            is_first = False
        yield after

    def close(self) -> None:
        """Wait until all is kept that was asked to be."""
        self._thread.shutdown(wait=True)


def _in_words(error: Exception) -> str:
    said = str(error).lower()
    if "full" in said or "space" in said:
        return "The disk of this computer is full, so the search cannot be kept."
    if "readonly" in said or "read-only" in said or "permission" in said:
        return "The app's folder cannot be written to any more, so the search cannot be kept."
    return "The search cannot be kept on the disk of this computer."
