"""The other documents of the site: finance, rules, forms, the sister town, drafts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from sample_site import documents
from sample_site.holdings import Document
from sample_site.prose import BUSINESS, Section, Writing, report_writing
from sample_site.town import YEARS, long_date

DEPARTMENTS: Final = (
    ("General government", 412_000),
    ("Highways", 688_000),
    ("Water", 301_500),
    ("Public safety", 254_000),
    ("Library", 138_200),
    ("Parks and recreation", 96_400),
    ("Debt service", 175_000),
)


def finance_papers() -> Iterator[Document]:
    """Budgets as PDF and XLSX by year, audits, annual reports."""
    for year in YEARS:
        yield from _budget(year)
    for year in (2022, 2023, 2024):
        yield _audit(year)
    for year in (2023, 2024):
        yield _annual_report(year)


def _report(path: str, title: str, day: date, *headings: str) -> Document:
    writing = report_writing(title, long_date(day), *headings)
    return Document(path, title, day, documents.pdf(writing))


def _budget(year: int) -> Iterator[Document]:
    day = date(year - 1, 11, 19)
    folder = "/files/finance/budgets"
    yield _report(
        f"{folder}/budget-{year}-adopted.pdf",
        f"Adopted budget {year}",
        day,
        "Summary",
        "Revenues",
        "Spending",
        "Reserves",
    )
    before, now = (1 + (each - YEARS[0]) * 0.03 for each in (year - 1, year))
    rows = [(name, round(base * before), round(base * now)) for name, base in DEPARTMENTS]
    yield Document(
        f"{folder}/budget-{year}-figures.xlsx",
        f"Budget figures {year}",
        day,
        documents.sheet(f"Budget {year}", ("Department", str(year - 1), str(year)), rows),
    )


def _audit(year: int) -> Document:
    return _report(
        f"/files/finance/audits/FYE-1231{year % 100}-audit.pdf",
        f"Independent audit, fiscal year {year}",
        date(year + 1, 6, 27),
        "Opinion",
        "Basis for opinion",
        "Financial statements",
    )


def _annual_report(year: int) -> Document:
    return _report(
        f"/files/finance/annual-report-{year}.pdf",
        f"Annual report {year}",
        date(year + 1, 3, 4),
        "From the Supervisor",
        "The year in figures",
        "Boards and committees",
    )


ORDINANCES: Final = (
    (date(2022, 5, 10), "Noise after ten in the evening"),
    (date(2023, 3, 14), "Short-term rentals"),
    (date(2023, 9, 12), "Outdoor burning"),
    (date(2024, 2, 13), "Solar panels in the historic district"),
    (date(2024, 6, 11), "Boats on the Mere"),
    (date(2025, 2, 11), "Parking on market days"),
)


def ordinances() -> Iterator[Document]:
    """Ordinances, numbered within their year."""
    seen: dict[int, int] = {}
    for day, subject in ORDINANCES:
        seen[day.year] = number = seen.get(day.year, 0) + 1
        yield Document(
            f"/files/ordinances/ordinance-{day.year}-{number:02}.pdf",
            f"Ordinance {number} of {day.year}: {subject}",
            day,
            documents.pdf(
                report_writing(
                    f"Ordinance {number} of {day.year}",
                    f"{subject}. Adopted {long_date(day)}",
                    "Purpose",
                    "Rules",
                    "Penalties",
                    "In force",
                )
            ),
        )


def forms() -> Iterator[Document]:
    """Forms to fill in, and notices."""
    day = date(2024, 1, 3)
    for name, title in (("dog-license", "Dog license"), ("records-request", "Records request")):
        writing = report_writing(f"Application: {title}", "Form of 2024", "Who may apply", "Fee")
        yield Document(f"/files/forms/{name}.docx", f"{title} form", day, documents.word(writing))
    writing = report_writing("Building permit", "Form of 2023", "Site", "Works", "Declaration")
    yield Document(
        "/files/forms/building-permit.pdf",
        "Building permit form",
        date(2023, 2, 1),
        documents.pdf(writing),
    )
    for day, name, title in (
        (date(2023, 7, 6), "hydrants", "Notice: flushing of hydrants"),
        (date(2024, 4, 25), "hearing-parking", "Notice: public hearing on parking"),
        (date(2024, 11, 7), "winter-parking", "Notice: winter parking"),
        (date(2025, 3, 20), "boat-ramp", "Notice: boat ramp closed"),
    ):
        heading, report, _ = BUSINESS[len(name) % len(BUSINESS)]
        writing = Writing("Town Clerk", title, long_date(day), (Section(heading, (report,)),))
        yield Document(
            f"/files/notices/{day:%Y-%m-%d}-{name}.txt", title, day, documents.text(writing)
        )


def center() -> dict[int, Document]:
    """Documents that the document center hands out by number, under links without an ending."""
    found = {
        11: ("annual-town-meeting-minutes-2024.pdf", "Annual Town Meeting 2024, minutes"),
        14: ("snow-and-ice-policy.pdf", "Snow and ice policy"),
        17: ("water-quality-report-2024.pdf", "Water quality report 2024"),
        23: ("town-board-rules-of-procedure.pdf", "Rules of procedure of the Town Board"),
    }
    day = date(2024, 5, 21)
    return {
        number: _report(f"/files/center/{name}", title, day, "Purpose", "Findings", "What follows")
        for number, (name, title) in found.items()
    }


SISTER: Final = "Gemeinde Kleinmühlbrück"
COUNCIL: Final = Writing(
    f"{SISTER} · Gemeinderat",
    "Protokoll der Sitzung des Gemeinderates",
    "12. März 2024",
    (
        Section("1. Begrüßung", ("Bürgermeister Jörg Höfer eröffnet die Sitzung um 19 Uhr.",)),
        Section(
            "2. Städtepartnerschaft mit Eldermere",
            ("Für die Reise im Juni wird ein Zuschuss von 2.400 € einstimmig beschlossen.",),
        ),
        Section("3. Verschiedenes", ("Die Brücke über die Mühle wird im Mai gestrichen.",)),
    ),
)
FOUNDING: Final = Writing(
    SISTER,
    "Gründungsurkunde der Partnerschaft",
    "24. Februar 2022",
    (Section("Wir erklären", ("Eldermere und Kleinmühlbrück sind Partnerstädte.",)),),
)
EXCHANGE: Final = Writing(
    SISTER,
    "Übersicht Schüleraustausch",
    "Sommer 2024",
    (Section("Ablauf", ("Anreise am 3. Juni, Ausflüge nach Möhrenfeld, Abreise am 10.",)),),
)


def sister_town() -> Iterator[Document]:
    """Papers of the partnership with Kleinmühlbrück, in German, with umlauts in the names."""
    folder = "/files/sister-town"
    yield Document(
        f"{folder}/Protokoll Gemeinderat Kleinmühlbrück 12. März 2024.pdf",
        "Protokoll des Gemeinderates, 12. März 2024",
        date(2024, 3, 12),
        documents.pdf(COUNCIL),
    )
    yield Document(
        f"{folder}/Gründungsurkunde.pdf",
        "Gründungsurkunde, 24. Februar 2022",
        date(2022, 2, 24),
        documents.pdf(FOUNDING),
    )
    yield Document(
        f"{folder}/Übersicht-Schüleraustausch-2024.docx",
        "Übersicht Schüleraustausch 2024",
        date(2024, 5, 2),
        documents.word(EXCHANGE),
    )


def closed() -> Iterator[Document]:
    """Drafts in the folder that robots.txt closes: no crawl may bring them."""
    day = date(2024, 12, 17)
    for name, title in (
        ("draft-board-minutes-2024-12-17.pdf", "DRAFT Board minutes, December 17, 2024"),
        ("draft-personnel-memo.pdf", "DRAFT personnel memo"),
    ):
        yield Document(
            f"/internal/{name}",
            title,
            day,
            documents.pdf(report_writing(title, long_date(day), "Not for publication")),
        )
