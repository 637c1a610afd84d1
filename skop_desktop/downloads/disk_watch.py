"""A full disk: everything waits, and goes on by itself when there is room again."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from skop_desktop.downloads.snapshot import TransferKey
from skop_desktop.downloads.space import free_space
from skop_desktop.errors import TransferError, TransferFault

_log = logging.getLogger(__name__)
_ENOUGH: Final = 1024 * 1024
"""Bytes that must be free where nobody knows how much a document still needs."""


@dataclass(frozen=True, slots=True)
class _Need:
    folder: Path
    bytes: int


class DiskWatch:
    """Knows which transfers the disk had no room for. ``trouble``: what to say, while there are.

    ``on_change`` is called when that changes. Looks every ``every`` seconds. ``own``: the folder of
    the ledger, which needs a little room as well. Used on one loop.
    """

    def __init__(self, on_change: Callable[[], None], *, every: float, own: Path) -> None:
        self.trouble: TransferError | None = None
        self._on_change = on_change
        self._every = every
        self._own = _Need(own, _ENOUGH)
        self._needs: dict[TransferKey, _Need] = {}
        self._looking: asyncio.Task[None] | None = None

    async def is_full(self, key: TransferKey, folder: Path, needed: int | None) -> bool:
        """Whether the disk of ``folder`` has no room for ``needed`` bytes more of ``key``.

        Then everything halts. Not so where there is room: a quota, or a file too large for the
        kind of disk, is that one transfer's own trouble.
        """
        need = _Need(folder, max(needed or 0, _ENOUGH))
        full = await asyncio.to_thread(_without_room, [need, self._own])
        if full is None:
            return False
        self._needs[key] = need
        if self._looking is None:
            self._looking = asyncio.create_task(self._look(), name="look for room")
        if self.trouble is None:
            self.trouble = _trouble(full)
            self._on_change()
        return True

    def forget(self, key: TransferKey) -> None:
        """``key`` was paused, cancelled or removed: it needs no room now."""
        if self._needs.pop(key, None) is not None and not self._needs:
            self.go_on()

    def go_on(self) -> None:
        """Tries again at once, room or not."""
        self._needs.clear()
        if self._looking is not None:
            self._looking.cancel()
            self._looking = None
        if self.trouble is not None:
            self.trouble = None
            self._on_change()

    async def aclose(self) -> None:
        """Looks no more."""
        if self._looking is not None:
            self._looking.cancel()
            with suppress(asyncio.CancelledError):
                await self._looking

    async def _look(self) -> None:
        while True:
            await asyncio.sleep(self._every)
            if await asyncio.to_thread(_without_room, [*self._needs.values(), self._own]) is None:
                break
        self._looking = None
        self.go_on()


def _without_room(needs: list[_Need]) -> Path | None:
    """The first folder whose disk has no room for what is needed there."""
    wanted: dict[Path, int] = {}
    for need in needs:
        wanted[need.folder] = wanted.get(need.folder, 0) + need.bytes
    try:
        return next((f for f, needed in wanted.items() if free_space(f) < needed), None)
    except OSError as error:
        # The folder is gone: the next try says so better.
        _log.info("A disk does not say how much is free: %s", type(error).__name__)
        return None


def _trouble(folder: Path) -> TransferError:
    return TransferError(
        f"The disk is full: there is no room left for “{folder.name or folder}”.",
        "Downloads wait, and go on by themselves as soon as there is room.",
        "Make room on that disk, for example by emptying the trash.",
        retryable=True,
        fault=TransferFault.DISK_FULL,
    )
