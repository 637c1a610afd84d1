"""What fills a town's site beside its papers: departments, events, shops, working papers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from sample_site import documents
from sample_site.holdings import Document
from sample_site.html import Page, bullet_list, document_link, link, pager, paragraphs
from sample_site.prose import BUSINESS, report_writing
from sample_site.town import EVERY_MONTH, MONTHS, long_date, nth_weekday

_DEPARTMENTS: Final = (
    "Assessor", "Building", "Clerk", "Fire", "Highways", "Library", "Planning", "Police",
    "Recreation", "Treasurer", "Water",
)  # fmt: skip
_SUBJECTS: Final = (
    "Staff", "Hours", "Fees", "Questions and answers", "Projects", "Permits", "Maps", "History",
    "Reports", "Volunteers",
)  # fmt: skip
_EVENTS: Final = ("Market", "Concert on the green", "Story hour", "Clean-up day", "Bird walk")
_TRADES: Final = (
    "Bakery", "Boatyard", "Bookshop", "Carpenter", "Dentist", "Farm stand", "Florist", "Garage",
    "Hardware", "Inn", "Plumber", "Potter", "Tailor", "Vet", "Weaver",
)  # fmt: skip
_NAMES: Final = ("Aster", "Brandt", "Crane", "Dorn", "Farrow", "Hallam", "Lund", "Osei", "Rand",
    "Yates")  # fmt: skip
_FIRST_YEAR, _LAST_YEAR = 2016, 2021
_DRAFTS: Final = 18
_SHOPS_A_LIST: Final = 25


def pages() -> Iterator[Page]:
    """All of them; the working papers are those that robots.txt closes."""
    yield from _departments()
    yield from _events()
    yield from _directory()
    yield from _drafts()


def papers() -> Iterator[Document]:
    """Forms and reports of departments."""
    for name in _DEPARTMENTS:
        yield from _papers_of(name)


def _papers_of(name: str) -> list[Document]:
    folder = f"/files/departments/{name.lower()}"
    made = [
        (f"{folder}/application.pdf", f"{name}: application", date(2019, 3, 4)),
        (f"{folder}/annual-report-2018.pdf", f"{name}: annual report 2018", date(2019, 2, 11)),
        (f"{folder}/fees-2021.pdf", f"{name}: fees 2021", date(2020, 12, 15)),
    ]
    return [
        Document(path, title, day, documents.pdf(report_writing(title, long_date(day), "Terms")))
        for path, title, day in made
    ]


def _departments() -> Iterator[Page]:
    yield Page(
        "/departments/",
        "Departments",
        bullet_list(link(f"/departments/{name.lower()}/", name) for name in _DEPARTMENTS),
    )
    for number, name in enumerate(_DEPARTMENTS):
        base = f"/departments/{name.lower()}/"
        own = bullet_list(
            link(f"{base}{_slug(subject)}/", f"{name}: {subject}") for subject in _SUBJECTS
        )
        yield Page(base, name, _reports(number, 2) + own)
        for place, subject in enumerate(_SUBJECTS):
            files = ""
            if subject in {"Permits", "Reports", "Fees"}:
                files = "<h2>Files</h2>" + bullet_list(map(document_link, _papers_of(name)))
            yield Page(
                f"{base}{_slug(subject)}/", f"{name}: {subject}", _reports(place, 3) + files + own
            )


def _events() -> Iterator[Page]:
    years = range(_FIRST_YEAR, _LAST_YEAR + 1)
    yield Page(
        "/events/",
        "Events",
        bullet_list(link(f"/events/{year}-01/", f"Events in {year}") for year in years),
    )
    months = [(year, month) for year in years for month in EVERY_MONTH]
    for place, (year, month) in enumerate(months):
        days = [nth_weekday(year, month, 5, week) for week in (1, 2, 3)]
        near = [months[n] for n in (place - 1, place + 1) if 0 <= n < len(months)]
        yield Page(
            f"/events/{year}-{month:02}/",
            f"Events, {MONTHS[month - 1]} {year}",
            bullet_list(link(_event_path(day), _event(day)) for day in days)
            + bullet_list(link(f"/events/{y}-{m:02}/", f"{MONTHS[m - 1]} {y}") for y, m in near),
        )
        for day in days:
            yield Page(
                _event_path(day), f"{_event(day)}, {long_date(day)}", _reports(day.day, 2), day
            )


def _event(day: date) -> str:
    return _EVENTS[day.toordinal() // 7 % len(_EVENTS)]


def _event_path(day: date) -> str:
    return f"/events/{day:%Y-%m}/{day:%d}/"


def _directory() -> Iterator[Page]:
    shops = [(name, trade) for trade in _TRADES for name in _NAMES]
    last = -(-len(shops) // _SHOPS_A_LIST)
    for number in range(1, last + 1):
        part = shops[(number - 1) * _SHOPS_A_LIST : number * _SHOPS_A_LIST]
        yield Page(
            "/directory/" if number == 1 else f"/directory/page/{number}/",
            "Business directory" if number == 1 else f"Business directory, page {number}",
            bullet_list(link(_shop(*shop), f"{shop[0]} {shop[1]}") for shop in part)
            + pager("/directory/", number, last),
        )
    for place, (name, trade) in enumerate(shops):
        yield Page(
            _shop(name, trade),
            f"{name} {trade}",
            paragraphs(f"{trade} on Mill Street since {1890 + place % 110}.") + _reports(place, 1),
        )


def _shop(name: str, trade: str) -> str:
    return f"/directory/{_slug(trade)}-{name.lower()}/"


def _drafts() -> Iterator[Page]:
    parts = range(1, _DRAFTS + 1)
    yield Page(
        "/internal/drafts/",
        "Drafts",
        bullet_list(
            link(f"/internal/drafts/{part:02}/", f"Draft minutes {part}") for part in parts
        ),
        listed=False,
    )
    for part in parts:
        yield Page(
            f"/internal/drafts/{part:02}/", f"Draft minutes {part}", _reports(part, 2), listed=False
        )


def _reports(start: int, count: int) -> str:
    chosen = [BUSINESS[(start + step * 3) % len(BUSINESS)] for step in range(count)]
    return "".join(f"<h2>{item.heading}</h2>" + paragraphs(item.report) for item in chosen)


def _slug(words: str) -> str:
    return words.lower().replace(" ", "-")
