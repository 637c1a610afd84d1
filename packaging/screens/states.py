"""Every state of the window as the snapshot that brings it about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from skop_desktop.api.models import (
    ExtractedDocument,
    JobError,
    JobMetadata,
    JobResultsResponse,
    JobStatusResponse,
)
from skop_desktop.downloads.snapshot import (
    QueueSnapshot,
    TransferKey,
    TransferSnapshot,
    TransferState,
)
from skop_desktop.errors import (
    Detail,
    JobNotFound,
    KeyRefused,
    LimitReached,
    NoCredits,
    TransferError,
    TransferFault,
    Unreachable,
)
from skop_desktop.jobs.snapshot import JobKey, JobSnapshot, JobState
from skop_desktop.ui.library.entry import SearchEntry

KEY: Final = JobKey("skop-cloud", "job_4fc79a89797e")
_SITE: Final = "https://riverton.gov"
_PROMPT: Final = "Board meeting minutes 2024"
_SURE: Final = 0.5
_NAMES: Final = (
    ("Board Meeting Minutes – January 2024", 0.95, "pdf", 2.3, "/meetings"),
    ("Board Meeting Minutes – February 2024", 0.94, "pdf", 1.9, "/meetings"),
    ("Special Session Minutes 2024-03-04", 0.91, "pdf", 0.8, "/meetings/special"),
    ("Board Meeting Minutes – March 2024", 0.90, "docx", 0.4, "/meetings"),
    ("Minutes of the Finance Committee, April 2024", 0.77, "pdf", 1.1, "/committees/finance"),
    ("Board Retreat Notes – May 2024", 0.64, "doc", 0.2, "/meetings/retreat"),
    ("Protokoll der Bürgerversammlung 2024 – Öffentlicher Teil", 0.58, "odt", 0.3, "/de/aktuell"),
    ("Agenda packet – June 2024", 0.41, "pdf", 18.6, "/meetings/agendas"),
    ("Attendance by member 2024", 0.37, "xlsx", 0.1, "/meetings/attendance"),
    ("Minutes 2024 index", 0.33, "txt", None, "/archive"),
)


@dataclass(frozen=True, slots=True)
class Screen:
    """One picture: its file name, the snapshot on the screen, the transfers beside it.

    ``select``: a row of the table. ``mark``: rows of the downloads that are selected.
    """

    name: str
    snapshot: JobSnapshot
    transfers: tuple[TransferSnapshot, ...] = ()
    select: int | None = None
    queue: QueueSnapshot = field(default_factory=QueueSnapshot)
    mark: tuple[int, ...] = ()


def _now() -> datetime:
    return datetime.now(UTC)


def documents(count: int = len(_NAMES)) -> tuple[ExtractedDocument, ...]:
    """``count`` documents; more than the named ones are numbered."""
    made = []
    for number in range(count):
        name, score, kind, size, page = _NAMES[number % len(_NAMES)]
        again = number // len(_NAMES)
        made.append(
            ExtractedDocument(
                name=f"{name} ({again + 1})" if again else name,
                url=f"{_SITE}/files/{number}.{kind}",
                source_page=f"{_SITE}{page}",
                document_type=kind,
                confidence_score=max(0.0, score - 0.0001 * again),
                file_size_mb=size,
                extracted_at=_now() - timedelta(minutes=9),
                reasons=("minutes ✓", "2024 ✓", "Board ✓") if score > _SURE else ("2024 ✓",),
            )
        )
    return tuple(made)


def _status(word: str, **more: object) -> JobStatusResponse:
    told: dict[str, object] = {
        "job_id": KEY.job_id,
        "status": word,
        "website": f"{_SITE}/meetings",
        "prompt": _PROMPT,
        "started_at": _now() - timedelta(minutes=11, seconds=20),
        "created_at": _now() - timedelta(minutes=11, seconds=25),
        "estimated_completion": _now() + timedelta(minutes=4),
        "current_agent": "scraper",
        "agents_completed": ["coordinator", "navigator"],
        "message": "Extracting documents from discovered pages",
        "total_pages_crawled": 34,
        "total_documents_found": len(_NAMES),
        "is_active": word in {"pending", "in_progress"},
    }
    return JobStatusResponse.model_validate(told | more)


def _results(found: tuple[ExtractedDocument, ...], **more: object) -> JobResultsResponse:
    told: dict[str, object] = {
        "job_id": KEY.job_id,
        "status": "completed",
        "message": f"Job completed successfully. Found {len(found)} document(s).",
        "documents": found,
        "metadata": JobMetadata(original_website=f"{_SITE}/meetings", original_prompt=_PROMPT),
        "total_documents_found": len(found) + 2,
        "total_documents_downloaded": len(found),
        "total_pages_crawled": 34,
        "success_rate": 0.8 if found else None,
        "cost": 2.16,
        "total_runtime_seconds": 1680,
        "errors": _errors(),
        "warnings": ("Some documents were too large to download", "The archive has no index"),
    }
    return JobResultsResponse.model_validate(told | more)


def _errors() -> tuple[JobError, ...]:
    return (
        JobError(
            agent_name="navigator",
            error_type="timeout",
            error_message="The page took longer than 30 seconds to answer",
            page_url=f"{_SITE}/archive/2009",
            timestamp=_now() - timedelta(minutes=5),
            is_recoverable=True,
        ),
        JobError(
            agent_name="scraper",
            error_type="access",
            error_message="The document asks for a sign-in",
            page_url=f"{_SITE}/staff/closed-session.pdf",
            timestamp=_now() - timedelta(minutes=4),
            is_recoverable=False,
        ),
    )


def _transfers() -> tuple[TransferSnapshot, ...]:
    links = [document.url or "" for document in documents()]
    kept = Path("Downloads")
    states = (
        (TransferState.SAVED, 2_300_000, 2_300_000),
        (TransferState.SAVED, 1_900_000, 1_900_000),
        (TransferState.RUNNING, 496_000, 800_000),
        (TransferState.RUNNING, 72_000, 400_000),
        (TransferState.WAITING, 0, 1_100_000),
        (TransferState.FAILED, 0, None),
    )
    refused = TransferError(
        "The site did not answer for Board Retreat Notes – May 2024.",
        advice="Try again; or open its page.",
        retryable=True,
        fault=TransferFault.NO_ANSWER,
    )
    return tuple(
        TransferSnapshot(
            key=TransferKey(str(KEY), link),
            name=documents()[number].name or "",
            source_page=f"{_SITE}/meetings",
            state=state,
            bytes_done=done,
            bytes_total=total,
            speed=2_100_000.0 if state is TransferState.RUNNING else 0.0,
            seconds_left=2.0 if state is TransferState.RUNNING else None,
            path=kept / f"{number}.pdf" if state is TransferState.SAVED else None,
            sha256="9f86d081884c7d659a2feaa0c55ad015" * 2 if state is TransferState.SAVED else "",
            error=refused if state is TransferState.FAILED else None,
        )
        for number, (link, (state, done, total)) in enumerate(
            zip(links[: len(states)], states, strict=True)
        )
    )


def _noted() -> tuple[TransferSnapshot, ...]:
    """Saved files that deserve a look, one that waits for its next try, one saved elsewhere."""
    first, second, third, fourth, fifth, sixth = _transfers()
    no_answer = TransferError(
        f"The site did not answer for {fourth.name}.", now="Two more tries follow.", retryable=True
    )
    page = TransferError(
        f"{sixth.name} is not the document: the site sent a web page.",
        advice="Open its source page to see whether the site offers it in another way.",
        fault=TransferFault.NOT_THE_DOCUMENT,
    )
    return (
        replace(first, note="May be damaged: the end of the file is missing.", is_damaged=True),
        replace(second, note=f"The same file as “{first.name}.pdf”; saved once."),
        replace(
            second,
            key=third.key._replace(into="/home/ada/Desktop"),
            name=third.name,
            note="3 links of this search gave the same file; it is probably an error page.",
        ),
        replace(
            fourth,
            state=TransferState.WAITING,
            error=no_answer,
            speed=0.0,
            seconds_left=None,
            next_try_at=_now().timestamp() + 24,
        ),
        replace(fifth, state=TransferState.PAUSED, bytes_done=400_000),
        replace(sixth, error=page),
    )


def _held() -> tuple[TransferSnapshot, ...]:
    """The same downloads as they stand while nothing goes on."""
    on_its_way = {TransferState.RUNNING, TransferState.WAITING}
    return tuple(
        replace(transfer, state=TransferState.PAUSED, speed=0.0, seconds_left=None)
        if transfer.state in on_its_way
        else transfer
        for transfer in _transfers()
    )


def _waiting() -> tuple[TransferSnapshot, ...]:
    return tuple(
        replace(transfer, state=TransferState.WAITING, speed=0.0, seconds_left=None)
        if transfer.state is TransferState.RUNNING
        else transfer
        for transfer in _transfers()
    )


def _running() -> JobSnapshot:
    return JobSnapshot(KEY, status=_status("in_progress"), as_of=_now())


def _offline() -> Unreachable:
    return Unreachable(
        "Skop cloud does not answer; this computer may be offline.",
        now="The app keeps trying.",
        retryable=True,
        detail=Detail(address="https://api.skop.dev", text="ConnectError: no route to host"),
    )


def library() -> Iterator[SearchEntry]:
    """Searches of earlier days, for the sidebar."""
    for days, title, site, state, found in (
        (0, "Annual budget books", "riverton.gov", JobState.COMPLETED, 9),
        (1, "Zoning variances of 2023", "oakhill.gov", JobState.CANCELLED, 4),
        (4, "Audit reports 2019–2024", "oakhill.edu", JobState.COMPLETED, 22),
        (5, "Water quality notices", "lakecounty.org", JobState.FAILED, None),
        (40, "Protokolle des Gemeinderats", "gemeinde-seedorf.de", JobState.COMPLETED, 131),
    ):
        key = JobKey("skop-cloud", f"job_{days}")
        opened = _now() - timedelta(days=days, minutes=3)
        yield SearchEntry(key, title, f"https://{site}/", state, found, opened)


def screens() -> Iterator[Screen]:
    """The states of ``design/README.md`` that a job on the screen can be in."""
    partial = replace(_running(), results=_results(documents(6), is_partial=True))
    done = JobSnapshot(
        KEY, status=_status("completed"), results=_results(documents()), as_of=_now()
    )
    nothing = _results(
        (), message="Job completed. Found 0 document(s).", errors=(), total_documents_found=0
    )
    yield Screen("looking-up", JobSnapshot(KEY))
    pending = _status(
        "pending",
        current_agent=None,
        agents_completed=(),
        message="Queued.",
        started_at=None,
        total_pages_crawled=None,
        total_documents_found=None,
    )
    yield Screen("pending", JobSnapshot(KEY, status=pending, as_of=_now()))
    early = _status("in_progress", total_documents_found=0, message="Reading pages")
    yield Screen("running-no-documents", JobSnapshot(KEY, status=early, as_of=_now()))
    yield Screen("running-partial", partial)
    yield Screen("completed", done, select=0)
    yield Screen("completed-downloading", done, _transfers(), select=0)
    yield from _downloads(done)
    yield Screen(
        "completed-nothing",
        JobSnapshot(KEY, status=_status("completed"), results=nothing, as_of=_now()),
    )
    for word in ("failed", "cancelled"):
        said = "The website refused every request." if word == "failed" else "Cancelled"
        ended = _status(word, message=said)
        results = _results((), status=word, message=said)
        yield Screen(word, JobSnapshot(KEY, status=ended, results=results, as_of=_now()))
    yield from _troubled(partial)
    many = replace(done, results=_results(documents(100_000)))
    yield Screen("completed-100000", many)


def _downloads(done: JobSnapshot) -> Iterator[Screen]:
    full = TransferError(
        "The disk is full.",
        now="Downloads go on when there is room.",
        fault=TransferFault.DISK_FULL,
    )
    offline = TransferError(
        "There is no network.",
        now="Downloads go on when it is back.",
        fault=TransferFault.NO_ANSWER,
    )
    yield Screen("downloads-notes", done, _noted(), mark=(0,))
    yield Screen("downloads-paused", done, _held(), queue=QueueSnapshot(is_paused=True))
    yield Screen("downloads-disk-full", done, _waiting(), queue=QueueSnapshot(trouble=full))
    yield Screen("downloads-no-network", done, _waiting(), queue=QueueSnapshot(trouble=offline))


def _troubled(partial: JobSnapshot) -> Iterator[Screen]:
    later = _now() + timedelta(seconds=12)
    not_found = JobNotFound(
        "There is no such job, or it is not yours.", advice="Check the job ID and the server."
    )
    refused = KeyRefused("Your key was not accepted.", advice="Check it in the settings.")
    broke = NoCredits(
        "Your account has not enough credits: $1.40 are missing.",
        advice="Add credits to your account, then try again.",
        shortfall=1.40,
    )
    until = _now() + timedelta(minutes=26)
    limit = LimitReached("The service's hourly limit is reached.", until=until)
    yield Screen("job-not-found", JobSnapshot(KEY, trouble=not_found))
    yield Screen("key-refused", JobSnapshot(KEY, trouble=refused))
    yield Screen("no-credits", JobSnapshot(KEY, trouble=broke))
    yield Screen("offline-unknown", JobSnapshot(KEY, trouble=_offline(), next_try=later))
    yield Screen("offline", replace(partial, trouble=_offline(), next_try=later))
    yield Screen("limit-reached", replace(partial, trouble=limit, next_try=until))
