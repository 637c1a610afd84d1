"""One job at one moment: what the window draws and the library keeps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from skop_desktop.api.models import (
    ExtractedDocument,
    JobError,
    JobResultsResponse,
    JobStatus,
    JobStatusResponse,
    ScrapeParameters,
)
from skop_desktop.errors import JobNotFound, SkopError


class JobState(StrEnum):
    """Where a job is, as the person reads it."""

    LOOKING_UP = "looking up"
    PENDING = "pending"
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"
    ENDED = "ended"
    """Ended with a word the contract does not have."""
    NOT_FOUND = "not found"


_STATES: Final[dict[str, JobState]] = {
    JobStatus.PENDING: JobState.PENDING,
    JobStatus.IN_PROGRESS: JobState.RUNNING,
    JobStatus.COMPLETED: JobState.COMPLETED,
    JobStatus.FAILED: JobState.FAILED,
    JobStatus.CANCELLED: JobState.CANCELLED,
}


@dataclass(frozen=True, slots=True)
class JobKey:
    """What tells a job from every other: ``server`` is ``Server.identity``."""

    server: str
    job_id: str

    def __str__(self) -> str:
        return f"{self.server} {self.job_id}"


@dataclass(frozen=True, slots=True)
class Asked:
    """What this app asked for when it started the job itself."""

    website: str
    prompt: str
    parameters: ScrapeParameters


@dataclass(frozen=True, slots=True)
class JobSnapshot:
    """Everything known of a job at ``as_of`` (UTC; ``None`` until the service has answered).

    ``trouble`` is why the last request failed, ``next_try`` when the next one goes out; the last
    known data stay beside them. ``results`` may be partial (``results.is_partial``).
    """

    key: JobKey
    status: JobStatusResponse | None = None
    results: JobResultsResponse | None = None
    trouble: SkopError | None = None
    as_of: datetime | None = None
    next_try: datetime | None = None
    asked: Asked | None = None

    @property
    def state(self) -> JobState:
        """The state of the job, whatever word the service used for it."""
        if self.status is None:
            not_found = isinstance(self.trouble, JobNotFound)
            return JobState.NOT_FOUND if not_found else JobState.LOOKING_UP
        new_word = JobState.ENDED if self.status.is_ended else JobState.RUNNING
        return _STATES.get(self.status.status, new_word)

    @property
    def is_ended(self) -> bool:
        """Whether the job itself has ended."""
        return self.status is not None and self.status.is_ended

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left to ask the service for: ended, and the results are here."""
        has_results = self.results is not None and not self.results.is_partial
        return self.state is JobState.NOT_FOUND or (self.is_ended and has_results)

    @property
    def website(self) -> str:
        """The website of the job, empty while nobody has named it."""
        found = self.results.metadata.original_website if self.results else None
        found = found or (self.status.website if self.status else None)
        return found or (self.asked.website if self.asked else "")

    @property
    def prompt(self) -> str:
        """What was asked for, empty while nobody has said it."""
        found = self.results.metadata.original_prompt if self.results else None
        found = found or (self.status.prompt if self.status else None)
        return found or (self.asked.prompt if self.asked else "")

    @property
    def understood(self) -> str:
        """How the engine read the prompt; empty where it did not say."""
        told = self.status.understood if self.status else None
        return told or (self.results.metadata.understood if self.results else None) or ""

    @property
    def parameters(self) -> ScrapeParameters | None:
        """How the job was to be run, where known."""
        if self.asked is not None:
            return self.asked.parameters
        return self.results.metadata.parameters if self.results else None

    @property
    def documents(self) -> tuple[ExtractedDocument, ...]:
        """The documents known so far, in the service's order."""
        return self.results.documents if self.results else ()

    @property
    def errors(self) -> tuple[JobError, ...]:
        """What went wrong in the job; the results have the last word."""
        if self.results is not None and not self.results.is_partial:
            return self.results.errors or (self.status.errors if self.status else ())
        return self.status.errors if self.status else ()

    @property
    def warnings(self) -> tuple[str, ...]:
        """The job's warnings; the results have the last word."""
        if self.results is not None and not self.results.is_partial:
            return self.results.warnings or (self.status.warnings if self.status else ())
        return self.status.warnings if self.status else ()
