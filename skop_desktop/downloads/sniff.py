"""What the first bytes of a body say it is (after WHATWG MIME Sniffing, and PDF 2.0 annex I)."""

from __future__ import annotations

import codecs
import re
from typing import Final
from urllib.parse import urlsplit

from skop_desktop.downloads.file_types import PROGRAMS
from skop_desktop.downloads.signatures import (
    AT_START,
    FURTHER_IN,
    MEDIA_BRANDS,
    PROGRAMS_AT_START,
    RIFF,
    TEXT_PROGRAMS,
)
from skop_desktop.downloads.zip_names import told_in_head

HEAD: Final = 8_192
"""Bytes to judge by. More than ``_PDF_WITHIN``, as a page asks for its password further down."""

_PDF_WITHIN: Final = 1_024
_PDF: Final = re.compile(rb"%PDF-?\d")
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08PK\x03\x04")
_OLE: Final = bytes.fromhex("d0cf11e0a1b11ae1")
_AT_START: Final = AT_START + PROGRAMS_AT_START
_STARTS: Final = tuple(start for start, _ in _AT_START)
_UTF_16: Final = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_UNPRINTABLE: Final = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_HTML: Final = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|title|script|style|meta|link|iframe|h[1-6]|div|span"
    rb"|table|br|p|a|font|center|form|ul|b)[\s>/]"
)
_HTA: Final = re.compile(rb"<hta:application[\s>/]")
_ROOT: Final = re.compile(rb"<(?:[a-z_][\w.-]*:)?([a-z_][\w.-]*)[\s/>]")
_ROOTS: Final = {b"html": "html", b"svg": "svg", b"kml": "kml", b"gpx": "gpx", b"rss": "rss"}
_JSON: Final = re.compile(rb'\{\s*(?:"|\}\s*\Z)|\[\s*(?:[\[{"\d-]|\]\s*\Z)')
_MAIL: Final = re.compile(
    rb"(?:from |return-path:|received:|delivered-to:|mime-version:|message-id:|from:)[^\n]*\n"
    rb"(?:[a-z-]+:|[ \t])"
)
_WEB_ARCHIVE: Final = re.compile(rb"content-type:\s*multipart/related")

_MESSAGES: Final = frozenset({"html", "json", "xml", "rss", "txt"})
_BINARY_ENDINGS: Final = (
    "pdf docx docm dotx dotm odt ott xlsx xlsm xlsb ods pptx pptm ppsx odp odg epub mobi djvu zip "
    "7z rar tar gz tgz bz2 xz zst png jpg jpeg gif tif tiff webp bmp heic avif mp3 mp4 m4a wav ogg "
    "mov avi wmv webm ppt pps rtf msg vsd vsdx kmz wpd mdb accdb dwg"
)
_BINARY: Final = frozenset(_BINARY_ENDINGS.split())
_OLD_OFFICE: Final = frozenset({"doc", "xls"})

_PASSWORD: Final = re.compile(rb"<input[^>]{0,500}?type\s*=\s*[\"']?password", re.IGNORECASE)
_TITLE: Final = re.compile(
    rb"<title[^>]{0,200}>[^<]{0,200}?\b(?:sign[ -]?in|log[ -]?in|single sign[ -]?on|anmelden)\b",
    re.IGNORECASE,
)
_SIGN_IN_PLACE: Final = re.compile(
    r"(?:^|[/._-])(?:log[_-]?[io]n|sign[_-]?in|sso|auth|oauth2?|authori[sz]e|authenticate|saml2?|adfs"
    r"|openid(?:-connect)?|idp|cas|shibboleth|wayf|account/login)(?:[/._;-]|$)",
    re.IGNORECASE,
)
_SIGN_IN_HOST: Final = re.compile(
    r"(?:^|\.)(?:login|logon|signin|sso|auth|idp|adfs|accounts)[.-]", re.IGNORECASE
)


def ending_of_head(head: bytes) -> str:
    """The ending that content beginning with ``head`` asks for, empty where that is not sure.

    ``head``: its first ``HEAD`` bytes or all of it. A program gets an ending of
    ``file_types.PROGRAMS``, plain text ``txt``. What a ZIP or OLE2 file holds is often not told
    before its end (``contents.contents_of``).
    """
    outside = outside_of(head)
    return told_in_head(head) if outside == "zip" else "" if outside == "ole" else outside


