"""The list as a file: read back, it says what was found and runs nothing."""

from __future__ import annotations

import csv
import json
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from skop_desktop.api.models import ExtractedDocument
from skop_desktop.documents.export import ExportKind, export
from skop_desktop.documents.table_text import as_html_table, as_tabbed_text
from skop_desktop.errors import SkopError

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
HOSTILE = ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "＝1"]


def document(name: str = "Führer – Plan", **changes: object) -> ExtractedDocument:
    told = {
        "name": name,
        "url": "https://a.org/plan.pdf",
        "source_page": "https://a.org/",
        "document_type": "pdf",
        "confidence_score": 0.95,
        "file_size_mb": 2.3,
        "extracted_at": "2024-01-15T10:25:00Z",
    }
    return ExtractedDocument.model_validate(told | changes)


def cells(path: Path) -> dict[str, tuple[str, str]]:
    """Address -> (kind, value) of the cells of a workbook's sheet."""
    with zipfile.ZipFile(path) as book:
        sheet = ET.fromstring(book.read("xl/worksheets/sheet1.xml"))  # noqa: S314 - written by us
    found = {}
    for cell in sheet.iter(f"{SHEET}c"):
        text = "".join(
            piece.text or "" for piece in cell.iter() if piece.tag.endswith(("}v", "}t"))
        )
        found[cell.attrib["r"]] = (cell.attrib.get("t", "n"), text)
    return found


def test_csv_opens_in_excel_with_the_right_letters(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    saved = {"https://a.org/plan.pdf": tmp_path / "Plan.pdf"}
    report = export(path, ExportKind.CSV, [document()], saved)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row == {
        "Name": "Führer – Plan",
        "Confidence": "0.95",
        "Type": "PDF",
        "Size (MB)": "2.3",
        "Found on": "https://a.org/",
        "Found at (UTC)": "2024-01-15 10:25:00",
        "Link": "https://a.org/plan.pdf",
        "Saved as": str(tmp_path / "Plan.pdf"),
    }
    assert (report.rows, report.notes) == (1, ())


@pytest.mark.parametrize("name", HOSTILE)
def test_no_cell_of_a_csv_or_of_the_clipboard_is_a_formula(name: str, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    export(path, ExportKind.CSV, [document(name, url=name)], {})
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    told = [*rows[1], *as_tabbed_text(["Name"], [[name]]).splitlines()]
    assert not [cell for cell in told if cell.lstrip().startswith(("=", "+", "-", "@", "＝"))]
    assert "<td>&#x27;" in as_html_table(["Name"], [[name]])


def test_a_workbook_has_numbers_dates_links_and_no_formula(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    export(path, ExportKind.XLSX, [document("=1+1")], {})
    found = cells(path)
    assert found["A2"] == ("inlineStr", "=1+1")
    assert found["B2"] == ("n", "0.95")
    assert found["D2"] == ("n", "2.3")
    assert found["F2"][0] == "n"
    assert float(found["F2"][1]) == pytest.approx(45306.434, abs=0.001)
    with zipfile.ZipFile(path) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")
        assert b"https://a.org/plan.pdf" in book.read("xl/worksheets/_rels/sheet1.xml.rels")


def test_a_text_too_long_for_a_cell_is_cut_and_said_so(tmp_path: Path) -> None:
    long = document(url="https://a.org/" + "x" * 40_000)
    for kind in (ExportKind.XLSX, ExportKind.CSV):
        report = export(tmp_path / f"list.{kind}", kind, [long], {})
        assert "cut" in report.notes[0]
        assert "Führer" in report.notes[0]
    assert len(cells(tmp_path / "list.xlsx")["G2"][1]) == 32_767


def test_more_links_than_a_workbook_takes_become_text(tmp_path: Path) -> None:
    many = [document(url="https://a.org/" + "y" * 3_000), document()]
    report = export(tmp_path / "list.xlsx", ExportKind.XLSX, many, {})
    assert report.notes == (
        "1 links are plain text, because Excel takes no more of them or no longer ones.",
    )


def test_json_is_what_the_contract_has(tmp_path: Path) -> None:
    path = tmp_path / "list.json"
    export(path, ExportKind.JSON, [document(), document("b", confidence_score=None)], {})
    read = json.loads(path.read_text(encoding="utf-8"))
    assert read["documents"][0] == {
        "name": "Führer – Plan",
        "url": "https://a.org/plan.pdf",
        "source_page": "https://a.org/",
        "document_type": "pdf",
        "confidence_score": 0.95,
        "file_size_mb": 2.3,
        "extracted_at": "2024-01-15T10:25:00Z",
    }
    again = [ExtractedDocument.model_validate(entry) for entry in read["documents"]]
    assert again == [document(), document("b", confidence_score=None)]


@pytest.mark.parametrize("kind", list(ExportKind))
def test_hostile_and_empty_documents_are_written_too(kind: ExportKind, tmp_path: Path) -> None:
    odd = [
        ExtractedDocument(),
        document("a\nb\u202ec\x00d\ud800"),
        document(extracted_at="1600-01-01T00:00:00Z"),
        document(url="javascript:alert(1)"),
    ]
    path = tmp_path / f"list.{kind}"
    assert export(path, kind, odd, {}).rows == 4
    assert export(path, kind, [], {}).rows == 0


@pytest.mark.parametrize("kind", list(ExportKind))
def test_a_folder_that_takes_no_files_is_said_plainly_and_nothing_is_left(
    kind: ExportKind, tmp_path: Path
) -> None:
    (tmp_path / "taken.csv").mkdir()
    with pytest.raises(SkopError, match="could not be written"):
        export(tmp_path / "taken.csv", kind, [document()], {})
    with pytest.raises(SkopError, match="could not be written"):
        export(tmp_path / "none" / "list", kind, [document()], {})
    assert [path.name for path in tmp_path.iterdir()] == ["taken.csv"]


def test_rows_are_copied_as_text_and_as_a_table() -> None:
    rows = [["Minutes\t1", "95 %"], ["<b>", "—"]]
    assert as_tabbed_text(["Name", "Confidence"], rows) == (
        "Name\tConfidence\nMinutes 1\t95 %\n<b>\t—\n"
    )
    table = as_html_table(["Name", "Confidence"], rows, ['https://a.org/?a="b"', "javascript:x"])
    assert '<a href="https://a.org/?a=&quot;b&quot;">Minutes 1</a>' in table
    assert "javascript" not in table
    assert "<td>&lt;b&gt;</td>" in table
