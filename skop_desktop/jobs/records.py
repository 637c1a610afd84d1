"""Snapshots as rows of the library, and back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeVar

from skop_desktop.api.models import (
    ExtractedDocument,
    JobResultsResponse,
    JobStatusResponse,
    ScrapeParameters,
)
from skop_desktop.errors import Detail, JobNotFound
from skop_desktop.jobs.snapshot import Asked, JobKey, JobSnapshot, JobState

DOCUMENT_COLUMNS: Final = (
    "name",
    "url",
    "source_page",
    "document_type",
    "confidence_score",
    "file_size_mb",
    "extracted_at",
    "reasons",
    "oddities",
    "kept_file",
)
_STATES: Final = {state.value: state for state in JobState}
_Answer = TypeVar("_Answer", JobStatusResponse, JobResultsResponse)
_FIELDS_SET: Final = frozenset(DOCUMENT_COLUMNS)


@dataclass(frozen=True, slots=True)
class LibraryEntry:
    """One job as the list of searches shows it. Times in UTC.

    ``documents``: how many are known, without their being loaded. ``seen``: the person has looked
    at it since it ended.
    """

    key: JobKey
    prompt: str
    website: str
    state: JobState
    documents: int
    opened_at: datetime
    ended_at: datetime | None
    seen: bool


def moment_text(moment: datetime | None) -> str | None:
    """A time that sorts as text."""
    return moment.isoformat(timespec="microseconds") if moment is not None else None


def read_moment(kept: str | None) -> datetime | None:
    """The time that ``moment_text`` wrote."""
    return datetime.fromisoformat(kept) if kept is not None else None


def job_row(snapshot: JobSnapshot) -> dict[str, Any]:
    """The columns of table ``job`` that a save writes."""
    status, results = snapshot.status, snapshot.results
    return {
        "server": snapshot.key.server,
        "job_id": snapshot.key.job_id,
        "prompt": snapshot.prompt,
        "website": snapshot.website,
        "state": snapshot.state.value,
        "is_complete": int(snapshot.is_complete),
        "document_count": _document_count(snapshot),
        "ended_at": moment_text(_ended_at(snapshot)),
        "as_of": moment_text(snapshot.as_of),
        "status": _answer_text(status) if status else None,
        "results": _answer_text(results) if results else None,
        "not_found": _not_found_text(snapshot),
        "asked": _asked_text(snapshot.asked),
    }


def snapshot_from(row: Mapping[str, Any], documents: Iterable[tuple[Any, ...]]) -> JobSnapshot:
    """The snapshot that ``job_row`` and ``document_rows`` wrote.

    Raises ``ValueError`` (of which ``pydantic.ValidationError`` is one) where it is none.
    """
    results = None
    if row["results"] is not None:
        head = _answer(JobResultsResponse, {"documents": (), **json.loads(row["results"])})
        results = head.model_copy(
            update={"documents": tuple(_document(columns) for columns in documents)}
        )
    status = row["status"]
    return JobSnapshot(
        key=JobKey(row["server"], row["job_id"]),
        status=_answer(JobStatusResponse, json.loads(status)) if status else None,
        results=results,
        trouble=_not_found(row["not_found"]),
        as_of=read_moment(row["as_of"]),
        asked=_asked(row["asked"]),
    )


def entry_from(row: Mapping[str, Any]) -> LibraryEntry:
    """The list's entry of a row of table ``job``."""
    opened_at = read_moment(row["opened_at"])
    assert opened_at is not None  # noqa: S101 - the column is NOT NULL
    return LibraryEntry(
        key=JobKey(row["server"], row["job_id"]),
        prompt=row["prompt"],
        website=row["website"],
        state=_STATES.get(row["state"], JobState.ENDED),
        documents=row["document_count"],
        opened_at=opened_at,
        ended_at=read_moment(row["ended_at"]),
        seen=bool(row["seen"]),
    )


def document_row(document: ExtractedDocument) -> tuple[Any, ...]:
    """The values of ``DOCUMENT_COLUMNS``."""
    return (
        document.name,
        document.url,
        document.source_page,
        document.document_type,
        document.confidence_score,
        document.file_size_mb,
        document.extracted_at.isoformat() if document.extracted_at else None,
        _list_text(document.reasons),
        _list_text(document.oddities),
        document.kept_file,
    )


def _document(columns: tuple[Any, ...]) -> ExtractedDocument:
    # What was checked on its way in is not checked again: 100,000 of them load in half the time.
    name, url, page, kind, confidence, size, extracted_at, reasons, oddities, kept_file = columns
    return ExtractedDocument.model_construct(
        _fields_set=set(_FIELDS_SET),
        name=name,
        url=url,
        source_page=page,
        document_type=kind,
        confidence_score=confidence,
        file_size_mb=size,
        extracted_at=read_moment(extracted_at),
        reasons=_list(reasons),
        oddities=_list(oddities),
        kept_file=kept_file,
    )


def _answer_text(answer: JobStatusResponse | JobResultsResponse) -> str:
    """An answer without its documents, but with its oddities, which it keeps to itself."""
    kept = answer.model_dump(mode="json", exclude={"documents"}, exclude_none=True)
    return json.dumps({**kept, "oddities": answer.oddities}, ensure_ascii=False)


def _answer(model: type[_Answer], kept: dict[str, Any]) -> _Answer:
    oddities = tuple(kept.pop("oddities", ()))
    return model.model_validate(kept).model_copy(update={"oddities": oddities})


def _document_count(snapshot: JobSnapshot) -> int:
    here = len(snapshot.documents)
    if snapshot.is_complete or snapshot.status is None:
        return here
    return max(here, snapshot.status.total_documents_found or 0)


def _ended_at(snapshot: JobSnapshot) -> datetime | None:
    if not snapshot.is_ended or snapshot.status is None:
        return None
    told = snapshot.results.metadata.completed_at if snapshot.results else None
    return snapshot.status.completed_at or told or snapshot.as_of


def _list_text(values: tuple[str, ...]) -> str | None:
    return json.dumps(values, ensure_ascii=False) if values else None


def _list(kept: str | None) -> tuple[str, ...]:
    return tuple(json.loads(kept)) if kept else ()


def _asked_text(asked: Asked | None) -> str | None:
    if asked is None:
        return None
    kept = {
        "website": asked.website,
        "prompt": asked.prompt,
        "parameters": asked.parameters.model_dump(),
    }
    return json.dumps(kept, ensure_ascii=False)


def _asked(kept: str | None) -> Asked | None:
    if kept is None:
        return None
    read = json.loads(kept)
    parameters = ScrapeParameters.model_validate(read["parameters"])
    return Asked(read["website"], read["prompt"], parameters)


def _not_found_text(snapshot: JobSnapshot) -> str | None:
    """Other troubles pass with the run; that a job does not exist is a fact about the job."""
    trouble = snapshot.trouble
    if not isinstance(trouble, JobNotFound):
        return None
    detail = trouble.detail
    kept = {
        "happened": trouble.happened,
        "advice": trouble.advice,
        "detail": {"code": detail.code, "address": detail.address, "text": detail.text},
    }
    return json.dumps(kept, ensure_ascii=False)


def _not_found(kept: str | None) -> JobNotFound | None:
    if kept is None:
        return None
    read = json.loads(kept)
    return JobNotFound(read["happened"], advice=read["advice"], detail=Detail(**read["detail"]))
