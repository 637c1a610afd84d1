"""Whether a job that was cut short goes on."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from skop_desktop.engine.record import JobRecord

if TYPE_CHECKING:  # it brings what the engine need not wait for when it starts
    from skop_desktop.engine.frontier import Frontier

TOO_LONG_AGO: Final = (
    "The search was interrupted, and that is too long ago to go on. What was found until then "
    "stays; start it again for the rest."
)
GIVEN_UP: Final = (
    "The search was interrupted again and again, so it was given up. What was found until then "
    "stays."
)

_WITHIN: Final = timedelta(days=7)
"""A site that was read in part longer ago is not the same any more."""
_MOST_IN_VAIN: Final = 6
_STARTS: Final = "starts"


def is_too_long_ago(record: JobRecord, now: datetime) -> bool:
    """Whether the job was asked for too long ago to go on with it now."""
    created_at = record.status.created_at
    return created_at is not None and now - created_at > _WITHIN


def is_in_vain(frontier: Frontier, steps_done: int) -> bool:
    """Whether the job was started again and again without a step more. Counts this start.

    It may be the job itself that ends the engine each time.
    """
    before, _, starts = (frontier.fact(_STARTS) or "").partition("|")
    count = int(starts) + 1 if before == str(steps_done) else 1
    frontier.keep_fact(_STARTS, f"{steps_done}|{count}")
    frontier.commit()
    return count > _MOST_IN_VAIN
