"""News of many years: lists in pages of twenty, articles that point at one another."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from sample_site import documents
from sample_site.holdings import Document
from sample_site.html import Page, bullet_list, document_link, link, pager, paragraphs
from sample_site.prose import BUSINESS, Section, Writing
from sample_site.town import long_date

START: Final = "/news/archive/"
_LATEST: Final = date(2021, 12, 17)
_ARTICLES_A_LIST: Final = 20
_NEAR: Final = 5
_NOTICE_EACH: Final = 25
_MOST_NOTICES: Final = 30
_HEADLINES: Final = (
    "{}: what the Town Board decided",
    "{}: questions and answers",
    "Planning Board looks at: {}",
    "{}: a letter to the editor",
    "From the minutes of long ago: {}",
    "{}: work begins",
)


def news(count: int) -> tuple[list[Page], list[Document]]:
    """``count`` pages: lists and articles; and the notices that some articles carry."""
    lists = -(-count // (_ARTICLES_A_LIST + 1))
    articles = count - lists
    pages = [_list(number, lists, articles) for number in range(1, lists + 1)]
    notices = []
    for article in range(articles):
        notice = _notice(article)
        notices += [notice] if notice else []
        pages.append(_article(article, articles, notice))
    return pages, notices


def _list(number: int, lists: int, articles: int) -> Page:
    first = (number - 1) * _ARTICLES_A_LIST
    part = range(first, min(first + _ARTICLES_A_LIST, articles))
    return Page(
        START if number == 1 else f"{START}page/{number}/",
        "News archive" if number == 1 else f"News archive, page {number}",
        bullet_list(f"{link(_path(n), _title(n))} {long_date(_day(n))}" for n in part)
        + pager(START, number, lists),
    )


def _day(article: int) -> date:
    return _LATEST - timedelta(days=4 * article)


def _title(article: int) -> str:
    heading = BUSINESS[article % len(BUSINESS)].heading
    return _HEADLINES[article // 3 % len(_HEADLINES)].format(heading)


def _path(article: int) -> str:
    words = "".join(c if c.isalnum() else "-" for c in _title(article).lower()).strip("-")
    return f"{START}{_day(article):%Y-%m-%d}-{words.replace('--', '-')}/"


def _notice(article: int) -> Document | None:
    if article % _NOTICE_EACH or article >= _NOTICE_EACH * _MOST_NOTICES:
        return None
    day = _day(article)
    item = BUSINESS[article % len(BUSINESS)]
    writing = Writing(
        "Eldermere Gazette", "Notice", long_date(day), (Section(item.heading, (item.report,)),)
    )
    return Document(
        f"/files/notices/{day:%Y-%m-%d}-notice.pdf",
        f"Notice of {long_date(day)}",
        day,
        documents.pdf(writing),
    )


def _article(article: int, articles: int, notice: Document | None) -> Page:
    items = [BUSINESS[(article + step) % len(BUSINESS)] for step in range(5)]
    near = [
        n for n in range(article - _NEAR, article + _NEAR + 1) if 0 <= n < articles and n != article
    ]
    body = paragraphs(long_date(_day(article))) + "".join(
        f"<h2>{heading}</h2>" + paragraphs(report, f"It was moved {motion}.")
        for heading, report, motion in items
    )
    if notice:
        body += paragraphs(document_link(notice))
    body += "<h2>More news</h2>" + bullet_list(link(_path(n), _title(n)) for n in near)
    return Page(_path(article), _title(article), body, _day(article))
