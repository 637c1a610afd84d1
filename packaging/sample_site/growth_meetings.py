"""Meetings before 2022: nine years of six boards, some of their papers digitised."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from sample_site import documents
from sample_site.holdings import Document
from sample_site.html import Page, bullet_list, document_link, link, pager, paragraphs, table
from sample_site.prose import BUSINESS, meeting_writing
from sample_site.town import (
    EVERY_MONTH,
    PLANNING_BOARD,
    Body,
    Meeting,
    Paper,
    long_date,
    nth_weekday,
)

PROMPT: Final = "Planning Board minutes from 2015 to 2019"
_ASKED_YEARS: Final = range(2015, 2020)
_YEARS: Final = range(2013, 2022)
_IN_TABLES: Final = (2015, 2016)
"""Years whose papers stand in one table; the others have a page for each meeting."""
_VIEWED: Final = 1_000
_MEETINGS_A_LIST: Final = 6

_ZONING: Final = Body(
    "Zoning Board of Appeals", "ZBA", "zoning", "Town Hall, lower meeting room",
    ("Edith Crane, Chair", "Lou Farrow", "Nina Petrov"),
)  # fmt: skip
_CONSERVATION: Final = Body(
    "Conservation Commission", "Conservation", "conservation", "Boathouse, Mere Road",
    ("Hugh Aster, Chair", "Willa Dorn", "Ray Osei"),
)  # fmt: skip
_HEALTH: Final = Body(
    "Board of Health", "Board of Health", "health", "Town Hall, clerk's office",
    ("Dr. Iris Coyle, Chair", "Ben Tully", "Maud Yates"),
)  # fmt: skip
_HISTORY: Final = Body(
    "Historical Commission", "Historical", "history", "Old Mill, first floor",
    ("Grace Ilves, Chair", "Otis Rand", "Pia Lund"),
)  # fmt: skip
_RECREATION: Final = Body(
    "Recreation Committee", "Recreation", "recreation", "Eldermere School, gymnasium",
    ("Bill Tarrant, Chair", "Ada Monk", "Seth Quill"),
)  # fmt: skip
_BODIES: Final = (PLANNING_BOARD, _ZONING, _CONSERVATION, _HEALTH, _HISTORY, _RECREATION)
_DIGITISED: Final[dict[str, dict[Paper, frozenset[int]]]] = {
    PLANNING_BOARD.name: {
        Paper.MINUTES: frozenset((2014, *_ASKED_YEARS, 2020)),
        Paper.AGENDA: frozenset((2017, 2018)),
    },
    _ZONING.name: {Paper.MINUTES: frozenset((2016, 2017, 2018))},
    _CONSERVATION.name: {Paper.MINUTES: frozenset((2019,))},
    _HEALTH.name: {Paper.MINUTES: frozenset((2015,))},
    _HISTORY.name: {Paper.AGENDA: frozenset((2019,))},
    _RECREATION.name: {Paper.MINUTES: frozenset((2017,))},
}


@dataclass(slots=True)
class Archive:
    """Pages, papers, papers behind numbers, and which paths answer ``PROMPT``."""

    pages: list[Page] = field(default_factory=list)
    papers: list[Document] = field(default_factory=list)
    views: dict[int, Document] = field(default_factory=dict)
    asked_for: list[str] = field(default_factory=list)


def archive() -> Archive:
    """All of it."""
    made = Archive()
    made.pages.append(
        Page(
            "/meetings/",
            "Meetings before 2022",
            paragraphs("Boards put their papers here as volunteers get them scanned.")
            + bullet_list(link(f"/meetings/{body.folder}/", body.name) for body in _BODIES),
        )
    )
    for body in _BODIES:
        made.pages.append(
            Page(
                f"/meetings/{body.folder}/",
                f"{body.name}: meetings before 2022",
                bullet_list(
                    link(f"/meetings/{body.folder}/{year}/", f"Meetings in {year}")
                    for year in reversed(_YEARS)
                ),
            )
        )
        for year in _YEARS:
            made.pages += _year(body, year, made)
    return made


def _meetings(body: Body, year: int) -> list[Meeting]:
    weekday = len(body.name) % 4
    return [Meeting(body, nth_weekday(year, month, weekday, 3)) for month in EVERY_MONTH]


def _year(body: Body, year: int, made: Archive) -> Iterator[Page]:
    meetings = _meetings(body, year)
    papers = {meeting: list(_papers(meeting, made)) for meeting in meetings}
    base = f"/meetings/{body.folder}/{year}/"
    if body is PLANNING_BOARD and year in _IN_TABLES:
        rows = ((long_date(m.day), *(_shown(paper, made) for paper in papers[m])) for m in meetings)
        yield Page(base, f"{body.name} {year}", table(("Meeting", "Minutes"), rows))
        return
    last = -(-len(meetings) // _MEETINGS_A_LIST)
    for number in range(1, last + 1):
        part = meetings[(number - 1) * _MEETINGS_A_LIST : number * _MEETINGS_A_LIST]
        yield Page(
            base if number == 1 else f"{base}page/{number}/",
            f"{body.name}: meetings in {year}",
            bullet_list(link(_path(m), f"Meeting of {long_date(m.day)}") for m in part)
            + pager(base, number, last),
        )
    for meeting in meetings:
        yield _meeting(meeting, papers[meeting])


def _path(meeting: Meeting) -> str:
    return f"/meetings/{meeting.body.folder}/{meeting.day:%Y}/{meeting.day:%m-%d}/"


def _meeting(meeting: Meeting, papers: list[Document]) -> Page:
    business = [BUSINESS[(meeting.number + step) % len(BUSINESS)] for step in range(3)]
    links = [document_link(paper, paper.title.partition(",")[0]) for paper in papers]
    return Page(
        _path(meeting),
        f"{meeting.body.name}, {long_date(meeting.day)}",
        paragraphs(f"Seven o'clock, {meeting.body.place}.")
        + "<h2>On the table</h2>"
        + bullet_list(item.heading for item in business)
        + paragraphs(*(item.report for item in business))
        + "<h2>Papers</h2>"
        + (bullet_list(links) if links else paragraphs("Nothing has been scanned yet.")),
        meeting.day,
    )


def _shown(paper: Document, made: Archive) -> str:
    """The link in a table; some papers lie behind a number."""
    number = next((n for n, viewed in made.views.items() if viewed is paper), None)
    return link(f"/documents/view?id={number}", "Minutes") if number else document_link(paper)


def _papers(meeting: Meeting, made: Archive) -> Iterator[Document]:
    body, day = meeting.body, meeting.day
    digitised = _DIGITISED[body.name]
    if day.year in digitised.get(Paper.AGENDA, ()):
        yield _paper(made, meeting, Paper.AGENDA, f"agendas/{day:%Y%m%d}_agenda.pdf")
    if day.year not in digitised.get(Paper.MINUTES, ()):
        return
    names = (
        f"minutes/{day:%Y}/{day:%Y-%m-%d}-minutes.pdf",
        f"minutes/{day.year + 1}/{body.short[:2].upper()}_Minutes_{day:%m%d%y}.pdf",
        f"scans/{day:%m%d%y}m.pdf",
    )
    paper = _paper(made, meeting, Paper.MINUTES, names[day.month % len(names)])
    if body is PLANNING_BOARD and day.year in _ASKED_YEARS:
        made.asked_for.append(paper.path)
        if day.year in _IN_TABLES and day.month % 4 == 0:
            made.views[_VIEWED + len(made.views)] = paper
    yield paper


def _paper(made: Archive, meeting: Meeting, kind: Paper, name: str) -> Document:
    paper = Document(
        f"/files/archive/{meeting.body.folder}/{name}",
        f"{kind.capitalize()}, {long_date(meeting.day)}",
        meeting.day,
        documents.pdf(meeting_writing(meeting, kind)),
    )
    made.papers.append(paper)
    return paper
