"""What a person asks for when documents are to be fetched, as the transfers are told of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from skop_desktop.api.models import ExtractedDocument
from skop_desktop.downloads.plan import wanted_documents
from skop_desktop.downloads.snapshot import JobFacts, WantedDocument
from skop_desktop.downloads.template import DEFAULT
from skop_desktop.jobs.snapshot import JobSnapshot


@dataclass(frozen=True, slots=True)
class Order:
    """Documents of a job to be fetched. ``into``: a folder of the person's own choice, as text.

    ``file_name``: what the one document's file is to be called, whatever the settings say.
    """

    job: JobSnapshot
    documents: tuple[ExtractedDocument, ...]
    folder: Path
    into: str = ""
    keeps_record: bool = True
    file_name: str = ""


def planned(order: Order, template: str) -> tuple[WantedDocument, ...]:
    """The transfers of ``order``; ``template``: how their files are named."""
    wanted = wanted_documents(
        str(order.job.key),
        order.documents,
        among=order.job.documents,
        job_website=order.job.website,
        into=order.into,
        template=DEFAULT if order.file_name else template,
        keeps_record=order.keeps_record,
    )
    if not order.file_name:
        return wanted
    (one,) = wanted
    return (replace(one, name=order.file_name),)


def job_facts(job: JobSnapshot) -> JobFacts:
    """What a folder's ``job.json`` is to say of ``job``."""
    status = job.status
    return JobFacts(
        job=str(job.key),
        job_id=job.key.job_id,
        server=job.key.server,
        website=job.website,
        prompt=job.prompt,
        created_at=_iso(status.created_at if status else None),
        completed_at=_iso(status.completed_at if status else None),
    )


def _iso(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""
