"""Documents of a job that still runs, where the server has them."""

from __future__ import annotations

from contextlib import aclosing
from itertools import pairwise

import pytest

from skop_desktop.api.client import SkopClient
from skop_desktop.api.pacing import RequestBudget
from skop_desktop.jobs.follow import follow
from tests.jobs.followed import Follow, in_trouble
from tests.support.job_script import RESULTS, Script
from tests.support.snapshots import KEY
from tests.support.virtual_clock import VirtualClock


@pytest.fixture
def budget() -> RequestBudget:
    """The engine on this computer may be asked as often as is useful."""
    return RequestBudget(status_an_hour=50_000, general_an_hour=50_000)


async def test_partial_results_come_when_more_documents_were_found(
    script: Script, followed: Follow
) -> None:
    for found in (0, 2, 2, 5):
        script.status("in_progress", has_partial_results=True, total_documents_found=found)
    script.status("completed")
    for number in (2, 5, 6):
        script.results(number)
    seen = await followed()
    assert script.asked(RESULTS) == 3
    partial = [s.results.is_partial for s in seen if s.results is not None]
    assert partial[-1] is None
    assert all(partial[:-1])
    counts = [len(snapshot.documents) for snapshot in seen]
    assert counts == sorted(counts)
    assert set(counts) == {0, 2, 5, 6}


async def test_partial_results_are_not_asked_for_more_often_than_every_0_7_s(
    script: Script, client: SkopClient, budget: RequestBudget, clock: VirtualClock
) -> None:
    for found in range(1, 12):
        script.status("in_progress", has_partial_results=True, total_documents_found=found)
    script.status("completed")
    script.results(3)
    asked_at = []
    snapshots = follow(KEY, client, budget, age=0, clock=clock)
    async with aclosing(snapshots):
        before = 0
        async for _ in snapshots:
            if script.asked(RESULTS) > before:
                asked_at.append(clock.elapsed)
                before = script.asked(RESULTS)
    gaps = [later - earlier for earlier, later in pairwise(asked_at)]
    assert len(gaps) > 3
    assert min(gaps[:-1]) >= 0.7 - 1e-6


async def test_a_server_that_does_not_offer_partial_results_is_not_asked(
    script: Script, followed: Follow
) -> None:
    for found in (2, 5):
        script.status("in_progress", total_documents_found=found)
    script.status("completed")
    script.results(6)
    await followed()
    assert script.asked(RESULTS) == 1


async def test_partial_results_that_are_refused_do_not_trouble_the_job(
    script: Script, followed: Follow
) -> None:
    script.status("in_progress", has_partial_results=True, total_documents_found=2)
    script.status("completed")
    script.fault(RESULTS, 404)
    script.results(2)
    seen = await followed()
    assert not any(in_trouble(snapshot) for snapshot in seen)
    assert len(seen[-1].documents) == 2


async def test_partial_results_leave_requests_for_the_end(
    script: Script, clock: VirtualClock
) -> None:
    budget = RequestBudget(status_an_hour=50_000, general_an_hour=25)
    for found in range(1, 40):
        script.status("in_progress", has_partial_results=True, total_documents_found=found)
    script.status("completed")
    script.results(3)
    async with SkopClient(
        script.service.url, budget=budget, sleep=clock.sleep, clock=clock.monotonic
    ) as client:
        seen = [s async for s in follow(KEY, client, budget, age=0, clock=clock)]
    assert script.asked(RESULTS) == 6
    assert not any(in_trouble(snapshot) for snapshot in seen)
