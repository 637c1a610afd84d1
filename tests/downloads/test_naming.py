"""Names: whatever is sent, one legal path component that three systems take."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pathvalidate import validate_filename

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


@given(HOSTILE, HOSTILE, TYPES, TYPES)
@example("..", "https://a.org/..%2f..%2fetc", "pdf", "")
@example("a ? b", "", "", "")
@example("CON .txt", "", "", "")
@example("a. .b" + "c" * 240, "", "", "")
def test_a_file_name_is_one_legal_component_that_stays_as_it_is(
    name: str, url: str, document_type: str, content_type: str
) -> None:
    made = file_name(name, url, document_type=document_type, content_type=content_type)
    assert_legal(made, Path("/downloads/Skop"))
    again = file_name(made, url, document_type=document_type, content_type=content_type)
    assert again == made


@given(HOSTILE, HOSTILE)
def test_a_folder_name_is_one_legal_component_that_stays_as_it_is(site: str, prompt: str) -> None:
    made = job_folder_name(site, prompt)
    assert_legal(made, Path("/downloads/Skop"))
    assert component(made) == made
    assert len(made.encode()) <= 110


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


@given(HOSTILE)
def test_what_is_shown_of_a_name_is_one_line(text: str) -> None:
    assert readable(text).isprintable() or readable(text) == ""
