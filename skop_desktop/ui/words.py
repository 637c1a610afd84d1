"""The words for states, each in one place: screen, accessible name and announcement use these."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from skop_desktop.downloads.snapshot import TransferState
from skop_desktop.errors import KeyRefused, LimitReached, NoCredits, SkopError, Unreachable
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
    TransferState.SAVED: StateWord("Saved", "good", "check"),
    TransferState.FAILED: StateWord("Failed", "bad", "triangle-alert"),
    TransferState.CANCELLED: StateWord("Cancelled", "muted", "ban"),
}

AGENTS: Final = {"coordinator": "Coordinator", "navigator": "Navigator", "scraper": "Scraper"}


def job_state(snapshot: JobSnapshot) -> StateWord:
    """The state to show for a job: what keeps it from going on comes before what it was doing."""
    if snapshot.is_complete or snapshot.trouble is None:
        return JOB_STATES[snapshot.state]
    return trouble_word(snapshot.trouble)


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
