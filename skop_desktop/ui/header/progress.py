"""How far a job is, and how long it will still take."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from skop_desktop.jobs.snapshot import JobSnapshot, JobState
from skop_desktop.ui import formats

OVERDUE: Final = "taking longer than expected"

_CLOCKS_MAY_DIFFER: Final = timedelta(minutes=1)
_LONGEST_JOB: Final = timedelta(hours=6)
"""Six times the longest time limit of the contract: beyond it an estimate is nonsense."""
_MOST_BY_THE_CLOCK: Final = 0.95
"""Time alone never says that a job is done."""
_LEAST_TO_EXTRAPOLATE: Final = 0.05


@dataclass(frozen=True, slots=True)
class Progress:
    """``share``: 0 to 1, ``None`` while nobody can say. ``time_left``: words, may be empty."""

    share: float | None
    time_left: str = ""


def progress_of(snapshot: JobSnapshot, now: datetime, least: float | None = None) -> Progress:
    """The progress to draw at ``now``; ``least`` is what was drawn last for the same job.

    What the service says comes first, then the time that passed against its estimate. The share
    never falls below ``least``: a bar that runs backwards is believed by nobody.
    """
    if snapshot.is_ended:
        return Progress(1.0)
    share = _not_below(_share(snapshot, now), least)
    if snapshot.trouble is not None:
        return Progress(share)
    return Progress(share, _time_left(snapshot, now))


def started_at(snapshot: JobSnapshot, now: datetime) -> datetime | None:
    """When the job began, or was asked for; never after ``now``, and ``None`` for nonsense."""
    if snapshot.status is None:
        return None
    metadata = snapshot.results.metadata if snapshot.results else None
    told = (
        snapshot.status.started_at,
        metadata.started_at if metadata else None,
        snapshot.status.created_at,
        metadata.created_at if metadata else None,
    )
    latest = now + _CLOCKS_MAY_DIFFER
    plausible = next((moment for moment in told if moment and moment <= latest), None)
    return None if plausible is None else min(plausible, now)


def _not_below(share: float | None, least: float | None) -> float | None:
    return max((known for known in (share, least) if known is not None), default=None)


def _share(snapshot: JobSnapshot, now: datetime) -> float | None:
    status = snapshot.status
    if status is None:
        return None
    if status.progress is not None:
        return status.progress / 100
    start, end = started_at(snapshot, now), _estimated_end(snapshot, now)
    if snapshot.state is not JobState.RUNNING or start is None or end is None or end <= start:
        return None
    return min(_MOST_BY_THE_CLOCK, (now - start) / (end - start))


def _estimated_end(snapshot: JobSnapshot, now: datetime) -> datetime | None:
    end = snapshot.status.estimated_completion if snapshot.status else None
    return end if end is not None and end - now <= _LONGEST_JOB else None


def _time_left(snapshot: JobSnapshot, now: datetime) -> str:
    if snapshot.status is None or snapshot.state is not JobState.RUNNING:
        return ""
    end = _estimated_end(snapshot, now)
    if end is not None:
        seconds = (end - now).total_seconds()
        return formats.time_left(seconds) if seconds > 0 else OVERDUE
    start, percent = started_at(snapshot, now), snapshot.status.progress
    if start is None or percent is None or percent < 100 * _LEAST_TO_EXTRAPOLATE:
        return ""
    return formats.time_left((now - start).total_seconds() * (100 - percent) / percent)
