"""What is read of each kind of file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from skop_desktop.engine.extraction.first_page import MOST_CHARACTERS, FirstPage, Obstacle
from skop_desktop.engine.extraction.kinds import read_first_page
from tests.engine.extraction.files import (
    doc,
    docx,
    epub,
    ole,
    open_document,
    package,
    pdf,
    ppt,
    pptx,
    summary,
    xls,
)

TITLE = "Board minutes, May 7, 2024"


@pytest.fixture
def read(tmp_path: Path) -> Read:
    return Read(tmp_path / "file")


class Read:
    def __init__(self, path: Path) -> None:
        self._path = path

    def __call__(self, content: bytes) -> FirstPage:
        self._path.write_bytes(content)
        return read_first_page(self._path)


def test_the_first_page_of_a_pdf_and_its_title(read: Read) -> None:
    page = read(pdf("Town Board\nRegular meeting of May 7, 2024\n" + "x" * 80, "2", title=TITLE))
    assert page.title == TITLE
    assert page.text.startswith("Town Board\nRegular meeting of May 7, 2024")
    assert "\n2" not in page.text


def test_behind_a_cover_the_second_page_is_read_too(read: Read) -> None:
    assert read(pdf("", "Minutes of May 7")).text == "Minutes of May 7"


def test_a_pdf_without_text_is_told(read: Read) -> None:
    assert read(pdf("")) == FirstPage(obstacle=Obstacle.NO_TEXT)


def test_a_pdf_with_a_password_is_told(read: Read) -> None:
    assert read(pdf("secret", password="p")).obstacle is Obstacle.LOCKED


def test_a_letter_with_its_letterhead_and_title(read: Read) -> None:
    page = read(docx("Minutes", "of May &amp; June", title=TITLE, header="City of Springfield"))
    assert page == FirstPage("City of Springfield\nMinutes\nof May & June", TITLE)


def test_deleted_words_of_a_letter_are_left_out(read: Read) -> None:
    body = (
        '<w:document xmlns:w="w"><w:p><w:del><w:r><w:t>gone</w:t></w:r></w:del>'
        "<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t></w:r></w:p></w:document>"
    )
    assert read(package({"word/document.xml": body})).text == "a b"


def test_a_spreadsheet_as_a_real_program_writes_it(read: Read, tmp_path: Path) -> None:
    file = tmp_path / "made.xlsx"
    with xlsxwriter.Workbook(file) as book:
        book.set_properties({"title": "Budget 2024"})
        sheet = book.add_worksheet("Revenues")
        sheet.write_row(0, 0, ["Adopted budget", "Parks"])
        sheet.write_row(1, 0, [2024, 31.5])
        book.add_worksheet("Expenses")
    page = read(file.read_bytes())
    assert page == FirstPage("Adopted budget Parks\n2024\nRevenues\nExpenses", "Budget 2024")


def test_the_first_slides_in_their_order(read: Read) -> None:
    page = read(pptx(*(f"Slide {n}" for n in range(1, 13)), title="Results"))
    assert page == FirstPage("Slide 1\nSlide 2\nSlide 3", "Results")


def test_open_documents(read: Read) -> None:
    text = (
        "<text:tracked-changes><text:p>gone</text:p></text:tracked-changes>"
        "<text:h>Protokoll</text:h><text:p>vom <text:span>24. Februar</text:span></text:p>"
    )
    assert read(open_document(text, title="P")) == FirstPage("Protokoll\nvom 24. Februar", "P")
    row = "<table:row><table:cell><text:p>2024</text:p></table:cell></table:row>"
    assert read(open_document(row)).text == "2024"


def test_an_open_document_with_a_password_is_told(read: Read) -> None:
    locked = open_document("", manifest="<m:encryption-data/>")
    assert read(locked).obstacle is Obstacle.LOCKED


def test_an_old_letter_with_its_pieces_and_title(read: Read) -> None:
    page = read(doc("Minutes – May\r", "of the “Board”", title=b"Minutes \x96 May"))
    assert page == FirstPage("Minutes – May\nof the “Board”", "Minutes – May")


def test_the_marks_of_fields_in_an_old_letter_are_left_out(read: Read) -> None:
    assert read(doc("See \x13 HYPERLINK x \x14the site\x15 now")).text == "See the site now"


def test_an_old_letter_with_a_password_is_told(read: Read) -> None:
    assert read(doc("secret", flags=0x0300)).obstacle is Obstacle.LOCKED


def test_an_old_spreadsheet_with_its_title(read: Read) -> None:
    rows = ("Water fund – 2019", "Income of the “fund”"), ("Fees", 2019, 48), ("Fees",)
    page = read(xls(*rows, title=b"Budget"))
    lines = ["Water fund – 2019 Income of the “fund”", "Fees 2019", "Fees", "Budget", "Notes"]
    assert page == FirstPage("\n".join(lines), "Budget")


def test_strings_that_change_their_width_where_they_are_cut(read: Read) -> None:
    page = read(xls(("Ä–1", "Plain text that is cut", "last")))
    assert page.text.splitlines()[0] == "Ä–1 Plain text that is cut last"


def test_old_slides_in_their_order_without_masters_and_notes(read: Read) -> None:
    page = read(ppt("Budget – 2004\rTown", "Fees\nWater", "Three", "Four", title=b"Budget 2004"))
    assert page == FirstPage("Budget – 2004\nTown\nFees\nWater\nThree", "Budget 2004")


@pytest.mark.parametrize("make", [xls, ppt])
def test_an_old_file_with_a_password_is_told(read: Read, make: Callable[..., bytes]) -> None:
    assert read(make(locked=True)).obstacle is Obstacle.LOCKED


def test_an_old_file_of_another_program_tells_its_title(read: Read) -> None:
    content = ole({"VisioDocument": b"x" * 5_000, "\x05SummaryInformation": summary(b"Plan 2004")})
    assert read(content) == FirstPage(title="Plan 2004", obstacle=Obstacle.UNKNOWN)


def test_a_book_from_its_first_words_on(read: Read) -> None:
    page = read(epub("<img src='x'>", "<h1>Annual report</h1><p>caf&eacute; 2023", title="Report"))
    assert page == FirstPage("Annual report\ncafé 2023", "Report")


def test_a_book_that_is_sold_locked_is_told(read: Read) -> None:
    assert read(epub("x", locked=True)).obstacle is Obstacle.LOCKED


def test_the_title_of_an_old_file_is_in_its_own_charset(read: Read) -> None:
    told = summary("Протокол".encode("cp1251"), 1251)
    assert read(ole({"Workbook": b"", "\x05SummaryInformation": told})).title == "Протокол"


def test_a_locked_package_in_an_old_file_is_told(read: Read) -> None:
    assert read(ole({"EncryptedPackage": b"x"})).obstacle is Obstacle.LOCKED


def test_rich_text(read: Read) -> None:
    page = read(
        rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\info{\title Minutes \'96 May}}"
        rb"{\*\generator x;}\pard Caf\'e9 \u8211? May\line 7\par{\b Board\tab A}\~\{x\}"
        b"\r\n{\\pict 0102}}"
    )
    assert page == FirstPage("Café – May\n7\nBoard A {x}", "Minutes – May")


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_plain_text_in_its_charset(read: Read, charset: str) -> None:
    assert read("Büdget\t2024\r\n\r\nÜbersicht".encode(charset)).text == "Büdget 2024\nÜbersicht"


def test_text_cut_within_a_character_is_still_utf_8(read: Read) -> None:
    assert read(b"\xc3\xbc" * 3_000 + b"\xc3").text.startswith("üüü")


def test_a_saved_web_page(read: Read) -> None:
    page = read(
        b"<html><head><meta charset=iso-8859-15><title>Minutes</title><style>x</style></head>"
        b"<body><h1>Board</h1><p>May&nbsp;7 \xa4</p><script>no()</script></body></html>"
    )
    assert page == FirstPage("Board\nMay 7 €", "Minutes")


@pytest.mark.parametrize("content", [b"", b"  \n", b"\x00\x01\x02" * 50, b"\x89PNG\r\n\x1a\n\0\0"])
def test_what_is_no_text_is_told(read: Read, content: bytes) -> None:
    assert read(content).obstacle is Obstacle.UNREADABLE


def test_no_more_is_read_than_says_something(read: Read) -> None:
    long = "Minutes of the board. " * 5_000
    for content in (docx(long), open_document(f"<text:p>{long}</text:p>"), long.encode()):
        assert 1_000 < len(read(content).text) <= MOST_CHARACTERS


def test_a_file_that_is_not_there_is_unreadable(tmp_path: Path) -> None:
    assert read_first_page(tmp_path / "none").obstacle is Obstacle.UNREADABLE
