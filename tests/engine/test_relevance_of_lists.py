"""How real lists of meetings tell their papers apart: by rows, columns, codes and initials."""

from __future__ import annotations

from datetime import date

import pytest

from skop_desktop.engine.prompt import read_prompt
from skop_desktop.engine.relevance import Evidence, Judgement, judge

TODAY = date(2025, 3, 1)
FILE = "http://h.example/f/a.pdf"


def judged(prompt: str, url: str = FILE, **said: str) -> Judgement:
    return judge(read_prompt(prompt, TODAY), Evidence(url, **said))


def score(prompt: str, url: str = FILE, **said: str) -> float:
    return judged(prompt, url, **said).score


SPECIAL = "special council meeting agendas 2022"


@pytest.mark.parametrize(
    "said",
    [
        {"link_text": "Special Meeting Agenda"},
        {"link_text": "Agenda", "row": "June 2, 2022 Special Called Meeting Agenda Minutes"},
        {"link_text": "Agenda", "row": "06/02/2022 SP Agenda"},
        {"link_text": "2 June [S]"},
        {"link_text": "Agenda", "url": "http://h.example/6-2-22-Special-City-Council-Agenda.pdf"},
    ],
)
def test_a_special_meeting_is_known_by_name_row_or_code(said: dict[str, str]) -> None:
    assert score(SPECIAL, heading="Council – Agendas 2022", **said) > 0.5


@pytest.mark.parametrize(
    "row", ["June 14, 2022 Regular Meeting Agenda", "June 14, 2022 Agenda", ""]
)
def test_other_meetings_are_not_special_ones(row: str) -> None:
    fits = judged(SPECIAL, link_text="Agenda", row=row, heading="Council – Agendas 2022")
    assert fits.score < 0.1
    assert any("meeting" in reason and "✓" not in reason for reason in fits.reasons)


def test_most_regular_meetings_do_not_say_so() -> None:
    prompt = "regular council meeting minutes 2022"
    assert score(prompt, link_text="Minutes", heading="Council 2022") > 0.5
    for row in ("Special Meeting Minutes", "Work Session Minutes"):
        assert score(prompt, link_text="Minutes", row=row, heading="Council 2022") < 0.1


def test_meetings_that_were_left_out_are_known_by_their_row() -> None:
    prompt = "council minutes 2022, no special meetings"
    said = {"link_text": "Minutes", "heading": "Council 2022"}
    assert score(prompt, row="June 2, 2022 Special Meeting Agenda Minutes", **said) < 0.1
    assert score(prompt, row="June 14, 2022 Regular Meeting Agenda Minutes", **said) > 0.5


def test_papers_of_a_meeting_that_was_called_off_are_none() -> None:
    said = {"link_text": "read more", "heading": "Council – Minutes 2022"}
    assert score("council minutes 2022", row="June 7 City Council Meeting Cancelled", **said) < 0.1
    assert score("council minutes 2022", row="June 7 City Council Meeting", **said) > 0.5


def test_initials_are_met_by_the_name_that_is_spelled_out() -> None:
    said = {"link_text": "Minutes", "row": "12/17/2024 10:30 AM Minutes"}
    title = "Tarrow County - Housing and Redevelopment Authority"
    assert score("HRA meeting minutes 2024", page_title=title, **said) > 0.5
    assert score("HRA meeting minutes 2024", page_title="Tarrow County - Budget", **said) < 0.4
    board = {"link_text": "Board minutes 2024", "page_title": "Economic Development Corporation"}
    assert "EDC Board ✓" in judged("EDC board minutes 2024", **board).reasons


def test_a_body_is_known_by_its_subject_alone() -> None:
    prompt, heading = "investment committee agendas 2018", "Board Meetings – 2018"
    assert score(prompt, link_text="Investment Agenda (May)", heading=heading) > 0.5
    assert score(prompt, link_text="May Agenda", heading=heading) < 0.1
    assert score(prompt, link_text="Investment Policy", heading=heading) < 0.1


def test_a_row_counts_before_the_heading_over_many() -> None:
    prompt, heading = "minutes of the audit committee", "Board Meeting Notices, Agendas & Minutes"
    row = "04/18/2018 9:15 A.M. Committee on Audit Minutes"
    assert score(prompt, link_text="Minutes", row=row, heading=heading) > 0.5


def test_a_heading_over_two_years_is_of_both() -> None:
    said = {"link_text": "Minutes", "heading": "Board – 2018 and 2019 Materials"}
    row = "March 27, 2018 Regular Notice Minutes"
    assert score("board minutes from March to September 2018", row=row, **said) > 0.5
    assert score("board minutes from 2021", row=row, **said) < 0.1


def test_what_was_left_out_may_stand_in_the_heading_beside_the_rest() -> None:
    prompt = "opinions of March 2019, not the summaries"
    heading = "2019 Opinions and Summaries – March"
    assert score(prompt, link_text="S18A1073. Debel v. Orr", heading=heading) > 0.5
    assert score(prompt, link_text="Summaries of noteworthy opinions", heading=heading) < 0.1
    assert score(prompt, link_text="Summary, Debel v. Orr", heading="March 2019 summaries") < 0.1


