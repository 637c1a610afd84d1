"""Snapshots of jobs in every state, as the header and the notices get them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from skop_desktop.api.models import JobResultsResponse, JobStatusResponse
from skop_desktop.errors import SkopError
from skop_desktop.jobs.snapshot import JobKey, JobSnapshot
from tests.support.contract_objects import results_json, status_json

JOB_ID = "job_4fc79a89797e"
KEY = JobKey("skop-cloud", JOB_ID)
NOW = datetime(2024, 1, 15, 10, 12, 20, tzinfo=UTC)
"""11 min 20 s into the 29 minutes of ``running()``."""


def running(status: str = "in_progress", **changes: object) -> JobSnapshot:
    """A job that runs, started 10:01, expected to end 10:30."""
    told = {"website": "https://riverton.gov/meetings", "prompt": "Board meeting minutes 2024"}
    body = status_json(JOB_ID, status, **(told | changes))
    return JobSnapshot(KEY, status=JobStatusResponse.model_validate(body), as_of=NOW)


def with_results(
    snapshot: JobSnapshot, documents: Sequence[object] | None = None, **changes: object
) -> JobSnapshot:
    """The same job with a list of documents (two unless told otherwise)."""
    body = results_json(JOB_ID, documents, **changes)
    results = JobResultsResponse.model_validate(body)
    return replace(snapshot, results=results)


def with_trouble(
    snapshot: JobSnapshot, trouble: SkopError, next_try: datetime | None = None
) -> JobSnapshot:
    """The same job, after a request that failed."""
    return replace(snapshot, trouble=trouble, next_try=next_try)


def looked_up(trouble: SkopError | None = None, next_try: datetime | None = None) -> JobSnapshot:
    """A job of which nothing is known yet."""
    return JobSnapshot(KEY, trouble=trouble, next_try=next_try)
