"""What a finished file is: its kind and its end, on real files, whole, cut and hostile."""

from __future__ import annotations

import io
import os
import struct
import zipfile
from pathlib import Path

import docx
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from skop_desktop.downloads.contents import DAMAGED, Contents, contents_of
from skop_desktop.downloads.sniff import HEAD
from tests.support.made_files import office, ole, open_document, pdf, png, seven_zip, zipped

INSTALLER = bytes.fromhex("84100c0000000000c000000000000046")


def looked_at(content: bytes, folder: Path) -> Contents:
    path = folder / "file.part"
    path.write_bytes(content)
    return contents_of(path, content[:HEAD])


def real_pdf() -> bytes:
    made = io.BytesIO()
    canvas = Canvas(made)
    canvas.drawString(72, 720, "Minutes of the board")
    canvas.save()
    return made.getvalue()


def real_docx() -> bytes:
    made = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("Minutes of the board")
    document.save(made)
    return made.getvalue()


def real_xlsx() -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        book.add_worksheet().write(0, 0, "Budget")
    return made.getvalue()


def big_zip() -> bytes:
    """With the record for archives above 4 GB, as some programs write it always."""
    whole = office("word/document.xml")
    at = whole.rindex(b"PK\x05\x06")
    count, length, offset = struct.unpack_from("<HLL", whole, at + 10)
    end = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, length, offset)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, at, 1)
    last = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, *(0xFFFFFFFF,) * 2, 0)
    return whole[:at] + end + locator + last


KINDS = {
    "real PDF": (real_pdf(), "pdf"),
    "real DOCX": (real_docx(), "docx"),
    "real XLSX": (real_xlsx(), "xlsx"),
    "PDF": (pdf(), "pdf"),
    "PPTX": (office("ppt/presentation.xml"), "pptx"),
    "binary workbook": (office("xl/workbook.bin"), "xlsb"),
    "drawing": (office("visio/document.xml"), "vsdx"),
    "DOCX with back-slashes": (zipped("[Content_Types].xml", "word\\document.xml"), "docx"),
    "DOCX with its parts late": (
        zipped(*(f"customXml/item{n}.xml" for n in range(200)), "[Content_Types].xml", "word/x"),
        "docx",
    ),
    "package of no known kind": (office("part/x.xml"), ""),
    "big ZIP": (big_zip(), "docx"),
    "ODT": (open_document("text"), "odt"),
    "ODS": (open_document("spreadsheet"), "ods"),
    "ODP": (open_document("presentation"), "odp"),
    "EPUB": (zipped("OEBPS/x", first=("mimetype", b"application/epub+zip")), "epub"),
    "KMZ": (zipped("doc.kml", "files/a.png"), "kmz"),
    "ZIP": (zipped("a.pdf", "b.pdf"), "zip"),
    "ZIP with a word in it": (zipped("word/notes.txt"), "zip"),
    "ZIP with a comment": (zipped("a.pdf", comment=b"c" * 60_000), "zip"),
    "empty ZIP": (zipped(), "zip"),
    "JAR": (zipped("META-INF/MANIFEST.MF", "a/B.class"), "jar"),
    "APK": (zipped("AndroidManifest.xml", "classes.dex"), "apk"),
    "app package": (zipped("AppxManifest.xml", "[Content_Types].xml", "word/x"), "msix"),
    "extension": (zipped("install.rdf"), "xpi"),
    "iPhone app": (zipped("Payload/A.app/Info.plist"), "ipa"),
    "Word 97": (ole("CompObj", "WordDocument", "1Table"), "doc"),
    "Excel 97": (ole("Workbook"), "xls"),
    "Excel 5": (ole("Book"), "xls"),
    "PowerPoint 97": (ole("Current User", "PowerPoint Document"), "ppt"),
    "Outlook message": (ole("__nameid_version1.0", "__properties_version1.0"), "msg"),
    "installer": (ole("\u4840\u3b3f", class_id=INSTALLER), "msi"),
    "letter with a workbook in it": (ole("WordDocument", embedded=("Workbook",)), "doc"),
    "workbook with a letter in it": (ole("Workbook", embedded=("WordDocument",)), "xls"),
    "long directory": (ole(*(f"s{n}" for n in range(40)), "WordDocument"), "doc"),
    "large sectors": (ole("WordDocument", before=3, sector=4_096), "doc"),
    "content first": (ole("WordDocument", before=60), "doc"),
    "encrypted document": (ole("EncryptionInfo", "EncryptedPackage"), ""),
    "PNG": (png(), "png"),
    "7z": (seven_zip(), "7z"),
    "text": (b"plain words", "txt"),
    "nothing known": (b"\0\1\2", ""),
}


