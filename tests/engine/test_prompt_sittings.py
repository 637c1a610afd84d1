"""The sorts of meeting that prompts ask for, leave out, or let in."""

from __future__ import annotations

from datetime import date
from typing import Final

import pytest

from skop_desktop.engine.plan import Plan
from skop_desktop.engine.prompt import read_prompt
from skop_desktop.engine.sittings import CLOSED, REGULAR, SPECIAL

TODAY: Final = date(2025, 3, 1)


def plan(prompt: str) -> Plan:
    return read_prompt(prompt, TODAY)


@pytest.mark.parametrize(
    ("prompt", "asked", "understood"),
    [
        ("special council meetings 2020", {SPECIAL}, "2020 · Council · special meetings"),
        ("agendas for special called meetings", {SPECIAL}, "Agendas · special meetings"),
        ("City council packets, regular meetings only", {REGULAR}, None),
        ("minutes of closed sessions of the trustees", {CLOSED}, None),
        ("Protokolle der außerordentlichen Sitzungen 2023", {SPECIAL}, None),
        ("procès-verbaux des séances ordinaires de 2024", {REGULAR}, None),
        ("actas de las sesiones extraordinarias de 2022", {SPECIAL}, None),
        ("regular and special meeting minutes 2019", set(), "Minutes · 2019"),
        ("special education policies", set(), None),
        ("special use permits 2020", set(), None),
        ("minutes of the special committee on housing", set(), None),
    ],
)
def test_the_sort_of_meeting_is_understood(
    prompt: str, asked: set[str], understood: str | None
) -> None:
    read = plan(prompt)
    assert read.sittings == asked
    assert understood in (None, read.understood)


@pytest.mark.parametrize(
    ("prompt", "unwanted"),
    [
        ("council minutes 2021 but no special meetings", {SPECIAL}),
        ("Board of Trustees minutes 2018, not the executive sessions", {CLOSED}),
        ("council minutes 2021 without drafts", set()),
    ],
)
def test_a_sort_of_meeting_is_left_out(prompt: str, unwanted: set[str]) -> None:
    assert plan(prompt).unwanted_sittings == unwanted


@pytest.mark.parametrize(
    ("prompt", "let_in", "understood"),
    [
        ("minutes since 2018, drafts too", "drafts", "Minutes · since 2018"),
        ("agendas of special meetings, joint ones as well", "joint", "Agendas · special meetings"),
        ("agendas 2023, packets are fine", "", "Agendas, Packets · 2023"),
    ],
)
def test_what_is_welcome_besides_is_no_topic(prompt: str, let_in: str, understood: str) -> None:
    read = plan(prompt)
    assert (read.let_in, read.understood) == (let_in, understood)


@pytest.mark.parametrize(
    ("prompt", "understood"),
    [
        (
            "minutes of the finance, audit and budget committee",
            "Minutes · Finance, Audit and Budget Committee",
        ),
        (
            "finance committee minutes of the downtown development authority",
            "Minutes · Finance Committee · Downtown Development Authority",
        ),
        ("Employee Retirement Review Committee papers", "Employee Retirement Review Committee"),
        (
            "minutes of the planning commission and the zoning board",
            "Minutes · Planning Commission, Zoning Board",
        ),
        (
            "planning commission agendas, minutes of the zoning board",
            "Agendas, Minutes · Planning Commission, Zoning Board",
        ),
    ],
)
def test_long_bodies_and_bodies_of_bodies_are_understood(prompt: str, understood: str) -> None:
    assert plan(prompt).understood == understood


@pytest.mark.parametrize(
    ("prompt", "understood"),
    [
        ("resolutions of 2022, drafts not needed", "Resolutions · 2022 · not drafts"),
        ("minutes 2022 (agendas are not wanted)", "Minutes · 2022 · not agendas"),
        ("county budgets by fiscal year", "Budgets"),
        ("board minutes of any year", "Minutes · Board"),
    ],
)
def test_what_is_not_needed_and_every_year_are_understood(prompt: str, understood: str) -> None:
    assert plan(prompt).understood == understood


def test_short_names_are_left_out_as_well() -> None:
    assert plan("letters to staff, leave out the ELL ones").unwanted_phrases == (("ell",),)
