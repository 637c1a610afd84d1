"""The whole site as a mapping of file name to bytes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Final
from urllib.parse import quote
from xml.sax.saxutils import escape

from sample_site.growth import PROMPT, grow
from sample_site.holdings import Document
from sample_site.html import Page
from sample_site.pages import paper_pages
from sample_site.shelf import NEVER_ANSWERS, SIGN_IN, TOO_LARGE, fill
from sample_site.town_pages import town_pages

ORIGIN: Final = "http://eldermere.invalid"
"""Stands in robots.txt and sitemap.xml; the server puts its own address there."""

TOO_LARGE_BYTES: Final = 180 * 1024 * 1024
ASSETS: Final = Path(__file__).with_name("assets")


def build(pages: int = 0) -> dict[str, bytes]:
    """The site, grown to ``pages`` HTML pages when that is more than it has.

    Returns names relative to the site's folder (``www/…`` is what the server shows). ``asked.json``
    names the documents of a large site that answer its prompt.
    """
    shelf = fill()
    site_pages = [*town_pages(shelf), *paper_pages(shelf)]
    grown = grow(site_pages, pages)
    site_pages = list(grown.pages)
    papers = [*shelf.all(), *grown.papers]
    views = {**shelf.center, **grown.views}
    made = {f"www{page.path}index.html": page.html().encode() for page in site_pages}
    made |= {f"www{paper.path}": paper.content for paper in papers}
    made |= {f"www/assets/{file.name}": file.read_bytes() for file in sorted(ASSETS.iterdir())}
    made["www/robots.txt"] = (
        f"User-agent: *\nDisallow: /internal/\n\nSitemap: {ORIGIN}/sitemap.xml\n".encode()
    )
    made["www/sitemap.xml"] = _sitemap(site_pages)
    made["site.json"] = _description(views, site_pages, papers)
    if grown.asked_for:
        made["asked.json"] = _as_json({"prompt": PROMPT, "documents": sorted(grown.asked_for)})
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


def _description(
    views: Mapping[int, Document], pages: Iterable[Page], papers: Iterable[Document]
) -> bytes:
    """What the server must know that does not lie in the files themselves."""
    published = timedelta(days=6)
    known = {
        "origin": ORIGIN,
        "never_answers": [NEVER_ANSWERS],
        "sign_in": [SIGN_IN],
        "streamed": {TOO_LARGE: TOO_LARGE_BYTES},
        "views": {str(number): paper.path for number, paper in views.items()},
        "modified": {page.path: page.day.isoformat() for page in pages}
        | {paper.path: (paper.day + published).isoformat() for paper in papers},
    }
    return _as_json(known)


def _as_json(known: Mapping[str, object]) -> bytes:
    return (json.dumps(known, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
