"""The icon for each family of file types."""

from __future__ import annotations

from typing import Final

from skop_desktop.documents.kinds import Family, family

_ICONS: Final = {
    Family.PDF: "file-text",
    Family.TEXT: "file-type",
    Family.SHEET: "file-spreadsheet",
    Family.SLIDES: "presentation",
    Family.WEB: "globe",
    Family.ARCHIVE: "file-archive",
    Family.IMAGE: "image",
    Family.OTHER: "file",
}


def type_icon(word: str) -> str:
    """The name of the icon for a type word such as "PDF"."""
    return _ICONS[family(word)]
