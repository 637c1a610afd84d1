"""Following one job through what the network and the service do."""

from __future__ import annotations

import asyncio

import pytest

from skop_desktop.errors import (
    JobNotFound,
    KeyRefused,
    LimitReached,
    NoCredits,
    ServiceTroubled,
    SkopError,
    Unreachable,
    UnreadableAnswer,
)
from skop_desktop.jobs.snapshot import JobSnapshot, JobState
from tests.jobs.followed import Follow, in_trouble
from tests.support.contract_objects import named_error_json, status_json
from tests.support.job_script import JOB, RESULTS, STATUS, Script
from tests.support.snapshots import NOON, looked_up
from tests.support.virtual_clock import VirtualClock


async def test_offline_keeps_the_last_data_and_says_how_old_it_is(
    script: Script, followed: Follow
) -> None:
    script.silence(STATUS, 3)
    script.status("completed")
    script.results()
    known = looked_up()
    seen = await followed(known)
    offline = [snapshot for snapshot in seen if isinstance(snapshot.trouble, Unreachable)]
    assert offline
    for snapshot in offline:
        assert (snapshot.status, snapshot.as_of) == (known.status, NOON)
        assert snapshot.next_try is not None
    assert seen[-1].trouble is None
    assert seen[-1].is_complete


async def test_tries_while_offline_grow_from_two_seconds_to_a_minute(
    script: Script, followed: Follow, clock: VirtualClock
) -> None:
    script.silence(STATUS, 9)
    script.status("completed")
    script.results()
    await followed()
    assert clock.waits == pytest.approx([2, 4, 8, 16, 32, 60, 60, 60])


async def test_a_hiccup_is_not_told(script: Script, followed: Follow) -> None:
    script.silence(STATUS, 1)
    script.status("completed")
    script.results()
    assert not any(in_trouble(snapshot) for snapshot in await followed())


async def test_waking_cuts_a_wait_short(
    script: Script, followed: Follow, clock: VirtualClock
) -> None:
    script.silence(STATUS, 2)
    script.status("in_progress", "completed")
    script.results()
    clock.holds = True
    wake = asyncio.Event()
    following = asyncio.create_task(followed(wake=wake))
    for _ in range(2):
        await clock.waiting.wait()
        clock.waiting.clear()
        assert not following.done()
        clock.elapsed += 1
        wake.set()
    seen = await following
    assert seen[-1].is_complete
    assert clock.elapsed < 5


@pytest.mark.parametrize(
    ("code", "trouble"), [(401, KeyRefused), (403, KeyRefused), (404, JobNotFound)]
)
async def test_a_refusal_is_said_and_waits_for_a_person(
    script: Script, followed: Follow, clock: VirtualClock, code: int, trouble: type[SkopError]
) -> None:
    script.fault(STATUS, code)
    script.status("completed")
    script.results()
    wake = asyncio.Event()
    seen: list[JobSnapshot] = []

    def note(snapshot: JobSnapshot) -> bool:
        seen.append(snapshot)
        return False

    following = asyncio.create_task(followed(looked_up(), note, wake))
    await clock.waiting.wait()
    assert isinstance(seen[-1].trouble, trouble)
    assert seen[-1].next_try is None
    assert seen[-1].status == looked_up().status
    assert script.asked(STATUS) == 1
    wake.set()
    await following
    assert seen[-1].is_complete


async def test_a_job_nobody_knows_is_not_found(script: Script, followed: Follow) -> None:
    script.fault(STATUS, 404)
    seen = await followed(until=in_trouble)
    assert seen[-1].state is JobState.NOT_FOUND


async def test_no_credits_is_said_and_waits_for_a_person(script: Script, followed: Follow) -> None:
    body = named_error_json("insufficient_credits", "No credits.", shortfall=2.5)
    script.service.answer("GET", STATUS, status=402, json=body)
    seen = await followed(until=in_trouble)
    assert isinstance(seen[-1].trouble, NoCredits)
    assert seen[-1].next_try is None


