"""What a ZIP file is, by the names in its directory (PKWARE APPNOTE 6.3.10), never unpacked."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import BinaryIO, Final

_END: Final = struct.Struct("<4s4H2LH")
_END_MARK: Final = b"PK\x05\x06"
_BIG_LOCATOR: Final = struct.Struct("<4sLQL")
_BIG_END: Final = struct.Struct("<4sQ2H2L4Q")
_ENTRY: Final = struct.Struct("<4s6H3L5H2L")
_ENTRY_MARK: Final = b"PK\x01\x02"
_LOCAL: Final = struct.Struct("<4s5H3L2H")
_LOCAL_MARK: Final = b"PK\x03\x04"
_IN_BIG_END: Final = 0xFFFFFFFF
_MANY: Final = 0xFFFF

_NEAR: Final = 4_096
_FAR: Final = 65_535 + _END.size + _BIG_LOCATOR.size
_MOST_ENDS: Final = 16
_MOST_OF_DIRECTORY: Final = 131_072
_MOST_NAMES: Final = 2_000
_LONGEST_MIME: Final = 100

_OPEN_DOCUMENT: Final = "application/vnd.oasis.opendocument."
_OF_MIME: Final = {
    "application/epub+zip": "epub",
    f"{_OPEN_DOCUMENT}text": "odt",
    f"{_OPEN_DOCUMENT}text-template": "ott",
    f"{_OPEN_DOCUMENT}text-master": "odm",
    f"{_OPEN_DOCUMENT}spreadsheet": "ods",
    f"{_OPEN_DOCUMENT}spreadsheet-template": "ots",
    f"{_OPEN_DOCUMENT}presentation": "odp",
    f"{_OPEN_DOCUMENT}presentation-template": "otp",
    f"{_OPEN_DOCUMENT}graphics": "odg",
    "application/hwp+zip": "hwpx",
}
_OF_PACKAGE: Final = (
    ("appxmanifest.xml", "msix"),
    ("appxmetadata/", "msix"),
    ("extension.vsixmanifest", "vsix"),
    ("xl/workbook.bin", "xlsb"),
    ("word/", "docx"),
    ("xl/", "xlsx"),
    ("ppt/", "pptx"),
    ("visio/", "vsdx"),
    ("fixeddocseq.fdseq", "xps"),
)
"""Of packages with a ``[Content_Types].xml`` (ECMA-376 part 2), the first that matches."""

_UNTOLD: Final = ("index/document.iwa", "index.apxl", "index.zip")
"""In Pages, Numbers and Keynote alike."""


def in_zip(file: BinaryIO, size: int, head: bytes) -> tuple[str, bool]:
    """The ending for the ZIP ``file`` of ``size`` bytes, and whether its directory is there.

    The ending is empty for a package of a kind that is not known. ``head``: its first bytes. Reads
    two bounded pieces, whatever the file says of itself.
    """
    directory = _directory(file, size)
    if directory is None:
        return _kind(_local_names(head), head), False
    return _kind(_names(directory), head), True


def told_in_head(head: bytes) -> str:
    """As ``in_zip`` by the first bytes alone; empty where those tell no more than ``zip``."""
    kind = _kind(_local_names(head), head)
    return "" if kind == "zip" else kind


def _directory(file: BinaryIO, size: int) -> bytes | None:
    """The beginning of the central directory, ``None`` where there is none that fits the file."""
    for length in (_NEAR, _FAR):
        start = max(0, size - length)
        file.seek(start)
        tail = file.read(length)
        at = len(tail)
        for _ in range(_MOST_ENDS):
            at = tail.rfind(_END_MARK, 0, at)
            if at < 0:
                break
            place = _place(file, tail, at, start)
            if place is not None and (found := _read(file, tail, start, *place)) is not None:
                return found
        if start == 0:
            return None
    return None


def _place(file: BinaryIO, tail: bytes, at: int, start: int) -> tuple[int, int] | None:
    """Offset and length of the directory that the end record at ``tail[at:]`` tells."""
    if len(tail) - at < _END.size:
        return None
    _, _, _, _, entries, length, offset, _ = _END.unpack_from(tail, at)
    if _IN_BIG_END in {offset, length} or entries == _MANY:
        big = _big_place(file, tail, at, start)
        if big is not None:
            offset, length = big
    return (offset, length) if offset + length <= start + at else None


def _big_place(file: BinaryIO, tail: bytes, at: int, start: int) -> tuple[int, int] | None:
    if at < _BIG_LOCATOR.size:
        return None
    mark, _, where, _ = _BIG_LOCATOR.unpack_from(tail, at - _BIG_LOCATOR.size)
    # Beyond the end there is nothing, and no disk goes to any place that 64 bits can name.
    if mark != b"PK\x06\x07" or where >= start + at:
        return None
    file.seek(where)
    record = file.read(_BIG_END.size)
    if len(record) < _BIG_END.size or not record.startswith(b"PK\x06\x06"):
        return None
    *_, length, offset = _BIG_END.unpack(record)
    return offset, length


def _read(file: BinaryIO, tail: bytes, start: int, offset: int, length: int) -> bytes | None:
    length = min(length, _MOST_OF_DIRECTORY)
    if offset >= start:
        found = tail[offset - start : offset - start + length]
    else:
        file.seek(offset)
        found = file.read(length)
    # Another there: this is the end of a ZIP inside the one whose own end has been cut off.
    return found if length == 0 or found.startswith(_ENTRY_MARK) else None


def _names(directory: bytes) -> Iterator[bytes]:
    at = 0
    for _ in range(_MOST_NAMES):
        if len(directory) - at < _ENTRY.size or not directory.startswith(_ENTRY_MARK, at):
            return
        *_, name, extra, comment, _, _, _, _ = _ENTRY.unpack_from(directory, at)
        at += _ENTRY.size
        yield directory[at : at + name]
        at += name + extra + comment


def _local_names(head: bytes) -> Iterator[bytes]:
    at = head.find(_LOCAL_MARK)
    while at >= 0 and len(head) - at >= _LOCAL.size:
        length = _LOCAL.unpack_from(head, at)[9]
        yield head[at + _LOCAL.size : at + _LOCAL.size + length]
        at = head.find(_LOCAL_MARK, at + _LOCAL.size)


def _kind(raw_names: Iterator[bytes], head: bytes) -> str:
    names = {name.decode("latin-1").replace("\\", "/").lower() for name in raw_names}
    mime = _mime(head)
    if mime in _OF_MIME:
        return _OF_MIME[mime]
    if program := _program(names):
        return program
    if "[content_types].xml" in names:
        tops = names | {name.partition("/")[0] + "/" for name in names if "/" in name}
        return next((ending for mark, ending in _OF_PACKAGE if mark in tops), "")
    if "doc.kml" in names:
        return "kmz"
    return "" if any(mark in names for mark in _UNTOLD) else "zip"


def _program(names: set[str]) -> str:
    if "androidmanifest.xml" in names:
        return "apk"
    if "install.rdf" in names or "meta-inf/mozilla.rsa" in names:
        return "xpi"
    if any(name.endswith(".nuspec") and "/" not in name for name in names):
        return "nupkg"
    if any(name.startswith("payload/") and ".app/" in name for name in names):
        return "ipa"
    is_jar = "meta-inf/manifest.mf" in names and any(n.endswith(".class") for n in names)
    return "jar" if is_jar else ""


def _mime(head: bytes) -> str:
    """The type that a first, stored file ``mimetype`` holds (ODF 1.3 part 2, 3.3; EPUB OCF)."""
    if len(head) < _LOCAL.size or not head.startswith(_LOCAL_MARK):
        return ""
    _, _, _, method, _, _, _, length, _, name, extra = _LOCAL.unpack_from(head)
    at = _LOCAL.size + name
    if method != 0 or head[_LOCAL.size : at] != b"mimetype":
        return ""
    at += extra
    return head[at : at + min(length, _LONGEST_MIME)].decode("latin-1").strip()
