"""What the job header shows of a snapshot: texts and numbers, ready to be drawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import Final

from skop_desktop.api.links import link_trouble
from skop_desktop.api.models import AGENTS
from skop_desktop.jobs.snapshot import JobKey, JobSnapshot, JobState
from skop_desktop.ui import formats, words
from skop_desktop.ui.header.figures import Figure, figures_of
from skop_desktop.ui.header.progress import progress_of, started_at
from skop_desktop.ui.header.trouble import TroubleView, trouble_view
from skop_desktop.ui.parts.safe_text import one_line
from skop_desktop.ui.theme.icons import Tone

_LONGEST_AGENT: Final = 40
_LONGEST_SITE: Final = 60
_UNDER_WAY: Final = frozenset({JobState.PENDING, JobState.RUNNING})


class StepState(Enum):
    """Where one agent is."""

    DONE = auto()
    RUNNING = auto()
    WAITING = auto()
    HALTED = auto()
    """The job ended while this agent was at work, or before its turn."""


@dataclass(frozen=True, slots=True)
class Step:
    """One agent. ``number`` counts from 1."""

    number: int
    name: str
    state: StepState


@dataclass(frozen=True, slots=True)
class HeaderView:
    """Everything the header draws. Empty text: nothing to draw.

    ``understood``: what is looked for, as the engine read the prompt; empty where the message says
    it. ``share``: 0 to 1, ``None`` while nobody knows. ``has_bar``: whether there is progress to
    speak of. ``is_busy``: work is going on and nobody knows how far it is.
    ``changes_by_itself``: the next second brings other texts though no news arrived.
    """

    key: JobKey
    title: str
    state: words.StateWord
    message: str
    understood: str
    website: str
    site: str
    started: str
    steps: tuple[Step, ...]
    share: float | None
    has_bar: bool
    is_busy: bool
    bar_tone: Tone
    time_left: str
    figures: tuple[Figure, ...]
    trouble: TroubleView | None
    can_stop: bool
    can_search_again: bool
    documents: int
    can_download: bool
    changes_by_itself: bool

    @property
    def status_text(self) -> str:
        """The state word and the service's message: what a screen reader says of the job."""
        return f"{self.state.word}. {self.message}" if self.message else self.state.word

    @property
    def download_text(self) -> str:
        """The words on the button."""
        return (
            f"Download all ({formats.count(self.documents)})" if self.documents else "Download all"
        )


def header_view(
    snapshot: JobSnapshot, now: datetime, before: HeaderView | None = None
) -> HeaderView:
    """The header at ``now`` (UTC). ``before``: what was drawn last; keeps the bar from falling."""
    state = snapshot.state
    under_way = state in _UNDER_WAY
    least = before.share if before is not None and before.key == snapshot.key else None
    progress = progress_of(snapshot, now, least)
    look = words.job_state(snapshot)
    start = started_at(snapshot, now)
    website = snapshot.website if link_trouble(snapshot.website) is None else ""
    in_the_way = snapshot.trouble is not None and not snapshot.is_complete
    return HeaderView(
        key=snapshot.key,
        title=one_line(words.job_title(snapshot)),
        state=look,
        message=(message := _message(snapshot)),
        understood="" if (read := one_line(snapshot.understood)) in message else read,
        website=website,
        site=_shortened(one_line(formats.address_short(website))),
        started=f"{_began(state)} {formats.when(start, now)}" if start else "",
        steps=tuple(_steps(snapshot)),
        share=progress.share,
        has_bar=under_way or snapshot.is_ended or (state is JobState.LOOKING_UP and not in_the_way),
        is_busy=progress.share is None and not in_the_way,
        bar_tone=look.tone if snapshot.is_ended else "muted" if in_the_way else "accent",
        time_left=progress.time_left,
        figures=figures_of(snapshot, now),
        trouble=trouble_view(snapshot, now),
        can_stop=under_way,
        can_search_again=snapshot.is_ended,
        documents=len(snapshot.documents),
        can_download=bool(snapshot.documents) and not _whole_list_is_on_its_way(snapshot),
        changes_by_itself=under_way or (in_the_way and snapshot.next_try is not None),
    )


def _whole_list_is_on_its_way(snapshot: JobSnapshot) -> bool:
    """Taking all of a list that is whole only in a moment would leave out its last documents."""
    return snapshot.is_ended and not snapshot.is_complete and snapshot.trouble is None


def _began(state: JobState) -> str:
    return "Asked for" if state is JobState.PENDING else "Started"


def _message(snapshot: JobSnapshot) -> str:
    results, status = snapshot.results, snapshot.status
    final = results.message if results is not None and not results.is_partial else None
    told = final or (status.message if status else None) or ""
    if told or snapshot.status is not None:
        return one_line(told)
    if snapshot.trouble is None:
        return "Asking the server about this job"
    return "" if snapshot.state is JobState.NOT_FOUND else "Nothing is known of this job yet"


def _shortened(site: str) -> str:
    return site if len(site) <= _LONGEST_SITE else f"{site[:_LONGEST_SITE]}…"


def _steps(snapshot: JobSnapshot) -> Iterator[Step]:
    """The three agents, and after them one that the contract does not have but that works."""
    status = snapshot.status
    if status is None:
        return
    current = status.current_agent if snapshot.state is JobState.RUNNING else None
    at = AGENTS.index(current) if current in AGENTS else -1
    for place, agent in enumerate(AGENTS):
        if snapshot.state is JobState.COMPLETED or agent in status.agents_completed or place < at:
            state = StepState.DONE
        elif agent == current:
            state = StepState.RUNNING
        else:
            state = StepState.HALTED if snapshot.is_ended else StepState.WAITING
        yield Step(place + 1, words.AGENTS[agent], state)
    if current and current not in AGENTS:
        name = one_line(current)[:_LONGEST_AGENT]
        yield Step(len(AGENTS) + 1, name.capitalize(), StepState.RUNNING)
