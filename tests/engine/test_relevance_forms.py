"""Forms in which portals of clerks, courts, companies and offices show their documents."""

from __future__ import annotations

from datetime import date

import pytest

from skop_desktop.engine.prompt import read_prompt
from skop_desktop.engine.relevance import Evidence, judge
from skop_desktop.engine.words import stem

TODAY = date(2025, 3, 1)


def score(prompt: str, url: str = "http://h.example/f/a.pdf", **said: str) -> float:
    """How well the document with this said of it fits."""
    return judge(read_prompt(prompt, TODAY), Evidence(url, **said)).score


def test_the_folder_tells_the_kind_where_the_link_does_not() -> None:
    prompt, heading = "Planning Board agendas 2024", "Planning Board – 2024"
    agenda = "http://h.example/AgendaCenter/ViewFile/Agenda/_02202024-830"
    assert score(prompt, agenda, link_text="HTML", heading=heading) > 0.5
    minutes = agenda.replace("ViewFile/Agenda", "ViewFile/Minutes")
    assert score(prompt, minutes, link_text="HTML", heading=heading) < 0.1


@pytest.mark.parametrize("text", ["11th May 2020 (via Zoom)", "29 July 2020 Extraordinary Meeting"])
def test_how_people_met_is_no_subject(text: str) -> None:
    assert score("parish council minutes 2020", link_text=text, heading="Minutes 2020") > 0.5


def test_an_issue_is_known_by_its_number() -> None:
    said = {"heading": "Archiv 2023", "page_title": "Amtsblatt der Gemeinde"}
    assert score("Amtsblatt 2023", link_text="Nr. 14 vom 06.07.2023", **said) > 0.5


def test_an_application_under_permits_is_none() -> None:
    said = {"heading": "Permits", "row": "Graymoor Works 2023"}
    assert score("permits 2023", link_text="Application", **said) < 0.1
    assert score("permits 2023", link_text="P-0142", **said) > 0.4


def test_what_follows_a_romance_noun_is_of_its_name() -> None:
    said = {"heading": "Obras 2024"}
    named = "Pliego de cláusulas administrativas particulares"
    assert score("pliegos de obras 2024", link_text=named, **said) > 0.5


def test_a_filing_is_of_the_form_that_was_asked_for() -> None:
    prompt = "10-K filings 2022"
    annual = "02/25/2022 10-K Annual report which gives an overview PDF"
    assert score(prompt, link_text="PDF", row=annual) > 0.5
    assert score(prompt, link_text="PDF", row="08/05/2022 10-Q Quarterly report PDF") < 0.1
    assert score("SEC filings 2022", link_text="Form 10-K 2022") > 0.5


def test_a_staff_report_about_an_ordinance_is_a_report() -> None:
    assert score("ordinances 2023", link_text="Staff Report Tree Ordinance 2023") < 0.1


def test_unpublished_opinions_are_not_published_ones() -> None:
    said = {"link_text": "Ruiz v. Ruiz", "row": "Filed October 9, 2023", "page_title": "Opinions"}
    prompt = "published opinions October 2023"
    assert score(prompt, heading="Published Opinions", **said) > 0.5
    assert score(prompt, heading="Unpublished Opinions", **said) < 0.1


def test_what_was_excluded_must_stand_together() -> None:
    prompt = "parish council minutes 2021 not the annual parish meeting"
    said = {"heading": "Minutes 2021"}
    assert score(prompt, link_text="10 May 2021 Annual Meeting of the Parish Council", **said) > 0.5
    assert score(prompt, link_text="4 May 2021 Annual Parish Meeting", **said) < 0.1


def test_the_board_of_an_organisation_is_its_governing_board() -> None:
    said = {"link_text": "January 2024 Packet"}
    prompt = "hospital district board packets 2024"
    assert score(prompt, heading="Board of Commissioners – 2024", **said) > 0.5
    assert score(prompt, heading="Finance Committee – 2024", **said) < 0.1


def test_the_row_of_a_calendar_names_another_body() -> None:
    prompt = "Finance Committee minutes 2023"
    said = {"link_text": "Minutes", "heading": "Calendar – 2023"}
    row = "5/16/2023 1:30 PM Council Chambers Agenda Minutes"
    assert score(prompt, row=f"Finance Committee {row}", **said) > 0.5
    assert score(prompt, row=f"Public Safety Committee {row}", **said) < 0.1


def test_a_page_of_another_committee_is_of_another_body() -> None:
    said = {"link_text": "Niederschrift öffentlich", "heading": "Sitzungen 2023"}
    prompt = "Niederschriften Umweltausschuss 2023"
    assert score(prompt, page_title="Ausschuss für Umwelt und Klima – Landkreis", **said) > 0.5
    assert score(prompt, page_title="Bauausschuss – Landkreis", **said) < 0.1


def test_any_of_the_choices_will_do() -> None:
    prompt, said = "ordinances on short term rentals or zoning", {"heading": "Ordinances"}
    assert score(prompt, link_text="ORD 2019-02 Short-Term Rental Licensing", **said) > 0.5
    assert score(prompt, link_text="ORD 2020-01 Zoning Map Amendment", **said) > 0.5
    assert score(prompt, link_text="ORD 2018-13 Parking Meter Rates", **said) < 0.1


@pytest.mark.parametrize(
    ("prompt", "title"),
    [
        ("policies on artificial intelligence", "Policy on AI Tools"),
        ("Satzungen Müll", "Abfallsatzung"),
        ("ordinances on trash collection", "Ordinance on Garbage Collection"),
        ("interviews with dock workers", "Interview with a longshoreman"),
    ],
)
def test_other_names_of_a_subject_count(prompt: str, title: str) -> None:
    assert score(prompt, link_text=title) > 0.5


def test_a_compound_tells_its_subject() -> None:
    assert score("Satzungen zu Abwasser", link_text="Baumschutzsatzung") < 0.1


def test_a_heading_tells_what_a_notice_is_about() -> None:
    prompt = "notices of proposed rulemaking about PFAS"
    text = "Notice of Proposed Rulemaking"
    assert score(prompt, link_text=text, heading="PFAS Limits 2023") > 0.5
    assert score(prompt, link_text=text, heading="Septic Fees 2024") < 0.5


def test_an_addendum_is_of_the_request_unless_left_out() -> None:
    said = {"link_text": "Addendum 1", "row": "RFP 24-014 Buses Issued 03/15/2024"}
    assert score("RFPs for buses 2024", **said) > 0.5
    assert score("RFPs for buses 2024, no addenda", **said) < 0.1


def test_what_a_resolution_is_about_is_no_body() -> None:
    prompt = "village board resolutions about water rates 2024"
    said = {"link_text": "Setting Water Rates", "heading": "Resolutions 2024"}
    assert score(prompt, **said) > 0.4


@pytest.mark.parametrize("word", ["sale", "rate", "plan", "loan", "code", "case", "zone"])
def test_short_words_meet_their_plural(word: str) -> None:
    assert stem(f"{word}s") == stem(word)
