"""What is to be fetched of a job's documents."""

from __future__ import annotations

from collections.abc import Sequence

from skop_desktop.api.models import ExtractedDocument, link_trouble
from skop_desktop.downloads.naming import file_name, readable
from skop_desktop.downloads.snapshot import TransferKey, WantedDocument


def transfer_key(job: str, document: ExtractedDocument) -> TransferKey:
    """The transfer of ``document`` in ``job`` (``str(JobKey)``).

    Documents without any link are told apart by their name.
    """
    link = (document.url or "").strip()
    return TransferKey(job, link or f"no link: {readable(document.name or '')}")


def wanted_documents(
    job: str, documents: Sequence[ExtractedDocument], *, job_website: str = ""
) -> tuple[WantedDocument, ...]:
    """The transfers of ``documents``, in their order; a link listed twice is one transfer.

    A document without a usable link is among them: its transfer fails at once and says why.
    """
    wanted: dict[TransferKey, WantedDocument] = {}
    for document in documents:
        key = transfer_key(job, document)
        if key not in wanted:
            wanted[key] = WantedDocument(
                key=key,
                name=readable(document.name or "") or _name_from(document),
                source_page=document.source_page or "",
                document_type=document.document_type or "",
                size=document.size_bytes,
                job_website=job_website,
            )
    return tuple(wanted.values())


def _name_from(document: ExtractedDocument) -> str:
    usable = document.url if document.has_usable_link else None
    return file_name("", usable) if usable else "A document without a name"


def why_not_fetchable(wanted: WantedDocument) -> str | None:
    """What keeps ``wanted`` from being asked for at all, in plain words, or ``None``."""
    link = wanted.key.url
    return link_trouble("" if link.startswith("no link:") else link)
