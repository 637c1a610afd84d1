"""All transfers in one line: "3 of 15 · 4.2 MB/s · 1 min left"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from skop_desktop.downloads.snapshot import TransferSnapshot, TransferState

_UNFINISHED: Final = frozenset({TransferState.WAITING, TransferState.RUNNING, TransferState.PAUSED})


@dataclass(frozen=True, slots=True)
class TransferTotals:
    """Counts by state, bytes a second of all together, seconds left where they can be told.

    ``all`` leaves out what was cancelled. ``bytes_left``: of what waits, runs or is paused, as far
    as it is known. ``share``: 0 to 1, for the taskbar; ``None`` when
    nothing waits or runs.
    """

    saved: int = 0
    failed: int = 0
    waiting: int = 0
    running: int = 0
    paused: int = 0
    cancelled: int = 0
    all: int = 0
    bytes_per_second: float = 0.0
    seconds_left: float | None = None
    bytes_left: int = 0
    share: float | None = None

    @property
    def is_busy(self) -> bool:
        """Whether anything waits or runs."""
        return self.waiting + self.running > 0


def totals(snapshots: Iterable[TransferSnapshot]) -> TransferTotals:
    """The totals of ``snapshots``, one a transfer."""
    listed = list(snapshots)
    count = Counter(snapshot.state for snapshot in listed)
    whole = len(listed) - count[TransferState.CANCELLED]
    speed = sum(s.speed for s in listed if s.state is TransferState.RUNNING)
    open_ones = [s for s in listed if s.state in {TransferState.WAITING, TransferState.RUNNING}]
    ended = count[TransferState.SAVED] + count[TransferState.FAILED]
    begun = sum(s.share or 0.0 for s in open_ones if s.state is TransferState.RUNNING)
    return TransferTotals(
        saved=count[TransferState.SAVED],
        failed=count[TransferState.FAILED],
        waiting=count[TransferState.WAITING],
        running=count[TransferState.RUNNING],
        paused=count[TransferState.PAUSED],
        cancelled=count[TransferState.CANCELLED],
        all=whole,
        bytes_per_second=speed,
        seconds_left=_bytes_left(listed, open_ones) / speed if open_ones and speed > 0 else None,
        bytes_left=sum(
            max(0, (s.bytes_total or 0) - s.bytes_done) for s in listed if s.state in _UNFINISHED
        ),
        share=(ended + begun) / whole if open_ones else None,
    )


def _bytes_left(listed: list[TransferSnapshot], open_ones: list[TransferSnapshot]) -> float:
    """Bytes that are still to come; a transfer of unknown size counts as an average one."""
    known = [s.bytes_total for s in listed if s.bytes_total]
    average = sum(known) / len(known) if known else max(s.bytes_done for s in open_ones)
    return sum(max(0.0, (s.bytes_total or average) - s.bytes_done) for s in open_ones)
