"""What is understood of a prompt."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skop_desktop.engine.prompt import read_prompt

TODAY = date(2025, 3, 1)


@pytest.mark.parametrize(
    ("prompt", "understood"),
    [
        ("Find all Board of Education minutes from 2024", "Minutes · 2024 · Board of Education"),
        ("Board meeting minutes from 2016", "Minutes · 2016 · Board"),
        ("Finance Committee meeting minutes from 2019", "Minutes · 2019 · Finance Committee"),
        ("Audit committee minutes", "Minutes · Audit Committee"),
        (
            "Planning commission minutes 2019–2021, not agendas",
            "Minutes · 2019–2021 · Planning Commission · not agendas",
        ),
        ("budgets of the last three years", "Budgets · last three years"),
        ("FY 2024 audit reports", "Audits · 2024"),
        ("annual reports for school year 2023-24", "Annual reports · 2023–2024"),
        ("Q3 2023 reports", "Reports · July 2023 – September 2023"),
        ("ordinances since March", "Ordinances · since March"),
        ("Protokolle des Gemeinderats von 2022", "Minutes · 2022 · Gemeinderats"),
        ("Comptes rendus de 2021", "Minutes · 2021"),
        ("Actas del ayuntamiento de 2023", "Minutes · 2023 · Ayuntamiento"),
        ("everything about water quality", "water quality"),
        ("PDF newsletters please", "Newsletters · PDF"),
    ],
)
def test_a_prompt_is_told_back_as_it_was_understood(prompt: str, understood: str) -> None:
    assert read_prompt(prompt, TODAY).understood == understood


def test_relative_years_count_from_today() -> None:
    period = read_prompt("reports of the last 2 years", TODAY).period
    assert period is not None
    assert (period.start, period.end) == (date(2023, 3, 1), TODAY)


def test_exclusions_are_kept_apart_from_wishes() -> None:
    plan = read_prompt("minutes and packets but not agendas or drafts", TODAY)
    assert plan.kinds == ("minutes", "packet")
    assert plan.unwanted_kinds == ("agenda",)


def test_nonsense_becomes_the_topic() -> None:
    plan = read_prompt("asdf qwer zxcv", TODAY)
    assert plan.topic == ("asdf", "qwer", "zxcv")
    assert not plan.is_open


def test_a_prompt_of_empty_words_sets_no_condition() -> None:
    plan = read_prompt("please find all the documents", TODAY)
    assert plan.is_open
    assert plan.understood == "all documents"


@given(st.text(min_size=10, max_size=500))
def test_any_prompt_can_be_read(prompt: str) -> None:
    plan = read_prompt(prompt, TODAY)
    assert plan.understood
    assert plan.period is None or plan.period.start <= plan.period.end
