"""What the first bytes of a body say it is (after WHATWG MIME Sniffing, and PDF 2.0 annex I)."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

HEAD: Final = 1024
"""Bytes to judge by: ``%PDF`` may stand anywhere in the first kilobyte."""


class Kind(StrEnum):
    """Kinds of content that are told apart; ``UNKNOWN`` contradicts nothing."""

    PDF = "pdf"
    ZIP = "zip"
    OLE = "ole"
    RTF = "rtf"
    HTML = "html"
    XML = "xml"
    JSON = "json"
    UNKNOWN = ""


_TAG: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<!--.*?-->\s*|<\?xml[^>]*>\s*)*"
    rb"<(?:!doctype\s+html|html|head|body|title|script|meta|iframe|h1|div|table|br|p|form)[\s>/]",
    re.IGNORECASE | re.DOTALL,
)
_FIRST: Final = (
    (b"PK\x03\x04", Kind.ZIP),
    (b"PK\x05\x06", Kind.ZIP),
    (bytes.fromhex("d0cf11e0a1b11ae1"), Kind.OLE),
    (b"{\\rtf", Kind.RTF),
)

_BINARY_ENDINGS: Final = (
    "pdf docx docm dotx odt xlsx xlsm xlsb ods pptx pptm ppsx odp epub zip 7z rar gz tgz png jpg "
    "jpeg gif tif tiff webp heic mp3 mp4 ppt pps rtf"
)
_BINARY: Final = frozenset(_BINARY_ENDINGS.split())
_OLD_OFFICE: Final = frozenset({"doc", "xls"})


def sniff(head: bytes) -> Kind:
    """The kind of content that begins with ``head``, its first ``HEAD`` bytes or all of it."""
    for start, kind in _FIRST:
        if head.startswith(start):
            return kind
    if b"%PDF" in head[:HEAD]:
        return Kind.PDF
    if _TAG.match(head):
        return Kind.HTML
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith(b"<?xml"):
        return Kind.XML
    return Kind.JSON if re.match(rb'\{\s*"|\[\s*[\[{"]', text) else Kind.UNKNOWN


def is_page_instead(expected_ending: str, head: bytes) -> bool:
    """Whether a web page or an error message came where a document was to come.

    Old Word and Excel files are often written as HTML by the programs that make them; those open
    well, so for them only a page that asks for a password counts.
    """
    kind = sniff(head)
    if expected_ending in _OLD_OFFICE:
        return kind is Kind.HTML and b'type="password"' in head.replace(b"'", b'"').lower()
    return expected_ending in _BINARY and kind in {Kind.HTML, Kind.JSON, Kind.XML}
