"""File name endings: which are known, and which one a type word or a MIME type stands for."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_DOCUMENT_ENDINGS: Final = (
    "pdf doc docx docm dot dotx dotm odt ott rtf txt text md tex log pages epub mobi djvu ps eps "
    "wpd wps xps xls xlsx xlsm xlsb xlt xltx xltm ods ots csv tsv numbers ppt pptx pptm pps ppsx "
    "ppsm pot potx odp otp odg key vsd vsdx "
    "html htm xhtml mht mhtml xml json jsonl yaml yml rss ics vcf eml msg "
    "kml kmz gpx geojson dwg dxf shp dbf mdb accdb sqlite parquet "
    "zip 7z rar tar gz tgz bz2 tbz2 xz txz zst "
    "png jpg jpeg gif tif tiff webp svg bmp heic avif jp2 psd "
    "mp3 mp4 m4a m4v wav ogg oga opus flac mov avi wmv wma webm mkv mpg aac"
)
KNOWN: Final = frozenset(_DOCUMENT_ENDINGS.split())
"""Endings that are kept when a document's name has them."""

_PROGRAM_ENDINGS: Final = (
    "exe com scr pif cpl dll sys msi msp msix appx bat cmd ps1 vbs vbe js jse wsf wsh hta lnk url "
    "reg inf scf chm jar apk ipa xpi crx nupkg vsix class dex elf macho sh bash command desktop "
    "appimage run deb rpm dmg pkg wasm swf py pl rb php"
)
PROGRAMS: Final = frozenset(_PROGRAM_ENDINGS.split())
"""What a computer may run, or what may change its settings, when it is opened."""

_STAYS: Final = {
    content: frozenset(f"{content} {others}".split())
    for content, others in {
        "pdf": "ai",
        "doc": "dot wps",
        "docx": "docm dotx dotm",
        "xls": "xlt et",
        "xlsx": "xlsm xltx xltm",
        "ppt": "pps pot",
        "pptx": "pptm ppsx ppsm potx potm",
        "odt": "ott odm",
        "ods": "ots",
        "odp": "otp",
        "rtf": "doc dot",
        "html": "htm xhtml xht shtml doc xls",
        "mht": "mhtml eml doc xls",
        "eml": "mht mhtml txt",
        "xml": "rss atom kml gpx svg xsd xsl xslt xbrl doc xls xhtml",
        "json": "geojson jsonl ndjson ipynb txt",
        "ics": "ical ifb txt",
        "vcf": "vcard txt",
        "txt": "text md csv tsv log json jsonl geojson xml html htm ics vcf eml yaml yml tex bib "
        "ris dxf srt vtt rtf asc ps gpx kml tab dat ini conf doc xls",
        "zip": "cbz pages numbers key",
        "kmz": "zip",
        "gz": "tgz svgz",
        "bz2": "tbz2",
        "xz": "txz",
        "rar": "cbr",
        "7z": "cb7",
        "jpg": "jpeg jpe jfif",
        "tif": "tiff dng",
        "ps": "eps ai",
        "eps": "ps ai",
        "heic": "heif",
        "mp4": "m4v m4a mov",
        "m4a": "m4b mp4",
        "mov": "qt mp4",
        "ogg": "oga ogv opus",
        "wmv": "wma asf",
        "webm": "mkv",
        "mkv": "webm mka",
        "mpg": "mpeg vob",
        "mdb": "accdb",
        "sqlite": "db gpkg mbtiles",
        "mobi": "azw azw3 prc",
        "exe": "dll sys scr com cpl",
        "msi": "msp",
        "msix": "appx",
        "sh": "bash command run py pl rb php",
        "elf": "run appimage",
        "bat": "cmd",
    }.items()
}

_SAME: Final = (
    frozenset({"html", "htm", "xhtml"}),
    frozenset({"jpg", "jpeg"}),
    frozenset({"tif", "tiff"}),
    frozenset({"txt", "text", "md", "csv", "tsv", "json", "xml", "log"}),
    frozenset({"doc", "dot", "rtf"}),
    frozenset({"docx", "docm", "dotx", "dotm"}),
    frozenset({"xls", "xlsb", "csv"}),
    frozenset({"xlsx", "xlsm"}),
    frozenset({"ppt", "pps"}),
    frozenset({"pptx", "pptm", "ppsx", "ppsm"}),
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
    "application/vnd.oasis.opendocument.graphics": "odg",
    "application/vnd.ms-word.document.macroenabled.12": "docm",
    "application/vnd.ms-excel.sheet.macroenabled.12": "xlsm",
    "application/vnd.ms-excel.sheet.binary.macroenabled.12": "xlsb",
    "application/vnd.ms-powerpoint.presentation.macroenabled.12": "pptm",
    "application/vnd.openxmlformats-officedocument.presentationml.slideshow": "ppsx",
    "application/vnd.ms-outlook": "msg",
    "application/vnd.google-earth.kml+xml": "kml",
    "application/vnd.google-earth.kmz": "kmz",
    "application/geo+json": "geojson",
    "application/rss+xml": "rss",
    "application/postscript": "ps",
    "application/vnd.wordperfect": "wpd",
    "application/vnd.rar": "rar",
    "application/x-tar": "tar",
    "message/rfc822": "eml",
    "multipart/related": "mht",
    "text/calendar": "ics",
    "text/vcard": "vcf",
    "text/tab-separated-values": "tsv",
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
    "image/bmp": "bmp",
    "image/heic": "heic",
    "image/avif": "avif",
    "image/vnd.djvu": "djvu",
    "audio/mpeg": "mp3",
    "audio/mp4": "m4a",
    "audio/wav": "wav",
    "audio/ogg": "ogg",
    "video/mp4": "mp4",
    "video/quicktime": "mov",
    "video/webm": "webm",
}

_NOT_ENDINGS: Final = frozenset(
    {"file", "link", "page", "other", "web", "data", "none", "null", "misc", "php", "asp", "aspx"}
    | {"jsp", "jspx", "cgi", "do", "ashx", "axd", "cfm", "dll", "action"}
)
_GENERAL: Final = frozenset({"txt", "xml", "json", "zip", "gz"})
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


@lru_cache
def known_ending(name: str) -> str:
    """The ending of ``name``, in lower case without its dot, if it is one of a document."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    return ending if ending in KNOWN else ""


def stays(ending: str, contents: str) -> bool:
    """Whether a file whose content is ``contents`` (an ending) may be called ``ending``."""
    return ending == contents or ending in _STAYS.get(contents, ())


def may_hold(ending: str, contents: str) -> bool:
    """Whether ``ending`` is one of the many unknown here that hold ``contents`` of a general kind.

    A project of a map program is a ZIP file, a model of a building plain text.
    """
    unknown = ending not in KNOWN and ending not in PROGRAMS and ending not in _NOT_ENDINGS
    return contents in _GENERAL and unknown and _ENDING.fullmatch(ending) is not None


def compatible(one: str, other: str) -> bool:
    """Whether a file may carry either ending."""
    return one == other or any(one in group and other in group for group in _SAME)
