"""What is odd about a document as it was found, for the pane that shows it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from skop_desktop.api.models import ExtractedDocument
from skop_desktop.documents.kinds import type_word

_CLOCKS_DIFFER: Final = timedelta(minutes=10)


def notes(document: ExtractedDocument, now: datetime) -> tuple[str, ...]:
    """Plain sentences, the gravest first; empty where all is well. ``now`` with its zone."""
    found = list(document.oddities)
    if not document.oddities and not document.has_usable_link:
        found.append("It has no link that can be used.")
    if not (document.name or "").strip():
        found.append("The service sent no name for it.")
    if document.extracted_at is not None and document.extracted_at > now + _CLOCKS_DIFFER:
        found.append("The time it was found at lies in the future.")
    said, linked = type_word(document.document_type, None), type_word(None, document.url)
    if said and linked and said != linked:
        found.append(f"The service calls it {said}, its link ends like {linked}.")
    if document.has_usable_link and _is_on_another_site(document):
        found.append("It lies on another website than the page it was found on.")
    return tuple(found)


def _is_on_another_site(document: ExtractedDocument) -> bool:
    try:
        here = urlsplit((document.url or "").strip()).hostname or ""
        page = urlsplit((document.source_page or "").strip()).hostname or ""
    except ValueError:
        return False
    return bool(here and page) and _site(here) != _site(page)


def _site(host: str) -> str:
    return host.lower().removeprefix("www.")
