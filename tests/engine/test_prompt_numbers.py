"""Numbers by which papers are asked for, and figures that are none."""

from __future__ import annotations

from datetime import date
from typing import Final

import pytest

from skop_desktop.engine.prompt import read_prompt

TODAY: Final = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("prompt", "understood"),
    [
        ("docket 23-0456", "docket 23-0456"),
        ("testimony filed in docket 23-0456", "docket 23-0456 · testimony"),
        ("resolution 2023-14", "Resolutions · no. 2023-14"),
        ("a copy of resolution no. 2023-14 please", "Resolutions · no. 2023-14"),
        ("ordinances 2023-05 and 2023-07", "Ordinances · no. 2023-05, no. 2023-07"),
        ("bill HB 1234", "bill HB 1234"),
        ("House Bill 1187 fiscal notes", "House Bill 1187 · fiscal notes"),
        ("addenda to RFP 23-014", "Addenda · RFP 23-014"),
        ("case 3:21-cv-00877 motions", "Motions · case 3:21-cv-00877"),
        ("documents of planning application 23/01457/FUL", "planning application 23/01457/FUL"),
        ("permit TV-0142", "Permits · TV-0142"),
        ("minutes about contract 4600017732", "Minutes · contract 4600017732"),
        ("Unterlagen zum Bebauungsplan Nr. 47", "Bebauungsplan 47"),
        ("Urteil 5 K 123/22", "Opinions · no. 5 K 123/22"),
        ("arrêté n° 2022-118", "Ordinances · no. 2022-118"),
        ("pliegos del expediente 12/2024", "RFPs · expediente 12/2024"),
    ],
)
def test_a_number_is_told_back(prompt: str, understood: str) -> None:
    assert read_prompt(prompt, TODAY).understood == understood


@pytest.mark.parametrize(
    "prompt",
    [
        "resolutions 2023",
        "resolutions 2023-24",
        "minutes 2019-2021",
        "agenda 2023-04",
        "contract 2023",
        "claims 2021-2022",
        "order of 3/15/2022",
        "invoices 1/2023 to 6/2023",
        "Verordnungen ab 2015",
        "covid-19 policies 2021",
        "10-K filings fiscal 2020, 2021",
        "budget FY 2024-2025",
        "1234567890",
    ],
)
def test_years_days_and_other_figures_are_no_numbers(prompt: str) -> None:
    assert read_prompt(prompt, TODAY).numbers == ()


def test_a_number_says_what_it_is_of() -> None:
    (number,) = read_prompt("objections in case no. 23-10457", TODAY).numbers
    assert (number.noun, number.parts, number.seams) == ("case", ("23", "10457"), ("-",))
