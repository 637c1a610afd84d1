"""Saving often enough, and seldom enough."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from skop_desktop.errors import LibraryError
from skop_desktop.jobs.async_library import AsyncLibrary
from skop_desktop.jobs.keeping import Keeper
from tests.support.snapshots import KEY, looked_up, with_documents
from tests.support.virtual_clock import VirtualClock


@pytest.fixture
def clock() -> VirtualClock:
    made = VirtualClock()
    made.holds = True
    return made


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "library.db"


@pytest.fixture
async def library(path: Path) -> AsyncIterator[AsyncLibrary]:
    opened = await AsyncLibrary.open(path)
    yield opened
    await opened.aclose()


@pytest.fixture
def told() -> list[LibraryError]:
    return []


@pytest.fixture
async def keeper(
    library: AsyncLibrary, clock: VirtualClock, told: list[LibraryError]
) -> AsyncIterator[Keeper]:
    made = Keeper(library, clock, told.append)
    running = asyncio.create_task(made.run())
    yield made
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running


async def test_changes_within_two_seconds_wait_and_the_last_one_counts(
    keeper: Keeper, library: AsyncLibrary, clock: VirtualClock
) -> None:
    keeper.keep(looked_up())
    await clock.waiting.wait()
    for number in (1, 2, 3):
        keeper.keep(with_documents(number, status="in_progress"))
    await asyncio.sleep(0)
    assert clock.waits == [2.0]
    assert await library.load(KEY) == looked_up()
    await keeper.flush()
    assert await library.load(KEY) == with_documents(3, status="in_progress")


async def test_the_end_of_a_job_is_saved_at_once(
    keeper: Keeper, library: AsyncLibrary, clock: VirtualClock
) -> None:
    keeper.keep(looked_up())
    await clock.waiting.wait()
    clock.waiting.clear()
    keeper.keep(with_documents(2))
    await clock.waiting.wait()
    assert await library.load(KEY) == with_documents(2)
    assert keeper.pending(KEY) is None


async def test_what_is_in_the_library_as_it_is_is_not_written_again(
    keeper: Keeper, library: AsyncLibrary
) -> None:
    known = with_documents(2)
    keeper.note_kept(known)
    keeper.keep(known)
    await keeper.flush()
    assert await library.load(KEY) is None


async def test_a_library_that_cannot_be_written_is_told_once_and_tried_again(
    keeper: Keeper,
    library: AsyncLibrary,
    path: Path,
    clock: VirtualClock,
    told: list[LibraryError],
) -> None:
    with closing(sqlite3.connect(path)) as other:
        refuse = "CREATE TRIGGER refuse BEFORE INSERT ON job BEGIN SELECT RAISE(FAIL, 'no'); END"
        other.execute(refuse)
        keeper.keep(with_documents(1))
        await clock.waiting.wait()
        clock.waiting.clear()
        await keeper.flush()
        assert len(told) == 1
        assert keeper.pending(KEY) == with_documents(1)
        assert clock.waits == [30.0]
        other.execute("DROP TRIGGER refuse")
    keeper.keep(with_documents(2))
    await clock.waiting.wait()
    assert await library.load(KEY) == with_documents(2)
    assert len(told) == 1


async def test_a_job_that_was_dropped_is_not_saved(
    keeper: Keeper, library: AsyncLibrary, clock: VirtualClock
) -> None:
    keeper.keep(looked_up())
    await clock.waiting.wait()
    keeper.keep(with_documents(1, status="in_progress"))
    keeper.drop(KEY)
    await keeper.flush()
    assert await library.load(KEY) == looked_up()
