"""How often a service is asked, over all jobs that are followed on it.

The contract allows about 200 status requests an hour. How often a job is worth asking depends on
its age: each second at first, ever slower up to every 17 seconds until half an hour (the usual time
limit of a job) has passed, slower still after. Near the estimated end it is quicker again. That
wish is then stretched or squeezed by one factor, the smallest with which no moment of the coming
hour runs short, so two jobs, a small allowance or a full one all follow the same curve. With the
defaults and one job the factor is 1.

No asyncio and no clock here: every moment is seconds of whatever clock the caller reads.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from skop_desktop.api.allowance import HOUR, Allowance, Step
from skop_desktop.api.limit_headers import limit_word

STATUS_AN_HOUR: Final = 200
GENERAL_AN_HOUR: Final = 100
RESERVE: Final = 5
"""Status requests of an hour that are never spent (contract, "never spends the last few")."""

SHORTEST_INTERVAL: Final = 0.5

_EACH_SECOND_UNTIL: Final = 18.0
_SLOWEST: Final = 17.0
_GROWS_UNTIL: Final = _EACH_SECOND_UNTIL * _SLOWEST
_USUAL_END: Final = 1_900.0
_LATE: Final = 60.0
_NEAR: Final = 4.0
_QUICKEST_NEAR: Final = 0.3
_OVERDUE: Final = 60.0
_WELL_OFF: Final = 1.12
"""An estimate that never comes true must not eat up the hour: it counts while there is plenty."""

_LONGEST: Final = 120.0
"""Seconds between two requests, if there are any: an answer may bring word of a fresh hour."""


class RequestKind(StrEnum):
    """The two allowances of the contract."""

    STATUS = "status"
    GENERAL = "general"


@dataclass(frozen=True, slots=True)
class Ticket:
    """One request that was counted."""

    kind: RequestKind
    number: int


class RequestBudget:
    """What may be asked of one server, over all jobs followed there and all clients of it.

    All moments are seconds of one clock that never goes back.
    """

    def __init__(
        self, *, status_an_hour: int = STATUS_AN_HOUR, general_an_hour: int = GENERAL_AN_HOUR
    ) -> None:
        self._allowances = {
            RequestKind.STATUS: Allowance(status_an_hour, RESERVE),
            RequestKind.GENERAL: Allowance(general_an_hour, 0),
        }

    def may_ask(self, kind: RequestKind, now: float, *, urgent: bool = False) -> bool:
        """Whether a request may go out at ``now``.

        ``urgent`` (cancelling a job that costs money) asks unless the service itself refuses.
        """
        allowance = self._allowances[kind]
        return not allowance.is_refused(now) if urgent else allowance.left(now) > 0

    def left(self, kind: RequestKind, now: float) -> int:
        """How many requests may still go out at ``now``, the reserve set aside."""
        return self._allowances[kind].left(now)

    def opens_at(self, kind: RequestKind, now: float) -> float:
        """The moment, ``now`` or later, from which ``may_ask`` holds."""
        return self._allowances[kind].opens_at(now)

    def note_request(self, kind: RequestKind, now: float) -> Ticket:
        """A request goes out now."""
        return Ticket(kind, self._allowances[kind].note_request(now))

    def take_back(self, ticket: Ticket) -> None:
        """The request certainly never reached the service."""
        self._allowances[ticket.kind].take_back(ticket.number)

    def note_headers(
        self, ticket: Ticket, headers: Mapping[str, str], now: float, wall: datetime
    ) -> None:
        """The answer to ``ticket`` has come, with ``headers``, at ``now`` (``wall``, UTC)."""
        word = limit_word(headers, wall)
        self._allowances[ticket.kind].note_word(ticket.number, word, now)

    def note_limit(self, kind: RequestKind, now: float, wait: float | None) -> float:
        """The service refused for ``wait`` seconds (``None``: it did not say). When it goes on."""
        return self._allowances[kind].note_limit(now, wait)

    def next_status(
        self,
        job_age: float,
        now: float,
        *,
        estimated_end_in: float | None = None,
        active_jobs: int = 1,
        last_asked: float | None = None,
    ) -> float:
        """The moment, ``now`` or later, of the next status request of one job.

        ``job_age``: seconds since the job was started. ``estimated_end_in``: seconds until the
        service expects its end, negative once that has passed. ``active_jobs``: jobs followed on
        this server. ``last_asked``: when this job was last asked about, ``None`` for never.

        Ask again when that moment has come: another job may have spent what there was.
        """
        allowance = self._allowances[RequestKind.STATUS]
        if last_asked is None:
            return allowance.opens_at(now)
        sharers = max(1, active_jobs)
        outlook = allowance.outlook(now)
        factor = _factor(job_age, outlook, sharers)
        usual = _factor(0.0, [Step(HOUR, allowance.full)], sharers)
        interval = min(_pace(job_age) * factor, _even_spread(outlook, sharers))
        if factor <= usual * _WELL_OFF:
            interval = _near_the_end(interval, estimated_end_in)
        interval = max(SHORTEST_INTERVAL, interval)
        return allowance.opens_at(max(now, last_asked + interval))


def _pace(age: float) -> float:
    """Seconds between requests that a job of ``age`` seconds is worth."""
    if age > _USUAL_END:
        return _LATE
    return min(_SLOWEST, max(1.0, age / _EACH_SECOND_UNTIL))


def _wishes_until(age: float) -> float:
    """How many requests ``_pace`` comes to from the start of a job: the integral of 1 / pace."""
    age = max(0.0, age)
    quick = min(age, _EACH_SECOND_UNTIL)
    growing = math.log(max(1.0, min(age, _GROWS_UNTIL) / _EACH_SECOND_UNTIL)) * _EACH_SECOND_UNTIL
    steady = max(0.0, min(age, _USUAL_END) - _GROWS_UNTIL) / _SLOWEST
    late = max(0.0, age - _USUAL_END) / _LATE
    return quick + growing + steady + late


def _factor(age: float, outlook: Sequence[Step], sharers: int) -> float:
    """The smallest factor on ``_pace`` with which no step of ``outlook`` runs short."""
    so_far = _wishes_until(age)
    factors = [
        (_wishes_until(age + step.end) - so_far) * sharers / step.may
        for step in outlook
        if step.may > 0
    ]
    return max(factors, default=1.0)


def _even_spread(outlook: Sequence[Step], sharers: int) -> float:
    """Seconds that are never worth exceeding: evenly spread, the hour costs no more.

    Else a nearly spent hour would keep its last requests for a far too distant end.
    """
    spreads = [step.end / step.may for step in outlook if step.may > 0]
    return sharers * min(_LONGEST, max(spreads, default=_LONGEST))


def _near_the_end(interval: float, estimated_end_in: float | None) -> float:
    """``interval``, shortened around the estimated end and back to itself when that has passed."""
    if estimated_end_in is None or not estimated_end_in >= -_OVERDUE:
        return interval
    return min(interval, max(interval * _QUICKEST_NEAR, abs(estimated_end_in) / _NEAR))
