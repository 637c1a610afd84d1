"""Following one job, from looked-up to ended, through whatever the network does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from dataclasses import replace
from datetime import timedelta
from enum import Enum, auto
from typing import Final

from skop_desktop.api.models import JobMetadata, JobResultsResponse, JobStatus
from skop_desktop.api.pacing import RequestBudget, RequestKind
from skop_desktop.errors import (
    FieldRefused,
    JobNotFound,
    KeyRefused,
    LimitReached,
    NoCredits,
    ServiceError,
    ServiceTroubled,
    SkopError,
    Unreachable,
    UnreadableAnswer,
)
from skop_desktop.jobs.clock import Clock, SystemClock
from skop_desktop.jobs.kept_files import without_foreign_paths
from skop_desktop.jobs.service import JobService
from skop_desktop.jobs.snapshot import JobKey, JobSnapshot

FIRST_RETRY: Final = 2.0
LONGEST_RETRY: Final = 60.0
LONGEST_COSTLY_RETRY: Final = 900.0
"""Seconds. Asking again for what cannot be read spends the hour's requests on nothing."""

WORTH_TELLING: Final = 30.0
"""Seconds for which the hour's requests are used up, above which the person is told."""

BETWEEN_PARTIALS: Final = 0.7
BETWEEN_WAKES: Final = 0.5

KEPT_FOR_THE_END: Final = 20
"""General requests of an hour that partial results leave alone: the end needs one a job."""

_PASSES: Final = (Unreachable, ServiceTroubled, LimitReached)
_A_PERSON_MUST_ACT: Final = (KeyRefused, NoCredits, JobNotFound, FieldRefused)


class _Ask(Enum):
    STATUS = auto()
    PARTIAL_RESULTS = auto()
    RESULTS = auto()

    @property
    def kind(self) -> RequestKind:
        return RequestKind.STATUS if self is _Ask.STATUS else RequestKind.GENERAL


async def follow(
    key: JobKey,
    service: JobService,
    budget: RequestBudget,
    *,
    known: JobSnapshot | None = None,
    age: float | None = None,
    wake: asyncio.Event | None = None,
    active_jobs: Callable[[], int] = lambda: 1,
    clock: Clock | None = None,
) -> AsyncGenerator[JobSnapshot, None]:
    """Snapshots of the job until nothing is left to ask; ``known`` or an empty one comes first.

    ``age``: seconds since the job was started, where that is certain; else it is told from the
    service's times. ``wake``: set it for "look now", "the network is back", "the key was changed".
    ``active_jobs``: how many jobs share ``budget``.

    A trouble is a snapshot with the last known data, ``trouble`` and ``next_try``, which is
    ``None`` where a person must act first (key, credits, no such job): then it waits for ``wake``.
    Never raises ``SkopError``.
    """
    job = _Followed(
        known or JobSnapshot(key),
        service,
        budget,
        active_jobs=active_jobs,
        clock=clock or SystemClock(),
        age=age,
    )
    wake = wake or asyncio.Event()
    yield job.snapshot
    while not job.is_done:
        wait = job.seconds_to_wait()
        if wait != 0:
            if await job.clock.wait(wake, wait):
                job.hurry()
            continue
        await job.ask()
        yield job.snapshot


