"""What a job has done so far, told truthfully at any moment."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from skop_desktop.api.models import (
    AGENTS,
    CreateJobRequest,
    ExtractedDocument,
    JobError,
    JobMetadata,
    JobResultsResponse,
    JobStatus,
    JobStatusResponse,
)

MOST_ERRORS: Final = 1_000
_NEARLY: Final = 99.0
_SECONDS_A_MINUTE: Final = 60


@dataclass(frozen=True, slots=True)
class JobRecord:
    """One job at one moment: what was asked, where it is, what it found.

    ``verified``: how many of the documents were asked for at their site and are there.
    """

    request: CreateJobRequest
    status: JobStatusResponse
    documents: tuple[ExtractedDocument, ...] = ()
    verified: int = 0

    @property
    def runtime_seconds(self) -> float:
        """From start to end; 0 while it has not ended."""
        if self.status.started_at is None or self.status.completed_at is None:
            return 0.0
        return (self.status.completed_at - self.status.started_at).total_seconds()

    def results(self) -> JobResultsResponse:
        """The answer to the results call; flagged as partial while the job runs."""
        status = self.status
        found = status.total_documents_found or 0
        runtime = round(self.runtime_seconds, 3)
        return JobResultsResponse(
            job_id=status.job_id,
            status=status.status,
            message=status.message,
            documents=self.documents,
            metadata=self._metadata(),
            total_documents_found=found,
            total_documents_downloaded=self.verified,
            total_pages_crawled=status.total_pages_crawled,
            success_rate=round(min(1.0, self.verified / found), 4) if found else 1.0,
            cost=0.0,
            total_runtime_seconds=runtime,
            runtime_minutes=round(runtime / _SECONDS_A_MINUTE, 2),
            has_errors=bool(status.errors),
            errors=status.errors,
            warnings=status.warnings,
            is_partial=True if status.is_active else None,
        )

    def _metadata(self) -> JobMetadata:
        status = self.status
        return JobMetadata(
            job_id=status.job_id,
            created_at=status.created_at,
            started_at=status.started_at,
            completed_at=status.completed_at,
            estimated_completion=status.estimated_completion,
            original_website=self.request.website,
            original_prompt=self.request.prompt,
            parameters=self.request.parameters,
            current_agent=status.current_agent,
            agents_completed=status.agents_completed,
            total_pages_crawled=status.total_pages_crawled,
            total_documents_found=status.total_documents_found,
            final_status=None if status.is_active else status.status,
        )


class Journal:
    """Written by the job's own crawl, read by everybody through ``record()``.

    ``now``: the time in UTC. Nothing changes after ``end()``: what comes late is not written.
    """

    def __init__(self, job_id: str, request: CreateJobRequest, now: Callable[[], datetime]) -> None:
        self.job_id = job_id
        self.request = request
        self._now = now
        self._status = JobStatus.PENDING
        self._message = "Waiting to start."
        self._created_at = now()
        self._started_at: datetime | None = None
        self._completed_at: datetime | None = None
        self._estimate: datetime | None = None
        self._progress: float | None = None
        self._agent: str | None = None
        self._over: list[str] = []
        self._documents: list[ExtractedDocument] = []
        self._errors: list[JobError] = []
        self._warnings: dict[str, None] = {}
        self.pages_read = 0
        self.documents_found = 0
        self.verified = 0

    @property
    def is_ended(self) -> bool:
        """Whether the job is over."""
        return self._completed_at is not None

    @property
    def documents(self) -> int:
        """How many documents are in the list."""
        return len(self._documents)

    def start(self) -> None:
        """The job begins."""
        self._status = JobStatus.IN_PROGRESS
        self._started_at = self._now()

    def say(self, message: str) -> None:
        """What the person reads beside the status."""
        if not self.is_ended:
            self._message = message

    def at_work(self, agent: str) -> None:
        """``agent`` is the one at work now."""
        if not self.is_ended:
            self._agent = agent

    def is_over(self, agent: str) -> None:
        """``agent`` has nothing left to do, for good."""
        if agent not in self._over and not self.is_ended:
            self._over.append(agent)
            self._over.sort(key=AGENTS.index)

    def add_document(self, document: ExtractedDocument, *, is_verified: bool) -> None:
        """A document for the list."""
        if not self.is_ended:
            self._documents.append(document)
            self.verified += is_verified

    def add_error(
        self, agent: str, kind: str, words: str, url: str | None, *, is_recoverable: bool
    ) -> None:
        """Something went wrong. After ``MOST_ERRORS`` a warning says that there were more."""
        if self.is_ended:
            return
        if len(self._errors) >= MOST_ERRORS:
            self.warn(f"There were more than {MOST_ERRORS:,} problems; the rest is not listed.")
            return
        self._errors.append(
            JobError(
                error_id=f"err_{secrets.token_hex(6)}",
                agent_name=agent,
                error_type=kind,
                error_message=words,
                page_url=url,
                timestamp=self._now(),
                is_recoverable=is_recoverable,
            )
        )

    def warn(self, words: str) -> None:
        """Something the person should know; each once."""
        if not self.is_ended:
            self._warnings[words] = None

    def measure(self, done: int, waiting: int, *, longest: float) -> None:
        """How far it is: ``done`` and ``waiting`` steps, ``longest`` seconds the job may take."""
        if self.is_ended or self._started_at is None or done <= 0:
            return
        share = min(_NEARLY, 100 * done / (done + waiting))
        self._progress = max(self._progress or 0.0, round(share, 1))
        elapsed = (self._now() - self._started_at).total_seconds()
        left = min(waiting * elapsed / done, max(0.0, longest - elapsed))
        self._estimate = self._now() + timedelta(seconds=left)

    def end(self, status: JobStatus, message: str) -> None:
        """The job is over. The first end counts."""
        if self.is_ended:
            return
        self._status, self._message = status, message
        if status is JobStatus.COMPLETED:
            self._over = list(AGENTS)
            self._progress = 100.0
        self._agent = None
        self._completed_at = self._estimate = self._now()

    def record(self) -> JobRecord:
        """Everything up to now."""
        is_active = not self.is_ended
        status = JobStatusResponse(
            job_id=self.job_id,
            status=self._status,
            message=self._message,
            progress=self._progress,
            created_at=self._created_at,
            started_at=self._started_at,
            completed_at=self._completed_at,
            estimated_completion=self._estimate,
            current_agent=self._agent,
            agents_completed=tuple(self._over),
            total_pages_crawled=self.pages_read,
            total_documents_found=self.documents_found,
            is_active=is_active,
            has_errors=bool(self._errors),
            errors=tuple(self._errors),
            warnings=tuple(self._warnings),
            has_partial_results=True if is_active and self._documents else None,
            website=self.request.website,
            prompt=self.request.prompt,
        )
        return JobRecord(self.request, status, tuple(self._documents), self.verified)
