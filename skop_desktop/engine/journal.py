"""What a job has done so far, told truthfully at any moment."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, Final, Self

from skop_desktop.api.models import (
    AGENTS,
    CreateJobRequest,
    ExtractedDocument,
    JobStatus,
    JobStatusResponse,
)
from skop_desktop.engine.progress import Progress
from skop_desktop.engine.record import JobRecord
from skop_desktop.engine.told import Told

__all__ = ["JobRecord", "Journal"]

WAITING_TO_START: Final = "Waiting to start."
GOES_ON: Final = "The search was interrupted and goes on."
_COUNTS: Final = "journal/counts"
_TOLD: Final = "journal/told"
_FRESH: Final = "journal/documents"


class Journal:
    """Written by the job's own crawl, read by everybody through ``record()``.

    ``now``: the time in UTC. Nothing changes after ``end()``: what comes late is not written.
    Documents stay here until somebody takes them over (``hand_over``).
    """

    def __init__(self, job_id: str, request: CreateJobRequest, now: Callable[[], datetime]) -> None:
        self.job_id = job_id
        self.request = request
        self._now = now
        self._status = JobStatus.PENDING
        self._message = WAITING_TO_START
        self._understood: str | None = None
        self._created_at = now()
        self._started_at: datetime | None = None
        self._completed_at: datetime | None = None
        self._at_work_since: datetime | None = None
        self._used_before = 0.0
        self._progress = Progress(request.parameters.timeout)
        self._under_way: list[str] = []
        self._agent: str | None = None
        self._over: list[str] = []
        self._fresh: list[ExtractedDocument] = []
        self._handed_over = 0
        self._told = Told()
        self._changed = {_COUNTS, _TOLD, _FRESH}
        self.pages_read = 0
        self.documents_found = 0
        self.verified = 0
        self.keep: Callable[[], Awaitable[None]] | None = None
        """Brings everything up to now to disk, where somebody keeps it."""

    @classmethod
    def of(cls, record: JobRecord, kept: int, now: Callable[[], datetime]) -> Self:
        """The journal of a job that was cut short, to be written on after ``go_on``.

        ``kept``: how many of its documents have been handed over.
        """
        status = record.status
        journal = cls(status.job_id, record.request, now)
        journal._created_at = status.created_at or now()
        journal._started_at = status.started_at
        journal._understood = status.understood
        journal._used_before = record.runtime_seconds
        journal._handed_over = kept
        return journal

    def go_on(self, fact: Callable[[str], str | None]) -> None:
        """Be as when the facts were kept (see ``changed_facts``), or begin anew without any.

        Documents that were handed over after that are taken back: they are found again.
        """
        counts = fact(_COUNTS)
        if counts is None:
            self._handed_over = 0
            return
        self._take_back(json.loads(counts))
        if (told := fact(_TOLD)) is not None:
            self._told.take_back(json.loads(told))
        first, listed = json.loads(fact(_FRESH) or "[0, []]")
        self._handed_over = min(self._handed_over, first + len(listed))
        self._fresh = [
            ExtractedDocument.model_validate_json(document)
            for document in listed[max(0, self._handed_over - first) :]
        ]
        self._message = GOES_ON

    @property
    def is_ended(self) -> bool:
        """Whether the job is over."""
        return self._completed_at is not None

    @property
    def created_at(self) -> datetime:
        """When the job was asked for."""
        return self._created_at

    @property
    def used_seconds(self) -> float:
        """How long the job has been at work, in all its runs."""
        if self._at_work_since is None:
            return self._used_before
        until = self._completed_at or self._now()
        return self._used_before + max(0.0, (until - self._at_work_since).total_seconds())

    @property
    def documents(self) -> int:
        """How many documents are in the list."""
        return self._handed_over + len(self._fresh)

    @property
    def waiting_documents(self) -> int:
        """How many of them nobody has taken over yet."""
        return len(self._fresh)

    @property
    def steps_done(self) -> int:
        """Pages read and documents checked, in all its runs."""
        return self._progress.done

    def start(self) -> None:
        """The job begins, or goes on."""
        if self._started_at is None:
            self._started_at = self._now()
        self._status = JobStatus.IN_PROGRESS
        self._at_work_since = self._now()

    def say(self, message: str) -> None:
        """What the person reads beside the status."""
        if not self.is_ended:
            self._message = message

    def understood(self, words: str) -> None:
        """How the prompt was read: "Minutes · 2024 · Board of Education"."""
        if not self.is_ended:
            self._understood = words
            self.say(f"Looking for: {words}")

    def at_work(self, agent: str) -> None:
        """``agent`` is the one at work now."""
        if not self.is_ended:
            self._agent = agent

    @contextmanager
    def working(self, agent: str) -> Iterator[None]:
        """``agent`` has something under way; of several, the last that began is told."""
        self._under_way.append(agent)
        self.at_work(agent)
        try:
            yield
        finally:
            self._under_way.remove(agent)
            if self._under_way:
                self.at_work(self._under_way[-1])

    def is_over(self, agent: str) -> None:
        """``agent`` has nothing left to do, for good."""
        if agent not in self._over and not self.is_ended:
            self._over.append(agent)
            self._over.sort(key=AGENTS.index)

    def add_document(self, document: ExtractedDocument, *, is_verified: bool) -> None:
        """A document for the list."""
        if not self.is_ended:
            self._fresh.append(document)
            self._changed.add(_FRESH)
            self.verified += is_verified

    def add_error(
        self, agent: str, kind: str, words: str, url: str | None, *, is_recoverable: bool
    ) -> None:
        """Something went wrong. The same at the same host is one entry, with its number."""
        if not self.is_ended:
            self._changed.add(_TOLD)
            self._told.add_error(agent, kind, words, url, self._now(), may_pass=is_recoverable)

    def warn(self, words: str) -> None:
        """Something the person should know; each once."""
        if not self.is_ended:
            self._changed.add(_TOLD)
            self._told.warn(words)

    def warn_of(self, kind: str, words: str, more: tuple[str, str]) -> None:
        """One of many warnings of a kind: the first few by themselves, the rest as a number.

        ``more``: what follows "1 more" and "14 more": ("page was cut.", "pages were cut.").
        """
        if not self.is_ended:
            self._changed.add(_TOLD)
            self._told.warn_of(kind, words, more)

    def measure(self, done: int, waiting: int) -> None:
        """How far it is: ``done`` and ``waiting`` steps (pages to read, documents to check)."""
        if not self.is_ended and self._started_at is not None:
            self._progress.measure(self.used_seconds, done, waiting)

    def end(self, status: JobStatus, message: str) -> None:
        """The job is over. The first end counts."""
        if self.is_ended:
            return
        self._status, self._message = status, message
        if status is JobStatus.COMPLETED:
            self._over = list(AGENTS)
        self._agent = None
        self._completed_at = self._now()

    def hand_over(self) -> tuple[int, tuple[ExtractedDocument, ...]]:
        """The documents nobody has taken over yet, and the place of the first of them."""
        return self._handed_over, tuple(self._fresh)

    def handed_over(self, first: int, until: int) -> None:
        """The documents from ``first`` up to ``until`` are somebody else's now."""
        if first != self._handed_over:
            return  # they were taken back meanwhile
        del self._fresh[: until - first]
        self._handed_over = until
        self._changed.add(_FRESH)

    def changed_facts(self) -> dict[str, str]:
        """What a later run goes on from: all that changed since it was asked for last."""
        facts = {_COUNTS: json.dumps(self._counts())}
        if _TOLD in self._changed:
            facts[_TOLD] = json.dumps(self._told.facts())
        if _FRESH in self._changed:
            listed = [document.model_dump_json(exclude_none=True) for document in self._fresh]
            facts[_FRESH] = json.dumps([self._handed_over, listed])
        self._changed.clear()
        return facts

    def record(self) -> JobRecord:
        """Everything up to now; of the documents those that nobody has taken over."""
        is_active = not self.is_ended
        used = self.used_seconds
        status = JobStatusResponse(
            job_id=self.job_id,
            status=self._status,
            message=self._message,
            progress=self._percent(used),
            created_at=self._created_at,
            started_at=self._started_at,
            completed_at=self._completed_at,
            estimated_completion=self._completed_at or self._estimate(used),
            current_agent=self._agent,
            agents_completed=tuple(self._over),
            total_pages_crawled=self.pages_read,
            total_documents_found=self.documents_found,
            is_active=is_active,
            has_errors=bool(self._told.errors),
            errors=self._told.errors,
            warnings=self._told.warnings,
            has_partial_results=True if is_active and self.documents else None,
            website=self.request.website,
            prompt=self.request.prompt,
            understood=self._understood,
        )
        return JobRecord(self.request, status, tuple(self._fresh), self.verified, used)

    def _percent(self, used: float) -> float | None:
        return 100.0 if self._status is JobStatus.COMPLETED else self._progress.percent(used)

    def _estimate(self, used: float) -> datetime | None:
        left = self._progress.left(used)
        return None if left is None else self._now() + timedelta(seconds=left)

    def _counts(self) -> dict[str, object]:
        return {
            "used": self.used_seconds,
            "pages": self.pages_read,
            "found": self.documents_found,
            "verified": self.verified,
            "over": self._over,
            "understood": self._understood,
            "progress": self._progress.facts(),
        }

    def _take_back(self, counts: Mapping[str, Any]) -> None:
        self._used_before = counts["used"]
        self.pages_read, self.documents_found = counts["pages"], counts["found"]
        self.verified, self._over = counts["verified"], counts["over"]
        self._understood = counts["understood"]
        self._progress = Progress.resumed(self.request.parameters.timeout, counts["progress"])
