"""Which page stands in place of the table, for every state that has no rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from skop_desktop.errors import (
    JobNotFound,
    KeyRefused,
    LimitReached,
    NoCredits,
    SkopError,
    Unreachable,
)
from skop_desktop.jobs.snapshot import JobSnapshot, JobState
from skop_desktop.ui import formats, words
from skop_desktop.ui.notices.advice import details_of, reason_of, what_to_try
from skop_desktop.ui.notices.notice import ActionButton, Notice, NoticeAction
from skop_desktop.ui.parts.safe_text import sentence

_SOON: Final = timedelta(minutes=1)
_TRY_NOW: Final = ActionButton(NoticeAction.TRY_NOW, "Try now")
_SETTINGS: Final = ActionButton(NoticeAction.SETTINGS, "Open settings")
_SEARCH_AGAIN: Final = ActionButton(NoticeAction.SEARCH_AGAIN, "Search again")
_CHANGE: Final = ActionButton(NoticeAction.CHANGE_SEARCH, "Search again with changes")
_NEW_SEARCH: Final = ActionButton(NoticeAction.NEW_SEARCH, "New search")
_OPEN_JOB: Final = ActionButton(NoticeAction.OPEN_JOB, "Open another job ID")


def notice_for(snapshot: JobSnapshot, now: datetime) -> Notice | None:
    """The page to show at ``now`` (UTC); ``None`` where there are documents to show."""
    if snapshot.documents:
        return None
    if snapshot.trouble is not None and not snapshot.is_complete:
        return _in_the_way(snapshot.trouble, snapshot, now)
    is_waiting = snapshot.is_ended and snapshot.results is None
    if is_waiting and snapshot.state is not JobState.FAILED:
        return _fetching_list()
    return _pages().get(snapshot.state, _nothing_found)(snapshot)


def _pages() -> dict[JobState, Callable[[JobSnapshot], Notice]]:
    return {
        JobState.LOOKING_UP: _looking_up,
        JobState.PENDING: _pending,
        JobState.RUNNING: _running,
        JobState.NOT_FOUND: _not_found,
        JobState.FAILED: _failed,
        JobState.CANCELLED: _cancelled,
    }


def _looking_up(snapshot: JobSnapshot) -> Notice:
    look = words.JOB_STATES[JobState.LOOKING_UP]
    text = f"Asking the server about {snapshot.key.job_id}. This takes a moment."
    return Notice("Looking up the job", text, look.symbol, look.tone, is_busy=True)


def _pending(snapshot: JobSnapshot) -> Notice:
    look = words.JOB_STATES[JobState.PENDING]
    text = sentence(snapshot.status.message or "") if snapshot.status else ""
    told = f"{text or 'The search is in line.'} It starts by itself; you can leave this page."
    return Notice("Waiting to start", told, look.symbol, look.tone, is_busy=True)


def _running(snapshot: JobSnapshot) -> Notice:
    status = snapshot.status
    found = (status.total_documents_found or 0) if status else 0
    pages = (status.total_pages_crawled or 0) if status else 0
    if found:
        noun = "document" if found == 1 else "documents"
        title = f"{formats.count(found)} {noun} found so far"
        text = "The list comes when the search has ended. You can leave this page meanwhile."
        return Notice(title, text, "file-search", "accent", is_busy=True)
    read = f"{formats.count(pages)} page{'' if pages == 1 else 's'} read so far. " if pages else ""
    text = f"{read}Documents appear here as soon as the service lists them."
    return Notice("Searching the website", text, "search", "accent", is_busy=True)


def _fetching_list() -> Notice:
    text = "The search has ended. Its documents appear here in a moment."
    return Notice("Getting the list of documents", text, "hourglass", "accent", is_busy=True)


def _nothing_found(snapshot: JobSnapshot) -> Notice:
    counted = snapshot.results.total_documents_found if snapshot.results else None
    if counted:
        noun = "document" if counted == 1 else "documents"
        text = (
            f"The service counted {formats.count(counted)} {noun}, but listed none. "
            "Search again, or send the details to the people who run the service."
        )
        return Notice(
            "The list of documents is empty",
            text,
            "triangle-alert",
            "warn",
            actions=(_SEARCH_AGAIN,),
            detail=details_of(snapshot),
        )
    read = snapshot.results.total_pages_crawled if snapshot.results else None
    pages = f"{formats.count(read)} page{'' if read == 1 else 's'} read" if read else "Search done"
    text = f"{pages}, but nothing matched what you asked for. You could try this:"
    return Notice(
        "No documents found",
        text,
        "search-x",
        "muted",
        hints=what_to_try(snapshot),
        actions=(_CHANGE,),
    )


def _failed(snapshot: JobSnapshot) -> Notice:
    look = words.JOB_STATES[JobState.FAILED]
    return Notice(
        "The search failed",
        reason_of(snapshot),
        look.symbol,
        look.tone,
        actions=(_SEARCH_AGAIN, _CHANGE),
        detail=details_of(snapshot),
    )


def _cancelled(_snapshot: JobSnapshot) -> Notice:
    text = "It was stopped before any documents were listed."
    look = words.JOB_STATES[JobState.CANCELLED]
    return Notice("Stopped", text, look.symbol, look.tone, actions=(_SEARCH_AGAIN, _CHANGE))


def _not_found(snapshot: JobSnapshot) -> Notice:
    look = words.JOB_STATES[JobState.NOT_FOUND]
    text = str(snapshot.trouble) if snapshot.trouble else ""
    actions = (_OPEN_JOB, _NEW_SEARCH)
    detail = details_of(snapshot)
    return Notice("Job not found", text, look.symbol, look.tone, actions=actions, detail=detail)


def _in_the_way(trouble: SkopError, snapshot: JobSnapshot, now: datetime) -> Notice:
    look = words.trouble_word(trouble)
    again = _again(snapshot.next_try, now)
    actions: tuple[ActionButton, ...] = (_TRY_NOW,)
    match trouble:
        case JobNotFound():
            return _not_found(snapshot)
        case KeyRefused():
            title, actions, text = "Your key was not accepted", (_SETTINGS, _TRY_NOW), str(trouble)
        case NoCredits():
            title, actions, text = "Not enough credits", (_TRY_NOW,), _credits(trouble)
        case LimitReached():
            title, actions = "Pausing for a while", ()
            text = _joined(trouble.happened, _goes_on(snapshot.next_try or trouble.until, now))
        case Unreachable():
            title, text = "Offline", _joined(str(trouble), again)
        case _:
            title, text = look.word, _joined(str(trouble), again)
    detail = details_of(snapshot)
    return Notice(title, text, look.symbol, look.tone, actions=actions, detail=detail)


def _again(next_try: datetime | None, now: datetime) -> str:
    """No countdown here, for a page does not tick; the line in the header does."""
    if next_try is None:
        return ""
    if next_try - now < _SOON:
        return "The next try follows in a moment."
    return f"Next try at {formats.when(next_try, now)}."


def _goes_on(until: datetime | None, now: datetime) -> str:
    if until is None:
        return "Goes on by itself."
    if until - now < _SOON:
        return "Goes on by itself in a moment."
    return f"Goes on by itself at {formats.when(until, now)}."


def _credits(trouble: NoCredits) -> str:
    short = trouble.shortfall
    missing = f"{formats.money(short)} more is needed." if short and short > 0 else ""
    said = str(trouble)
    is_said = short is not None and f"{short:.2f}" in said
    return said if is_said else _joined(said, missing)


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)
