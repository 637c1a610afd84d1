"""The pages of the town itself: home, news, sister town, and what else a site has."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from sample_site.html import Page, bullet_list, document_link, link, pager, paragraphs, table
from sample_site.shelf import NEVER_ANSWERS, Shelf
from sample_site.town import BOARD_MEETINGS, PLANNING_MEETINGS, TOWN, Paper, long_date


def town_pages(shelf: Shelf) -> Iterator[Page]:
    """Everything but the lists of papers; the page that robots.txt closes is among them."""
    yield _home(shelf)
    yield from _news(shelf)
    yield from _sister_town(shelf)
    yield from _services(shelf)
    yield from _archive(shelf)
    yield from _about()


def _home(shelf: Shelf) -> Page:
    latest = max(
        (paper for (_, kind), paper in shelf.papers.items() if kind is Paper.MINUTES),
        key=lambda paper: paper.day,
    )
    return Page(
        "/",
        f"Welcome to the {TOWN}",
        paragraphs(
            "A small town on the Mere: 3,140 people, two bridges, one very old mill.",
            f"Latest: {document_link(latest)}.",
        )
        + "<h2>Looking for something?</h2>"
        + bullet_list(
            [
                link("/board/minutes/", "Minutes of the Town Board"),
                link("/board/agendas/", "Agendas"),
                link("/finance/budgets/", "Budgets"),
                link("/ordinances/", "Ordinances"),
                link("/forms/", "Forms"),
                link("/notices/", "Notices"),
                link("/calendar/", "Calendar"),
                link("/sister-town/", "Our sister town"),
            ]
        ),
    )


NEWS: Final = (
    (date(2025, 4, 10), "Boat ramp opens again in May"),
    (date(2025, 1, 15), "Board approves the December minutes"),
    (date(2024, 11, 20), "Budget for 2025 adopted"),
    (date(2024, 8, 28), "Special meeting on the footbridge"),
    (date(2024, 6, 24), "Guests from Kleinmühlbrück"),
    (date(2024, 2, 14), "Solar panels: the new rules"),
    (date(2023, 9, 13), "Outdoor burning: what changes"),
    (date(2022, 5, 11), "Quiet after ten"),
)


def _news(shelf: Shelf) -> Iterator[Page]:
    size = 3
    last = -(-len(NEWS) // size)
    for number in range(1, last + 1):
        part = NEWS[(number - 1) * size : number * size]
        yield Page(
            "/news/" if number == 1 else f"/news/page/{number}/",
            "News" if number == 1 else f"News, page {number}",
            "".join(
                f"<h2>{link(_article(day), title)}</h2><p>{long_date(day)}</p>"
                for day, title in part
            )
            + pager("/news/", number, last),
        )
    minutes = shelf.papers
    december = next(m for m in BOARD_MEETINGS if (m.day.year, m.day.month) == (2024, 12))
    special = next(m for m in BOARD_MEETINGS if m.kind.startswith("special"))
    budget = next(p for p in shelf.finance if "budget-2025-adopted" in p.path)
    linked = {
        date(2025, 1, 15): minutes[december, Paper.MINUTES],
        date(2024, 11, 20): budget,
        date(2024, 8, 28): minutes[special, Paper.MINUTES],
    }
    for day, title in NEWS:
        paper = linked.get(day)
        yield Page(
            _article(day),
            title,
            paragraphs(
                f"{long_date(day)}. The clerk's office is glad to answer questions.",
                f"Read: {document_link(paper)}." if paper else "More at Town Hall.",
            ),
            day,
        )


def _article(day: date) -> str:
    return f"/news/{day:%Y-%m-%d}/"


def _sister_town(shelf: Shelf) -> Iterator[Page]:
    yield Page(
        "/sister-town/",
        "Our sister town",
        paragraphs(
            "Since 2022 Eldermere has had a sister town in Germany: Kleinmühlbrück, 2,900 people, "
            "three mills.",
            link("/sister-town/kleinmühlbrück/", "Auf Deutsch"),
        ),
    )
    yield Page(
        "/sister-town/kleinmühlbrück/",
        "Partnerschaft mit Kleinmühlbrück",
        paragraphs("Grüße aus Kleinmühlbrück! Hier stehen die Unterlagen der Partnerschaft.")
        + bullet_list(document_link(paper) for paper in shelf.sister_town),
        language="de",
    )


def _services(shelf: Shelf) -> Iterator[Page]:
    yield Page(
        "/forms/",
        "Forms",
        bullet_list(document_link(p) for p in shelf.forms if "/forms/" in p.path),
    )
    yield Page(
        "/notices/",
        "Notices",
        bullet_list(document_link(p) for p in shelf.forms if "/notices/" in p.path),
    )
    yield Page(
        "/calendar/",
        "Calendar 2024",
        table(
            ("Day", "What"),
            (
                (long_date(m.day), f"{m.body.name}, {m.kind}")
                for m in sorted(
                    (*BOARD_MEETINGS, *PLANNING_MEETINGS), key=lambda meeting: meeting.day
                )
                if m.day.year == 2024
            ),
        ),
    )


def _archive(shelf: Shelf) -> Iterator[Page]:
    yield Page(
        "/archive/",
        "Archive",
        paragraphs(
            f"Minutes before 2022 are kept {link(NEVER_ANSWERS, 'on microfilm')}. Drafts and "
            f"working papers: {link('/internal/', 'internal')}."
        ),
    )
    yield Page(
        "/archive/charter-review-2023/",
        "Charter review 2023",
        paragraphs(
            "No page links here any more; only the sitemap knows.",
            document_link(shelf.ordinances[1]),
        ),
        date(2023, 10, 3),
    )
    yield Page(
        "/internal/",
        "Working papers",
        bullet_list(document_link(paper) for paper in shelf.closed),
        listed=False,
    )


def _about() -> Iterator[Page]:
    for path, title, words in (
        ("/about/", f"About the {TOWN}", "Founded at a ford, kept by a mill, known for its pears."),
        ("/contact/", "Contact", "Town Clerk: weekdays nine to four."),
        ("/accessibility/", "Accessibility", "Tell us what you cannot read, and we send it."),
    ):
        yield Page(path, title, paragraphs(words))
