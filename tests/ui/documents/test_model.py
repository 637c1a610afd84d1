"""The table model by itself: texts, order, filter, growing lists, transfers."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from skop_desktop.api.models import ExtractedDocument
from skop_desktop.documents.columns import ColumnKey, DocumentColumns, Filter
from skop_desktop.downloads.snapshot import TransferState
from skop_desktop.ui.documents.cells import section_of
from skop_desktop.ui.documents.model import DocumentsModel
from skop_desktop.ui.documents.roles import DOCUMENT_ROLE, SORT_ROLE
from tests.support.document_rows import found, town_documents, transfer

ASCENDING, DESCENDING = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder


def _model(documents: Sequence[ExtractedDocument]) -> DocumentsModel:
    model = DocumentsModel()
    model.set_columns(DocumentColumns.build(documents))
    return model


def _texts(model: DocumentsModel, key: ColumnKey) -> list[str]:
    section = section_of(key)
    return [model.index(row, section).data() for row in range(model.rowCount())]


def _sort(model: DocumentsModel, key: ColumnKey, order: Qt.SortOrder = ASCENDING) -> None:
    model.sort(section_of(key), order)


@pytest.mark.usefixtures("qapp")
def test_cells_read_as_people_write_them() -> None:
    model = _model(town_documents())
    first = [model.index(0, section).data() for section in range(model.columnCount())]
    assert first[:5] == ["Minutes 10 – Council", "95 %", "PDF", "2.3 MB", "/council"]
    assert first[5].startswith("15 Jan 2024")
    assert first[6] == ""
    assert _texts(model, ColumnKey.SIZE)[3] == "—"
    assert _texts(model, ColumnKey.CONFIDENCE)[4] == "—"


@pytest.mark.usefixtures("qapp")
def test_what_is_not_known_is_told_and_hidden_characters_do_not_show() -> None:
    model = _model([found("", url=""), found("in\nvoice \u202egpj.exe")])
    assert _texts(model, ColumnKey.NAME) == ["A document without a name", "in voice gpj.exe"]
    assert "&lt;U+202E&gt;" in model.index(1, 0).data(Qt.ItemDataRole.ToolTipRole)


@pytest.mark.usefixtures("qapp")
def test_a_screen_reader_hears_the_text_as_shown_and_then_what_it_means() -> None:
    model = _model(town_documents())
    index = model.index(0, section_of(ColumnKey.CONFIDENCE))
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "95 %"
    assert index.data(Qt.ItemDataRole.AccessibleDescriptionRole) == "95 percent, high"
    assert index.data(SORT_ROLE) == 0.95
    assert index.data(DOCUMENT_ROLE).name == "Minutes 10 – Council"


@pytest.mark.usefixtures("qapp")
def test_names_sort_as_people_count_and_numbers_as_numbers() -> None:
    model = _model(town_documents())
    _sort(model, ColumnKey.NAME)
    assert _texts(model, ColumnKey.NAME) == [
        "Agenda packet",
        "Annual report",
        "Budget 2024",
        "Minutes 2 – Council",
        "Minutes 10 – Council",
    ]
    _sort(model, ColumnKey.SIZE, DESCENDING)
    assert _texts(model, ColumnKey.SIZE) == ["101.2 MB", "18.6 MB", "2.3 MB", "400 kB", "—"]
    _sort(model, ColumnKey.FOUND_AT, DESCENDING)
    assert _texts(model, ColumnKey.NAME)[0] == "Agenda packet"


@pytest.mark.usefixtures("qapp")
def test_the_saved_column_sorts_by_how_far_a_transfer_is() -> None:
    documents = town_documents()
    model = _model(documents)
    states = (
        transfer(documents[0], TransferState.RUNNING, 62, 100),
        transfer(documents[1], TransferState.SAVED),
        transfer(documents[2], TransferState.WAITING),
        transfer(documents[3], TransferState.FAILED, reason="The site did not answer."),
    )
    model.set_transfers({one.key.url: one for one in states})
    _sort(model, ColumnKey.SAVED, DESCENDING)
    assert _texts(model, ColumnKey.SAVED) == [
        "Saved",
        "62 %",
        "Waiting",
        "Failed: The site did not answer.",
        "",
    ]


@pytest.mark.usefixtures("qapp")
def test_a_filter_keeps_the_order_and_can_be_taken_off() -> None:
    model = _model(town_documents())
    _sort(model, ColumnKey.NAME)
    model.set_filter(Filter(text="minutes"))
    assert _texts(model, ColumnKey.NAME) == ["Minutes 2 – Council", "Minutes 10 – Council"]
    model.set_filter(Filter(types=frozenset({"XLSX"})))
    assert _texts(model, ColumnKey.NAME) == ["Budget 2024"]
    model.set_filter(Filter(minimum_confidence=0.7))
    assert model.rowCount() == 2
    assert model.total == 5
    model.set_filter(Filter())
    assert model.rowCount() == 5


def test_indexes_follow_their_rows_through_sort_filter_and_growth(qtbot: QtBot) -> None:
    documents = town_documents()
    model = _model(documents[:3])
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    kept = QPersistentModelIndex(model.index(1, 0))
    hidden = QPersistentModelIndex(model.index(2, 0))
    _sort(model, ColumnKey.NAME)
    assert kept.data() == "Minutes 2 – Council"
    model.set_filter(Filter(text="council"))
    assert kept.data() == "Minutes 2 – Council"
    assert not hidden.isValid()
    with qtbot.waitSignal(model.layoutChanged):
        model.set_columns(DocumentColumns.build(documents))
    assert kept.data() == "Minutes 2 – Council"
    assert model.total == 5


@pytest.mark.usefixtures("qapp")
def test_a_transfer_repaints_its_rows_only() -> None:
    documents = [*town_documents(), town_documents()[1]]
    model = _model(documents)
    repainted: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: repainted.append((first.row(), last.row())))
    model.update_transfers([transfer(documents[1], TransferState.RUNNING, 1, 4)])
    assert repainted == [(1, 1), (5, 5)]
    assert _texts(model, ColumnKey.SAVED) == ["", "25 %", "", "", "", "25 %"]


def test_a_transfer_that_a_filter_hides_repaints_nothing(qtbot: QtBot) -> None:
    documents = town_documents()
    model = _model(documents)
    model.set_filter(Filter(text="budget"))
    with qtbot.assertNotEmitted(model.dataChanged):
        model.update_transfers([transfer(documents[0], TransferState.SAVED)])
    model.set_filter(Filter())
    assert _texts(model, ColumnKey.SAVED)[0] == "Saved"


@pytest.mark.usefixtures("qapp")
def test_a_document_without_a_link_shows_that_its_transfer_failed() -> None:
    document = found("Lost", url="")
    model = _model([document])
    stand_in = document.model_copy(update={"url": "no link: Lost"})
    failed = transfer(stand_in, TransferState.FAILED, reason="No link.")
    model.update_transfers([failed])
    assert _texts(model, ColumnKey.SAVED) == ["Failed: No link."]


@pytest.mark.usefixtures("qapp")
def test_a_running_transfer_without_a_known_size_tells_what_is_here() -> None:
    documents = town_documents()
    model = _model(documents)
    model.update_transfers([transfer(documents[0], TransferState.RUNNING, 1_200_000)])
    assert _texts(model, ColumnKey.SAVED)[0] == "1.2 MB"


@pytest.mark.usefixtures("qapp")
def test_typing_letters_finds_names_whatever_column_is_current() -> None:
    model: QAbstractItemModel = _model(town_documents())
    start = model.index(1, section_of(ColumnKey.SIZE))
    hits = model.match(start, Qt.ItemDataRole.DisplayRole, "MIN", 1)
    assert [(hit.row(), hit.column()) for hit in hits] == [(1, start.column())]
    assert model.match(start, Qt.ItemDataRole.DisplayRole, "zzz", 1) == []
    assert model.rowCount(QModelIndex()) == 5
