"""Names: whatever is sent, one legal path component that three systems take."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import TypedDict

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pathvalidate import validate_filename

from skop_desktop.downloads import naming
from skop_desktop.downloads.naming import (
    LONGEST,
    component,
    file_name,
    job_folder_name,
    numbered,
    readable,
)

PIECES = st.sampled_from(
    [
        *(
            "..",
            ".",
            "/",
            "\\",
            ":",
            "~",
            " ",
            "\n",
            "\0",
            "CON",
            "con.",
            "NUL.txt",
            "COM¹",
            "lpt1",
        ),
        *("\u202e", "\u2066", "\u200b", "\ufeff", "e\u0301", "ﬁ", "\u3164", "\ud800", "😀", "ﷺ"),
        *("%2F", "..%2f", "a" * 300, "ü" * 200, ".pdf", ".part", "?", "*", "|", '"', "<", ": "),
        *("\U000e0041", "\u0340", "\u037e", "  ", "AUX", "CONIN$", "$MFT", "-", "=", "file:///"),
    ]
)
HOSTILE = st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=12).map("".join)
TYPES = st.one_of(st.sampled_from(["pdf", "", "DOCX", "application/pdf", "document"]), HOSTILE)


def assert_legal(name: str, folder: Path) -> None:
    assert name
    assert len(f"{name} (123456).part".encode()) <= 255 + 4
    assert len(numbered(name, 123_456).encode()) + len(b".part") <= 255
    assert unicodedata.is_normalized("NFC", name)
    assert not set('/\\:*?"<>|') & set(name)
    assert name.strip(" .") == name
    assert all(unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Zl", "Zp"} for c in name)
    validate_filename(name, platform="universal", max_len=255)
    assert (folder / name).parent == folder
    assert Path(name).name == name


class Said(TypedDict, total=False):
    document_type: str
    content_type: str
    disposition: str
    contents: str


SAID: st.SearchStrategy[Said] = st.builds(
    Said,
    document_type=TYPES,
    content_type=TYPES,
    disposition=HOSTILE,
    contents=st.sampled_from(["", "pdf", "txt", "zip", "exe"]),
)


@given(HOSTILE, HOSTILE, SAID)
@example("..", "https://a.org/..%2f..%2fetc", {"document_type": "pdf"})
@example("a ? b", "", {})
@example("CON .txt", "", {})
@example("a. .b" + "c" * 240, "", {})
@example("", "https://a.org/x.qgz", {"disposition": "aux.qgz", "contents": "zip"})
def test_a_file_name_is_one_legal_component_that_stays_as_it_is(
    name: str, url: str, said: Said
) -> None:
    made = file_name(name, url, **said)
    assert_legal(made, Path("/downloads/Skop"))
    assert file_name(made, url, **said) == made


@given(HOSTILE, HOSTILE)
def test_a_folder_name_is_one_legal_component_that_stays_as_it_is(site: str, prompt: str) -> None:
    made = job_folder_name(site, prompt)
    assert_legal(made, Path("/downloads/Skop"))
    assert component(made) == made
    assert len(made.encode()) <= 110


@given(st.from_regex(naming._HARMLESS, fullmatch=True), st.integers(40, LONGEST))
@example("a\u3164b", 40)
@example("e\u0301x", 40)
@example("ﬁ", 40)
@example("a;b", 40)
def test_a_name_that_is_left_alone_needs_no_mending(name: str, longest: int) -> None:
    if naming._is_legal(name, longest):
        assert naming._mended(name, longest) == name


@given(HOSTILE, st.integers(40, LONGEST))
def test_a_short_limit_is_kept_too(name: str, longest: int) -> None:
    made = file_name(name, "", document_type="pdf", longest=longest)
    assert len(made.encode()) <= longest
    assert made.lower().endswith(".pdf")


@pytest.mark.parametrize(
    ("name", "url", "document_type", "content_type", "expected"),
    [
        ("Minutes", "https://a.org/x", "pdf", "", "Minutes.pdf"),
        ("Minutes.pdf", "https://a.org/x", "pdf", "", "Minutes.pdf"),
        ("Minutes.PDF", "", "pdf", "", "Minutes.PDF"),
        ("Minutes 3.5", "", "pdf", "", "Minutes 3.5.pdf"),
        ("Minutes", "https://a.org/x.docx", "", "", "Minutes.docx"),
        ("Minutes", "https://a.org/get?file=m.xlsx", "", "", "Minutes.xlsx"),
        ("Minutes", "https://a.org/x", "", "application/pdf; charset=x", "Minutes.pdf"),
        ("Minutes", "https://a.org/x", "document", "", "Minutes"),
        ("Photo.jpeg", "", "jpg", "", "Photo.jpeg"),
        ("Minutes.docx", "", "pdf", "", "Minutes.docx.pdf"),
        ("setup.exe", "", "pdf", "", "setup.exe.pdf"),
        ("", "https://a.org/B%C3%BCrger%20Info.pdf", "", "", "Bürger Info.pdf"),
        ("", "https://a.org/B%FCrger.pdf", "", "", "Bürger.pdf"),
        ("", "https://a.org/a%2Fb.pdf", "", "", "a-b.pdf"),
        ("", "https://a.org/get.php?file=../../m.pdf", "", "", "m.pdf"),
        ("", "https://a.org/", "pdf", "", "a.org.pdf"),
        ("", "", "pdf", "", "Document.pdf"),
        ("Agenda: 10/3/2024", "", "pdf", "", "Agenda - 10-3-2024.pdf"),
        ("re\u0301union", "", "pdf", "", "réunion.pdf"),
        ("a\u202efdp.exe", "", "pdf", "", "afdp.exe.pdf"),
        ("con", "", "pdf", "", "con_.pdf"),
        ("aux.pdf", "", "pdf", "", "aux_.pdf"),
        (".htaccess", "", "", "", "htaccess"),
        ("会議録", "", "pdf", "", "会議録.pdf"),
    ],
)
def test_names_people_know_again(
    name: str, url: str, document_type: str, content_type: str, expected: str
) -> None:
    assert file_name(name, url, document_type=document_type, content_type=content_type) == expected


@pytest.mark.parametrize(
    ("name", "url", "disposition", "expected"),
    [
        ("Minutes", "https://a.org/x", "file.pdf", "Minutes.pdf"),
        ("", "https://a.org/x", "Board minutes.pdf", "Board minutes.pdf"),
        ("", "https://a.org/x.doc", "Board minutes", "Board minutes.doc"),
        ("...", "https://a.org/x.doc", "..", "x.doc"),
        ("", "https://a.org/x.pdf", "", "x.pdf"),
        ("", "https://a.org/get?id=7", "\u202egpj.exe", "gpj.exe"),
    ],
)
def test_a_name_comes_from_the_document_then_the_site_then_the_link(
    name: str, url: str, disposition: str, expected: str
) -> None:
    assert file_name(name, url, disposition=disposition) == expected


@pytest.mark.parametrize(
    ("name", "said", "contents", "expected"),
    [
        ("Minutes", "", "pdf", "Minutes.pdf"),
        ("Minutes.PDF", "", "pdf", "Minutes.PDF"),
        ("Minutes.docx", "", "pdf", "Minutes.pdf"),
        ("Minutes.pdf", "pdf", "docx", "Minutes.docx"),
        ("Minutes.docm", "", "docx", "Minutes.docm"),
        ("Minutes", "docm", "docx", "Minutes.docm"),
        ("Minutes", "pdf", "zip", "Minutes.zip"),
        ("Minutes.kmz", "", "zip", "Minutes.zip"),
        ("Minutes.doc", "", "rtf", "Minutes.doc"),
        ("Minutes.xls", "", "html", "Minutes.xls"),
        ("Budget.csv", "", "txt", "Budget.csv"),
        ("Budget.xls", "", "txt", "Budget.xls"),
        ("Budget", "csv", "txt", "Budget.csv"),
        ("Budget", "", "txt", "Budget.txt"),
        ("Photo.jpeg", "png", "jpg", "Photo.jpeg"),
        ("Photo.png", "", "jpg", "Photo.jpg"),
        ("setup.exe", "pdf", "pdf", "setup.exe.pdf"),
        ("run.bat", "", "txt", "run.bat.txt"),
        ("Agenda 3.5", "", "pdf", "Agenda 3.5.pdf"),
        ("Notes of Dr.Smith", "", "txt", "Notes of Dr.Smith.txt"),
        ("a.tar.gz", "", "gz", "a.tar.gz"),
        ("Minutes.pdf", "", "exe", "Minutes.exe"),
    ],
)
def test_the_ending_follows_the_content(name: str, said: str, contents: str, expected: str) -> None:
    assert file_name(name, "", document_type=said, contents=contents) == expected


@pytest.mark.parametrize(
    ("url", "disposition", "contents", "expected"),
    [
        ("https://a.org/plan.qgz", "", "zip", "Plan.qgz"),
        ("https://a.org/x", "bridge.ifc", "txt", "Plan.ifc"),
        ("https://a.org/plan.pdf", "", "zip", "Plan.zip"),
        ("https://a.org/plan.sh", "", "txt", "Plan.txt"),
        ("https://a.org/plan.php", "", "txt", "Plan.txt"),
        ("https://a.org/", "", "zip", "Plan.zip"),
        ("https://a.org/plan.qgz", "", "pdf", "Plan.pdf"),
    ],
)
def test_an_ending_not_known_here_stays_on_content_of_a_general_kind(
    url: str, disposition: str, contents: str, expected: str
) -> None:
    assert file_name("Plan", url, disposition=disposition, contents=contents) == expected


@given(
    name=st.lists(st.sampled_from(["Minutes", ".", "pdf", "doc", "qgz", "sh", " ", "?"])).map(
        "".join
    ),
    file=st.sampled_from(["", "x", "x.pdf", "x.qgz", "x.docm", "x.csv"]),
    said=st.sampled_from(["", "pdf", "docm", "zip", "csv", "text/html", "letter"]),
    contents=st.sampled_from(["", "pdf", "docx", "zip", "txt", "html", "exe"]),
)
def test_the_link_is_looked_at_where_it_makes_a_difference(
    name: str, file: str, said: str, contents: str
) -> None:
    def made() -> str:
        return file_name(name, f"https://a.org/{file}", document_type=said, contents=contents)

    quickly = made()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(naming, "_without_link", lambda *_: "")
        assert made() == quickly


def test_a_long_name_keeps_its_ending_and_its_letters_whole() -> None:
    made = file_name("ü" * 400 + ".pdf", "", document_type="pdf")
    assert made.endswith("ü.pdf")
    assert len(made.encode()) <= LONGEST


@pytest.mark.parametrize(
    ("site", "prompt", "expected"),
    [
        ("https://www.riverton.gov/a", "Board minutes 2024", "riverton.gov – Board minutes 2024"),
        ("http://127.0.0.1:8080/", "Minutes", "127.0.0.1 – Minutes"),
        ("https://xn--mnchen-3ya.de", "Protokolle.", "münchen.de – Protokolle"),
        ("", "Minutes", "Minutes"),
        ("", "", "Documents"),
        ("http://[", "../..", "Documents"),
    ],
)
def test_a_job_has_a_folder_of_its_own(site: str, prompt: str, expected: str) -> None:
    assert job_folder_name(site, prompt) == expected


def test_a_long_prompt_is_cut_between_words() -> None:
    made = job_folder_name("https://a.org", "Find all the minutes of the board " * 20)
    assert made.endswith(("board", "the", "all", "minutes", "of", "Find"))


def test_equal_names_are_numbered_before_the_ending() -> None:
    assert [numbered("a.pdf", n) for n in (1, 2, 12)] == ["a.pdf", "a (2).pdf", "a (12).pdf"]
    assert numbered("no ending", 2) == "no ending (2)"
    assert numbered("Agenda 3.5", 2) == "Agenda 3.5 (2)"


@given(HOSTILE)
def test_what_is_shown_of_a_name_is_one_line(text: str) -> None:
    assert readable(text).isprintable() or readable(text) == ""


@pytest.mark.parametrize(
    "name",
    [
        *("CON", "con.txt", "PRN.", "AUX .pdf", "NUL", "COM1.pdf", "COM¹", "LPT³.txt", "CONIN$"),
        *("CONOUT$.pdf", "CLOCK$", "name. ", "name...", " .name", "a\u202efdp.exe", "a\u2066b"),
        *("a\x7fb", "a\u200bb", "a\tb\nc", "\ufeffa", "~", "a:b.pdf", "C:\\a.pdf", "\\\\?\\C:\\a"),
        *("a" * 400, "ü" * 300, "👩‍👩‍👧‍👦" * 60, "x" * 300 + ".pdf", "a." + "b" * 300),
        *("$MFT", "-rf", "\ud800", "a\0.pdf", "..", "/", "...pdf", "a" * 239 + "é.pdf"),
    ],
)
def test_names_from_hell_become_legal_ones(name: str) -> None:
    for contents in ("", "pdf"):
        made = file_name(name, f"https://a.org/{name}", disposition=name, contents=contents)
        assert_legal(made, Path("/downloads"))


def test_a_long_windows_path_leaves_a_name_that_fits() -> None:
    made = file_name("Minutes of the board " * 20, "", document_type="pdf", longest=60)
    assert len(made.encode()) <= 60
    assert made.endswith(".pdf")
