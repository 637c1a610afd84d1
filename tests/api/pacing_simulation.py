"""Jobs, a service that counts, and followers, over a virtual clock."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

from skop_desktop.api.pacing import RequestBudget, RequestKind

EPOCH = datetime(2024, 1, 15, 10, 0, tzinfo=UTC)
HOUR = 3600.0


@dataclass
class CountingService:
    """Counts status requests of one hour: ``fixed`` windows from ``phase`` on, or a sliding one.

    ``headers``: none, or ``X-Rate-Limit-Reset`` as seconds to go ("seconds"), "epoch" or "iso".
    """

    limit: int
    fixed: bool
    phase: float = 0.0
    headers: str = "none"
    seen: list[float] = field(default_factory=list)
    refused: int = 0

    def ask(self, at: float) -> Mapping[str, str] | None:
        """Headers of the answer, or ``None`` for a 429."""
        if len(self._counted(at)) >= self.limit:
            self.refused += 1
            return None
        self.seen.append(at)
        return self._words(at)

    def _counted(self, at: float) -> list[float]:
        begin = at - (at - self.phase) % HOUR if self.fixed else at - HOUR
        return [seen for seen in self.seen if seen >= begin and (self.fixed or seen > begin)]

    def _words(self, at: float) -> Mapping[str, str]:
        if self.headers == "none":
            return {}
        counted = self._counted(at)
        resets = at + HOUR - (at - self.phase) % HOUR if self.fixed else counted[0] + HOUR
        moment = EPOCH + timedelta(seconds=resets)
        reset = {
            "seconds": str(int(resets - at) + 1),
            "epoch": str(int(moment.timestamp()) + 1),
            "iso": moment.isoformat(),
        }[self.headers]
        remaining = str(self.limit - len(counted))
        return {"X-Rate-Limit-Remaining": remaining, "X-Rate-Limit-Reset": reset}


@dataclass(frozen=True)
class Job:
    """Starts and ends; ``estimate``: what the service says of the end at a moment, if anything."""

    start: float
    length: float
    estimate: Callable[[float], float] | None = None

    @property
    def end(self) -> float:
        return self.start + self.length


@dataclass
class Outcome:
    """``delays``: seconds from the end of each job until its end was seen."""

    delays: list[float]
    service: CountingService
    budget: RequestBudget


def follow(
    jobs: list[Job],
    service: CountingService,
    *,
    seed: int = 0,
    latency: float = 0.0,
    budget: RequestBudget | None = None,
) -> Outcome:
    """Follow ``jobs`` to their ends, as the app does. ``latency``: most seconds of one exchange."""
    chance = Random(seed)  # noqa: S311 - a simulation must come out the same each time
    budget = budget or RequestBudget()
    delays = [float("nan")] * len(jobs)
    active: set[int] = set()
    queue: list[tuple[float, int, Iterator[float]]] = []

    def life(number: int, job: Job) -> Iterator[float]:
        now = job.start
        active.add(number)
        last: float | None = None
        while True:
            left = job.estimate(now) - now if job.estimate else None
            due = budget.next_status(
                now - job.start,
                now,
                estimated_end_in=left,
                active_jobs=len(active),
                last_asked=last,
            )
            if due > now + 1e-6:
                now = due
                yield now
                continue
            now = max(now, due)
            assert budget.may_ask(RequestKind.STATUS, now)
            last = now
            ticket = budget.note_request(RequestKind.STATUS, now)
            arrives = now + chance.uniform(0, latency)
            yield arrives
            words = service.ask(arrives)
            now = arrives + chance.uniform(0, latency)
            yield now
            if words is None:
                now = budget.note_limit(RequestKind.STATUS, now, 60.0)
                continue
            budget.note_headers(ticket, words, now, EPOCH + timedelta(seconds=now))
            if arrives >= job.end:
                delays[number] = now - job.end
                active.discard(number)
                return

    for number, job in enumerate(jobs):
        heapq.heappush(queue, (job.start, number, life(number, job)))
    while queue:
        _, number, story = heapq.heappop(queue)
        if (then := next(story, None)) is not None:
            heapq.heappush(queue, (then, number, story))
    return Outcome(delays, service, budget)
