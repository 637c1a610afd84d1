"""The way to one server, kept over restarts of what answers there."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from skop_desktop.api.models import (
    CancelJobResponse,
    CreateJobRequest,
    CreateJobResponse,
    JobResultsResponse,
    JobStatusResponse,
)
from skop_desktop.api.server import Server
from skop_desktop.jobs.service import JobService

ClientFor = Callable[[Server], Awaitable[JobService]]


class Connection:
    """A ``JobService`` that asks for the server's client when it is first needed.

    ``client_for`` may start the engine and raise any ``SkopError``; it is then asked again with
    the next call. Whoever makes the clients closes them.
    """

    def __init__(self, server: Server, client_for: ClientFor) -> None:
        self.server = server
        self._client_for = client_for
        self._client: JobService | None = None
        self._asking = asyncio.Lock()

    def replace(self) -> None:
        """The client is of no use any more: its engine runs elsewhere, or the key changed."""
        self._client = None

    async def create_job(self, request: CreateJobRequest) -> CreateJobResponse:
        """See ``JobService``."""
        return await (await self._current()).create_job(request)

    async def job_status(self, job_id: str, *, attempts: int) -> JobStatusResponse:
        """See ``JobService``."""
        return await (await self._current()).job_status(job_id, attempts=attempts)

    async def job_results(self, job_id: str, *, attempts: int) -> JobResultsResponse:
        """See ``JobService``."""
        return await (await self._current()).job_results(job_id, attempts=attempts)

    async def cancel_job(self, job_id: str) -> CancelJobResponse:
        """See ``JobService``."""
        return await (await self._current()).cancel_job(job_id)

    async def _current(self) -> JobService:
        # One engine is started, not one for each job that is followed there.
        async with self._asking:
            if self._client is None:
                self._client = await self._client_for(self.server)
            return self._client
