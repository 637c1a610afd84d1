"""The pages of boards and offices, written round their documents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from sample_site.holdings import Document
from sample_site.html import Page, bullet_list, document_link, link, pager, paragraphs, table
from sample_site.shelf import MISSING, NEVER_ANSWERS, SIGN_IN, TOO_LARGE, Shelf
from sample_site.town import (
    BOARD_MEETINGS,
    FINANCE,
    FINANCE_MEETINGS,
    LIBRARY,
    LIBRARY_MEETINGS,
    PARKS,
    PARKS_MEETINGS,
    PLANNING_BOARD,
    PLANNING_MEETINGS,
    SCHOOL,
    SCHOOL_MEETINGS,
    TOWN_BOARD,
    YEARS,
    Body,
    Meeting,
    Paper,
    long_date,
)


def paper_pages(shelf: Shelf) -> Iterator[Page]:
    """The pages that list what boards, committees and offices publish."""
    yield from _board(shelf)
    yield from _committees(shelf)
    yield from _finance(shelf)
    yield from _documents(shelf)


def _board(shelf: Shelf) -> Iterator[Page]:
    yield _board_home()
    years = bullet_list(
        link(f"/board/minutes/{year}/", f"Minutes {year}") for year in reversed(YEARS)
    )
    yield Page(
        "/board/minutes/",
        "Minutes of the Town Board",
        paragraphs("Minutes are published once the Board has approved them.")
        + years
        + paragraphs(
            f"Older minutes: see the {link(NEVER_ANSWERS, 'index of the microfilms')} "
            f"or the {link('/archive/', 'archive')}.",
            f"See also: {document_link(shelf.center[11])}.",
        ),
    )
    for year in YEARS:
        yield _minutes_of(year, shelf)
    agendas = {
        year: _papers(shelf, BOARD_MEETINGS, Paper.AGENDA, year) for year in (2025, 2024, 2023)
    }
    yield Page(
        "/board/agendas/",
        "Agendas of the Town Board",
        bullet_list(link(f"/board/agendas/{year}/", f"Agendas {year}") for year in agendas),
    )
    for year, papers in agendas.items():
        yield Page(
            f"/board/agendas/{year}/",
            f"Town Board agendas {year}",
            bullet_list(document_link(paper) for paper in papers),
        )
    packets = _papers(shelf, BOARD_MEETINGS, Paper.PACKET)
    yield Page(
        "/board/packets/",
        "Town Board meeting packets",
        paragraphs("A packet holds the agenda and all reports of a meeting in one file.")
        + bullet_list(document_link(paper) for paper in packets),
    )


def _board_home() -> Page:
    transcripts = link(TOO_LARGE, "Transcripts of all meeting videos since 2012")
    return Page(
        "/board/",
        "Town Board",
        paragraphs("The Town Board meets on the second Tuesday of the month at seven o'clock.")
        + "<h2>Members</h2>"
        + bullet_list(TOWN_BOARD.members)
        + "<h2>Papers</h2>"
        + bullet_list(
            [
                link("/board/minutes/", "Minutes by year"),
                link("/board/agendas/", "Agendas"),
                link("/board/packets/", "Meeting packets"),
                link("/documents/view?id=23", "Rules of procedure of the Town Board"),
                f"{transcripts} <small>(PDF, 189 MB)</small>",
            ]
        ),
    )


def _papers(
    shelf: Shelf, meetings: Sequence[Meeting], kind: Paper, year: int | None = None
) -> list[Document]:
    """The papers of one kind, newest first."""
    found = [
        shelf.papers[meeting, kind]
        for meeting in meetings
        if (meeting, kind) in shelf.papers and year in {None, meeting.day.year}
    ]
    return sorted(found, key=lambda paper: paper.day, reverse=True)


def _minutes_of(year: int, shelf: Shelf) -> Page:
    meetings = sorted((m for m in BOARD_MEETINGS if m.day.year == year), key=lambda m: m.day)
    rows = []
    for meeting in meetings:
        agenda = shelf.papers.get((meeting, Paper.AGENDA))
        rows.append(
            (
                long_date(meeting.day),
                document_link(shelf.papers[meeting, Paper.MINUTES]),
                document_link(agenda, "Agenda") if agenda else "",
            )
        )
    more = ""
    if year == 2024:
        more = "<h2>Also</h2>" + bullet_list(
            [
                link(MISSING, "Board minutes, July 9, 2024 (corrected)"),
                link(
                    f"{SIGN_IN}closed-session-minutes-2024-06-18.pdf",
                    "Board minutes, closed session of June 18, 2024",
                )
                + " <small>(staff only)</small>",
                link("/documents/view?id=11", "Annual Town Meeting 2024, minutes"),
            ]
        )
    return Page(
        f"/board/minutes/{year}/",
        f"Town Board minutes {year}",
        table(("Meeting", "Minutes", "Agenda"), rows) + more,
        date(min(year + 1, 2025), 1, 20),
    )


def _committees(shelf: Shelf) -> Iterator[Page]:
    bodies: tuple[tuple[Body, Sequence[Meeting], str], ...] = (
        (PLANNING_BOARD, PLANNING_MEETINGS, "The Planning Board looks at site plans and maps."),
        (FINANCE, FINANCE_MEETINGS, "Three residents who read every bill of the town."),
        (PARKS, PARKS_MEETINGS, "The green, the boathouse and the paths round the Mere."),
        (LIBRARY, LIBRARY_MEETINGS, "The trustees keep the library open six days a week."),
        (SCHOOL, SCHOOL_MEETINGS, "Saw the new gymnasium through and was dissolved in 2024."),
    )
    yield Page(
        "/committees/",
        "Boards and committees",
        bullet_list(
            [link("/board/", TOWN_BOARD.name)]
            + [link(f"/committees/{body.folder}/", body.name) for body, _, _ in bodies]
        ),
    )
    for body, meetings, about in bodies:
        papers = sorted(
            (m for m in meetings if (m, Paper.MINUTES) in shelf.papers),
            key=lambda m: m.day,
            reverse=True,
        )
        parks = body is PARKS
        minutes = [
            f"{long_date(m.day)}: " * parks
            + document_link(shelf.papers[m, Paper.MINUTES], "Minutes" * parks)
            for m in papers
        ]
        agendas = [document_link(paper) for paper in _papers(shelf, meetings, Paper.AGENDA)]
        yield Page(
            f"/committees/{body.folder}/",
            body.name,
            paragraphs(about)
            + "<h2>Members</h2>"
            + bullet_list(body.members)
            + "<h2>Minutes</h2>"
            + bullet_list(minutes)
            + ("<h2>Agendas</h2>" + bullet_list(agendas) if agendas else ""),
        )


def _finance(shelf: Shelf) -> Iterator[Page]:
    yield Page(
        "/finance/",
        "Finance",
        bullet_list(
            [
                link("/finance/budgets/", "Budgets"),
                link("/finance/audits/", "Audits"),
                link("/finance/annual-reports/", "Annual reports"),
                link("/committees/finance/", FINANCE.name),
            ]
        ),
    )
    for path, title, word in (
        ("/finance/budgets/", "Budgets", "budget"),
        ("/finance/audits/", "Audits", "audit"),
        ("/finance/annual-reports/", "Annual reports", "annual"),
    ):
        papers = sorted(
            (p for p in shelf.finance if word in p.path), key=lambda p: p.day, reverse=True
        )
        yield Page(path, title, bullet_list(document_link(paper) for paper in papers))
    yield Page(
        "/ordinances/",
        "Ordinances",
        table(
            ("Adopted", "Ordinance"),
            ((long_date(paper.day), document_link(paper)) for paper in reversed(shelf.ordinances)),
        ),
    )


def _documents(shelf: Shelf) -> Iterator[Page]:
    """The document center: numbered links without an ending, in pages, and doubles."""
    numbered = [
        link(f"/documents/view?id={number}", paper.title) + f" <small>No. {number}</small>"
        for number, paper in shelf.center.items()
    ]
    doubles = [
        document_link(paper) for paper in _papers(shelf, BOARD_MEETINGS, Paper.MINUTES, 2024)[:4]
    ]
    rest = [document_link(paper) for paper in (*shelf.ordinances, *shelf.finance)]
    items = numbered + doubles + rest
    size = 9
    last = -(-len(items) // size)
    for number in range(1, last + 1):
        part = items[(number - 1) * size : number * size]
        yield Page(
            "/documents/" if number == 1 else f"/documents/page/{number}/",
            "Document center" if number == 1 else f"Document center, page {number}",
            bullet_list(part) + pager("/documents/", number, last),
        )
