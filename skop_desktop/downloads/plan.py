"""What is to be fetched of a job's documents."""

from __future__ import annotations

from collections.abc import Sequence

from skop_desktop.api.models import ExtractedDocument
from skop_desktop.api.server import THIS_COMPUTER
from skop_desktop.downloads.fetchable import NO_LINK
from skop_desktop.downloads.naming import file_name, readable
from skop_desktop.downloads.snapshot import TransferKey, WantedDocument


def transfer_key(job: str, document: ExtractedDocument, into: str = "") -> TransferKey:
    """The transfer of ``document`` in ``job`` (``str(JobKey)``); ``into`` as in ``TransferKey``.

    Documents without any link are told apart by their name.
    """
    link = (document.url or "").strip()
    return TransferKey(job, link or f"{NO_LINK} {readable(document.name or '')}", into)


def wanted_documents(
    job: str,
    documents: Sequence[ExtractedDocument],
    *,
    among: Sequence[ExtractedDocument] | None = None,
    job_website: str = "",
    into: str = "",
    template: str = "{name}",
    keeps_record: bool = True,
) -> tuple[WantedDocument, ...]:
    """The transfers of ``documents``, in their order; a link listed twice is one transfer.

    ``among``: the whole list of the job, where ``documents`` are some of it; they keep their
    numbers. A document without a usable link is among them: its transfer fails at once and says
    why.
    """
    numbers: dict[TransferKey, int] = {}
    for number, document in enumerate(among or documents, start=1):
        numbers.setdefault(transfer_key(job, document, into), number)
    # No other server may name a file on this computer.
    is_of_this_computer = job.startswith(f"{THIS_COMPUTER.identity} ")
    wanted: dict[TransferKey, WantedDocument] = {}
    for document in documents:
        key = transfer_key(job, document, into)
        if key not in wanted:
            wanted[key] = WantedDocument(
                key=key,
                name=readable(document.name or "") or _name_from(document),
                source_page=document.source_page or "",
                document_type=document.document_type or "",
                size=document.size_bytes,
                job_website=job_website,
                confidence=document.confidence_score,
                found_at=document.extracted_at.isoformat() if document.extracted_at else "",
                number=numbers.get(key, 0),
                template=template,
                keeps_record=keeps_record,
                kept_file=(document.kept_file or "") if is_of_this_computer else "",
            )
    return tuple(wanted.values())


def _name_from(document: ExtractedDocument) -> str:
    usable = document.url if document.has_usable_link else None
    return file_name("", usable) if usable else "A document without a name"
