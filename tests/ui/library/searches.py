"""Searches for the sidebar, and a clock that is moved by hand."""

from __future__ import annotations

from datetime import datetime, timedelta

from skop_desktop.jobs.snapshot import JobKey, JobState
from skop_desktop.ui.library.entry import SearchEntry

NOON = datetime(2024, 6, 19, 12, 0).astimezone()
"""A Wednesday, on this computer's calendar."""


class Clock:
    """Noon, until it is moved."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


def search(
    name: str,
    *,
    days: float = 0,
    state: JobState = JobState.COMPLETED,
    documents: int | None = 9,
    title: str = "",
) -> SearchEntry:
    """A search with the job ID ``job_<name>``, opened ``days`` before noon."""
    return SearchEntry(
        key=JobKey("skop-cloud", f"job_{name}"),
        title=title or f"Search {name}",
        website="https://www.riverton.gov/meetings",
        state=state,
        documents=documents,
        opened_at=NOON - timedelta(days=days),
    )
