"""Closing in named steps."""

from __future__ import annotations

import asyncio

from skop_desktop.lifecycle import Step, close


async def test_stages_run_in_order_and_their_steps_at_once() -> None:
    told: list[str] = []
    both_began = asyncio.Barrier(2)

    def meeting(name: str) -> Step:
        async def run() -> None:
            await both_began.wait()
            told.append(name)

        return Step(name, run, 5.0)

    async def last() -> None:
        told.append("library")

    stages = [[meeting("transfers"), meeting("jobs")], [Step("library", last, 5.0)]]
    assert await close(stages) == ()
    assert sorted(told[:2]) == ["jobs", "transfers"]
    assert told[2:] == ["library"]


async def test_a_step_that_hangs_is_named_and_the_next_still_runs() -> None:
    ran = asyncio.Event()

    async def finish() -> None:
        ran.set()

    hangs = Step("engine", asyncio.Event().wait, 0.01)
    assert await close([[hangs], [Step("library", finish, 1.0)]]) == ("engine",)
    assert ran.is_set()


async def test_a_step_that_fails_is_named_and_the_next_still_runs() -> None:
    ran = asyncio.Event()

    async def fail() -> None:
        raise OSError("the disk is gone")

    async def finish() -> None:
        ran.set()

    stages = [[Step("library", fail, 1.0), Step("window", finish, 1.0)]]
    assert await close(stages) == ("library",)
    assert ran.is_set()
