"""Which time a prompt asks for."""

from __future__ import annotations

from datetime import date
from typing import Final

import pytest

from skop_desktop.engine.prompt import read_prompt

TODAY: Final = date(2026, 11, 24)
EVER: Final = "1800-01-01"
ON: Final = "2027-12-31"
"""Since and after reach into the next year, for what is announced."""


@pytest.mark.parametrize(
    ("prompt", "first", "last"),
    [
        ("minutes 2024", "2024-01-01", "2024-12-31"),
        ("minutes '23", "2023-01-01", "2023-12-31"),
        ("minutes 2019–2021", "2019-01-01", "2021-12-31"),
        ("minutes 2019 through 2021", "2019-01-01", "2021-12-31"),
        ("from 1990 to 2020", "1990-01-01", "2020-12-31"),
        ("minutes between 2019 and 2021", "2019-01-01", "2021-12-31"),
        ("last three years", "2023-11-01", "2026-11-24"),
        ("the past 18 months", "2025-05-01", "2026-11-24"),
        ("last 30 days", "2026-10-25", "2026-11-24"),
        ("letzten drei Jahre", "2023-11-01", "2026-11-24"),
        ("ces 5 dernières années", "2021-11-01", "2026-11-24"),
        ("los últimos dos años", "2024-11-01", "2026-11-24"),
        ("FY 2024 budget", "2024-01-01", "2024-12-31"),
        ("FY 2020-21 budget", "2021-01-01", "2021-12-31"),
        ("Haushaltsjahr 2021/2022", "2022-01-01", "2022-12-31"),
        ("since March", "2026-03-01", ON),
        ("since December", "2025-12-01", ON),
        ("depuis mars 2022", "2022-03-01", ON),
        ("seit Januar 2023", "2023-01-01", ON),
        ("desde 2020", "2020-01-01", ON),
        ("2020 onwards", "2020-01-01", ON),
        ("2020 or later", "2020-01-01", ON),
        ("2020 to present", "2020-01-01", ON),
        ("from 2020 on", "2020-01-01", ON),
        ("no earlier than 2020", "2020-01-01", ON),
        ("after 1 May 2023", "2023-05-02", ON),
        ("after 2020", "2021-01-01", ON),
        ("nach 2018", "2019-01-01", ON),
        ("before 2015", EVER, "2014-12-31"),
        ("older than 1950", EVER, "1949-12-31"),
        ("antes de 2018", EVER, "2017-12-31"),
        ("until 2010", EVER, "2010-12-31"),
        ("jusqu'en 2010", EVER, "2010-12-31"),
        ("no later than March 2010", EVER, "2010-03-31"),
        ("Q3 2023", "2023-07-01", "2023-09-30"),
        ("third quarter of 2023", "2023-07-01", "2023-09-30"),
        ("2Q24", "2024-04-01", "2024-06-30"),
        ("Q1-Q3 2023", "2023-01-01", "2023-09-30"),
        ("3. Quartal 2023", "2023-07-01", "2023-09-30"),
        ("deuxième trimestre 2023", "2023-04-01", "2023-06-30"),
        ("first half of 2022", "2022-01-01", "2022-06-30"),
        ("school year 2023/24", "2023-07-01", "2024-06-30"),
        ("school board minutes 2023-24", "2023-07-01", "2024-06-30"),
        ("2023-24 budget", "2023-01-01", "2024-12-31"),
        ("budget 23/24", "2023-01-01", "2024-12-31"),
        ("minutes from the 2022-23 school year", "2022-07-01", "2023-06-30"),
        ("2023 fiscal year budget", "2023-01-01", "2023-12-31"),
        ("this school year", "2026-07-01", "2027-06-30"),
        ("last school year", "2025-07-01", "2026-06-30"),
        ("summer 2023", "2023-06-01", "2023-08-31"),
        ("winter 2022/23", "2022-12-01", "2023-02-28"),
        ("Herbst 2021", "2021-09-01", "2021-11-30"),
        ("between March and June 2022", "2022-03-01", "2022-06-30"),
        ("March to June 2022", "2022-03-01", "2022-06-30"),
        ("March 2021 to June", "2021-03-01", "2021-06-30"),
        ("from May 7, 2024 to June 30, 2024", "2024-05-07", "2024-06-30"),
        ("in march", "2026-03-01", "2026-03-31"),
        ("minutes for May", "2026-05-01", "2026-05-31"),
        ("the 1990s", "1990-01-01", "1999-12-31"),
        ("the '70s", "1970-01-01", "1979-12-31"),
        ("in den 90er Jahren", "1990-01-01", "1999-12-31"),
        ("années 80", "1980-01-01", "1989-12-31"),
        ("19th century maps", "1801-01-01", "1900-12-31"),
        ("this year", "2026-01-01", "2026-12-31"),
        ("last year's minutes", "2025-01-01", "2025-12-31"),
        ("dieses Jahr", "2026-01-01", "2026-12-31"),
        ("l'année dernière", "2025-01-01", "2025-12-31"),
        ("el año pasado", "2025-01-01", "2025-12-31"),
        ("two years ago", "2024-01-01", "2024-12-31"),
        ("vor zwei Jahren", "2024-01-01", "2024-12-31"),
        ("il y a 2 ans", "2024-01-01", "2024-12-31"),
        ("last month", "2026-10-01", "2026-10-31"),
        ("last quarter", "2026-07-01", "2026-09-30"),
        ("last fiscal year", "2025-01-01", "2025-12-31"),
        ("last summer", "2026-06-01", "2026-08-31"),
        ("yesterday", "2026-11-23", "2026-11-23"),
        ("2024-05-07", "2024-05-07", "2024-05-07"),
        ("5/7/2024", "2024-05-07", "2024-05-07"),
        ("Protokoll der Sitzung vom 5.7.2024", "2024-07-05", "2024-07-05"),
        ("3 de mayo de 2022", "2022-05-03", "2022-05-03"),
        ("week of June 3, 2024", "2024-06-03", "2024-06-09"),
        ("the last 5 budgets", "2021-01-01", "2026-12-31"),
        ("council minutes 1923", "1923-01-01", "1923-12-31"),
        ("1914-1918", "1914-01-01", "1918-12-31"),
    ],
)
def test_the_time_asked_for_is_read(prompt: str, first: str, last: str) -> None:
    period = read_prompt(prompt, TODAY).period
    assert period is not None
    assert (period.start.isoformat(), period.end.isoformat()) == (first, last)


@pytest.mark.parametrize(
    "prompt",
    [
        "march on Washington",
        "you may send minutes",
        "case 2019-CV-1234",
        "Measure 110",
        "ordinance no. 2015",
        "the last 5 minutes",
        "latest budget",
        "contracts over $1,999",
        "Route 66 maps",
    ],
)
def test_other_figures_and_words_are_no_time(prompt: str) -> None:
    assert read_prompt(prompt, TODAY).period is None


def test_months_in_a_list_are_of_the_year_behind_it() -> None:
    periods = read_prompt("minutes from January, March and May 2024", TODAY).periods
    assert [(p.start.year, p.start.month) for p in periods] == [(2024, 1), (2024, 3), (2024, 5)]


def test_relative_years_count_from_today() -> None:
    period = read_prompt("reports of the last 2 years", date(2025, 3, 1)).period
    assert period is not None
    assert (period.start, period.end) == (date(2023, 3, 1), date(2025, 3, 1))
