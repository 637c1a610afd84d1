"""How well a document fits, and why."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skop_desktop.engine.prompt import read_prompt
from skop_desktop.engine.relevance import Evidence, Judgement, judge

TODAY = date(2025, 3, 1)
FITS = 0.5
DEFAULT_THRESHOLD = 0.1


def judged(prompt: str, url: str = "http://h/files/a.pdf", **said: str) -> Judgement:
    return judge(read_prompt(prompt, TODAY), Evidence(url, **said))


def test_what_fits_in_all_is_high_and_says_why() -> None:
    found = judged(
        "Board of Education minutes from 2024", link_text="Board of Education minutes, May 7, 2024"
    )
    assert found.score > 0.9
    assert found.reasons == ("minutes ✓", "2024 ✓", "Board of Education ✓")


def test_an_agenda_beside_minutes_is_low() -> None:
    found = judged(
        "Board minutes from 2024", link_text="Agenda", heading="Board – 2024", row="Minutes Agenda"
    )
    assert found.score < DEFAULT_THRESHOLD
    assert "agenda ✗" in found.reasons


@pytest.mark.parametrize(
    ("said", "fits"),
    [
        ({"link_text": "Minutes December 20, 2023"}, False),
        ({"link_text": "Minutes", "heading": "2024"}, True),
        ({"link_text": "Minutes", "heading": "2023"}, False),
        ({"link_text": "January 16", "heading": "2024 Minutes"}, True),
        ({"link_text": "Minutes", "url": "http://h/uploads/2023/minutes-03-12-2024.pdf"}, True),
        ({"link_text": "Minutes", "url": "http://h/uploads/2024/01/December_20_2023.pdf"}, False),
        ({"link_text": "Minutes", "url": "http://h/board/2024/a.pdf"}, True),
        ({"link_text": "Minutes 12-10-2024 (approved 1/14/2025)"}, True),
        ({"link_text": "Minutes", "row": "Minutes March 2024"}, True),
    ],
)
def test_the_year_is_bound_to_the_document(said: dict[str, str], *, fits: bool) -> None:
    found = judged("Meeting minutes from 2024", **said)
    assert (found.score > FITS) is fits
    assert (found.score > DEFAULT_THRESHOLD) is fits


def test_the_link_text_says_the_year_before_the_heading_before_the_file_name() -> None:
    prompt = "Meeting minutes from 2024"
    name = "http://h/minutes-2022.pdf"
    by_text = judged(prompt, name, link_text="Minutes 2024", heading="2023")
    by_heading = judged(prompt, name, link_text="Minutes", heading="2024")
    by_name = judged(prompt, name, link_text="Minutes")
    assert by_text.score > FITS
    assert by_heading.score > FITS
    assert by_name.score < DEFAULT_THRESHOLD


@pytest.mark.parametrize(("heading", "fits"), [("2009", True), ("2013", False), ("", False)])
def test_the_heading_decides_what_six_figures_mean(heading: str, *, fits: bool) -> None:
    found = judged("Minutes from 2009", "http://h/091013.pdf", link_text="Minutes", heading=heading)
    by_name = judged("Minutes from 2009", "http://h/091013.pdf", heading=f"Minutes {heading}")
    by_title = judged("Minutes from 2009", link_title="091013 Minutes", heading=heading)
    assert [judgement.score > FITS for judgement in (found, by_name, by_title)] == [fits] * 3


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("Finance Committee meeting minutes", True),
        ("Minutes", True),
        ("Human Resources Committee meeting minutes", False),
        ("Board meeting minutes", False),
        ("QPS meeting minutes", False),
    ],
)
def test_minutes_of_another_body_are_low(text: str, *, fits: bool) -> None:
    found = judged(
        "Finance Committee minutes", link_text=text, page_title="Finance Committee and others"
    )
    if text.startswith("QPS"):
        found = judged("Finance Committee minutes", link_text=text, page_title="Meetings")
    assert (found.score > DEFAULT_THRESHOLD) is fits


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("Minutes policy", False),
        ("Instructional Minutes calculation", False),
        ("Audit Committee agenda", False),
        ("Niederschrift der Sitzung", True),
        ("Procès-verbal de la séance", True),
        ("Acta de la sesión", True),
        ("Acta de replanteo", False),
    ],
)
def test_the_genre_beats_the_word(text: str, *, fits: bool) -> None:
    assert (judged("all meeting minutes", link_text=text).score > FITS) is fits


def test_titles_that_tell_a_subject_take_their_kind_from_the_page() -> None:
    found = judged(
        "appellate opinions", link_text="People v. Tondini", page_title="Appellate Court Opinions"
    )
    assert found.score > FITS


def test_a_planning_board_is_less_sure_than_the_board_itself() -> None:
    own = judged("Board minutes from 2024", link_text="Board minutes, May 14, 2024")
    other = judged("Board minutes from 2024", link_text="Planning Board minutes, May 14, 2024")
    assert DEFAULT_THRESHOLD < other.score < own.score


def test_what_was_excluded_is_low() -> None:
    assert judged("packets, not drafts", link_text="Packet draft").score < DEFAULT_THRESHOLD


def test_a_topic_alone_decides_alone() -> None:
    prompt = "everything about water quality"
    assert judged(prompt, link_text="Water quality report").score > FITS
    assert judged(prompt, link_text="Parking rules").score < DEFAULT_THRESHOLD


def test_the_file_type_asked_for_counts() -> None:
    prompt = "excel budgets"
    right = judged(prompt, "http://h/budget.xlsx", link_text="Budget")
    wrong = judged(prompt, "http://h/budget.pdf", link_text="Budget")
    assert right.score > FITS > wrong.score


@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=80), st.text(max_size=60))
def test_any_words_can_be_judged(text: str, heading: str, row: str, name: str) -> None:
    found = judged(
        "Board of Education minutes from 2024, not drafts",
        f"http://h/{name}",
        link_text=text,
        heading=heading,
        row=row,
    )
    assert 0 <= found.score <= 1
    assert all(reason[-1] in "✓✗?" for reason in found.reasons)


def test_a_name_tells_more_than_another_word() -> None:
    prompt = "speeches by Ilse Marwood on debt"
    of_her = judged(prompt, link_text="Speech by Ilse Marwood on housing")
    of_another = judged(prompt, link_text="Speech by Karl Sundby on debt")
    assert of_her.score > of_another.score


@pytest.mark.parametrize(
    ("link_text", "row"),
    [("14 Sept", "Minutes: 14 Sept"), ("Under 12, north", "Minutes: under 12")],
)
def test_a_row_that_begins_with_the_kind_says_it_of_its_link(link_text: str, row: str) -> None:
    found = judged(
        "minutes from 2024",
        "http://h/attachments/download.asp",
        link_text=link_text,
        heading="Meetings 2024",
        row=row,
    )
    assert found.score > FITS


def test_a_contract_that_has_expired_was_one() -> None:
    found = judged("contracts for spraying", link_text="Spraying contract", heading="Expired")
    assert found.score > FITS


@pytest.mark.parametrize("link_text", ["Attachment 3", "Form CMS-2567"])
def test_attachments_and_numbered_forms_are_what_stands_in_them(link_text: str) -> None:
    prompt, first_page = "inspection reports 2024", "Inspection report, 4 March 2024"
    found = judged(prompt, link_text=link_text, heading="2024", first_page=first_page)
    assert found.score > FITS
    form = judged(prompt, link_text="Request form", heading="2024", first_page=first_page)
    assert form.score < DEFAULT_THRESHOLD
