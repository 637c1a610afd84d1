"""The type of a document: the word shown for it and the family it belongs to."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit


class Family(StrEnum):
    """Families of types, each with an icon of its own."""

    PDF = "pdf"
    TEXT = "text"
    SHEET = "sheet"
    SLIDES = "slides"
    WEB = "web"
    ARCHIVE = "archive"
    IMAGE = "image"
    OTHER = "other"


_ENDINGS: Final = {
    Family.PDF: "pdf",
    Family.TEXT: "doc docx docm dot dotx odt rtf txt text md tex pages epub wpd log",
    Family.SHEET: "xls xlsx xlsm xlsb ods csv tsv numbers",
    Family.SLIDES: "ppt pptx pptm pps ppsx odp key",
    Family.WEB: "html htm xhtml mht mhtml xml json",
    Family.ARCHIVE: "zip 7z rar tar gz tgz bz2 xz zst",
    Family.IMAGE: "png jpg jpeg gif tif tiff webp svg bmp heic",
    Family.OTHER: "mp3 mp4 m4a wav ogg mov avi wmv webm eml msg ics kml kmz gpx dwg dxf shp",
}
_FAMILY_OF: Final = {
    ending: family for family, endings in _ENDINGS.items() for ending in endings.split()
}
_SAME_WORD: Final = {
    "htm": "html",
    "xhtml": "html",
    "jpeg": "jpg",
    "tiff": "tif",
    "text": "txt",
    "plain": "txt",
    "word": "docx",
    "excel": "xlsx",
    "powerpoint": "pptx",
    "msword": "doc",
    "vnd.ms-excel": "xls",
    "vnd.ms-powerpoint": "ppt",
    "vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
    "vnd.oasis.opendocument.text": "odt",
    "vnd.oasis.opendocument.spreadsheet": "ods",
    "vnd.oasis.opendocument.presentation": "odp",
}
_TELLS_NOTHING: Final = frozenset(
    {"", "document", "file", "other", "unknown", "link", "none", "null", "octet-stream"}
)
_WORD: Final = re.compile(r"[a-z0-9][a-z0-9 +_-]{0,11}")


def type_word(document_type: str | None, url: str | None) -> str:
    """The word shown for a type, such as "PDF"; empty where nothing tells one.

    What the service says comes first, then the ending of the link.
    """
    return _word_of_type(document_type or "") or _word_of_link(url or "")


def family(word: str) -> Family:
    """The family of a type word as ``type_word`` gives it."""
    return _FAMILY_OF.get(word.lower(), Family.OTHER)


@lru_cache(maxsize=512)
def _word_of_type(document_type: str) -> str:
    word = document_type.partition(";")[0].strip().lower().rpartition("/")[2].lstrip(".")
    word = _SAME_WORD.get(word, word)
    if word in _TELLS_NOTHING or not _WORD.fullmatch(word):
        return ""
    return word.upper()


def _word_of_link(url: str) -> str:
    try:
        path = urlsplit(url).path
    except ValueError:
        return ""
    ending = path.rpartition("/")[2].rpartition(".")[2].lower()
    return _SAME_WORD.get(ending, ending).upper() if ending in _FAMILY_OF else ""
