"""Waiting on conditions while Qt's loop runs."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

_PAUSE = 0.005


async def until(condition: Callable[[], object], *, within: float = 20.0) -> None:
    """Until ``condition`` holds; an error after ``within`` seconds."""
    async with asyncio.timeout(within):
        while not condition():  # noqa: ASYNC110 - what widgets show has no event
            await asyncio.sleep(_PAUSE)
