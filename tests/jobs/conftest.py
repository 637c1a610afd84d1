"""One job on a scripted service, followed in no time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import aclosing
from random import Random
from types import SimpleNamespace

import pytest

from skop_desktop.api.client import SkopClient
from skop_desktop.api.pacing import RequestBudget
from skop_desktop.jobs.follow import follow
from skop_desktop.jobs.snapshot import JobSnapshot
from tests.jobs.followed import Follow
from tests.support.job_script import Script
from tests.support.snapshots import KEY
from tests.support.virtual_clock import VirtualClock


@pytest.fixture
def script() -> Iterator[Script]:
    with Script.started() as made:
        yield made


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock()


@pytest.fixture
def budget() -> RequestBudget:
    return RequestBudget()


@pytest.fixture
async def client(
    script: Script, clock: VirtualClock, budget: RequestBudget, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[SkopClient]:
    # The real time of day would add to each wait what the computer took until it was told.
    monkeypatch.setattr(
        "skop_desktop.api.client.datetime", SimpleNamespace(now=lambda _zone: clock.now())
    )
    async with SkopClient(
        script.service.url,
        budget=budget,
        random=Random(1),  # noqa: S311 - spreads retries
        sleep=clock.sleep,
        clock=clock.monotonic,
    ) as made:
        yield made


@pytest.fixture
def followed(client: SkopClient, budget: RequestBudget, clock: VirtualClock) -> Follow:
    """All snapshots to the end, or to the one that ``until`` accepts."""

    async def run(
        known: JobSnapshot | None = None,
        until: Callable[[JobSnapshot], bool] = lambda _: False,
        wake: asyncio.Event | None = None,
    ) -> list[JobSnapshot]:
        seen = []
        async with aclosing(
            follow(KEY, client, budget, known=known, wake=wake, clock=clock)
        ) as snapshots:
            async for snapshot in snapshots:
                seen.append(snapshot)
                if until(snapshot):
                    break
        return seen

    return run