async def test_a_limit_is_waited_out_as_the_service_asks(
    script: Script, followed: Follow, clock: VirtualClock
) -> None:
    script.fault(STATUS, 429, retry_after=120)
    script.status("completed")
    script.results()
    seen = await followed()
    assert isinstance(seen[1].trouble, LimitReached)
    assert clock.waits == [pytest.approx(120)]
    assert seen[1].next_try is not None
    assert (seen[1].next_try - clock.now()).total_seconds() == pytest.approx(0, abs=0.001)
    assert seen[-1].is_complete


async def test_a_service_in_trouble_is_asked_when_it_says(
    script: Script, followed: Follow, clock: VirtualClock
) -> None:
    script.fault(STATUS, 503, retry_after=90)
    script.fault(STATUS, 500)
    script.status("completed")
    script.results()
    seen = await followed()
    assert [type(s.trouble) for s in seen[1:3]] == [ServiceTroubled, ServiceTroubled]
    assert clock.waits == pytest.approx([90, 4])


async def test_an_answer_that_cannot_be_read_is_said_and_asked_for_again(
    script: Script, followed: Follow
) -> None:
    script.service.answer("GET", STATUS, body=b"<html>Sign in</html>", content_type="text/html")
    script.status("completed")
    script.results()
    seen = await followed()
    assert isinstance(seen[1].trouble, UnreadableAnswer)
    assert seen[-1].is_complete


async def test_results_are_asked_for_until_they_are_here(script: Script, followed: Follow) -> None:
    script.status("completed")
    script.silence(RESULTS, 3)
    script.fault(RESULTS, 500)
    script.results(5)
    seen = await followed()
    assert all(snapshot.is_ended for snapshot in seen[1:])
    assert len(seen[-1].documents) == 5
    assert script.asked(STATUS) == 1


async def test_a_refused_key_is_no_lack_of_results(script: Script, followed: Follow) -> None:
    script.status("failed")
    script.fault(RESULTS, 401)
    seen = await followed(until=in_trouble)
    assert isinstance(seen[-1].trouble, KeyRefused)
    assert not seen[-1].is_complete


async def test_a_completed_job_whose_results_are_gone_says_so(
    script: Script, followed: Follow
) -> None:
    script.status("completed")
    script.fault(RESULTS, 404)
    seen = await followed(until=in_trouble)
    assert isinstance(seen[-1].trouble, JobNotFound)
    assert seen[-1].next_try is None


async def test_an_hour_that_is_used_up_is_said_with_the_time_it_goes_on(
    script: Script, followed: Follow, clock: VirtualClock
) -> None:
    spent = {"X-Rate-Limit-Remaining": "0", "X-Rate-Limit-Reset": "1500"}
    body = status_json(JOB, "in_progress")
    script.service.answer("GET", STATUS, json=body, headers=spent)
    script.status("completed")
    script.results()
    seen = await followed()
    assert isinstance(seen[2].trouble, LimitReached)
    assert seen[2].state is JobState.RUNNING
    assert 1400 < clock.elapsed < 1700
    assert seen[-1].is_complete
    assert script.asked(STATUS) == 2


async def test_an_hour_is_never_overspent_however_often_somebody_asks(
    script: Script, followed: Follow, clock: VirtualClock
) -> None:
    left = {"X-Rate-Limit-Remaining": "30", "X-Rate-Limit-Reset": "3000"}
    body = status_json(JOB, "in_progress")
    script.service.answer("GET", STATUS, json=body, headers=left)
    script.status("in_progress")
    wake = asyncio.Event()

    def ask_again(snapshot: JobSnapshot) -> bool:
        wake.set()
        return isinstance(snapshot.trouble, LimitReached)

    await followed(None, ask_again, wake)
    assert script.asked(STATUS) <= 30
    assert clock.elapsed < 60
