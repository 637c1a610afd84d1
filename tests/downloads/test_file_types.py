"""Endings: what a word or a MIME type stands for, and what may stay on which content."""

from __future__ import annotations

import pytest

from skop_desktop.downloads import signatures
from skop_desktop.downloads.file_types import (
    KNOWN,
    PROGRAMS,
    compatible,
    ending_of_mime,
    ending_of_type,
    known_ending,
    may_hold,
    stays,
)


@pytest.mark.parametrize(
    ("word", "ending"),
    [
        ("PDF", "pdf"),
        (".docx", "docx"),
        ("Word", "docx"),
        ("spreadsheet", "xlsx"),
        ("application/pdf", "pdf"),
        ("text/csv; charset=utf-8", "csv"),
        ("ifc", "ifc"),
        ("document", ""),
        ("image", ""),
        ("page", ""),
        ("php", ""),
        ("../x", ""),
        ("", ""),
    ],
)
def test_a_type_word_stands_for_an_ending(word: str, ending: str) -> None:
    assert ending_of_type(word) == ending


def test_a_mime_type_stands_for_an_ending() -> None:
    assert ending_of_mime("Application/PDF ; x=y") == "pdf"
    assert ending_of_mime("application/octet-stream") == ""


def test_an_ending_is_known_whatever_its_case() -> None:
    assert known_ending("a.PDF") == "pdf"
    assert known_ending("a.exe") == known_ending("pdf") == known_ending("") == ""


def test_what_a_computer_runs_is_no_document() -> None:
    assert not PROGRAMS & KNOWN


def test_kin_may_stay_and_strangers_may_not() -> None:
    assert stays("docm", "docx")
    assert stays("doc", "rtf")
    assert not stays("rtf", "doc")
    assert not stays("pdf", "docx")
    assert not stays("exe", "pdf")


def test_no_program_may_stay_on_a_document() -> None:
    documents = KNOWN - {"ps"}
    assert not [(p, d) for p in PROGRAMS for d in documents if stays(p, d) or may_hold(p, d)]


def test_only_general_content_may_have_an_ending_that_is_not_known_here() -> None:
    assert may_hold("qgz", "zip")
    assert not may_hold("qgz", "pdf")
    assert not may_hold("pdf", "zip")
    assert not may_hold("", "zip")


def test_a_declared_type_and_an_ending_may_agree() -> None:
    assert compatible("jpg", "jpeg")
    assert not compatible("pdf", "docx")


def test_each_program_s_first_bytes_stand_for_a_program() -> None:
    told = (*signatures.PROGRAMS_AT_START, *signatures.TEXT_PROGRAMS)
    assert {ending for _, ending in told} <= PROGRAMS


def test_no_signature_hides_behind_an_earlier_one() -> None:
    starts = [start for start, _ in (*signatures.AT_START, *signatures.PROGRAMS_AT_START)]
    hidden = [
        (later, earlier)
        for place, later in enumerate(starts)
        for earlier in starts[:place]
        if later.startswith(earlier)
    ]
    assert hidden == []
