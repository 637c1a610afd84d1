"""The words for states, each in one place: screen, accessible name and announcement use these."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from skop_desktop.downloads.snapshot import TransferSnapshot, TransferState
from skop_desktop.downloads.twins import says_error_page
from skop_desktop.errors import (
    KeyRefused,
    LimitReached,
    NoCredits,
    SkopError,
    TransferError,
    TransferFault,
    Unreachable,
)
from skop_desktop.jobs.snapshot import JobSnapshot, JobState
from skop_desktop.ui.theme.icons import Tone

UNTITLED: Final = "Untitled search"
COPY_JOB_ID: Final = "Copy job ID"


@dataclass(frozen=True, slots=True)
class StateWord:
    """How a state is told: a word, the colour that goes with it, and a shape for those who
    cannot tell colours."""

    word: str
    tone: Tone
    symbol: str


JOB_STATES: Final = {
    JobState.LOOKING_UP: StateWord("Looking up", "accent", "hourglass"),
    JobState.PENDING: StateWord("Waiting to start", "accent", "hourglass"),
    JobState.RUNNING: StateWord("Running", "accent", "play"),
    JobState.COMPLETED: StateWord("Completed", "good", "circle-check"),
    JobState.FAILED: StateWord("Failed", "bad", "octagon-x"),
    JobState.CANCELLED: StateWord("Stopped", "muted", "square"),
    JobState.ENDED: StateWord("Ended", "muted", "circle-check"),
    JobState.NOT_FOUND: StateWord("Not found", "bad", "search-x"),
}

TRANSFER_STATES: Final = {
    TransferState.WAITING: StateWord("Waiting", "muted", "clock"),
    TransferState.RUNNING: StateWord("Downloading", "accent", "download"),
    TransferState.PAUSED: StateWord("Paused", "muted", "pause"),
    TransferState.SAVED: StateWord("Saved", "good", "check"),
    TransferState.FAILED: StateWord("Failed", "bad", "triangle-alert"),
    TransferState.CANCELLED: StateWord("Cancelled", "muted", "ban"),
}

_TO_LOOK_AT: Final = StateWord("Saved", "warn", "triangle-alert")
_WITH_NOTE: Final = StateWord("Saved", "good", "info")

AGENTS: Final = {"coordinator": "Coordinator", "navigator": "Navigator", "scraper": "Scraper"}


def job_state(snapshot: JobSnapshot) -> StateWord:
    """The state to show for a job: what keeps it from going on comes before what it was doing."""
    if snapshot.is_complete or snapshot.trouble is None:
        return JOB_STATES[snapshot.state]
    return trouble_word(snapshot.trouble)


def transfer_state(transfer: TransferSnapshot) -> StateWord:
    """The state to show for a transfer, with another sign where a saved file has a note."""
    if transfer.state is not TransferState.SAVED or not transfer.note:
        return TRANSFER_STATES[transfer.state]
    return _TO_LOOK_AT if deserves_a_look(transfer) else _WITH_NOTE


def deserves_a_look(transfer: TransferSnapshot) -> bool:
    """Whether a saved file may not be what it should be."""
    return transfer.is_damaged or says_error_page(transfer.note)


def queue_word(trouble: TransferError) -> str:
    """Why no download goes on, in two words."""
    match trouble.fault:
        case TransferFault.DISK_FULL:
            return "Disk full"
        case TransferFault.NO_ANSWER:
            return "No network"
        case _:
            return "On hold"


def trouble_word(trouble: SkopError) -> StateWord:
    """The state word for what keeps a job from going on."""
    match trouble:
        case Unreachable():
            return StateWord("Offline", "warn", "wifi-off")
        case LimitReached():
            return StateWord("Pausing", "warn", "clock")
        case KeyRefused():
            return StateWord("Key refused", "bad", "key-round")
        case NoCredits():
            return StateWord("No credits", "bad", "wallet")
        case _:
            return StateWord("Service trouble", "warn", "triangle-alert")


def job_title(snapshot: JobSnapshot) -> str:
    """The prompt, or the job ID where nobody has said the prompt yet."""
    return snapshot.prompt or snapshot.key.job_id or UNTITLED
