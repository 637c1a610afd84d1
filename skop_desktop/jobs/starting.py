"""What a job that this app starts asks for, and what is known of it right after."""

from __future__ import annotations

from datetime import datetime

from pydantic import ValidationError

from skop_desktop.api.models import (
    CreateJobRequest,
    CreateJobResponse,
    JobStatusResponse,
    ScrapeParameters,
)
from skop_desktop.errors import InvalidInput
from skop_desktop.jobs.snapshot import Asked, JobKey, JobSnapshot


def just_started(
    server: str, request: CreateJobRequest, answer: CreateJobResponse, now: datetime
) -> JobSnapshot:
    """The first snapshot of a job of ``server`` (``Server.identity``), before its first status."""
    status = JobStatusResponse(
        job_id=answer.job_id,
        status=answer.status,
        message=answer.message,
        created_at=answer.created_at,
        estimated_completion=answer.estimated_completion,
        is_active=True,
    )
    return JobSnapshot(
        JobKey(server, answer.job_id),
        status=status,
        as_of=now,
        asked=Asked(request.website, request.prompt, request.parameters),
    )


def same_request(known: JobSnapshot | None) -> CreateJobRequest:
    """What starts a job that asks for the same as ``known``.

    Raises ``InvalidInput`` where nobody knows what that was, or it is not allowed any more.
    """
    if known is None or not known.website or not known.prompt:
        raise InvalidInput(
            "What this search asked for is not known here.",
            advice="Start a new search with the website and what to find.",
        )
    try:
        return CreateJobRequest(
            website=known.website,
            prompt=known.prompt,
            parameters=known.parameters or ScrapeParameters(),
        )
    except ValidationError as error:
        raise InvalidInput(
            "This search cannot be started again as it was.",
            advice="Start a new search and change its website or what to find.",
        ) from error
