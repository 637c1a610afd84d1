"""Each state has a word, a tone and a shape of its own."""

from __future__ import annotations

import pytest

from skop_desktop.downloads.snapshot import TransferState
from skop_desktop.errors import (
    JobNotFound,
    KeyRefused,
    LimitReached,
    NoCredits,
    ServiceTroubled,
    SkopError,
    Unreachable,
)
from skop_desktop.jobs.snapshot import JobState
from skop_desktop.ui import words
from tests.support.job_snapshots import JOB_ID, looked_up, running, with_results, with_trouble


def test_every_state_has_a_word() -> None:
    assert words.JOB_STATES.keys() == set(JobState)
    assert words.TRANSFER_STATES.keys() == set(TransferState)


@pytest.mark.parametrize("states", [words.JOB_STATES, words.TRANSFER_STATES])
def test_no_two_states_look_alike(states: dict[object, words.StateWord]) -> None:
    assert len({word.word for word in states.values()}) == len(states)
    by_tone_alone = {(word.tone, word.word): word.symbol for word in states.values()}
    assert len(by_tone_alone) == len(states)


def test_states_of_different_tones_differ_in_shape_too() -> None:
    shapes: dict[str, set[str]] = {}
    for word in (*words.TRANSFER_STATES.values(), *words.JOB_STATES.values()):
        shapes.setdefault(word.symbol, set()).add(word.tone)
    good_and_bad = [tones for tones in shapes.values() if {"good", "bad"} <= tones]
    assert good_and_bad == []


@pytest.mark.parametrize(
    ("trouble", "word"),
    [
        (Unreachable("No answer."), "Offline"),
        (LimitReached("Limit."), "Pausing"),
        (KeyRefused("Refused."), "Key refused"),
        (NoCredits("No credits."), "No credits"),
        (ServiceTroubled("Trouble."), "Service trouble"),
        (JobNotFound("Gone."), "Service trouble"),
        (SkopError("Anything."), "Service trouble"),
    ],
)
def test_what_keeps_a_job_from_going_on_comes_before_what_it_was_doing(
    trouble: SkopError, word: str
) -> None:
    assert words.job_state(with_trouble(running(), trouble)).word == word
    assert words.job_state(running()).word == "Running"


def test_a_job_that_is_complete_has_no_trouble_any_more() -> None:
    ended = with_results(running("completed"))
    told = words.job_state(with_trouble(ended, Unreachable("No answer.")))
    assert told.word == "Completed"


def test_a_job_is_titled_by_its_prompt_else_by_its_id() -> None:
    assert words.job_title(running()) == "Board meeting minutes 2024"
    assert words.job_title(looked_up()) == JOB_ID
