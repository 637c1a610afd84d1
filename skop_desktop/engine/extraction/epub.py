"""EPUB (EPUB 3.3, "Open Container Format" and "Package document"): title and first text."""

from __future__ import annotations

import posixpath
from typing import Final
from urllib.parse import unquote

from skop_desktop.engine.extraction.bounded_zip import BoundedZip
from skop_desktop.engine.extraction.first_page import (
    LONGEST_TITLE,
    MOST_CHARACTERS,
    FileUnreadable,
    FirstPage,
    Obstacle,
)
from skop_desktop.engine.extraction.plain import MOST_BYTES, html_page
from skop_desktop.engine.extraction.xml_text import Enough, XmlHandler, read_xml, value_of

CONTAINER: Final = "META-INF/container.xml"
_RIGHTS: Final = "META-INF/rights.xml"
_MOST_CHAPTERS: Final = 6
_MOST_ITEMS: Final = 5_000
_ENOUGH: Final = 400
"""Characters that say what a book is; before them come covers and pages with pictures alone."""


def book_page(book: BoundedZip) -> FirstPage:
    """The first text of a book in its reading order. Raises ``FileUnreadable``."""
    if _RIGHTS in book.names:
        raise FileUnreadable(Obstacle.LOCKED)
    container = _Container()
    read_xml(book.steps(CONTAINER), container)
    if not container.package:
        raise FileUnreadable
    order = _Order()
    read_xml(book.steps(container.package), order)
    folder = posixpath.dirname(container.package)
    text = ""
    for href in order.chapters[:_MOST_CHAPTERS]:
        name = posixpath.normpath(posixpath.join(folder, unquote(href)))
        text = f"{text}\n{html_page(book.start(name, MOST_BYTES)).text}".strip()
        if len(text) >= _ENOUGH:
            break
    title = value_of(book.steps(container.package), "title", LONGEST_TITLE)
    return FirstPage(text[: MOST_CHARACTERS * 4], title)


class _Container(XmlHandler):
    """Where the package document lies."""

    def __init__(self) -> None:
        self.package = ""

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        if name == "rootfile":
            self.package = attributes.get("full-path", "")
            raise Enough


class _Order(XmlHandler):
    """The chapters of a package document, as they are read."""

    def __init__(self) -> None:
        self._places: dict[str, str] = {}
        self._order: list[str] = []

    @property
    def chapters(self) -> list[str]:
        return [self._places[name] for name in self._order if name in self._places]

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        if name == "item" and len(self._places) < _MOST_ITEMS:
            self._places[attributes.get("id", "")] = attributes.get("href", "")
        elif name == "itemref" and len(self._order) < _MOST_ITEMS:
            self._order.append(attributes.get("idref", ""))