class _Followed:
    """What is known of a job, and what is to be asked next and when."""

    def __init__(
        self,
        known: JobSnapshot,
        service: JobService,
        budget: RequestBudget,
        *,
        active_jobs: Callable[[], int],
        clock: Clock,
        age: float | None,
    ) -> None:
        self.snapshot = replace(known, trouble=None, next_try=None)
        self.clock = clock
        self._service = service
        self._budget = budget
        self._active_jobs = active_jobs
        self._started = clock.monotonic() - (age or 0.0)
        self._age_is_certain = age is not None
        self._due: float | None = clock.monotonic()
        self._failures = 0
        self._last_asked: float | None = None
        self._partial_asked = -BETWEEN_PARTIALS
        self._partial_found = 0

    @property
    def is_done(self) -> bool:
        """Ended and its results here. ``JobSnapshot.is_complete`` counts "not found" as well."""
        results = self.snapshot.results
        return self.snapshot.is_ended and results is not None and not results.is_partial

    def seconds_to_wait(self) -> float | None:
        """Seconds until the next request, 0 for now, ``None`` for "until woken"."""
        return None if self._due is None else max(0.0, self._due - self.clock.monotonic())

    def hurry(self) -> None:
        """Somebody wants to know now."""
        last = self._last_asked
        self._failures = 0
        self._due = max(self.clock.monotonic(), last + BETWEEN_WAKES if last is not None else 0.0)

    async def ask(self) -> None:
        """Send the request that is due and take in its answer."""
        what = self._next()
        try:
            if what is _Ask.STATUS:
                self._last_asked = self.clock.monotonic()
                await self._ask_status()
            else:
                await self._ask_results(what)
        except SkopError as error:
            self._take_in_trouble(what, error)
        else:
            self._failures = 0

    def _next(self) -> _Ask:
        if self.snapshot.is_ended:
            return _Ask.RESULTS
        partial_due = self._partial_due()
        if partial_due is not None and partial_due <= self.clock.monotonic():
            return _Ask.PARTIAL_RESULTS
        return _Ask.STATUS

    async def _ask_status(self) -> None:
        status = await self._service.job_status(self.snapshot.key.job_id, attempts=self._attempts())
        self.snapshot = replace(
            self.snapshot, status=status, trouble=None, as_of=self.clock.now(), next_try=None
        )
        self._plan_next()

    async def _ask_results(self, what: _Ask) -> None:
        if what is _Ask.PARTIAL_RESULTS:
            self._partial_asked = self.clock.monotonic()
            self._partial_found = self._documents_found()
        results = await self._service.job_results(
            self.snapshot.key.job_id, attempts=self._attempts()
        )
        partial = what is _Ask.PARTIAL_RESULTS
        # What is asked before the end is partial, whether or not the server says so.
        results = results.model_copy(update={"is_partial": True if partial else None})
        results = without_foreign_paths(self.snapshot.key.server, results)
        self.snapshot = replace(
            self.snapshot, results=results, trouble=None, as_of=self.clock.now(), next_try=None
        )
        self._plan_next()

    def _plan_next(self) -> None:
        """When the next request goes out after one that was answered."""
        now = self.clock.monotonic()
        if self.snapshot.is_ended:
            self._due = now
            return
        if self._budget.opens_at(RequestKind.STATUS, now) - now > WORTH_TELLING:
            self._plan(now)  # the client tells, without asking, that and until when it must wait
            return
        partial_due = self._partial_due()
        status_due = self._budget.next_status(
            self._age(),
            now,
            estimated_end_in=self._estimated_end_in(),
            active_jobs=self._active_jobs(),
            last_asked=self._last_asked,
        )
        self._plan(status_due if partial_due is None else min(status_due, max(now, partial_due)))

    def _plan(self, due: float | None, trouble: SkopError | None = None) -> None:
        self._due = due
        next_try = None
        if due is not None:
            seconds = due - self.clock.monotonic()
            next_try = self.clock.now() + timedelta(seconds=max(0.0, seconds))
        self.snapshot = replace(
            self.snapshot, trouble=trouble or self.snapshot.trouble, next_try=next_try
        )

    def _take_in_trouble(self, what: _Ask, error: SkopError) -> None:
        if what is _Ask.PARTIAL_RESULTS:
            self._partial_found = -1 if isinstance(error, _PASSES) else self._partial_found
        if what is _Ask.PARTIAL_RESULTS and not isinstance(error, _PASSES):
            self._plan_next()  # the documents come at the end then
        elif what is _Ask.RESULTS and self._has_no_results(error):
            self.snapshot = replace(
                self.snapshot, results=self._without_results(), trouble=None, next_try=None
            )
        elif isinstance(error, _A_PERSON_MUST_ACT):
            self._plan(None, error)
        else:
            self._failures += 1
            self._plan(self._next_try(what, error), error)

    def _next_try(self, what: _Ask, error: SkopError) -> float:
        now = self.clock.monotonic()
        costly = isinstance(error, UnreadableAnswer) or type(error) is ServiceError
        longest = LONGEST_COSTLY_RETRY if costly else LONGEST_RETRY
        doublings = min(self._failures - 1, 20)
        due = now + min(longest, FIRST_RETRY * 2.0**doublings)
        if isinstance(error, LimitReached | ServiceTroubled) and error.until is not None:
            told = now + (error.until - self.clock.now()).total_seconds()
            least = now + FIRST_RETRY if isinstance(error, LimitReached) else due
            due = max(least, told)
        return max(due, self._budget.opens_at(what.kind, now))

    def _has_no_results(self, error: SkopError) -> bool:
        """Whether ``error`` means that this job, which did not complete, left nothing."""
        status = self.snapshot.status
        if status is None or status.status == JobStatus.COMPLETED:
            return False
        if isinstance(error, UnreadableAnswer):
            return bool(error.field_name)
        may_still_come = isinstance(error, (*_PASSES, KeyRefused, NoCredits))
        return isinstance(error, ServiceError) and not may_still_come

    def _without_results(self) -> JobResultsResponse:
        """What was found until the job stopped, as all there will be."""
        snapshot = self.snapshot
        status = snapshot.status
        if snapshot.results is not None:
            return snapshot.results.model_copy(update={"is_partial": None})
        return JobResultsResponse(
            job_id=snapshot.key.job_id,
            status=status.status if status else "",
            documents=(),
            metadata=JobMetadata(
                original_website=snapshot.website or None, original_prompt=snapshot.prompt or None
            ),
            total_pages_crawled=status.total_pages_crawled if status else None,
        )

    def _partial_due(self) -> float | None:
        """When more partial results may be asked for; ``None`` while there are no more."""
        status = self.snapshot.status
        if status is None or status.has_partial_results is not True:
            return None
        if self._documents_found() == self._partial_found:
            return None
        now = self.clock.monotonic()
        if self._budget.left(RequestKind.GENERAL, now) <= KEPT_FOR_THE_END:
            return None
        return self._partial_asked + BETWEEN_PARTIALS

    def _documents_found(self) -> int:
        status = self.snapshot.status
        return (status.total_documents_found or 0) if status else 0

    def _attempts(self) -> int:
        """A hiccup is not worth telling; once it has been told, each try counts for itself."""
        return 2 if self.snapshot.trouble is None else 1

    def _age(self) -> float:
        here = self.clock.monotonic() - self._started
        status = self.snapshot.status
        if self._age_is_certain or status is None or status.created_at is None:
            return here
        return max(here, (self.clock.now() - status.created_at).total_seconds())

    def _estimated_end_in(self) -> float | None:
        status = self.snapshot.status
        if status is None or status.estimated_completion is None:
            return None
        return (status.estimated_completion - self.clock.now()).total_seconds()
