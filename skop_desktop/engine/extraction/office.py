"""Packages of office programs: DOCX, XLSX, PPTX (ECMA-376), ODT, ODS, ODP (ISO/IEC 26300),
and EPUB, which is packed alike."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from skop_desktop.engine.extraction.bounded_zip import BoundedZip
from skop_desktop.engine.extraction.epub import CONTAINER, book_page
from skop_desktop.engine.extraction.first_page import (
    LONGEST_TITLE,
    MOST_CHARACTERS,
    FileUnreadable,
    FirstPage,
    Obstacle,
)
from skop_desktop.engine.extraction.sheets import sheet_text
from skop_desktop.engine.extraction.xml_text import Paragraphs, text_of, value_of

_SLIDES: Final = 3
_HEADERS: Final = 2
_LONGEST_HEADER: Final = 400
_LETTER: Final = re.compile(r"word/document\d*\.xml")
_HEADER: Final = re.compile(r"word/header\d+\.xml")
_SLIDE: Final = re.compile(r"ppt/slides/slide(\d{1,6})\.xml")
_MANIFEST: Final = "META-INF/manifest.xml"
_LOCKED_MARK: Final = b"encryption-data"


def package_page(path: Path) -> FirstPage:
    """What a package says at its beginning. Raises ``FileUnreadable``."""
    with BoundedZip(path) as package:
        names = package.names
        if CONTAINER in names:
            return book_page(package)
        if "content.xml" in names:
            if _LOCKED_MARK in package.start(_MANIFEST, MOST_CHARACTERS * 10):
                raise FileUnreadable(Obstacle.LOCKED)
            return FirstPage(_open_text(package), _title(package, "meta.xml"))
        for name in names:
            if _LETTER.fullmatch(name):
                return FirstPage(_letter(package, name), _title(package, "docProps/core.xml"))
        if any(name.startswith("xl/worksheets/") for name in names):
            return FirstPage(sheet_text(package), _title(package, "docProps/core.xml"))
        if any(_SLIDE.fullmatch(name) for name in names):
            return FirstPage(_slides(package), _title(package, "docProps/core.xml"))
    raise FileUnreadable(Obstacle.UNKNOWN)


def _title(package: BoundedZip, name: str) -> str:
    try:
        return value_of(package.steps(name), "title", LONGEST_TITLE)
    except FileUnreadable:
        return ""


def _letter(package: BoundedZip, name: str) -> str:
    """The letterhead is above the text; who wrote it stands there."""
    headers = [header for header in package.names if _HEADER.fullmatch(header)][:_HEADERS]
    parts = [_words(package, header, _LONGEST_HEADER) for header in headers]
    return "\n".join([*parts, _words(package, name, MOST_CHARACTERS)])


def _words(package: BoundedZip, name: str, most: int) -> str:
    paragraphs = Paragraphs(
        most=most,
        within=frozenset({"t"}),
        lines=frozenset({"p"}),
        gaps=frozenset({"tab", "br", "cr"}),
        unread=frozenset({"del", "moveFrom", "Fallback"}),
    )
    return text_of(package.steps(name), paragraphs)


def _slides(package: BoundedZip) -> str:
    numbered = ((_SLIDE.fullmatch(name), name) for name in package.names)
    in_order = sorted((int(match[1]), name) for match, name in numbered if match is not None)
    return "\n".join(_words(package, name, MOST_CHARACTERS) for _, name in in_order[:_SLIDES])


def _open_text(package: BoundedZip) -> str:
    paragraphs = Paragraphs(
        most=MOST_CHARACTERS,
        within=frozenset({"p", "h"}),
        lines=frozenset({"p", "h"}),
        gaps=frozenset({"tab", "s", "line-break"}),
        unread=frozenset({"tracked-changes", "annotation", "notes"}),
    )
    return text_of(_all(package, ("content.xml",)), paragraphs)


def _all(package: BoundedZip, names: tuple[str, ...]) -> Iterator[bytes]:
    for name in names:
        yield from package.steps(name)
