"""What following needs of the client of a service and of its budget of requests."""

from __future__ import annotations

from typing import Protocol

from skop_desktop.api.models import (
    CancelJobResponse,
    CreateJobRequest,
    CreateJobResponse,
    JobResultsResponse,
    JobStatusResponse,
)


class JobService(Protocol):
    """The calls of the contract about jobs; each raises ``SkopError``.

    ``attempts``: how often a call that failed is sent in all before it raises. A call that the
    budget does not allow raises ``LimitReached`` without being sent.
    """

    async def create_job(self, request: CreateJobRequest) -> CreateJobResponse:
        """Start a job. Never repeated by whoever implements it."""

    async def job_status(self, job_id: str, *, attempts: int) -> JobStatusResponse:
        """Where the job is."""

    async def job_results(self, job_id: str, *, attempts: int) -> JobResultsResponse:
        """The documents of the job."""

    async def cancel_job(self, job_id: str) -> CancelJobResponse:
        """Stop the job."""
