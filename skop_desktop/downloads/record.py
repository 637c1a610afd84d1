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
from skop_desktop.downloads.steps import Unfinished
from skop_desktop.errors import TransferError

_SMOOTHING: Final = 3.0
_SHORTEST_STEP: Final = 0.2


def host_of(url: str) -> str:
    """Host and port that ``url`` names, in small letters; empty where it cannot be read."""
    try:
        return urlsplit(url).netloc.rpartition("@")[2].lower()
    except ValueError:
        return ""


class Speedometer:
    """Bytes a second, smoothed over about three seconds; falls to nothing when nothing comes."""

    def __init__(self, now: float, received: int = 0) -> None:
        self.speed = 0.0
        self._at = now
        self._received = received
        self._weight = 0.0

    def read(self, received: int, now: float) -> float:
        """The speed at ``now`` (seconds of a steady clock) with ``received`` bytes in all."""
        step = now - self._at
        if step >= _SHORTEST_STEP:
            share = 1 - math.exp(-step / _SMOOTHING)
            current = max(0, received - self._received) / step
            # The first seconds count in full, or a quick file would look slow to its end.
            self._weight += share * (1 - self._weight)
            self.speed += (current - self.speed) * share / self._weight
            self._at, self._received = now, received
        return self.speed


@dataclass(slots=True)
class Record:
    """A transfer and what is known of it. ``key``: what tells it from others; ``wanted`` may be
    told anew and keeps it. ``tries``: requests made since it was last asked for.

    ``fresh_url``: the link that a source page gave instead of a dead one. ``dead_link``: why the
    first one is dead; its source page has been read then, or is asked next (``looks_for_link``).
    ``drops_part``: what a try that is just ending leaves is not wanted. ``begun_with``: bytes that
    were here before the last try. ``host``: the host that is asked next. ``saved_at``: ISO 8601,
    UTC; ``next_try_at``: seconds since 1970; the rest as in ``LedgerEntry`` and
    ``TransferSnapshot``.
    """

    wanted: WantedDocument
    folder: Path
    state: TransferState = TransferState.WAITING
    tries: int = 0
    received: int = 0
    declared: int | None = None
    speedometer: Speedometer | None = None
    path: Path | None = None
    size: int | None = None
    sha256: str = ""
    error: TransferError | None = None
    place: float = 0.0
    unfinished: Unfinished | None = None
    fresh_url: str = ""
    final_url: str = ""
    saved_at: str = ""
    note: str = ""
    is_damaged: bool = False
    looks_for_link: bool = False
    dead_link: TransferError | None = None
    is_removed: bool = False
    drops_part: bool = False
    begun_with: int = 0
    key: TransferKey = field(init=False)
    host: str = field(init=False, default="")
    next_try: asyncio.TimerHandle | None = field(default=None, repr=False)
    next_try_at: float | None = None

    def __post_init__(self) -> None:
        self.key = self.wanted.key
        self.aim()

    @property
    def is_saved(self) -> bool:
        """Whether its file is on disk."""
        return self.state is TransferState.SAVED and self.path is not None and self.path.exists()

    def aim(self) -> None:
        """Sets ``host`` by what is asked next."""
        page = self.wanted.source_page if self.looks_for_link else ""
        self.host = host_of(page or self.fresh_url or self.key.url)

    def begin_again(self) -> None:
        """As if it had never been tried."""
        self.go_on()
        self.received, self.declared, self.unfinished = 0, None, None
        self.path, self.size, self.sha256, self.saved_at = None, None, "", ""
        self.note, self.is_damaged, self.final_url = "", False, ""
        self.fresh_url, self.looks_for_link, self.dead_link = "", False, None
        self.aim()

    def go_on(self) -> None:
        """Waits for its turn with all its tries, and what is here of it stays."""
        self.state, self.tries, self.error = TransferState.WAITING, 0, None
        self.hold_off()

    def hold_off(self) -> None:
        """No next try by itself."""
        self.next_try_at = None
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
            note=self.note,
            is_damaged=self.is_damaged,
            place=self.place,
            next_try_at=self.next_try_at,
        )
