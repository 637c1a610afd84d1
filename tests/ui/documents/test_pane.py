"""The pane as a whole: placeholders, splitter, an empty job."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from skop_desktop.documents.columns import DocumentColumns
from skop_desktop.downloads.snapshot import TransferState
from skop_desktop.ui.documents.pane import DocumentsPane
from tests.support.document_rows import found, transfer
from tests.support.table_cells import cell, click_cell, column_texts
from tests.support.widgets import show

pytestmark = pytest.mark.gui


def test_a_placeholder_stands_in_for_the_documents_until_it_is_taken_away(
    pane: DocumentsPane,
) -> None:
    first, second = QLabel("Looking the job up"), QLabel("Nothing was found")
    pane.set_placeholder(first)
    assert first.isVisible()
    assert not pane.view.isVisible()
    pane.set_placeholder(second)
    assert second.isVisible()
    assert first.parent() is None
    pane.set_placeholder(second)
    pane.set_placeholder(None)
    assert pane.view.isVisible()
    assert second.parent() is None


def test_a_job_without_documents_is_no_empty_table(pane: DocumentsPane) -> None:
    pane.show_documents(DocumentColumns.build(()))
    assert not pane.view.isVisible()
    assert not pane.detail.isVisible()


def test_the_width_of_the_detail_is_remembered_once_it_was_dragged(
    pane: DocumentsPane, qtbot: QtBot
) -> None:
    assert "detail_width" not in pane.layout_state()
    handle = pane.splitter.handle(1)
    middle = handle.rect().center()
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseMove(handle, middle - QPoint(90, 0))
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton)
    width = pane.layout_state()["detail_width"]
    assert width > 300
    other = DocumentsPane()
    other.restore_layout(pane.layout_state())
    show(qtbot, other, 1112, 520)
    other.show_documents(DocumentColumns.build([found("Minutes")]))
    qtbot.waitUntil(lambda: abs(other.detail.width() - width) <= 1)


def test_a_mirrored_window_fills_its_bars_from_the_right(qtbot: QtBot) -> None:
    pane = DocumentsPane()
    pane.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    show(qtbot, pane, 1112, 520)
    pane.show_documents(DocumentColumns.build([found("Half", confidence_score=0.5)]))
    rect = pane.view.visualRect(pane.model.index(0, 1))
    picture = pane.view.viewport().grab(rect).toImage()
    strip = [picture.pixelColor(x, picture.height() // 2).name() for x in range(picture.width())]
    bar = [x for x, colour in enumerate(strip) if colour == _fill(strip, picture)]
    assert min(bar) > picture.width() // 2


def test_in_a_mirrored_window_retry_stands_at_the_left_end(qtbot: QtBot) -> None:
    pane = DocumentsPane()
    pane.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    show(qtbot, pane, 1112, 520)
    document = found("Minutes")
    pane.show_documents(DocumentColumns.build([document]))
    pane.update_transfers([transfer(document, TransferState.FAILED, reason="No answer.")])
    with qtbot.waitSignal(pane.retry_requested):
        click_cell(pane.view, cell(pane.view, "Minutes", "Saved"))


def test_updates_of_ten_thousand_transfers_do_not_stall(pane: DocumentsPane, qtbot: QtBot) -> None:
    documents = [found(f"Minutes {n}") for n in range(10_000)]
    pane.show_documents(DocumentColumns.build(documents))
    pane.update_transfers([transfer(document, TransferState.WAITING) for document in documents])
    pane.update_transfers([transfer(documents[0], TransferState.SAVED)])
    qtbot.waitUntil(lambda: column_texts(pane.view, "Saved")[0] == "Saved")
    assert set(column_texts(pane.view, "Saved")[1:]) == {"Waiting"}


def _fill(strip: list[str], picture: QImage) -> str:
    """The colour of the filled part: the one furthest right that is not the ground."""
    ground = picture.pixelColor(1, 1).name()
    return next(colour for colour in reversed(strip) if colour != ground)
