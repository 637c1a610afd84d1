"""The whole site as a mapping of file name to bytes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Final
from urllib.parse import quote
from xml.sax.saxutils import escape

from sample_site import documents
from sample_site.holdings import Document
from sample_site.html import Page, bullet_list, document_link, link, pager, paragraphs
from sample_site.pages import paper_pages
from sample_site.prose import BUSINESS, Section, Writing
from sample_site.shelf import NEVER_ANSWERS, SIGN_IN, TOO_LARGE, Shelf, fill
from sample_site.town import long_date
from sample_site.town_pages import town_pages

ORIGIN: Final = "http://eldermere.invalid"
"""Stands in robots.txt and sitemap.xml; the server puts its own address there."""

TOO_LARGE_BYTES: Final = 180 * 1024 * 1024
ASSETS: Final = Path(__file__).with_name("assets")
GAZETTES_A_PAGE: Final = 20


def build(pages: int = 0) -> dict[str, bytes]:
    """The site, grown to ``pages`` HTML pages when that is more than it has.

    Returns names relative to the site's folder (``www/…`` is what the server shows).
    """
    shelf = fill()
    site_pages = [*town_pages(shelf), *paper_pages(shelf)]
    papers = list(shelf.all())
    for page, notice in _gazettes(pages - len(site_pages)):
        site_pages.append(page)
        papers += [notice] if notice else []
    made = {f"www{page.path}index.html": page.html().encode() for page in site_pages}
    made |= {f"www{paper.path}": paper.content for paper in papers}
    made |= {f"www/assets/{file.name}": file.read_bytes() for file in sorted(ASSETS.iterdir())}
    made["www/robots.txt"] = (
        f"User-agent: *\nDisallow: /internal/\n\nSitemap: {ORIGIN}/sitemap.xml\n".encode()
    )
    made["www/sitemap.xml"] = _sitemap(site_pages)
    made["site.json"] = _description(shelf, site_pages, papers)
    return made


def _sitemap(pages: Iterable[Page]) -> bytes:
    entries = "".join(
        f"<url><loc>{escape(ORIGIN + quote(page.path))}</loc>"
        f"<lastmod>{page.day.isoformat()}</lastmod></url>\n"
        for page in pages
        if page.listed
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{entries}</urlset>\n'
    ).encode()


def _description(shelf: Shelf, pages: Iterable[Page], papers: Iterable[Document]) -> bytes:
    """What the server must know that does not lie in the files themselves."""
    published = timedelta(days=6)
    known = {
        "origin": ORIGIN,
        "never_answers": [NEVER_ANSWERS],
        "sign_in": [SIGN_IN],
        "streamed": {TOO_LARGE: TOO_LARGE_BYTES},
        "views": {str(number): paper.path for number, paper in shelf.center.items()},
        "modified": {page.path: page.day.isoformat() for page in pages}
        | {paper.path: (paper.day + published).isoformat() for paper in papers},
    }
    return (json.dumps(known, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _gazettes(count: int) -> Iterator[tuple[Page, Document | None]]:
    """Old issues of a gazette in list pages of 20, every fifth with a notice, ``count`` in all."""
    lists = -(-count // (GAZETTES_A_PAGE + 1))
    issues = count - lists
    for number in range(1, lists + 1):
        part = range((number - 1) * GAZETTES_A_PAGE, min(number * GAZETTES_A_PAGE, issues))
        yield (
            Page(
                "/news/gazette/" if number == 1 else f"/news/gazette/page/{number}/",
                f"Gazette, page {number}",
                bullet_list(link(_issue_path(issue), f"Issue {issue + 1}") for issue in part)
                + pager("/news/gazette/", number, lists),
            ),
            None,
        )
    for issue in range(issues):
        yield _gazette(issue, issues)


def _issue_path(issue: int) -> str:
    return f"/news/gazette/issue-{issue + 1:05}/"


def _gazette(issue: int, issues: int) -> tuple[Page, Document | None]:
    day = date(2025, 4, 7) - timedelta(weeks=issue)
    news = [BUSINESS[(issue + step) % len(BUSINESS)] for step in range(6)]
    notice = None
    if issue % 5 == 0:
        writing = Writing(
            "Eldermere Gazette", "Notice", long_date(day), (Section(news[0][0], (news[0][1],)),)
        )
        notice = Document(
            f"/files/gazette/notice-{day:%Y-%m-%d}.pdf",
            f"Notice, {long_date(day)}",
            day,
            documents.pdf(writing),
        )
    near = [n for n in range(issue - 5, issue + 6) if 0 <= n < issues and n != issue]
    body = "".join(
        f"<h2>{heading}</h2>" + paragraphs(report, f"It was moved {motion}.")
        for heading, report, motion in news
    )
    if notice:
        body += paragraphs(document_link(notice))
    body += bullet_list(link(_issue_path(n), f"Issue {n + 1}") for n in near)
    return Page(_issue_path(issue), f"Gazette, {long_date(day)}", body, day), notice