@pytest.mark.parametrize(("content", "ending"), KINDS.values(), ids=KINDS.keys())
def test_kinds_are_told_by_what_is_inside(content: bytes, ending: str, tmp_path: Path) -> None:
    assert looked_at(content, tmp_path) == Contents(ending)


FIELD_SAMPLES = {
    "pdf": (b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF", "pdf"),
    "pdf after junk": (
        b"\xef\xbb\xbf\r\n<html>\n" + b" " * 200 + b"%PDF-1.4\n%%EOF",
        "pdf",
    ),
    "sign-in page": (b"<!DOCTYPE html><html><form><input type=password></form></html>", "html"),
    "page without doctype": (b"\n\n   <html><body>404 not found</body></html>", "html"),
    "xml": (b'<?xml version="1.0"?><rss/>', "rss"),
    "docx": (zipped("[Content_Types].xml", "word/document.xml", "_rels/.rels"), "docx"),
    "doc without a directory": (
        bytes.fromhex("d0cf11e0a1b11ae1")
        + bytes(504)
        + "WordDocument".encode("utf-16le")
        + bytes(2_000),
        "doc",
    ),
    "rtf": (b"{\\rtf1\\ansi hello}", "rtf"),
    "empty": (b"", ""),
    "json": (b'{"error":"rate limit"}', "json"),
}
"""Ten that each of three public readers gets wrong some of."""


@pytest.mark.parametrize(("content", "ending"), FIELD_SAMPLES.values(), ids=FIELD_SAMPLES.keys())
def test_what_others_get_wrong(content: bytes, ending: str, tmp_path: Path) -> None:
    assert looked_at(content, tmp_path) == Contents(ending)


WHOLE_PDFS = {
    "with an update": pdf() + b"9 0 obj\n<<>>\nendobj\nstartxref\n99\n%%EOF",
    "with blanks after it": pdf() + b"\r\n" * 40,
    "with a page after it": pdf() + b"<html><!-- counted -->" + b" " * 30_000 + b"</html>",
    "with zeros after it": pdf() + bytes(10_000),
    "in two parts": pdf(b"startxref\r\n0\r\n%%EOF\r\n9 0 obj\n<<>>\nendobj\n"),
}
CUT_PDFS = {
    "in the middle": pdf(b"x" * 9_000)[:5_000],
    "before its last line": pdf()[:-8],
    "within an update": pdf() + b"9 0 obj\n<</Length 4000>>\nstream\n" + b"y" * 900,
    "after its first part": b"%PDF-1.5\n" + b"x" * 900 + b"startxref\r\n0\r\n%%EOF\r\n",
    "after an early end": pdf() + b"z" * 100_000,
}


@pytest.mark.parametrize("content", WHOLE_PDFS.values(), ids=WHOLE_PDFS.keys())
def test_a_pdf_with_its_end_is_whole(content: bytes, tmp_path: Path) -> None:
    assert looked_at(content, tmp_path) == Contents("pdf")


@pytest.mark.parametrize("content", CUT_PDFS.values(), ids=CUT_PDFS.keys())
def test_a_pdf_without_its_end_may_be_damaged(content: bytes, tmp_path: Path) -> None:
    assert looked_at(content, tmp_path) == Contents("pdf", is_damaged=True, note=DAMAGED)


CUT_FILES = {
    "DOCX": (real_docx()[:-30], "docx"),
    "DOCX, most of it": (real_docx()[:20_000], "docx"),
    "ZIP": (zipped("a", filler=9_000)[:6_000], "zip"),
    "ZIP with a ZIP in it": (
        zipped("a", first=("inner.zip", zipped("b", filler=2_000)), filler=9_000)[:2_400],
        "zip",
    ),
    "Word 97": (ole("WordDocument", before=60)[:8_000], ""),
    "Word 97, its last sector": (ole("WordDocument", *"abcdefg")[:-512], "doc"),
    "PNG": (png()[:-12], "png"),
    "7z": (seven_zip()[:-1], "7z"),
}


@pytest.mark.parametrize(("content", "ending"), CUT_FILES.values(), ids=CUT_FILES.keys())
def test_other_files_without_their_end_may_be_damaged(
    content: bytes, ending: str, tmp_path: Path
) -> None:
    assert looked_at(content, tmp_path) == Contents(ending, is_damaged=True, note=DAMAGED)


def test_a_program_in_a_document_s_clothes_is_told(tmp_path: Path) -> None:
    assert looked_at(KINDS["JAR"][0], tmp_path).is_program
    assert looked_at(KINDS["installer"][0], tmp_path).is_program
    assert not looked_at(KINDS["DOCX with its parts late"][0], tmp_path).is_program


HOSTILE = {
    "directory in a circle": ole(*(f"s{n}" for n in range(20)), chain={1: 2, 2: 1}),
    "directory of itself": ole("WordDocument", chain={1: 1}),
    "directory past all ends": ole(*(f"s{n}" for n in range(20)), chain={1: 0xFFFFFFF0}),
    "no end of tables": ole("WordDocument")[:44] + b"\xff" * 468 + ole("WordDocument")[512:],
    "odd sectors": ole("WordDocument")[:30] + b"\x40\0" + ole("WordDocument")[32:],
    "a header and no more": ole("WordDocument")[:512],
    "half a header": ole("WordDocument")[:40],
    "ends without directories": b"PK\x03\x04" + b"PK\x05\x06" * 20_000,
    "directory before the file": b"PK\x03\x04" + b"\xff" * 26 + b"PK\x05\x06" + b"\xff" * 18,
    "directory further than a disk goes": b"PK\x03\x04"
    + bytes(26)
    + b"PK\x06\x07"
    + struct.pack("<LQL", 0, 1 << 60, 1)
    + b"PK\x05\x06"
    + b"\xff" * 18,
    "7z of no length": b"7z\xbc\xaf\x27\x1c",
    "7z past all ends": b"7z\xbc\xaf\x27\x1c" + b"\xff" * 40,
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.timeout(30)
def test_files_that_lie_about_themselves_are_judged_all_the_same(
    content: bytes, tmp_path: Path
) -> None:
    assert looked_at(content, tmp_path).note in {"", DAMAGED}


class _Counted(io.FileIO):
    read_bytes = 0

    def read(self, size: int | None = -1, /) -> bytes:
        found = super().read(size)
        type(self).read_bytes += len(found)
        return found


def counted(content: bytes, path: Path) -> int:
    """Bytes that a look at ``content`` reads."""
    path.write_bytes(content)
    _Counted.read_bytes = 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "open", lambda self, *_, **__: _Counted(os.fspath(self)))
        contents_of(path, content[:HEAD])
    return _Counted.read_bytes


def test_a_zip_with_no_end_of_names_costs_a_bounded_read(tmp_path: Path) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for number in range(30_000):
            archive.writestr(zipfile.ZipInfo(f"{number:060}"), b"")
    read = counted(made.getvalue(), tmp_path / "x")
    assert 100_000 < read < 200_000
    assert len(made.getvalue()) > 20 * read


def test_a_pdf_of_any_length_costs_a_bounded_read(tmp_path: Path) -> None:
    assert counted(pdf(b"x" * 9_000_000), tmp_path / "x") <= 2_048
    assert counted(pdf(b"x" * 9_000_000)[:-20], tmp_path / "x") < 70_000


def test_a_long_table_of_an_old_office_file_costs_a_bounded_read(tmp_path: Path) -> None:
    content = bytearray(ole("WordDocument"))
    content[44:48] = struct.pack("<L", 109)
    content[76:512] = struct.pack("<109L", *range(109))
    content += b"\xff" * 200 * 512
    assert counted(bytes(content), tmp_path / "x") < 70_000


SEEDS = tuple(content for content, _ in KINDS.values() if len(content) < 5_000)


@given(
    seed=st.sampled_from(SEEDS),
    blows=st.lists(st.tuples(st.integers(0, 4_999), st.binary(min_size=1, max_size=8)), max_size=6),
    kept=st.integers(0, 5_000),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
def test_no_damage_stops_the_look(
    seed: bytes, blows: list[tuple[int, bytes]], kept: int, tmp_path: Path
) -> None:
    content = bytearray(seed)
    for at, blow in blows:
        content[at % len(content) : at % len(content) + len(blow)] = blow
    found = looked_at(bytes(content[:kept]), tmp_path)
    assert found.ending == found.ending.lower()
    assert found.is_damaged == bool(found.note)
