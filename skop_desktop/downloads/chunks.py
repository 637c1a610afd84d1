"""Long lists, taken in pieces, so that nothing else has to wait for them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from itertools import islice
from typing import Final, TypeVar

_CHUNK: Final = 500

T = TypeVar("T")


async def chunks(items: Iterable[T]) -> AsyncIterator[list[T]]:
    """``items`` in pieces; between two of them the loop does what else there is."""
    rest = iter(items)
    while piece := list(islice(rest, _CHUNK)):
        yield piece
        await asyncio.sleep(0)
