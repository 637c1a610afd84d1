"""Type words, families, levels of confidence, notes: pure functions over what was sent."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skop_desktop.api.models import ExtractedDocument
from skop_desktop.documents.confidence import Level, level, spoken
from skop_desktop.documents.health import notes
from skop_desktop.documents.kinds import Family, family, type_word

NOW = datetime(2024, 6, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("document_type", "url", "word"),
    [
        ("pdf", "", "PDF"),
        (".PDF ", "", "PDF"),
        ("application/pdf; charset=x", "", "PDF"),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "", "DOCX"),
        ("word", "", "DOCX"),
        ("jpeg", "", "JPG"),
        ("document", "https://a.org/b.xlsx?v=1", "XLSX"),
        (None, "https://a.org/b.HTM", "HTML"),
        (None, "https://a.org/download?id=7", ""),
        (None, "https://a.org/v1.2", ""),
        ("", "http://[", ""),
        ("x" * 500, "", ""),
        ("a\u202eb", "", ""),
    ],
)
def test_the_type_is_what_the_service_says_or_the_link_ends_with(
    document_type: str | None, url: str, word: str
) -> None:
    assert type_word(document_type, url) == word


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("PDF", Family.PDF),
        ("DOCX", Family.TEXT),
        ("CSV", Family.SHEET),
        ("PPTX", Family.SLIDES),
        ("HTML", Family.WEB),
        ("ZIP", Family.ARCHIVE),
        ("JPG", Family.IMAGE),
        ("", Family.OTHER),
        ("QUUX", Family.OTHER),
    ],
)
def test_each_type_has_a_family(word: str, expected: Family) -> None:
    assert family(word) is expected


@pytest.mark.parametrize(
    ("confidence", "expected", "words"),
    [
        (1.0, Level.HIGH, "100 percent, high"),
        (0.95, Level.HIGH, "95 percent, high"),
        (0.8, Level.HIGH, "80 percent, high"),
        (0.7999, Level.FAIR, "79 percent, fair"),
        (0.5, Level.FAIR, "50 percent, fair"),
        (0.29, Level.LOW, "29 percent, low"),
        (0.0, Level.LOW, "0 percent, low"),
        (None, Level.UNKNOWN, "confidence not known"),
    ],
)
def test_confidence_is_named(confidence: float | None, expected: Level, words: str) -> None:
    assert level(confidence) is expected
    assert spoken(confidence) == words


@given(st.text(), st.text())
def test_no_text_breaks_the_type(document_type: str, url: str) -> None:
    assert family(type_word(document_type, url)) in Family


def test_a_document_in_order_has_no_notes() -> None:
    document = ExtractedDocument(
        name="Minutes",
        url="https://www.a.org/b.pdf",
        source_page="https://a.org/",
        document_type="pdf",
        extracted_at=NOW,
    )
    assert notes(document, NOW) == ()


def test_what_is_odd_is_said_in_sentences() -> None:
    document = ExtractedDocument.model_validate(
        {
            "name": " ",
            "url": "https://files.example/b.docx",
            "source_page": "https://a.org/",
            "document_type": "pdf",
            "confidence_score": 7,
            "extracted_at": "2031-01-01T00:00:00Z",
        }
    )
    told = " ".join(notes(document, NOW))
    for words in ("confidence", "no name", "future", "PDF", "DOCX", "another website"):
        assert words in told
