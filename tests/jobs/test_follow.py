"""Following one job to its end."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from skop_desktop.errors import (
    Unreachable,
)
from skop_desktop.jobs.snapshot import JobState
from tests.jobs.followed import Follow, in_trouble
from tests.support.job_script import RESULTS, STATUS, Script
from tests.support.snapshots import looked_up, with_documents
from tests.support.virtual_clock import VirtualClock


async def test_a_job_is_followed_from_looked_up_to_its_results(
    script: Script, followed: Follow
) -> None:
    script.status("pending", "in_progress", "extracting", "completed")
    script.results(2)
    seen = await followed()
    assert [snapshot.state for snapshot in seen] == [
        JobState.LOOKING_UP,
        JobState.PENDING,
        JobState.RUNNING,
        JobState.RUNNING,
        JobState.COMPLETED,
        JobState.COMPLETED,
    ]
    assert [len(snapshot.documents) for snapshot in seen] == [0, 0, 0, 0, 0, 2]
    assert [snapshot.is_complete for snapshot in seen] == [False] * 5 + [True]


async def test_nothing_is_asked_after_the_end_and_results_once(
    script: Script, followed: Follow
) -> None:
    script.status("completed")
    script.results()
    await followed()
    assert [request.path for request in script.service.requests] == [STATUS, RESULTS]


async def test_each_snapshot_says_when_the_next_request_goes_out(
    script: Script, followed: Follow, clock: VirtualClock
) -> None:
    script.status("in_progress", "completed")
    script.results()
    seen = await followed()
    assert seen[1].next_try is not None
    assert seen[1].as_of is not None
    assert timedelta(0) < seen[1].next_try - seen[1].as_of < timedelta(minutes=1)
    assert seen[-1].next_try is None
    assert seen[-1].as_of == clock.now()


async def test_a_known_complete_job_is_not_asked_about(script: Script, followed: Follow) -> None:
    known = with_documents(3)
    assert await followed(known) == [known]
    assert script.service.requests == []


async def test_a_known_running_job_shows_its_last_data_and_goes_on(
    script: Script, followed: Follow
) -> None:
    script.status("completed")
    script.results(4)
    known = replace(with_documents(3, status="in_progress"), trouble=Unreachable("Offline."))
    seen = await followed(known)
    assert seen[0] == replace(known, trouble=None)
    assert len(seen[1].documents) == 3
    assert len(seen[-1].documents) == 4


async def test_a_job_known_to_have_ended_is_asked_for_its_results_only(
    script: Script, followed: Follow
) -> None:
    script.results(1)
    seen = await followed(looked_up(status="completed"))
    assert seen[-1].is_complete
    assert [request.path for request in script.service.requests] == [RESULTS]


@pytest.mark.parametrize("word", ["failed", "cancelled", "expired"])
@pytest.mark.parametrize("code", [404, 400, 409])
async def test_a_job_that_did_not_complete_may_have_no_results(
    script: Script, followed: Follow, word: str, code: int
) -> None:
    script.status(word, is_active=False, website="https://a.example", prompt="Find minutes")
    script.fault(RESULTS, code)
    seen = await followed()
    assert seen[-1].is_complete
    assert not any(in_trouble(snapshot) for snapshot in seen)
    assert (seen[-1].documents, seen[-1].website) == ((), "https://a.example")
    assert script.asked(RESULTS) == 1


async def test_a_stopped_job_keeps_what_was_found_until_then(
    script: Script, followed: Follow
) -> None:
    script.status("cancelled")
    script.fault(RESULTS, 404)
    seen = await followed(with_documents(3, status="in_progress"))
    assert seen[-1].is_complete
    assert len(seen[-1].documents) == 3


async def test_a_failed_job_has_the_documents_that_the_service_gives(
    script: Script, followed: Follow
) -> None:
    script.status("failed")
    script.results(3, status="failed")
    assert len((await followed())[-1].documents) == 3


async def test_ending_the_stream_while_it_waits_leaves_nothing_behind(
    script: Script, followed: Follow, clock: VirtualClock
) -> None:
    script.status("in_progress")
    clock.holds = True
    following = asyncio.create_task(followed())
    await clock.waiting.wait()
    following.cancel()
    with pytest.raises(asyncio.CancelledError):
        await following
    assert script.asked(STATUS) == 1
