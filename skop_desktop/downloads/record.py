"""One transfer as the queue keeps it while the app runs."""

from __future__ import annotations

import asyncio
import math
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from skop_desktop.downloads.snapshot import (
    TransferKey,
    TransferSnapshot,
    TransferState,
    WantedDocument,
)
from skop_desktop.errors import TransferError

_SMOOTHING: Final = 3.0
_SHORTEST_STEP: Final = 0.2


class Speedometer:
    """Bytes a second, smoothed over about three seconds; falls to nothing when nothing comes."""

    def __init__(self, now: float) -> None:
        self.speed = 0.0
        self._at = now
        self._received = 0
        self._weight = 0.0

    def read(self, received: int, now: float) -> float:
        """The speed at ``now`` (seconds of a steady clock) with ``received`` bytes in all."""
        step = now - self._at
        if step >= _SHORTEST_STEP:
            share = 1 - math.exp(-step / _SMOOTHING)
            current = (received - self._received) / step
            # The first seconds count in full, or a quick file would look slow to its end.
            self._weight += share * (1 - self._weight)
            self.speed += (current - self.speed) * share / self._weight
            self._at, self._received = now, received
        return self.speed


@dataclass(slots=True)
class Record:
    """A transfer and what is known of it. ``tries``: requests made since it was last asked for."""

    wanted: WantedDocument
    folder: Path
    state: TransferState = TransferState.WAITING
    tries: int = 0
    received: int = 0
    declared: int | None = None
    speedometer: Speedometer | None = None
    path: Path | None = None
    sha256: str = ""
    error: TransferError | None = None
    is_removed: bool = False
    next_try: asyncio.TimerHandle | None = field(default=None, repr=False)

    @property
    def key(self) -> TransferKey:
        """What tells it from others."""
        return self.wanted.key

    @property
    def host(self) -> str:
        """The host that is asked first, for fairness."""
        try:
            return urlsplit(self.key.url).netloc.rpartition("@")[2].lower()
        except ValueError:
            return ""

    @property
    def is_saved(self) -> bool:
        """Whether its file is on disk."""
        return self.state is TransferState.SAVED and self.path is not None and self.path.exists()

    def begin_again(self, folder: Path | None = None) -> None:
        """As if it had never been tried; into ``folder`` if given."""
        self.folder = folder or self.folder
        self.state = TransferState.WAITING
        self.tries, self.received, self.declared = 0, 0, None
        self.path, self.sha256, self.error = None, "", None
        self.hold_off()

    def hold_off(self) -> None:
        """No next try by itself."""
        if self.next_try is not None:
            self.next_try.cancel()
            self.next_try = None

    def snapshot(self, now: float) -> TransferSnapshot:
        """What the screen shows at ``now``, seconds of the clock of ``speedometer``."""
        running = self.state is TransferState.RUNNING
        speed = self.speedometer.read(self.received, now) if running and self.speedometer else 0.0
        total = self.declared if self.declared is not None else self.wanted.size
        is_known = running and speed > 0 and self.declared is not None
        return TransferSnapshot(
            key=self.key,
            name=self.wanted.name,
            source_page=self.wanted.source_page,
            state=self.state,
            bytes_done=self.received,
            bytes_total=total,
            speed=speed,
            seconds_left=((self.declared or 0) - self.received) / speed if is_known else None,
            path=self.path,
            sha256=self.sha256,
            error=self.error,
        )
