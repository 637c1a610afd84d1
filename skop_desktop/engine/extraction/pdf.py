"""PDF, by PDFium."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Final

import pypdfium2  # type: ignore[import-untyped]  # ships no types

from skop_desktop.engine.extraction.first_page import (
    MOST_CHARACTERS,
    FileUnreadable,
    FirstPage,
    Obstacle,
)

_COVER: Final = 60
"""Characters below which a first page is a cover, or a picture, and the second is read too."""


def pdf_page(path: Path) -> FirstPage:
    """The first page of a PDF and its title. Raises ``FileUnreadable``."""
    try:
        with closing(pypdfium2.PdfDocument(path)) as document:
            title = str(document.get_metadata_value("Title"))
            if len(document) == 0:
                raise FileUnreadable
            text = _page_text(document, 0)
            if len(text.strip()) < _COVER and len(document) > 1:
                text = f"{text}\n{_page_text(document, 1)}"
            return FirstPage(text, title)
    except pypdfium2.PdfiumError as error:
        is_locked = "password" in str(error).lower()
        raise FileUnreadable(Obstacle.LOCKED if is_locked else Obstacle.UNREADABLE) from error


def _page_text(document: pypdfium2.PdfDocument, number: int) -> str:
    with closing(document[number]) as page, closing(page.get_textpage()) as text:
        return str(text.get_text_range(0, min(text.count_chars(), MOST_CHARACTERS)))
