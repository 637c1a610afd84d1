"""Reads a file by what its bytes say it is; what it is called decides nothing."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from skop_desktop.engine.extraction.first_page import (
    FileUnreadable,
    FirstPage,
    Obstacle,
    tidied,
    titled,
)
from skop_desktop.engine.extraction.office import package_page
from skop_desktop.engine.extraction.old_office import old_office_page
from skop_desktop.engine.extraction.ole import SIGNATURE
from skop_desktop.engine.extraction.plain import MOST_BYTES, html_page, text_page
from skop_desktop.engine.extraction.rtf import rtf_page

_HEAD: Final = 4_096
_PDF_WITHIN: Final = 1_024
_HTML: Final = re.compile(rb"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)


def read_first_page(path: Path) -> FirstPage:
    """What the file at ``path`` says at its beginning; an obstacle where that cannot be read."""
    try:
        page = _read(path)
    except FileUnreadable as trouble:
        return FirstPage(obstacle=trouble.obstacle)
    except OSError:
        return FirstPage(obstacle=Obstacle.UNREADABLE)
    text = tidied(page.text)
    obstacle = page.obstacle or (Obstacle.NONE if text else Obstacle.NO_TEXT)
    return FirstPage(text, titled(page.title), obstacle)


def _read(path: Path) -> FirstPage:
    with path.open("rb") as file:
        head = file.read(_HEAD)
        if b"%PDF-" in head[:_PDF_WITHIN]:
            from skop_desktop.engine.extraction.pdf import pdf_page  # noqa: PLC0415 - half the start

            return pdf_page(path)
        if head.startswith(b"PK\x03\x04"):
            return package_page(path)
        if head.startswith(SIGNATURE):
            return old_office_page(path)
        start = head + file.read(MOST_BYTES - len(head))
    if head.lstrip().startswith(b"{\\rtf"):
        return rtf_page(start)
    if _HTML.search(head):
        return html_page(start)
    if not head.strip():
        raise FileUnreadable
    return text_page(start)