def test_kinds_of_one_row_are_told_apart() -> None:
    said = {"row": "06/13/2018 Notice Agenda Minutes", "heading": "Board notices, agendas, minutes"}
    assert score("board agendas 2018", link_text="Agenda", **said) > 0.5
    assert score("board agendas 2018", link_text="Notice", **said) < 0.1
    assert score("board agendas 2018", link_text="Meeting notice", **said) < 0.1
    alone = {"row": "06/13/2018 Meeting notice", "heading": "Board 2018"}
    assert score("board agendas 2018", link_text="Meeting notice", **alone) > 0.5


def test_an_agenda_packet_holds_the_agenda() -> None:
    said = {"link_text": "July 6", "heading": "Council agendas 2021"}
    assert score("council agendas 2021", "http://h.example/Agenda-Packet-7-6.pdf", **said) > 0.5


@pytest.mark.parametrize(
    ("url", "is_of_2019"),
    [
        ("http://h.example/Show.aspx?Doc=/Board/October+16+2019+minutes.pdf", True),
        ("http://h.example/Show.aspx?Doc=%2FBoard%2FOctober+16+2018+minutes.pdf&MID=4", False),
    ],
)
def test_a_file_may_be_named_behind_the_question_mark(url: str, *, is_of_2019: bool) -> None:
    assert (score("board minutes 2019", url, heading="Board") > 0.5) is is_of_2019


def test_six_figures_of_long_ago_are_a_number() -> None:
    fits = judged("board minutes since 2018", "http://h.example/120260_a.pdf", link_text="Minutes")
    assert not any("1960" in reason for reason in fits.reasons)


def test_a_weekday_is_no_name() -> None:
    prompt = "State Board of Elections minutes since 2019"
    assert (
        score(prompt, link_text="Wed, October 16, 2019", page_title="Board Meeting Minutes") > 0.4
    )


def test_a_pension_board_is_the_board_of_trustees() -> None:
    said = {"link_text": "January 2016", "heading": "Board of Trustees – 2016 Meeting Minutes"}
    assert score("pension board minutes 2016", **said) > 0.5


def test_a_transcript_beside_the_minutes_is_none() -> None:
    said = {"heading": "Minutes and transcripts 2022", "link_text": "Transcript"}
    assert score("council minutes 2022", row="June 7 Minutes Transcript", **said) < 0.1


def test_a_day_in_the_row_is_of_the_year_above_it() -> None:
    prompt, heading = "commission journals February to April 2018", "2018 Schedule – Journals"
    said = {"link_text": "Journal", "heading": heading}
    assert score(prompt, row="Thursday February 8 10:00 a.m. Agenda Journal", **said) > 0.5
    assert score(prompt, row="Thursday May 8 10:00 a.m. Agenda Journal", **said) < 0.1


def test_names_that_machines_give_hold_no_dates() -> None:
    url = "http://h.example/ugd/bbf89d_a3c3f432b9354573a1935f81b1ee1b9a.pdf"
    fits = judged("minutes 2023", url, link_text="Minutes")
    assert not any("1935" in reason for reason in fits.reasons)


def test_a_subcommittee_is_one_however_it_is_written() -> None:
    prompt = "Capital Improvements subcommittee agendas"
    for heading in ("Capital Improvements Sub-Committee", "Capital Improvements Subcommittee"):
        fits = judged(prompt, link_text="Agenda", heading=heading)
        assert "Capital Improvements Subcommittee ✓" in fits.reasons
    assert score(prompt, link_text="Agenda", heading="Personnel Sub-Committee") < 0.1


def test_the_board_may_be_the_one_that_was_asked_for_by_another_name() -> None:
    said = {"link_text": "Minutes", "heading": "Board Agendas and Minutes 2017"}
    assert 0.1 < score("harbor commission minutes 2017", **said) < 0.5
    assert score("finance committee minutes 2017", **said) < 0.1
    named = {"link_text": "Minutes", "heading": "Zoning Board minutes 2017"}
    assert score("harbor commission minutes 2017", **named) < 0.1


def test_the_initials_of_the_site_are_no_other_body() -> None:
    said = {"link_text": "Agenda", "heading": "LUSD Board Meeting Agendas 2021"}
    title = "LUSD Board Meeting Agendas | Board of Education"
    assert score("school board agendas 2021", page_title=title, **said) > 0.5


def test_a_site_may_have_the_name_of_its_body() -> None:
    said = {"link_text": "January 21, 2015", "heading": "Minutes", "page_title": "Minutes"}
    prompt = "2015 minutes of the mental health commission"
    fits = judged(prompt, "http://northmentalhealthcommission.example/a.pdf", **said)
    assert "Mental Health Commission ✓" in fits.reasons
    assert "Mental Health Commission ✓" not in judged(prompt, **said).reasons


def test_a_row_of_several_committees_does_not_name_that_of_each_link() -> None:
    prompt = "finance and technology committee packets 2024"
    row = "February 15, 2024 Customer Experience Committee, Finance and Technology Committee"
    own = score(prompt, link_text="Finance & Technology", row=row, heading="Meeting packets 2024")
    other = score(prompt, link_text="Customer Experience", row=row, heading="Meeting packets 2024")
    assert own > 0.5 > other
