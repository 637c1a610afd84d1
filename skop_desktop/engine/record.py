"""One job at one moment, as status and results tell it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from skop_desktop.api.models import (
    CreateJobRequest,
    ExtractedDocument,
    JobMetadata,
    JobResultsResponse,
    JobStatusResponse,
)

_SECONDS_A_MINUTE: Final = 60
_NO_DOCUMENTS: Final = '"documents":[]'
"""Stands in no text of the answer: there its quotation marks would have a backslash."""


@dataclass(frozen=True, slots=True)
class JobRecord:
    """What was asked, where the job is, what it found.

    ``verified``: how many of the documents were asked for at their site and are there.
    ``runtime_seconds``: how long it was at work, without the time that the engine was not there.
    ``documents``: those that are at hand; the ones a store has already stay there.
    """

    request: CreateJobRequest
    status: JobStatusResponse
    documents: tuple[ExtractedDocument, ...] = ()
    verified: int = 0
    runtime_seconds: float = 0.0

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

    def results_around_documents(self) -> tuple[str, str]:
        """The JSON of the results before and after the entries of ``documents``."""
        whole = self.results().model_copy(update={"documents": ()})
        before, _, after = whole.model_dump_json(exclude_none=True).partition(_NO_DOCUMENTS)
        return f"{before}{_NO_DOCUMENTS[:-1]}", f"]{after}"

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
            understood=status.understood,
        )
