"""The table without a screen: what is shown, in which order, and what a filter lets through."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skop_desktop.api.models import ExtractedDocument
from skop_desktop.documents.columns import COLUMNS, ColumnKey, DocumentColumns, Filter
from skop_desktop.documents.shown import folded, natural_key, shown_text


def document(name: str | None = "Minutes", **changes: object) -> ExtractedDocument:
    told = {
        "name": name,
        "url": "https://riverton.gov/a.pdf",
        "source_page": "https://riverton.gov/meetings",
        "document_type": "pdf",
        "confidence_score": 0.9,
        "file_size_mb": 2.3,
        "extracted_at": "2024-01-15T10:25:00Z",
    }
    return ExtractedDocument.model_validate(told | changes)


def names_by(
    column: ColumnKey, documents: list[ExtractedDocument], *, descending: bool = False
) -> list[str]:
    columns = DocumentColumns.build(documents)
    return [columns.names[row] for row in columns.order_by(column, descending)]


def shown(documents: list[ExtractedDocument], chosen: Filter) -> list[str]:
    columns = DocumentColumns.build(documents)
    rows = columns.visible(range(len(columns)), columns.matches(chosen))
    return [columns.names[row] for row in rows]


def test_every_column_is_defined_once() -> None:
    assert [column.key for column in COLUMNS] == list(ColumnKey)
    assert [column.title for column in COLUMNS] == [
        "Name", "Confidence", "Type", "Size", "Found on", "Found at", "Saved",
    ]  # fmt: skip


def test_names_sort_as_people_order_them() -> None:
    documents = [document(n) for n in ["minutes 10", "Zoo", "Minutes 2", "Äpfel", "", "2 b", None]]
    expected = ["2 b", "Äpfel", "Minutes 2", "minutes 10", "Zoo", "", ""]
    assert names_by(ColumnKey.NAME, documents) == expected
    backwards = ["Zoo", "minutes 10", "Minutes 2", "Äpfel", "2 b", "", ""]
    assert names_by(ColumnKey.NAME, documents, descending=True) == backwards


@given(st.lists(st.integers(0, 10**40), min_size=2))
def test_numbers_in_names_sort_by_their_size(numbers: list[int]) -> None:
    by_key = sorted(numbers, key=lambda n: natural_key(f"minutes {n:06d} of"))
    short = [n for n in by_key if n < 10**31]
    assert short == sorted(short)


@pytest.mark.parametrize(
    ("column", "field", "values"),
    [
        (ColumnKey.CONFIDENCE, "confidence_score", [0.1, 0.25, 1]),
        (ColumnKey.SIZE, "file_size_mb", [0, 2.3, 100]),
        (
            ColumnKey.FOUND_AT,
            "extracted_at",
            ["1999-12-31T23:00:00Z", "2024-01-15T10:25:00+02:00", "2024-01-15T10:25:00Z"],
        ),
        (ColumnKey.TYPE, "document_type", ["csv", "docx", "pdf"]),
        (ColumnKey.FOUND_ON, "source_page", ["https://a.org/p/2", "https://a.org/p/10"]),
    ],
)
def test_values_sort_as_what_they_are_and_missing_ones_come_last(
    column: ColumnKey, field: str, values: list[object]
) -> None:
    mixed = [None, *reversed(values), None]
    documents = [
        document(
            f"{values.index(value) if value is not None else 'none'}", url="", **{field: value}
        )
        for value in mixed
    ]
    there = [str(n) for n in range(len(values))]
    assert names_by(column, documents) == [*there, "none", "none"]
    assert names_by(column, documents, descending=True) == [*reversed(there), "none", "none"]


def test_equal_values_stay_in_the_order_in_which_they_came() -> None:
    documents = [document(f"{n}", confidence_score=0.5) for n in (3, 1, 2)]
    for descending in (False, True):
        assert names_by(ColumnKey.CONFIDENCE, documents, descending=descending) == ["3", "1", "2"]


def test_saved_sorts_by_the_ranks_of_the_screen() -> None:
    columns = DocumentColumns.build([document(), document(), document()])
    assert columns.order_by(ColumnKey.SAVED, saved_ranks=[2, None, 1]) == [2, 0, 1]
    assert columns.order_by(ColumnKey.SAVED) == [0, 1, 2]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("fuhrer", ["Der Führer durch die Stadt"]),
        ("FÜHRER", ["Der Führer durch die Stadt"]),
        ("stadt fuhr", ["Der Führer durch die Stadt"]),
        ("stadt minutes", []),
        ("meetings", ["Der Führer durch die Stadt", "Minutes"]),
        ("xlsx", ["Budget"]),
        ("lodz", ["Łódź"]),
        ("  ", ["Der Führer durch die Stadt", "Budget", "Minutes", "Łódź"]),
    ],
)
def test_every_word_must_stand_in_name_page_or_type(text: str, found: list[str]) -> None:
    documents = [
        document("Der Führer durch die Stadt"),
        document("Budget", document_type="xlsx", source_page="https://riverton.gov/money"),
        document("Minutes"),
        document("Łódź", source_page="https://riverton.gov/twins"),
    ]
    assert shown(documents, Filter(text)) == found


def test_a_minimum_of_nothing_keeps_documents_without_a_confidence() -> None:
    documents = [document("a", confidence_score=None), document("b"), document("c")]
    assert shown(documents, Filter(minimum_confidence=0)) == ["a", "b", "c"]
    assert shown(documents, Filter(minimum_confidence=0.9)) == ["b", "c"]
    assert shown(documents, Filter(types=frozenset({"DOCX"}))) == []
    assert Filter().is_empty
    assert not Filter(types=frozenset()).is_empty


def test_filters_hold_together_and_keep_the_order() -> None:
    documents = [document(f"Minutes {n}", confidence_score=n / 10) for n in (1, 9, 7, 8)]
    columns = DocumentColumns.build([*documents, document("Budget")])
    order = columns.order_by(ColumnKey.NAME, descending=True)
    mask = columns.matches(Filter("minutes", frozenset({"PDF"}), 0.75))
    assert [columns.names[row] for row in columns.visible(order, mask)] == [
        "Minutes 9",
        "Minutes 8",
    ]


def test_a_row_keeps_its_identity_when_the_list_grows() -> None:
    first = [document("a"), document("a"), document("b")]
    before = DocumentColumns.build(first)
    after = DocumentColumns.build([*first, document("a"), document("c")])
    assert [after.row_of(before.row_id(row)) for row in range(3)] == [0, 1, 2]
    assert before.row_of(after.row_id(4)) is None
    assert len({after.row_id(row) for row in range(5)}) == 5


@pytest.mark.parametrize(
    ("sent", "seen"),
    [
        ("a\nb\tc", "a b c"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("  two   blanks ", "two blanks"),
        ("\u3164\u115f", ""),
        ("\x00\x1b[31mred", "[31mred"),
        ("Führer – plan", "Führer – plan"),
        ("\ud800lone", "lone"),
        (None, ""),
    ],
)
def test_names_are_shown_without_what_hides_or_turns_them_round(
    sent: str | None, seen: str
) -> None:
    assert shown_text(sent) == seen


@given(st.text())
def test_shown_text_is_one_line_that_stays_as_it_is(text: str) -> None:
    once = shown_text(text)
    assert shown_text(once) == once
    assert "\n" not in once
    assert folded(once) is not None


def test_pages_are_shown_as_paths_and_foreign_ones_with_their_host() -> None:
    pages = ["https://a.org/p/1", "https://www.a.org/", "https://b.org/x", None, "http://[", "/p"]
    columns = DocumentColumns.build([document(source_page=page) for page in pages])
    assert columns.pages == ["/p/1", "/", "b.org/x", "", "http://[", "/p"]


def test_nothing_breaks_on_an_empty_list_or_empty_documents() -> None:
    for documents in ([], [ExtractedDocument()] * 3):
        columns = DocumentColumns.build(documents)
        for column in ColumnKey:
            assert columns.order_by(column) == list(range(len(documents)))
        assert sum(columns.matches(Filter("x"))) == 0
        assert sum(columns.matches(Filter())) == len(documents)
