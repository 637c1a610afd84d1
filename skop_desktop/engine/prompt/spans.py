"""Several times put in order, and less others."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from skop_desktop.engine.dates import Period

_ONE_DAY: Final = timedelta(days=1)


def merged(periods: list[Period]) -> list[Period]:
    """``periods`` in order, those that touch or overlap as one."""
    joined: list[Period] = []
    for period in sorted(periods):
        if joined and period.start <= joined[-1].end + _ONE_DAY:
            joined[-1] = Period(joined[-1].start, max(joined[-1].end, period.end))
        else:
            joined.append(period)
    return joined


def without(periods: list[Period], left_out: tuple[Period, ...]) -> list[Period]:
    """``periods`` less what was ``left_out`` of them."""
    for gone in left_out:
        kept: list[Period] = []
        for period in periods:
            if not period.overlaps(gone):
                kept.append(period)
                continue
            if period.start < gone.start:
                kept.append(Period(period.start, gone.start - _ONE_DAY))
            if gone.end < period.end:
                kept.append(Period(gone.end + _ONE_DAY, period.end))
        periods = kept
    return periods
