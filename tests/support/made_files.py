"""Small files of many kinds, made as the programs make them, to be judged by their bytes."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping

END, FREE, TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def pdf(body: bytes = b"1 0 obj\n<<>>\nendobj\n") -> bytes:
    return b"%PDF-1.7\n" + body + b"xref\n0 1\ntrailer\n<<>>\nstartxref\n20\n%%EOF\n"


def zipped(
    *names: str, first: tuple[str, bytes] | None = None, filler: int = 0, comment: bytes = b""
) -> bytes:
    """A ZIP of small files; ``first``: one that is stored before them, as ODF and EPUB want it."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        if first is not None:
            archive.writestr(zipfile.ZipInfo(first[0]), first[1])
        for name in names:
            archive.writestr(name, b"<x/>")
        if filler:
            archive.writestr(zipfile.ZipInfo("filler"), bytes(filler))
        archive.comment = comment
    return made.getvalue()


def office(*names: str) -> bytes:
    return zipped("[Content_Types].xml", "_rels/.rels", *names)


def open_document(kind: str) -> bytes:
    mime = f"application/vnd.oasis.opendocument.{kind}".encode()
    return zipped("content.xml", "META-INF/manifest.xml", first=("mimetype", mime))


def ole(
    *streams: str,
    embedded: tuple[str, ...] = (),
    class_id: bytes = bytes(16),
    before: int = 0,
    sector: int = 512,
    chain: Mapping[int, int] | None = None,
) -> bytes:
    """An OLE2 file ([MS-CFB]) with empty streams; ``embedded`` lie in a storage within it.

    ``before``: sectors of content before the directory. ``chain``: what to write into the table
    of sectors instead of the truth.
    """
    root_children = len(streams) + (1 if embedded else 0)
    entries = [_entry("Root Entry", 5, child=1 if root_children else FREE, class_id=class_id)]
    for number, name in enumerate(streams, start=1):
        follows = number < root_children
        entries.append(_entry(name, 2, right=number + 1 if follows else FREE))
    if embedded:
        first = root_children + 1
        entries.append(_entry("ObjectPool", 1, child=first))
        last = first + len(embedded) - 1
        entries += [
            _entry(name, 2, right=number + 1 if number < last else FREE)
            for number, name in enumerate(embedded, start=first)
        ]
    directory = b"".join(entries)
    directory += _entry("", 0) * (-len(entries) % (sector // 128))
    length = len(directory) // sector
    table = [TABLE, *([END] * before)]
    table += [*(1 + before + number + 1 for number in range(length - 1)), END]
    for place, value in (chain or {}).items():
        table[place] = value
    table += [FREE] * (sector // 4 - len(table))
    header = struct.pack(
        "<8s16s5H6s9L",
        bytes.fromhex("d0cf11e0a1b11ae1"),
        bytes(16),
        *(62, 3 if sector == 512 else 4, 0xFFFE, sector.bit_length() - 1, 6, bytes(6)),
        *(0, 1, 1 + before, 0, 4_096, END, 0, END, 0),
    )
    header += struct.pack("<109L", 0, *([FREE] * 108))
    content = struct.pack(f"<{sector // 4}L", *table) + b"c" * (sector * before)
    return header.ljust(sector, b"\0") + content + directory


def _entry(
    name: str, kind: int, *, right: int = FREE, child: int = FREE, class_id: bytes = bytes(16)
) -> bytes:
    text = (name + "\0").encode("utf-16-le") if name else b""
    fields = (text.ljust(64, b"\0"), len(text), kind, 1, FREE, right, child, class_id)
    return struct.pack("<64sHBB3L16s", *fields).ljust(128, b"\0")


def seven_zip() -> bytes:
    directory = b"\x17\x06"
    start = b"7z\xbc\xaf\x27\x1c\0\4" + bytes(4) + struct.pack("<2QL", 20, len(directory), 0)
    return start + b"d" * 20 + directory


def png() -> bytes:
    return b"\x89PNG\r\n\x1a\n" + b"d" * 40 + b"\0\0\0\0IEND\xaeB`\x82"
