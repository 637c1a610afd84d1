"""File name endings: which are known, and which one a type word or a MIME type stands for."""

from __future__ import annotations

import re
from typing import Final

_DOCUMENT_ENDINGS: Final = (
    "pdf doc docx docm dot dotx odt rtf txt text md tex pages epub mobi djvu ps "
    "xls xlsx xlsm xlsb ods csv tsv numbers ppt pptx pptm pps ppsx odp key "
    "html htm xhtml mht mhtml xml json jsonl yaml yml rss ics eml msg kml kmz gpx geojson "
    "zip 7z rar tar gz tgz bz2 xz zst "
    "png jpg jpeg gif tif tiff webp svg bmp heic dwg dxf shp "
    "mp3 mp4 m4a wav ogg mov avi wmv webm"
)
KNOWN: Final = frozenset(_DOCUMENT_ENDINGS.split())
"""Endings that are kept when a document's name has them."""

_SAME: Final = (
    frozenset({"html", "htm", "xhtml"}),
    frozenset({"jpg", "jpeg"}),
    frozenset({"tif", "tiff"}),
    frozenset({"txt", "text", "md", "csv", "tsv", "json", "xml", "log"}),
    frozenset({"doc", "dot", "rtf"}),
    frozenset({"docx", "docm", "dotx"}),
    frozenset({"xls", "xlsb", "csv"}),
    frozenset({"xlsx", "xlsm"}),
    frozenset({"ppt", "pps"}),
    frozenset({"pptx", "pptm", "ppsx"}),
    frozenset({"gz", "tgz"}),
    frozenset({"yaml", "yml"}),
    frozenset({"zip", "kmz", "docx", "xlsx", "pptx", "odt", "ods", "odp", "epub"}),
)

_OF_WORD: Final = {
    "word": "docx",
    "excel": "xlsx",
    "spreadsheet": "xlsx",
    "powerpoint": "pptx",
    "presentation": "pptx",
    "plain": "txt",
    "markdown": "md",
    "image": "",
}

_OF_MIME: Final = {
    "application/pdf": "pdf",
    "application/x-pdf": "pdf",
    "application/msword": "doc",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/rtf": "rtf",
    "text/rtf": "rtf",
    "text/plain": "txt",
    "text/markdown": "md",
    "application/vnd.ms-excel": "xls",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "text/csv": "csv",
    "application/vnd.ms-powerpoint": "ppt",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
    "application/vnd.oasis.opendocument.presentation": "odp",
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/xml": "xml",
    "application/xml": "xml",
    "application/json": "json",
    "application/epub+zip": "epub",
    "application/zip": "zip",
    "application/x-zip-compressed": "zip",
    "application/gzip": "gz",
    "application/x-7z-compressed": "7z",
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/gif": "gif",
    "image/tiff": "tif",
    "image/webp": "webp",
    "image/svg+xml": "svg",
}

_NOT_ENDINGS: Final = frozenset(
    {"file", "link", "page", "other", "web", "data", "none", "null", "misc", "php", "asp", "aspx"}
    | {"jsp", "cgi", "do"}
)
_ENDING: Final = re.compile(r"[a-z0-9]{1,5}")


def ending_of_type(document_type: str) -> str:
    """The ending that a document type word or MIME type stands for; empty where it says none."""
    word = document_type.strip().lower().lstrip(".")
    if "/" in word:
        return ending_of_mime(word)
    word = _OF_WORD.get(word, word)
    if word in KNOWN:
        return word
    return word if _ENDING.fullmatch(word) and word not in _NOT_ENDINGS else ""


def ending_of_mime(content_type: str) -> str:
    """The ending of a ``Content-Type`` (RFC 9110, 8.3); empty where it says none."""
    return _OF_MIME.get(content_type.partition(";")[0].strip().lower(), "")


def known_ending(name: str) -> str:
    """The ending of ``name``, in lower case without its dot, if it is one of a document."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    return ending if ending in KNOWN else ""


def compatible(one: str, other: str) -> bool:
    """Whether a file may carry either ending."""
    return one == other or any(one in group and other in group for group in _SAME)
