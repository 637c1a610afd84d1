"""The pages' frame and the few shapes they are made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Final
from urllib.parse import quote

from sample_site.holdings import Document
from sample_site.town import ADDRESS, TOWN

MENU: Final = (
    ("/board/", "Town Board"),
    ("/committees/", "Boards and committees"),
    ("/finance/", "Finance"),
    ("/documents/", "Documents"),
    ("/news/", "News"),
    ("/about/", "About"),
)


@dataclass(frozen=True, slots=True)
class Page:
    """One HTML page. ``path`` ends with ``/``; ``listed``: stands in the sitemap."""

    path: str
    title: str
    body: str
    day: date = date(2025, 4, 14)
    language: str = "en"
    listed: bool = True

    def html(self) -> str:
        """The whole page."""
        menu = "".join(f'<li><a href="{path}">{name}</a></li>' for path, name in MENU)
        return f"""<!DOCTYPE html>
<html lang="{self.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(self.title)} | {TOWN}</title>
<link rel="stylesheet" href="/assets/site.css">
<link rel="icon" href="/assets/seal.svg" type="image/svg+xml">
</head>
<body>
<header><a class="town" href="/"><img src="/assets/seal.svg" alt="" width="36" height="36">{TOWN}\
</a><nav aria-label="Main"><ul>{menu}</ul></nav></header>
<main>
{self._crumbs()}<h1>{escape(self.title)}</h1>
{self.body}
</main>
<footer><p>{TOWN} · {ADDRESS} · <a href="/contact/">Contact</a> · \
<a href="/accessibility/">Accessibility</a> · <a href="/staff/">Staff</a></p></footer>
</body>
</html>
"""

    def _crumbs(self) -> str:
        parts = [part for part in self.path.split("/") if part][:-1]
        links = [
            link("/" + "/".join(parts[: n + 1]) + "/", part.replace("-", " ").capitalize())
            for n, part in enumerate(parts)
            if part != "page"
        ]
        return (
            f'<p class="crumbs"><a href="/">Home</a> › {" › ".join(links)}</p>\n' if links else ""
        )


def paragraphs(*texts: str) -> str:
    """Paragraphs of HTML; the texts may hold links."""
    return "\n".join(f"<p>{text}</p>" for text in texts)


def link(address: str, text: str) -> str:
    """A link; ``address`` is not encoded yet and its query, if any, is."""
    path, mark, query = address.partition("?")
    return f'<a href="{quote(path)}{mark}{escape(query)}">{escape(text)}</a>'


def document_link(document: Document, text: str = "") -> str:
    """A link to a document with type and size, as town sites show them."""
    size = max(1, round(len(document.content) / 1000))
    note = f" <small>({document.kind}, {size} kB)</small>"
    return link(document.path, text or document.title) + note


def bullet_list(items: Iterable[str]) -> str:
    """A list of pieces of HTML."""
    return "<ul>\n" + "\n".join(f"<li>{item}</li>" for item in items) + "\n</ul>"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of pieces of HTML; the first cell of a row is its header."""
    head = "".join(f'<th scope="col">{cell}</th>' for cell in header)
    lines = [
        f'<tr><th scope="row">{row[0]}</th>'
        + "".join(f"<td>{cell}</td>" for cell in row[1:])
        + "</tr>"
        for row in rows
    ]
    return (
        f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n"
        + "\n".join(lines)
        + "\n</tbody>\n</table>"
    )


def pager(base: str, number: int, last: int) -> str:
    """Links to the other pages of a list; page 1 lies at ``base`` itself."""

    def address(page: int) -> str:
        return base if page == 1 else f"{base}page/{page}/"

    parts = []
    if number > 1:
        parts.append(f'<a rel="prev" href="{address(number - 1)}">Newer</a>')
    parts += [
        f'<span aria-current="page">{page}</span>'
        if page == number
        else f'<a href="{address(page)}">{page}</a>'
        for page in range(1, last + 1)
    ]
    if number < last:
        parts.append(f'<a rel="next" href="{address(number + 1)}">Older</a>')
    return f'<nav class="pager" aria-label="Pages">{" ".join(parts)}</nav>'
