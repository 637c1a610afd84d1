"""Why a search failed, what to try when it found nothing, and the details for a bug report."""

from __future__ import annotations

from typing import Final

from skop_desktop.jobs.snapshot import JobSnapshot
from skop_desktop.ui import formats
from skop_desktop.ui.parts.safe_text import one_line, whole_text

_MANY_WORDS: Final = 6
_LOW_CONFIDENCE: Final = 0.2
_ERRORS_IN_DETAILS: Final = 20


def what_to_try(snapshot: JobSnapshot) -> tuple[str, ...]:
    """Changes that can help a search that found nothing, those that fit this one."""
    asked = snapshot.parameters
    hints = [
        "Use broader words. “Minutes” finds more than the full name of a committee and a year."
        if len(snapshot.prompt.split()) > _MANY_WORDS or not snapshot.prompt
        else "Use other words for the same thing, as the website itself would."
    ]
    if asked is not None and asked.confidence_threshold > _LOW_CONFIDENCE:
        threshold = formats.percent(asked.confidence_threshold)
        hints.append(f"Lower the minimum confidence. It was {threshold}.")
    if asked is not None and asked.single_page:
        hints.append("Search the whole website. Only one page was read.")
    else:
        hints.append("Start at the page of the website that lists the documents.")
    if snapshot.errors:
        hints.append("Look at Errors below: some pages could not be read.")
    return tuple(hints)


def reason_of(snapshot: JobSnapshot) -> str:
    """Why the job failed, as the service told it."""
    results, status = snapshot.results, snapshot.status
    message = (results.message if results else None) or (status.message if status else None)
    cause = next((e.error_message for e in reversed(snapshot.errors) if e.error_message), None)
    told = [one_line(text) for text in (message, cause) if text]
    return " ".join(dict.fromkeys(_ended(text) for text in told if text)) or (
        "The service gave no reason."
    )


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?", "…")) else f"{sentence}."


def details_of(snapshot: JobSnapshot) -> str:
    """The technical side: code, address, text; holds no key, because no error does."""
    status = snapshot.status
    lines = [
        f"Job: {snapshot.key.job_id}",
        f"Server: {snapshot.key.server}",
        f"Status: {status.status}" if status else "",
        f"As of: {snapshot.as_of.isoformat()}" if snapshot.as_of else "",
        str(snapshot.trouble.detail) if snapshot.trouble else "",
        *(
            f"{error.agent_name or 'job'}: {error.error_type or ''} {error.error_message or ''}"
            for error in snapshot.errors[:_ERRORS_IN_DETAILS]
        ),
    ]
    return whole_text("\n".join(line for line in lines if line))