def outside_of(head: bytes) -> str:
    """As ``ending_of_head``, with ``zip`` and ``ole`` for all that is packed in those."""
    if head.startswith(_ZIP):
        return "zip"
    if head.startswith(_OLE):
        return "ole"
    if _is_pdf(head):
        return "pdf"
    return _by_signature(head) or _of_text(head)


def is_page_instead(expected_ending: str, head: bytes) -> bool:
    """Whether a web page or an error message came where a document was to come.

    Old Word and Excel files are often written as HTML by the programs that make them; those open
    well, so for them only a page that asks for a password counts.
    """
    ending = outside_of(head)
    if expected_ending in _OLD_OFFICE:
        return ending == "html" and _asks_for_password(head)
    if expected_ending == "rtf" and ending == "txt":
        return False
    return expected_ending in _BINARY and ending in _MESSAGES


def is_program_instead(expected_ending: str, ending: str) -> bool:
    """Whether content of ``ending`` is a program where something else was to come."""
    return bool(expected_ending) and ending in PROGRAMS and expected_ending not in PROGRAMS


def is_sign_in(head: bytes, url: str) -> bool:
    """Whether the web page that begins with ``head`` and came from ``url`` asks for a sign-in.

    Told by a password field, by its title, or by the address that the site led to.
    """
    if outside_of(head) != "html":
        return False
    if _asks_for_password(head) or _TITLE.search(_plain_bytes(head)):
        return True
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    return bool(_SIGN_IN_PLACE.search(parts.path) or _SIGN_IN_HOST.search(host))


def _asks_for_password(head: bytes) -> bool:
    return _PASSWORD.search(_plain_bytes(head)) is not None


def _is_pdf(head: bytes) -> bool:
    """``%PDF`` may stand anywhere in the first kilobyte; a page may speak of it, unnumbered."""
    return head.startswith(b"%PDF") or _PDF.search(head, 0, _PDF_WITHIN) is not None


def _by_signature(head: bytes) -> str:
    if head.startswith(_STARTS):
        return next(ending for start, ending in _AT_START if head.startswith(start))
    for at, mark, ending in FURTHER_IN:
        if head.startswith(mark, at):
            return ending
    if head.startswith(b"MZ"):  # two letters begin many a text
        return "exe" if _UNPRINTABLE.search(head) else ""
    return _of_media(head)


def _of_media(head: bytes) -> str:
    if head.startswith(b"RIFF"):
        return RIFF.get(head[8:12], "")
    if head.startswith(b"ftyp", 4):
        return MEDIA_BRANDS.get(head[8:12], "mp4")
    if head.startswith(b"\x1aE\xdf\xa3"):
        return "webm" if b"webm" in head[:64] else "mkv"
    return "bmp" if head.startswith(b"BM") and head[6:10] == bytes(4) else ""


def _of_text(head: bytes) -> str:
    text = _plain_bytes(head)
    start = text.lstrip().lower()
    if not start or _UNPRINTABLE.search(text):
        return ""
    if _HTA.search(start):
        return "hta"
    program = next((ending for mark, ending in TEXT_PROGRAMS if start.startswith(mark)), "")
    return program or (_of_markup(start) if start.startswith(b"<") else _of_words(start))


def _of_words(text: bytes) -> str:
    if _JSON.match(text):
        return "json"
    if _MAIL.match(text):
        return "mht" if _WEB_ARCHIVE.search(text) else "eml"
    return "txt"


def _of_markup(text: bytes) -> str:
    root = _after_prolog(text)
    if _HTML.match(root):
        return "html"
    if (named := _ROOT.match(root)) is not None:
        return _ROOTS.get(named[1], "xml")
    return "txt" if root and not text.startswith(b"<?xml") else "xml"


def _after_prolog(text: bytes) -> bytes:
    """``text`` from its first element or HTML doctype on, without comments and declarations."""
    at = 0
    while at < len(text):
        if text.startswith(b"<!--", at):
            end = text.find(b"-->", at + 4)
            at = len(text) if end < 0 else end + 3
        elif text.startswith(b"<?", at) or (
            text.startswith(b"<!doctype", at) and not _HTML.match(text, at)
        ):
            end = text.find(b">", at)
            at = len(text) if end < 0 else end + 1
        else:
            break
        while text[at : at + 1].isspace():
            at += 1
    return text[at:]


def _plain_bytes(head: bytes) -> bytes:
    """Text of any encoding with a byte order mark as UTF-8 without one."""
    for mark, encoding in _UTF_16.items():
        if head.startswith(mark):
            return head[2:].decode(encoding, errors="ignore").encode(errors="ignore")
    return head.removeprefix(codecs.BOM_UTF8)
