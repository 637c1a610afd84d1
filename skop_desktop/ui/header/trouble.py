"""The quiet line that says what keeps a job from going on, and when it does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from skop_desktop.errors import (
    KeyRefused,
    LimitReached,
    NoCredits,
    ServiceTroubled,
    SkopError,
    Unreachable,
    UnreadableAnswer,
)
from skop_desktop.jobs.snapshot import JobSnapshot
from skop_desktop.ui import formats
from skop_desktop.ui.theme.icons import Tone
from skop_desktop.ui.words import trouble_word

_COUNTED_DOWN: Final = 60
"""Seconds. A wait that is longer is told by the clock."""


class TroubleAction(StrEnum):
    """What the person can do about it right here; the value is the button's text."""

    TRY_NOW = "Try now"
    OPEN_SETTINGS = "Open settings"


@dataclass(frozen=True, slots=True)
class TroubleView:
    """The texts of the line. ``more``: the error's own words, for the tool tip."""

    text: str
    more: str
    symbol: str
    tone: Tone
    action: TroubleAction | None = None


def trouble_view(snapshot: JobSnapshot, now: datetime) -> TroubleView | None:
    """The line to draw at ``now``, or ``None`` where nothing is in the way.

    While nothing is known of the job the page in place of the table says it all.
    """
    trouble = snapshot.trouble
    if trouble is None or snapshot.is_complete or snapshot.status is None:
        return None
    look = trouble_word(trouble)
    said, action = _said(trouble, snapshot, now)
    return TroubleView(" ".join(filter(None, said)), str(trouble), look.symbol, look.tone, action)


def _said(
    trouble: SkopError, snapshot: JobSnapshot, now: datetime
) -> tuple[tuple[str, ...], TroubleAction | None]:
    known, again = _known(snapshot, now), next_try_words(snapshot.next_try, now)
    match trouble:
        case KeyRefused():
            return (trouble.happened, known), TroubleAction.OPEN_SETTINGS
        case NoCredits():
            return (trouble.happened, trouble.advice), None
        case LimitReached():
            return (trouble.happened, goes_on_words(trouble, snapshot.next_try, now)), None
        case Unreachable():
            return ("Offline.", known, again), TroubleAction.TRY_NOW
        case ServiceTroubled() | UnreadableAnswer():
            return (trouble.happened, known, again), TroubleAction.TRY_NOW
        case _:
            action = TroubleAction.TRY_NOW if trouble.retryable else None
            return (trouble.happened, trouble.advice, again), action


def _known(snapshot: JobSnapshot, now: datetime) -> str:
    if snapshot.as_of is None:
        return ""
    return f"Showing what was known at {formats.when(min(snapshot.as_of, now), now)}."


def next_try_words(next_try: datetime | None, now: datetime) -> str:
    """``Next try in 12 s.``, ``Next try at 10:40.``; empty where none is planned."""
    if next_try is None:
        return ""
    seconds = (next_try - now).total_seconds()
    if seconds <= 0:
        return "Trying now…"
    if seconds < _COUNTED_DOWN:
        return f"Next try in {max(1, round(seconds))} s."
    return f"Next try at {formats.when(next_try, now)}."


def goes_on_words(trouble: LimitReached, next_try: datetime | None, now: datetime) -> str:
    """``Goes on by itself at 10:40.`` (in seconds when that is soon)."""
    until = next_try or trouble.until
    if until is None:
        return "Goes on by itself."
    seconds = (until - now).total_seconds()
    if seconds <= 0:
        return "Goes on now…"
    if seconds < _COUNTED_DOWN:
        return f"Goes on by itself in {max(1, round(seconds))} s."
    return f"Goes on by itself at {formats.when(until, now)}."
