"""How time grows with size: the same work over little and over much, in the same run."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

RUNS: Final = 3


def seconds(work: Callable[[], object], runs: int = RUNS) -> float:
    """The least CPU time of some runs of ``work``; one run of what is done only once."""
    times = []
    for _ in range(runs):
        begun = time.process_time()
        work()
        times.append(time.process_time() - begun)
    return min(times)


def told(what: str, much: float, little: float) -> float:
    """``much`` against ``little``, both in seconds; printed."""
    ratio = much / max(little, 1e-6)
    print(f"\n{what}: {much * 1000:.1f} ms against {little * 1000:.1f} ms, {ratio:.1f} times")  # noqa: T201 - the figure
    return ratio
