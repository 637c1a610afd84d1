"""What is understood of a prompt, in its parts."""

from __future__ import annotations

from datetime import date
from typing import Final

import pytest

from skop_desktop.engine.dates import Period, day, month, year
from skop_desktop.engine.plan import Body, Plan
from skop_desktop.engine.prompt import read_prompt

TODAY: Final = date(2026, 11, 24)


def test_exclusions_are_kept_apart_from_wishes() -> None:
    plan = read_prompt("minutes and packets but not agendas or drafts", TODAY)
    assert plan.kinds == ("minutes", "packet")
    assert plan.unwanted_kinds == ("agenda",)
    assert plan.unwanted_words == ("drafts",)


@pytest.mark.parametrize(
    ("prompt", "kinds", "words"),
    [
        ("minutes except drafts", (), ("drafts",)),
        ("minutes without attachments", ("handout",), ()),
        ("Protokolle ohne Anlagen", ("handout",), ()),
        ("procès-verbaux sauf les annexes et les ordres du jour", ("handout", "agenda"), ()),
        ("actas excepto borradores", (), ("borradores",)),
        ("actas sin anexos", ("handout",), ()),
        ("packets, no minutes", ("minutes",), ()),
        ("reports but not of the finance committee", (), ("finance",)),
        ("minutes, not special meetings", (), ("special",)),
        ("not only minutes but agendas", (), ()),
        ("ordinance no. 12-04", (), ()),
        ("sin tax reports", (), ()),
        ("aber keine Einladungen zur Sitzung", ("agenda",), ()),
        ("minutes without agendas, packets or notices", ("agenda", "packet", "notice"), ()),
        ("minutes, not agendas, 2024", ("agenda",), ()),
    ],
)
def test_what_is_left_out_is_read(
    prompt: str, kinds: tuple[str, ...], words: tuple[str, ...]
) -> None:
    plan = read_prompt(prompt, TODAY)
    assert (plan.unwanted_kinds, plan.unwanted_words) == (kinds, words)


def test_what_is_wished_for_is_not_left_out_as_well() -> None:
    plan = read_prompt("minutes without drafts, not draft minutes", TODAY)
    assert plan.kinds == ("minutes",)
    assert plan.unwanted_kinds == ()


def test_the_topic_of_a_report_is_no_second_wish() -> None:
    plan = read_prompt("reports about contracts for body cameras", TODAY)
    assert plan.kinds == ("report",)
    assert plan.topic == ("contracts", "body", "cameras")


@pytest.mark.parametrize(
    ("prompt", "kinds"),
    [
        ("audit reports", ("audit",)),
        ("budget presentations", ("presentation",)),
        ("permit applications", ("application",)),
        ("minutes agendas packets", ("minutes", "agenda", "packet")),
        ("agendas for the council and minutes for the board", ("agenda", "minutes")),
        ("audit committee agendas", ("agenda",)),
        ("policies on permits", ("policy",)),
        ("minutes policy", ("minutes", "policy")),
    ],
)
def test_kinds_beside_each_other_are_told_apart(prompt: str, kinds: tuple[str, ...]) -> None:
    assert read_prompt(prompt, TODAY).kinds == kinds


def test_several_bodies_are_any_of_them() -> None:
    plan = read_prompt("city council and planning commission minutes", TODAY)
    assert plan.bodies == (
        Body("City Council", ("city", "council")),
        Body("Planning Commission", ("planning", "commission")),
    )
    assert plan.body == ("city", "council")


@pytest.mark.parametrize(
    ("prompt", "body", "place"),
    [
        ("minutes of the Springfield City Council", ("city", "council"), ("springfield",)),
        ("school board of Lincoln, minutes", ("school", "board"), ("lincoln",)),
        ("DBRA board of directors minutes", ("dbra", "board", "directors"), ()),
        ("Cook County Board resolutions", ("county", "board"), ("cook",)),
        ("Chattahoochee River Commission minutes", ("chattahoochee", "river", "commission"), ()),
        ("Board of Education of Springfield minutes", ("board", "education"), ("springfield",)),
        ("permits in Los Alamos", (), ("alamos",)),
        ("permits in San Antonio, Texas", (), ("san", "antonio", "texas")),
        ("agendas for the riverside district", (), ("riverside",)),
        ("agendas of the third district", (), ()),
        ("opinions by Judge Smith", (), ()),
        ("minutes in English", (), ()),
        ("Protokolle des Stadtrats München", ("stadtrat",), ("münchen",)),
        ("jobs board and bulletin board posts", (), ()),
    ],
)
def test_body_and_place_are_told_apart(
    prompt: str, body: tuple[str, ...], place: tuple[str, ...]
) -> None:
    plan = read_prompt(prompt, TODAY)
    assert (plan.body, plan.place) == (body, place)


@pytest.mark.parametrize(
    ("prompt", "endings"),
    [
        ("PDFs of minutes", {"pdf"}),
        ("spreadsheets of salaries", {"xls", "xlsx", "ods", "csv"}),
        ("Haushalt als Excel-Tabelle", {"xls", "xlsx", "ods", "csv"}),
        ("Word documents", {"doc", "docx", "odt", "rtf"}),
        ("documents Word sur le budget", {"doc", "docx", "odt", "rtf"}),
        ("hojas de cálculo", {"xls", "xlsx", "ods", "csv"}),
        ("the word of the mayor", set()),
        ("minutes", set()),
    ],
)
def test_file_types_are_read_as_endings(prompt: str, endings: set[str]) -> None:
    assert read_prompt(prompt, TODAY).file_types == endings


def test_a_file_type_that_is_left_out_leaves_the_others() -> None:
    plan = read_prompt("budgets, no PDFs", TODAY)
    assert "pdf" not in plan.file_types
    assert {"xlsx", "docx"} <= plan.file_types
    assert plan.understood == "Budgets · not PDF"


def test_the_latest_sets_no_period() -> None:
    plan = read_prompt("the most recent budget", TODAY)
    assert plan.wants_latest
    assert plan.period is None


def test_years_apart_leave_out_the_year_between() -> None:
    plan = read_prompt("minutes from 2019 and 2021", TODAY)
    assert plan.period == Period(date(2019, 1, 1), date(2021, 12, 31))
    assert [plan.covers(year(number)) for number in (2018, 2019, 2020, 2021)] == [
        False,
        True,
        False,
        True,
    ]


def test_a_year_that_was_left_out_is_not_covered() -> None:
    plan = read_prompt("minutes 2015-2020 except 2017", TODAY)
    assert not plan.covers(month(2017, 6))
    assert plan.covers(month(2018, 6))
    assert plan.unwanted_words == ()


def test_no_time_asked_for_covers_every_time() -> None:
    some_day = day(1955, 3, 1)
    assert some_day is not None
    assert Plan().covers(some_day)


def test_nonsense_becomes_the_topic() -> None:
    plan = read_prompt("asdf qwer zxcv", TODAY)
    assert plan.topic == ("asdf", "qwer", "zxcv")
    assert not plan.is_open


def test_a_prompt_of_empty_words_sets_no_condition() -> None:
    plan = read_prompt("please find all the documents", TODAY)
    assert plan.is_open
    assert plan.understood == "all documents"
