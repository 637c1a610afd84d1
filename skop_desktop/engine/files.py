"""Which files are documents: by the ending of a link, by what a server says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import unquote, urlsplit

DOCUMENT_ENDINGS: Final = frozenset(
    "pdf doc docx docm odt rtf xls xlsx xlsm ods csv tsv ppt pptx pps ppsx odp txt epub wpd".split()  # noqa: SIM905 - a line of endings reads better than quoted ones
)
_OTHER_ENDINGS: Final = frozenset(
    """
    7z aac ai apk asc atom avi bmp bz2 css dmg eot eps exe flv geojson gif gz ico ics jar jpeg jpg
    js json kml kmz m3u m4a m4v mid mjs mov mp3 mp4 mpeg mpg msi mts ogg ogv otf png ps psd rar rss
    shp svg swf tar tgz tif tiff ttf vcf wasm wav webm webmanifest webp wma wmv woff woff2 xsd xsl
    zip
    """.split()  # noqa: SIM905 - as above
)
_OFFICE: Final = "application/vnd.openxmlformats-officedocument."
_OPEN: Final = "application/vnd.oasis.opendocument."
_ENDING_OF_TYPE: Final = {
    "application/pdf": "pdf",
    "application/x-pdf": "pdf",
    "application/msword": "doc",
    f"{_OFFICE}wordprocessingml.document": "docx",
    "application/vnd.ms-excel": "xls",
    f"{_OFFICE}spreadsheetml.sheet": "xlsx",
    "application/vnd.ms-powerpoint": "ppt",
    f"{_OFFICE}presentationml.presentation": "pptx",
    f"{_OPEN}text": "odt",
    f"{_OPEN}spreadsheet": "ods",
    f"{_OPEN}presentation": "odp",
    "application/rtf": "rtf",
    "text/rtf": "rtf",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "text/plain": "txt",
    "application/epub+zip": "epub",
}
_HTML: Final = frozenset({"text/html", "application/xhtml+xml"})
_LEADS_TO_FILE: Final = re.compile(
    r"/(?:documents?|files?|attachments?|downloads?|media|docs?|documentcenter)/"
    r"(?:view|get|show|download|open|file)\b"
    r"|/(?:view|show|get|open|download)_?-?(?:file|doc|document|attachment)?s?(?:\.\w{2,5})?\?"
    r"|[?&](?:file|doc|document|attachment|download|docid|fileid|documentid)(?:_?id)?="
    r"|/(?:download|attachment)s?/\d+|/at_download/|/@@download",
    re.IGNORECASE,
)
_NAME: Final = re.compile(r"""filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))""", re.IGNORECASE)
_NAME_CODED: Final = re.compile(r"filename\*\s*=\s*([\w-]+)'[^']*'([^;\s]+)", re.IGNORECASE)
_LONGEST_NAME: Final = 255


def ending_of(name: str) -> str:
    """The ending of a file name or of an address's path, in small letters; empty without one."""
    path = urlsplit(name).path if "://" in name else name
    last = unquote(path, errors="replace").rpartition("/")[2]
    found = re.search(r"\.([A-Za-z0-9]{1,8})$", last)
    return found[1].lower() if found else ""


def is_document_link(url: str) -> bool:
    """Whether the address ends as a document does."""
    return ending_of(url) in DOCUMENT_ENDINGS


def is_other_file(url: str) -> bool:
    """Whether the address ends as a picture, a film, a style sheet or a program does."""
    return ending_of(url) in _OTHER_ENDINGS


def may_be_document(url: str) -> bool:
    """Whether the address looks as if it hands out files without naming them."""
    return bool(_LEADS_TO_FILE.search(url))


def is_web_page(headers: Mapping[str, str]) -> bool:
    """Whether an answer is a page to read: HTML, or nothing said and no file name either."""
    media_type = headers.get("content-type", "").partition(";")[0].strip().lower()
    if "attachment" in headers.get("content-disposition", "").lower():
        return False
    return media_type in _HTML or (not media_type and not disposition_name(headers))


def document_ending(headers: Mapping[str, str], url: str) -> str:
    """What kind of document an answer is ("pdf"), or nothing where it is none."""
    if is_web_page(headers):
        return ""
    named = ending_of(disposition_name(headers))
    if named in DOCUMENT_ENDINGS:
        return named
    media_type = headers.get("content-type", "").partition(";")[0].strip().lower()
    if ending_of(url) in DOCUMENT_ENDINGS and not media_type.startswith(("image/", "video/")):
        return ending_of(url)
    return _ENDING_OF_TYPE.get(media_type, "")


def disposition_name(headers: Mapping[str, str]) -> str:
    """The file name of a ``Content-Disposition`` header (RFC 6266); empty without one."""
    said = headers.get("content-disposition", "")
    coded = _NAME_CODED.search(said)
    if coded:
        try:
            return unquote(coded[2], encoding=coded[1], errors="replace")[:_LONGEST_NAME]
        except LookupError:
            pass
    plain = _NAME.search(said)
    if plain is None:
        return ""
    name = plain[1] if plain[1] is not None else plain[2]
    return as_utf8(re.sub(r"\\(.)", r"\1", name))[:_LONGEST_NAME]


def as_utf8(header: str) -> str:
    """Many servers send UTF-8 where the header is read as latin-1."""
    try:
        return header.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return header


def size_of(status: int, headers: Mapping[str, str]) -> int | None:
    """Bytes of the whole file, from ``Content-Range`` or ``Content-Length``; ``None`` unsaid."""
    ranged = re.search(r"bytes\s+\d*-?\d*/(\d{1,18})$", headers.get("content-range", ""))
    if ranged:
        return int(ranged[1])
    length = headers.get("content-length", "")
    is_part = status == 206 or headers.get("content-encoding", "identity") != "identity"  # noqa: PLR2004 - RFC 9110, 15.3.7
    return int(length[:18]) if length.isascii() and length.isdigit() and not is_part else None
