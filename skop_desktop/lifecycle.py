"""Closing the app: named steps with deadlines, so that it ends in time and loses nothing."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Final

_log: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to end. ``deadline``: seconds after which it is left to itself."""

    name: str
    run: Callable[[], Awaitable[object]]
    deadline: float


async def close(stages: Sequence[Sequence[Step]]) -> tuple[str, ...]:
    """Runs the stages in order, the steps of one stage at once.

    Returns the names of the steps that did not end in time or failed.
    """
    unfinished: list[str] = []
    for stage in stages:
        ended = await asyncio.gather(*(_ended(step) for step in stage))
        unfinished += [
            step.name for step, has_ended in zip(stage, ended, strict=True) if not has_ended
        ]
    return tuple(unfinished)


async def _ended(step: Step) -> bool:
    try:
        async with asyncio.timeout(step.deadline):
            await step.run()
    except TimeoutError:
        _log.warning("closing: %s took longer than %.1f s", step.name, step.deadline)
        return False
    except (OSError, RuntimeError, ValueError) as error:
        _log.warning("closing: %s failed: %s", step.name, error)
        return False
    return True
