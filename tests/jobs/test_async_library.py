"""The library from an event loop."""

from __future__ import annotations

import asyncio
import threading
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from skop_desktop.api.models import ExtractedDocument
from skop_desktop.errors import LibraryError
from skop_desktop.jobs.async_library import AsyncLibrary
from skop_desktop.jobs.records import document_row
from tests.support.snapshots import KEY, looked_up, with_documents

MANY = 20_000
BETWEEN_TURNS = 500
PATIENCE = 20


async def test_calls_are_done_in_the_order_they_were_made(tmp_path: Path) -> None:
    library = await AsyncLibrary.open(tmp_path / "library.db")
    saves = [asyncio.ensure_future(library.save(with_documents(n))) for n in range(1, 6)]
    await asyncio.sleep(0)
    loaded = await library.load(KEY)
    assert loaded is not None
    assert len(loaded.documents) == 5
    await asyncio.gather(*saves)
    await library.remove(KEY)
    assert await library.unfinished() == ()
    assert await library.restore(KEY) is True
    await library.mark_seen(KEY)
    assert (await library.entries())[0].seen is True
    await library.remove(KEY)
    await library.purge_removed()
    assert await library.restore(KEY) is False
    assert library.set_aside is None
    await library.aclose()


async def test_a_large_job_does_not_hold_up_the_loop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = await AsyncLibrary.open(tmp_path / "library.db")
    snapshot = with_documents(MANY)
    loop = asyncio.get_running_loop()
    numbers = count(1)

    def row_now_and_then_after_a_turn(document: ExtractedDocument) -> tuple[Any, ...]:
        # Waits for it: on a fast computer, or a busy one, all is saved before the loop is due.
        if next(numbers) % BETWEEN_TURNS == 0:
            asyncio.run_coroutine_threadsafe(asyncio.sleep(0), loop).result(PATIENCE)
        return document_row(document)

    monkeypatch.setattr("skop_desktop.jobs.library.document_row", row_now_and_then_after_a_turn)
    await library.save(snapshot)
    await library.aclose()
    assert next(numbers) == MANY + 1


async def test_closing_does_what_was_asked_before_and_ends_the_thread(tmp_path: Path) -> None:
    library = await AsyncLibrary.open(tmp_path / "library.db")
    saving = asyncio.ensure_future(library.save(looked_up()))
    await asyncio.sleep(0)
    await library.aclose()
    await library.aclose()
    await saving
    with pytest.raises(LibraryError, match="is closing"):
        await library.entries()
    again = await AsyncLibrary.open(tmp_path / "library.db")
    assert await again.load(KEY) == looked_up()
    await again.aclose()
    for thread in threading.enumerate():
        if thread.name.startswith("skop-library"):
            thread.join(5)
            assert not thread.is_alive()


async def test_a_save_that_nobody_waits_for_any_more_is_still_done(tmp_path: Path) -> None:
    library = await AsyncLibrary.open(tmp_path / "library.db")
    saves = [asyncio.ensure_future(library.save(with_documents(n))) for n in (900, 901, 902)]
    await asyncio.sleep(0)
    for save in saves:
        save.cancel()
    await asyncio.gather(*saves, return_exceptions=True)
    assert await library.load(KEY) == with_documents(902)
    await library.aclose()


async def test_what_cannot_be_opened_is_a_library_error(tmp_path: Path) -> None:
    (tmp_path / "library.db").mkdir()
    with pytest.raises(LibraryError):
        await AsyncLibrary.open(tmp_path / "library.db")


async def test_an_opening_that_is_cancelled_leaves_no_file_open(tmp_path: Path) -> None:
    opening = asyncio.create_task(AsyncLibrary.open(tmp_path / "library.db"))
    await asyncio.sleep(0)
    opening.cancel()
    with pytest.raises(asyncio.CancelledError):
        await opening
