"""When a failed transfer is tried again."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from skop_desktop.errors import TransferError


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """Exponential backoff with full jitter; a site's own ``Retry-After`` comes first.

    ``most_tries`` counts the first one too; ``most_waits`` is that number for a site which says
    itself when to come back. Times in seconds; ``chance`` gives 0 to 1.
    """

    most_tries: int = 3
    most_waits: int = 8
    first_pause: float = 2.0
    longest_pause: float = 60.0
    chance: Callable[[], float] = random.random

    def tries_left(self, error: TransferError, tries: int) -> int:
        """How many tries follow after ``tries`` of them, the last ended by ``error``."""
        if not error.retryable:
            return 0
        most = self.most_tries if error.retry_after is None else self.most_waits
        return max(0, most - tries)

    def pause(self, error: TransferError, tries: int) -> float:
        """Seconds until the next try."""
        widest = min(self.longest_pause, self.first_pause * 2.0 ** (tries - 1))
        # Half of it is fixed: a site in trouble is never asked again at once.
        pause = widest * (0.5 + 0.5 * self.chance())
        return pause if error.retry_after is None else max(error.retry_after, self.first_pause / 2)
