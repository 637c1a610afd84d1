"""The figures of a job: only those that somebody has said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from skop_desktop.jobs.snapshot import JobSnapshot, JobState
from skop_desktop.ui import formats
from skop_desktop.ui.header.progress import started_at


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in words and what it counts: ``34``, ``pages read``."""

    value: str
    caption: str


def figures_of(snapshot: JobSnapshot, now: datetime) -> tuple[Figure, ...]:
    """The figures to draw at ``now``, in their order."""
    return tuple(_figures(snapshot, now))


def _figures(snapshot: JobSnapshot, now: datetime) -> Iterator[Figure]:
    status, results = snapshot.status, snapshot.results
    is_final = results is not None and not results.is_partial
    pages = _latest(
        status.total_pages_crawled if status else None,
        results.total_pages_crawled if results else None,
        is_final=is_final,
    )
    found = _latest(
        status.total_documents_found if status else None,
        results.total_documents_found if results else None,
        is_final=is_final,
    )
    if pages is not None:
        yield Figure(formats.count(pages), "page read" if pages == 1 else "pages read")
    if found is not None:
        yield Figure(formats.count(found), "document found" if found == 1 else "documents found")
    if results is not None and results.total_documents_downloaded is not None:
        yield Figure(formats.count(results.total_documents_downloaded), "fetched by the service")
    if results is not None and results.success_rate is not None:
        yield Figure(formats.percent(results.success_rate), "success")
    if (seconds := running_seconds(snapshot, now)) is not None:
        yield Figure(formats.duration(seconds), "running time")
    if results is not None and results.cost is not None and results.cost >= 0:
        yield Figure(formats.money(results.cost), "cost" if is_final else "cost so far")


def _latest(polled: int | None, listed: int | None, *, is_final: bool) -> int | None:
    """While a job runs the greater of two counts is the newer one; at its end the list is right."""
    if is_final and listed is not None:
        return listed
    said = [number for number in (polled, listed) if number is not None]
    return max(said, default=None)


def running_seconds(snapshot: JobSnapshot, now: datetime) -> float | None:
    """How long the job ran, or has been running, in seconds; stands still while out of touch."""
    if snapshot.is_ended:
        return _whole_run(snapshot)
    start = started_at(snapshot, now)
    if start is None or snapshot.state is not JobState.RUNNING:
        return None
    seen = snapshot.as_of if snapshot.trouble is not None and snapshot.as_of else now
    return max(0.0, (seen - start).total_seconds())


def _whole_run(snapshot: JobSnapshot) -> float | None:
    status, results = snapshot.status, snapshot.results
    if results is not None and not results.is_partial:
        if results.total_runtime_seconds is not None and results.total_runtime_seconds >= 0:
            return results.total_runtime_seconds
        if results.runtime_minutes is not None and results.runtime_minutes >= 0:
            return results.runtime_minutes * 60
    if status is None or status.completed_at is None or status.started_at is None:
        return None
    return max(0.0, (status.completed_at - status.started_at).total_seconds())
