"""Files of office programs, small and real, to be read and to be broken."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping

from reportlab.lib.pdfencrypt import (
    StandardEncryption,
)
from reportlab.pdfgen.canvas import Canvas

_CORE = (
    '<cp:coreProperties xmlns:cp="c" xmlns:dc="d"><dc:creator>x</dc:creator>'
    "<dc:title>{}</dc:title></cp:coreProperties>"
)
END, FREE = 0xFFFFFFFE, 0xFFFFFFFF


def pdf(*pages: str, title: str = "", password: str = "") -> bytes:
    made = io.BytesIO()
    locked = StandardEncryption(password) if password else None
    canvas = Canvas(made, encrypt=locked, pageCompression=1)
    canvas.setTitle(title)
    for page in pages:
        for number, line in enumerate(page.splitlines()):
            canvas.drawString(50, 780 - 14 * number, line)
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def package(members: Mapping[str, str | bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return made.getvalue()


def docx(*paragraphs: str, title: str = "", header: str = "") -> bytes:
    members = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": _letter("document", *paragraphs),
        "docProps/core.xml": _CORE.format(title),
    }
    if header:
        members["word/header1.xml"] = _letter("hdr", header)
    return package(members)


def _letter(root: str, *paragraphs: str) -> str:
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    return f'<?xml version="1.0"?><w:{root} xmlns:w="w">{body}</w:{root}>'


def pptx(*slides: str, title: str = "") -> bytes:
    numbered = {
        f"ppt/slides/slide{number}.xml": (
            f'<p:sld xmlns:p="p" xmlns:a="a"><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:sld>'
        )
        for number, text in enumerate(slides, start=1)
    }
    return package({**numbered, "docProps/core.xml": _CORE.format(title)})


def open_document(body: str, *, title: str = "", manifest: str = "<m/>") -> bytes:
    return package(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f'<o:doc xmlns:o="o" xmlns:text="t" xmlns:table="b">{body}</o:doc>',
            "meta.xml": f'<o:meta xmlns:o="o" xmlns:dc="d"><dc:title>{title}</dc:title></o:meta>',
            "META-INF/manifest.xml": manifest,
        }
    )


def ole(streams: Mapping[str, bytes]) -> bytes:
    """An OLE2 file ([MS-CFB], version 3); streams of less than 4,096 bytes lie together."""
    small = bytearray()
    small_table: list[int] = []
    sectors: list[bytes] = []
    table: list[int] = []
    entries: list[bytes] = []

    def store(content: bytes) -> int:
        first = len(sectors)
        pieces = [content[at : at + 512] for at in range(0, len(content), 512)]
        for number, piece in enumerate(pieces, start=1):
            sectors.append(piece.ljust(512, b"\0"))
            table.append(END if number == len(pieces) else len(sectors))
        return first if pieces else END

    for number, (name, content) in enumerate(streams.items(), start=1):
        if len(content) < 4_096:
            start = len(small_table)
            count = -(-len(content) // 64)
            small_table += [*range(start + 1, start + count), END][:count]
            small += content.ljust(count * 64, b"\0")
        else:
            start = store(content)
        follows = number + 1 if number < len(streams) else FREE
        entries.append(_entry(name, 2, right=follows, start=start, size=len(content)))
    root = _entry("Root Entry", 5, child=1, start=store(bytes(small)), size=len(small))
    numbers = small_table + [FREE] * (-len(small_table) % 128)
    small_start = store(struct.pack(f"<{len(numbers)}L", *numbers)) if small_table else END
    directory = store(b"".join([root, *entries]))
    at = len(sectors)
    table.append(0xFFFFFFFD)
    table += [FREE] * (128 - len(table))
    assert len(table) == 128, "one sector of table is enough for a test"
    header = struct.pack(
        "<8s16s5H6s9L",
        bytes.fromhex("d0cf11e0a1b11ae1"),
        bytes(16),
        *(62, 3, 0xFFFE, 9, 6, bytes(6)),
        *(0, 1, directory, 0, 4_096, small_start, 1, END, 0),
    ) + struct.pack("<109L", at, *([FREE] * 108))
    return header + b"".join(sectors) + struct.pack("<128L", *table)


def _entry(
    name: str, kind: int, *, right: int = FREE, child: int = FREE, start: int = 0, size: int = 0
) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    return struct.pack(
        "<64sHBB3L16sL8s8sLQ",
        *(text.ljust(64, b"\0"), len(text), kind, 1, FREE, right, child, bytes(16)),
        *(0, bytes(8), bytes(8), start, size),
    )


def summary(title: bytes, code_page: int = 1252) -> bytes:
    """A stream of properties with a title ([MS-OLEPS])."""
    value = struct.pack("<2L", 30, len(title) + 1) + title + b"\0"
    page = struct.pack("<LHH", 2, code_page, 0)
    places = struct.pack("<4L", 1, 24, 2, 24 + len(page))
    body = places + page + value
    return bytes(44) + struct.pack("<L", 48) + struct.pack("<2L", 8 + len(body), 2) + body


def doc(*pieces: str, title: bytes = b"", flags: int = 0x0200) -> bytes:
    """A Word 97 file of several pieces, the first of narrow characters, the rest of wide ones."""
    text_at = 0x400
    text = b""
    ends, places = [0], []
    for number, piece in enumerate(pieces):
        place = text_at + len(text)
        narrow = number == 0
        text += piece.encode("cp1252" if narrow else "utf-16-le")
        places.append((place * 2) | 0x40000000 if narrow else place)
        ends.append(ends[-1] + len(piece))
    plan = struct.pack(f"<{len(ends)}L", *ends)
    plan += b"".join(struct.pack("<HLH", 0, place, 0) for place in places)
    described = b"\x01" + struct.pack("<H", 2) + b"??" + b"\x02" + struct.pack("<L", len(plan))
    main = bytearray(text_at)
    struct.pack_into("<2H", main, 0, 0xA5EC, 0xC1)
    struct.pack_into("<H", main, 0x0A, flags)
    struct.pack_into("<2L", main, 0x01A2, 0, len(described) + len(plan))
    return ole(
        {
            "WordDocument": bytes(main) + text,
            "1Table": described + plan,
            "\x05SummaryInformation": summary(title),
        }
    )


def xls(*rows: tuple[str | int, ...], title: bytes = b"", locked: bool = False) -> bytes:
    """A workbook of Excel 97 ([MS-XLS]) with the sheets "Budget" and "Notes", the first filled.

    Its shared strings are cut within the second one, as Excel cuts what is longer than a record.
    """
    texts = list(dict.fromkeys(cell for row in rows for cell in row if isinstance(cell, str)))
    shared = struct.pack("<2L", len(texts), len(texts))
    pieces = []
    for number, text in enumerate(texts):
        shared += struct.pack("<HBL", len(text), 0x05, 3)
        wide = text.encode("utf-16-le")
        if number == 1:
            pieces.append(shared + wide[:4])
            narrow = text[2:].isascii()
            rest = text[2:].encode("latin-1") if narrow else wide[4:]
            shared = (b"\x00" if narrow else b"\x01") + rest + b"ext"
        else:
            shared += wide + b"ext"
    (first, *further) = [*pieces, shared]
    book = _record(0x0809, struct.pack("<2H", 0x0600, 0x0005) + bytes(12))
    book += _record(0x002F, bytes(6)) if locked else b""
    for name in ("Budget", "Notes"):
        book += _record(0x0085, bytes(6) + bytes([len(name), 0]) + name.encode())
    book += _record(0x00FC, first) + b"".join(_record(0x003C, piece) for piece in further)
    book += _record(0x000A, b"") + _record(0x0809, struct.pack("<2H", 0x0600, 0x0010) + bytes(12))
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            place = struct.pack("<3H", number, column, 15)
            if isinstance(cell, str):
                book += _record(0x00FD, place + struct.pack("<L", texts.index(cell)))
            else:
                book += _record(0x027E, place + struct.pack("<l", cell << 2 | 2))
    book += _record(0x000A, b"")
    return ole({"Workbook": book, "\x05SummaryInformation": summary(title)})


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<2H", kind, len(content)) + content


def ppt(*slides: str, title: bytes = b"", locked: bool = False) -> bytes:
    """Slides of PowerPoint 97 ([MS-PPT]), each with a heading in wide and a line in narrow text."""
    master = _atom(0x03F8, _atom(0x0FA0, "Click to edit".encode("utf-16-le")), is_container=True)
    texts = b""
    for slide in slides:
        heading, _, line = slide.partition("\n")
        texts += _atom(0x03F3, bytes(20)) + _atom(0x0FA0, heading.encode("utf-16-le"))
        texts += _atom(0x0FA8, line.encode("latin-1"))
    notes = _atom(0x0FF0, _atom(0x0FA8, b"what to say"), is_container=True, number=2)
    listed = notes + _atom(0x0FF0, texts, is_container=True)
    document = _atom(0x03E8, _atom(0x03E9, bytes(40)) + listed, is_container=True)
    token = 0xF3D1C4DF if locked else 0xE391C05F
    return ole(
        {
            "PowerPoint Document": document + master,
            "Current User": struct.pack("<2HLLL", 0, 0x0FF6, 20, 20, token) + bytes(12),
            "\x05SummaryInformation": summary(title),
        }
    )


def _atom(kind: int, content: bytes, *, is_container: bool = False, number: int = 0) -> bytes:
    return (
        struct.pack("<2HL", (0xF if is_container else 0) | number << 4, kind, len(content))
        + content
    )


def epub(*chapters: str, title: str = "", locked: bool = False) -> bytes:
    names = [f"c{number}" for number in range(len(chapters))]
    items = "".join(f'<item id="{name}" href="text/{name}%20.xhtml"/>' for name in names)
    order = "".join(f'<itemref idref="{name}"/>' for name in names)
    container = '<c><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></c>'
    members = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": container,
        "OEBPS/book.opf": (
            f'<package xmlns:dc="d"><metadata><dc:title>{title}</dc:title></metadata>'
            f"<manifest>{items}</manifest><spine>{order}</spine></package>"
        ),
    }
    for name, text in zip(names, chapters, strict=True):
        members[f"OEBPS/text/{name} .xhtml"] = f"<!DOCTYPE html><html><body>{text}</body></html>"
    return package(members | ({"META-INF/rights.xml": "<r/>"} if locked else {}))
