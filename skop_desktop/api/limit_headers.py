"""What an answer's headers say about how soon and how often one may ask again.

Read in every form that services use: ``Retry-After`` as seconds or HTTP date (RFC 9110, 10.2.3),
``X-Rate-Limit-Reset`` as seconds to go, seconds or milliseconds since 1970, ISO 8601 or HTTP date.
Points in time are held against the answer's own ``Date`` where it has one, so that a wrong clock
on this computer shifts nothing. What is not plausible is as if it had not been sent.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

_HOUR: Final = 3_600
_LONGEST_RESET: Final = _HOUR + 300
"""Seconds. The contract counts by the hour; the rest is room for clocks that differ."""

_LONGEST_WAIT: Final = 24 * _HOUR
_MOST_REMAINING: Final = 10**7
_FIRST_EPOCH: Final = 10**9
_FIRST_EPOCH_IN_MILLISECONDS: Final = 10**11
_SPELLINGS: Final = ("x-rate-limit-", "x-ratelimit-", "ratelimit-")


@dataclass(frozen=True, slots=True)
class LimitWord:
    """``remaining``: requests left. ``reset_in``: seconds until more. ``None``: not said."""

    remaining: int | None = None
    reset_in: float | None = None


def limit_word(headers: Mapping[str, str], wall: datetime) -> LimitWord:
    """What ``X-Rate-Limit-Remaining`` and ``X-Rate-Limit-Reset`` say at ``wall`` (UTC)."""
    sent = {name.lower(): value for name, value in headers.items()}
    clock = _point_in_time(sent.get("date", "")) or wall
    remaining = _first(sent, "remaining")
    reset = _first(sent, "reset")
    return LimitWord(_remaining(remaining), _reset_in(reset, clock))


def retry_after(headers: Mapping[str, str], wall: datetime) -> float | None:
    """Seconds to wait as ``Retry-After`` asks (RFC 9110, 10.2.3), 0 or more, a day at most."""
    sent = {name.lower(): value for name, value in headers.items()}
    asked = sent.get("retry-after", "").strip()
    seconds = _number(asked)
    if seconds is None:
        moment = _point_in_time(asked)
        if moment is None:
            return None
        clock = _point_in_time(sent.get("date", "")) or wall
        seconds = max(0.0, (moment - clock).total_seconds())
    return seconds if 0 <= seconds <= _LONGEST_WAIT else None


def _first(sent: Mapping[str, str], ending: str) -> str:
    return next((sent[s + ending].strip() for s in _SPELLINGS if s + ending in sent), "")


def _remaining(sent: str) -> int | None:
    number = _number(sent)
    return int(number) if number is not None and 0 <= number <= _MOST_REMAINING else None


def _reset_in(sent: str, clock: datetime) -> float | None:
    number = _number(sent)
    if number is None:
        moment = _point_in_time(sent)
        seconds = (moment - clock).total_seconds() if moment else None
    elif number >= _FIRST_EPOCH_IN_MILLISECONDS:
        seconds = number / 1000 - clock.timestamp()
    elif number >= _FIRST_EPOCH:
        seconds = number - clock.timestamp()
    else:
        seconds = number
    return seconds if seconds is not None and 0 < seconds <= _LONGEST_RESET else None


def _number(sent: str) -> float | None:
    try:
        number = float(sent)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _point_in_time(sent: str) -> datetime | None:
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            moment = read(sent)
            return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return None
