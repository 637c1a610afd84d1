"""Prompts as people type them: slips of the pen, choices, what is left out."""

from __future__ import annotations

from datetime import date

import pytest

from skop_desktop.engine.prompt import read_prompt

TODAY = date(2025, 3, 1)


@pytest.mark.parametrize(
    ("prompt", "understood"),
    [
        ("city counsel minuts 2023", "Minutes · 2023 · City Council"),
        ("Plannning Commision agenda 2023", "Agendas · 2023 · Planning Commission"),
        ("ordinences and resolutoins 2020", "Ordinances, Resolutions · 2020"),
        ("mtg minutes last 2 yrs", "Minutes · last 2 years"),
        ("Brookfield ISD audits 2023", "Audits · 2023 · Brookfield ISD"),
        ("grading policies, Elm school district", "Policies · Elm School District · grading"),
    ],
)  # fmt: skip
def test_a_slip_of_the_pen_is_understood(prompt: str, understood: str) -> None:
    assert read_prompt(prompt, TODAY).understood == understood


@pytest.mark.parametrize(
    "prompt",
    ["resort contact 2023", "memoria anual 2022", "revolution statue", "licensee novice", "minuet"],
)
def test_words_that_are_words_stay_as_they_are(prompt: str) -> None:
    said = read_prompt(prompt, TODAY)
    assert not {"notice", "contract", "resolution", "minutes"} & {*said.kinds, *said.topic}


@pytest.mark.parametrize(
    ("prompt", "choices"),
    [
        ("ordinances on short term rentals or zoning", (("short", "term", "rentals"), ("zoning",))),
        ("bullying / harassment policies for students", (("bullying",), ("harassment",))),
        ("use of force + body camera policy", (("use", "force"), ("body", "camera"))),
        ("Satzungen (Abwasser, Müll) 2023", (("abwasser",), ("müll",))),
        ("pliegos sobre carreteras o asfaltado", (("carreteras",), ("asfaltado",))),
        ("measles guidance for schools, 2023", ()),
    ],
)
def test_choices_of_subjects_are_told_apart(
    prompt: str, choices: tuple[tuple[str, ...], ...]
) -> None:
    assert read_prompt(prompt, TODAY).topic_choices == choices


@pytest.mark.parametrize(
    ("prompt", "phrases"),
    [
        ("council minutes not the annual parish meeting", (("annual", "parish"),)),
        ("minutes, not agendas or anything from the subcommittee", (("subcommittee",),)),
        ("published opinions 2023", (("unpublished",),)),
        ("reports published in 2023", ()),
    ],
)
def test_what_is_left_out_is_kept_as_it_was_said(
    prompt: str, phrases: tuple[tuple[str, ...], ...]
) -> None:
    assert read_prompt(prompt, TODAY).unwanted_phrases == phrases


def test_artificial_intelligence_is_a_topic() -> None:
    assert "ai" in read_prompt("policies about generative AI", TODAY).topic
