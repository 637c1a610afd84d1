"""How well a document fits by its number, and by what the page around it says of itself."""

from __future__ import annotations

from datetime import date
from typing import Final

import pytest

from skop_desktop.engine.lexicon import kind_hits
from skop_desktop.engine.pages import Link
from skop_desktop.engine.promise import Promises
from skop_desktop.engine.prompt import read_prompt
from skop_desktop.engine.relevance import Evidence, Judgement, judge

TODAY: Final = date(2025, 3, 1)
FITS: Final = 0.5
DEFAULT_THRESHOLD: Final = 0.1


def judged(prompt: str, url: str = "http://h/files/a.pdf", **said: str) -> Judgement:
    return judge(read_prompt(prompt, TODAY), Evidence(url, **said))


@pytest.mark.parametrize(
    ("prompt", "said", "fits"),
    [
        ("resolution 2023-14", {"link_text": "Resolution 2023-14"}, True),
        ("resolution 2023-14", {"link_text": "Resolution No. 2023-014"}, True),
        ("resolution 2023-14", {"link_text": "Resolution", "url": "http://h/r_2023_14.pdf"}, True),
        ("resolution 2023-14", {"link_text": "Resolution 2023-114"}, False),
        ("resolution 2023-14", {"link_text": "Resolution 2022-14"}, False),
        ("resolution 2023-14", {"link_text": "Resolution", "row": "Posted 2023-14-01"}, False),
        ("resolution 2023-14", {"link_text": "Resolution"}, False),
        ("resolution 2023-14", {"link_text": "Minutes", "row": "Resolution 2023-14"}, False),
        ("docket 23-0456", {"link_text": "Order", "page_title": "Docket 23-0456"}, True),
        ("docket 23-0456", {"link_text": "Order", "trail": "Dockets › 23-0456"}, True),
        ("docket 23-0456", {"link_text": "Order", "page_title": "Docket 23-0465"}, False),
        ("bill HB 1234", {"link_text": "Amendment to H.B. 1234"}, True),
        ("bill HB 1234", {"link_text": "Amendment", "heading": "House Bill 1234"}, True),
        ("bill HB 1234", {"link_text": "Amendment to SB 1234"}, False),
        ("Bebauungsplan Nr. 47", {"link_text": "Umweltbericht", "heading": "B-Plan Nr. 47"}, True),
        (
            "Bebauungsplan Nr. 47",
            {"link_text": "Umweltbericht", "heading": "B-Plan Nr. 4.7"},
            False,
        ),
        ("Bebauungsplan Nr. 47", {"link_text": "Seite 47"}, False),
    ],
)
def test_the_number_must_be_said_of_the_document_or_above_it(
    prompt: str, said: dict[str, str], *, fits: bool
) -> None:
    score = judged(prompt, **said).score
    assert (score > FITS) is fits
    assert (score > DEFAULT_THRESHOLD) is fits


def test_the_number_is_among_the_reasons() -> None:
    assert "docket 23-0456 ✓" in judged("docket 23-0456", link_text="Docket 23-0456").reasons
    assert "docket 23-0456 ✗" in judged("docket 23-0456", link_text="Docket 23-0999").reasons


def test_a_first_page_may_say_the_number() -> None:
    found = judged("docket 23-0456", link_text="Testimony")
    assert found.is_borderline
    assert judged("docket 23-0456", link_text="Testimony", first_page="Docket 23-0456").score > FITS


@pytest.mark.parametrize(
    ("filed", "fits"), [("02/24/2023", True), ("02/25/2022", False), ("09/08/2022", True)]
)
def test_a_yearly_filing_is_of_the_fiscal_year_before_its_day(filed: str, *, fits: bool) -> None:
    found = judged("10-K filings fiscal 2022", link_text="PDF", row=f"{filed} 10-K Annual report")
    assert (found.score > FITS) is fits


def test_what_a_page_says_of_its_place_counts() -> None:
    said = {"link_text": "Minutes", "heading": "2024"}
    without = judged("Planning Board minutes 2024", **said)
    within = judged("Planning Board minutes 2024", **said, trail="Home › Planning Board › Minutes")
    assert within.score > without.score


def test_news_of_a_document_is_not_the_document() -> None:
    title = "Annual report 2023 published"
    assert judged("annual reports 2023", link_text=title, heading="Reports").score > FITS
    assert judged("annual reports 2023", link_text=title, heading="News").score < FITS


def test_papers_that_do_not_call_themselves_reports_are_such_all_the_same() -> None:
    found = judged("studies on coastal erosion", link_text="Cliffs in retreat: erosion of a coast")
    assert found.score > DEFAULT_THRESHOLD
    assert "report ?" in found.reasons


def test_what_a_compound_is_about_counts() -> None:
    prompt = "Umweltberichte 2023"
    assert judged(prompt, link_text="Umweltbericht 2023").score > FITS
    assert judged(prompt, link_text="Lagebericht 2023").score < FITS


def test_one_of_two_subjects_joined_by_and_is_an_answer_both_a_better_one() -> None:
    prompt = "reports on traffic noise and air pollution"
    both = judged(prompt, link_text="Report on traffic noise and air pollution").score
    one = judged(prompt, link_text="Report on air pollution").score
    none = judged(prompt, link_text="Report on school meals").score
    assert both >= one > 0.85
    assert none < DEFAULT_THRESHOLD


def test_a_foundation_s_own_reports_are_not_those_of_a_partner() -> None:
    prompt, said = "annual reports 2023", {"link_text": "2023", "heading": "Annual reports"}
    title = "Alm Foundation"
    own = judged(prompt, "http://alm-foundation.example/a.pdf", **said, page_title=title)
    other = judged(prompt, "http://town.example/a.pdf", **said, page_title=title)
    assert own.score > FITS > other.score


def test_what_a_title_says_behind_a_mark_is_no_part_of_the_name_of_a_body() -> None:
    (hit,) = kind_hits("Inspection Reports | Bureau of Ride Safety")
    assert hit.kind == "report"
    assert not kind_hits("Audit Committee | Town of Alm")


def test_links_that_say_the_number_are_followed_first() -> None:
    promises = Promises(read_prompt("docket 23-0456", TODAY))
    texts = ("Docket 23-0456", "Dockets", "Contact us", "Docket 23-0465")
    worths = [promises.of_link(Link("http://h/a", text)).worth for text in texts]
    assert worths[0] == max(worths)
    assert worths[1] > max(worths[2:])
