"""DOC, XLS and PPT: what their streams say at the beginning."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Final

from skop_desktop.engine.extraction.first_page import (
    MOST_CHARACTERS,
    FileUnreadable,
    FirstPage,
    Obstacle,
)
from skop_desktop.engine.extraction.ole import Streams, title_in
from skop_desktop.engine.extraction.sheets_binary import workbook_text
from skop_desktop.engine.extraction.slides_binary import is_locked, slides_text
from skop_desktop.engine.extraction.word_binary import letter_text

_SUMMARY: Final = "\x05SummaryInformation"
_LOCKED: Final = "EncryptedPackage"
_LETTER: Final = "WordDocument"
_WORKBOOKS: Final = ("Workbook", "Book")
_SLIDES: Final = "PowerPoint Document"
_LARGEST_TABLE: Final = 400_000
_LARGEST_SUMMARY: Final = 65_536
_START_OF_LETTER: Final = 400_000
_START: Final = 4_000_000
"""Bytes of a workbook or of slides that are read: the shared strings come before the first row,
pictures beside the slides."""


def old_office_page(path: Path) -> FirstPage:
    """The title and the first text of a DOC, XLS or PPT. Raises ``FileUnreadable``."""
    with path.open("rb") as file:
        try:
            found = Streams(file)
            if _LOCKED in found.names:
                raise FileUnreadable(Obstacle.LOCKED)
            text = _text_of(found)
            title = title_in(found.read(_SUMMARY, _LARGEST_SUMMARY))
        except (struct.error, IndexError, OverflowError, ValueError) as error:
            raise FileUnreadable from error
    return FirstPage(text or "", title, Obstacle.UNKNOWN if text is None else Obstacle.NONE)


def _text_of(found: Streams) -> str | None:
    """``None`` for a file of another program."""
    if _LETTER in found.names:
        main = found.read(_LETTER, _START_OF_LETTER)
        tables = (found.read("0Table", _LARGEST_TABLE), found.read("1Table", _LARGEST_TABLE))
        return letter_text(main, tables, MOST_CHARACTERS) if main else ""
    for name in _WORKBOOKS:
        if name in found.names:
            return workbook_text(found.read(name, _START))
    if _SLIDES in found.names:
        if is_locked(found.read("Current User", _LARGEST_SUMMARY)):
            raise FileUnreadable(Obstacle.LOCKED)
        return slides_text(found.read(_SLIDES, _START), MOST_CHARACTERS)
    return None
