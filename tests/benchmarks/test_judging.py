"""How many links a second the judgement takes on, on one core, each link for the first time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest

from skop_desktop.engine.prompt import read_prompt
from skop_desktop.engine.relevance import Evidence, SiteBodies, judge
from skop_desktop.engine.relevance.vectors import topic_vectors

LINKS = 20_000
SLICE = 1_000
"""A neighbour on the same core makes it half as quick for seconds: the better quarter of the slices
tells what the core does when it is left alone."""
LINKS_ON_A_PAGE = 40
REACH = 5_000
BODIES = ("Planning Commission", "Board of Education", "Finance Committee", "City Council")
PAPERS = ("Minutes", "Agenda", "Packet", "Zoning report", "Budget summary", "Notice")


def links_of_a_site() -> Iterator[tuple[str, str, Evidence]]:
    """Title and heading of the page, and a link; no two links are alike."""
    for number in range(LINKS):
        page = number // LINKS_ON_A_PAGE
        body, paper = BODIES[page % len(BODIES)], PAPERS[number % len(PAPERS)]
        day = date(2012, 1, 1) + timedelta(days=number // 4)
        title, heading = f"{body} {page} | City of Harrowmere", f"{body} – {day.year}"
        evidence = Evidence(
            f"https://www.harrowmere.example/files/{page}/{paper[:3].lower()}_{day:%m%d%y}_{number}.pdf",
            link_text=f"{paper}, {day:%B} {day.day}",
            heading=heading,
            row=f"{day:%B} {day.day} {paper} Video item {number}",
            page_title=title,
        )
        yield title, heading, evidence


@pytest.mark.benchmark
@pytest.mark.parametrize(
    "prompt",
    [
        "Planning Commission minutes from 2024",
        "reports about zoning and affordable housing",
        "zoning notices for docket 23-0456",
        "financial statements and audits since 2019",
        "resolutions on housing, homelessness or short term rentals in Springfield as PDF",
    ],
)
def test_judging_takes_on_thousands_of_links_a_second(
    prompt: str, record_property: Callable[[str, object], None]
) -> None:
    plan, site, links = read_prompt(prompt, date(2025, 3, 1)), SiteBodies(), [*links_of_a_site()]
    topic_vectors()
    spent = []
    for first in range(0, LINKS, SLICE):
        begun = time.process_time()
        for title, heading, evidence in links[first : first + SLICE]:
            site.hear(title, heading)
            judge(plan, evidence, site)
        spent.append(time.process_time() - begun)
    whole, undisturbed = LINKS / sum(spent), SLICE / sorted(spent)[len(spent) // 4]
    record_property("links_a_second", round(undisturbed))
    print(  # noqa: T201 - the figures
        f"\n{prompt}: {undisturbed:,.0f} links a second of CPU time, {whole:,.0f} on the mean"
    )
    assert undisturbed >= REACH
