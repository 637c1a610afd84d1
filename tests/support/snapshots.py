"""Snapshots of jobs as following one makes them."""

from __future__ import annotations

from datetime import UTC, datetime

from skop_desktop.api.models import JobResultsResponse, JobStatusResponse
from skop_desktop.jobs.snapshot import JobKey, JobSnapshot
from tests.support.contract_objects import document_json, results_json, status_json

KEY = JobKey("skop-cloud", "job_4fc79a89797e")
NOON = datetime(2024, 1, 15, 12, tzinfo=UTC)


def looked_up(key: JobKey = KEY, status: str = "in_progress", **changes: object) -> JobSnapshot:
    """A job whose status is known, and nothing else."""
    answer = JobStatusResponse.model_validate(status_json(key.job_id, status, **changes))
    return JobSnapshot(key, status=answer, as_of=NOON)


def with_documents(
    number: int, key: JobKey = KEY, status: str = "completed", **changes: object
) -> JobSnapshot:
    """A job with ``number`` documents; partial while ``status`` is not an ended one."""
    known = looked_up(key, status)
    body = results_json(key.job_id, [document_json(n) for n in range(number)], **changes)
    body["is_partial"] = not known.is_ended
    results = JobResultsResponse.model_validate(body)
    return JobSnapshot(key, status=known.status, results=results, as_of=NOON)
