"""Jobs of a scripted service, with the times of now and documents that it serves itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.support.contract_objects import document_json, results_json, status_json
from tests.support.scripted_service import ScriptedService

PROMPT = "Find all board meeting minutes from 2024"
PDF = b"%%PDF-1.4\nminutes of a small town, number %d\n%%%%EOF\n"


def moment(seconds_from_now: float = 0.0) -> str:
    """A time as the service writes it."""
    wanted = datetime.now(UTC) + timedelta(seconds=seconds_from_now)
    return wanted.strftime("%Y-%m-%dT%H:%M:%SZ")


def status(job: str, word: str = "in_progress", **changes: object) -> dict[str, Any]:
    """A status of a job that was started a few seconds ago."""
    ended = word in {"completed", "failed", "cancelled"}
    times: dict[str, object] = {
        "created_at": moment(-5),
        "started_at": None if word == "pending" else moment(-4),
        "completed_at": moment(-1) if ended else None,
        "estimated_completion": moment(120),
    }
    return status_json(job, word, **(times | changes))


def results(
    service: ScriptedService,
    job: str,
    documents: Iterable[object],
    *,
    prompt: str = PROMPT,
    **changes: object,
) -> dict[str, Any]:
    """Results of a job whose website is the service's own address."""
    body = results_json(job, documents=list(documents), **changes)
    body["metadata"]["original_website"] = service.url
    body["metadata"]["original_prompt"] = prompt
    return body


def served(service: ScriptedService, job: str, number: int) -> list[dict[str, Any]]:
    """Documents that the service really has, one PDF each."""
    made = []
    for n in range(1, number + 1):
        path = f"/files/{job}/minutes-{n}.pdf"
        service.answer("GET", path, body=PDF % n, content_type="application/pdf")
        made.append(document_json(n, name=f"Minutes {n}", url=f"{service.url}{path}"))
    return made


def completed(
    service: ScriptedService, job: str, number: int = 3, *, prompt: str = PROMPT, **changes: object
) -> None:
    """Scripts a job that has ended with ``number`` documents."""
    documents = served(service, job, number)
    service.answer("GET", f"/scrape/status/{job}", json=status(job, "completed"))
    body = results(service, job, documents, prompt=prompt, **changes)
    service.answer("GET", f"/scrape/results/{job}", json=body)
