"""What the tests of following share."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Protocol

from skop_desktop.jobs.snapshot import JobSnapshot


class Follow(Protocol):
    """Gives all snapshots to the end, or to the one that ``until`` accepts."""

    def __call__(
        self,
        known: JobSnapshot | None = None,
        until: Callable[[JobSnapshot], bool] = lambda _: False,
        wake: asyncio.Event | None = None,
    ) -> Coroutine[Any, Any, list[JobSnapshot]]: ...


def in_trouble(snapshot: JobSnapshot) -> bool:
    return snapshot.trouble is not None
