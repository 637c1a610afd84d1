"""What a transfer process tells, gathered, with waiting on conditions."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Self, TypeVar

from skop_desktop.downloads.process import Listeners
from skop_desktop.downloads.snapshot import (
    QueueSnapshot,
    TransferKey,
    TransferSnapshot,
    TransferState,
)
from skop_desktop.errors import SkopError

_T = TypeVar("_T")


@dataclass
class Told:
    """The newest of each transfer, and everything else in order."""

    now: dict[TransferKey, TransferSnapshot] = field(default_factory=dict)
    removed: list[TransferKey] = field(default_factory=list)
    queue: list[QueueSnapshot] = field(default_factory=list)
    troubles: list[SkopError] = field(default_factory=list)
    _news: threading.Condition = field(default_factory=threading.Condition)

    @property
    def saved(self) -> list[TransferKey]:
        """The transfers that are saved."""
        return [key for key, one in self.now.items() if one.state is TransferState.SAVED]

    @property
    def listeners(self) -> Listeners:
        """To be given to a ``TransferProcess``."""
        return Listeners(
            self._batch,
            lambda keys: self._note(self.removed.extend, keys),
            lambda queue: self._note(self.queue.append, queue),
            lambda error: self._note(self.troubles.append, error),
        )

    def wait(self, holds: Callable[[Self], bool], seconds: float = 30) -> None:
        """Until ``holds``; an error after ``seconds``."""
        with self._news:
            assert self._news.wait_for(lambda: holds(self), seconds), self

    def wait_for(self, key: TransferKey, state: TransferState) -> TransferSnapshot:
        """The snapshot of ``key`` once it is in ``state``."""
        self.wait(lambda told: key in told.now and told.now[key].state is state)
        return self.now[key]

    def wait_for_troubles(self, count: int) -> None:
        """Until ``count`` errors were told in all."""
        self.wait(lambda told: len(told.troubles) == count)

    def _batch(self, batch: tuple[TransferSnapshot, ...]) -> None:
        self._note(self.now.update, {one.key: one for one in batch})

    def _note(self, keep: Callable[[_T], object], value: _T) -> None:
        with self._news:
            keep(value)
            self._news.notify_all()
