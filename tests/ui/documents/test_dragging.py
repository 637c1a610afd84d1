"""Where a drag of rows begins, and where the rubber band selects instead."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from skop_desktop.ui.documents.pane import DocumentsPane
from skop_desktop.ui.documents.row_band import RowBand
from tests.support.pointing import move_to, press_at, release_at
from tests.support.table_cells import cell, click_cell, column_texts

pytestmark = pytest.mark.gui

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def _middle(pane: DocumentsPane, name: str, title: str) -> QPoint:
    return pane.view.visualRect(cell(pane.view, name, title)).center()


def _names(pane: DocumentsPane) -> list[str]:
    return [document.name or "" for document in pane.view.selected_documents()]


def _dragged(pane: DocumentsPane) -> list[list[str]]:
    """The names of every drag that is asked for from now on."""
    asked: list[list[str]] = []
    pane.drag_requested.connect(lambda documents: asked.append([d.name for d in documents]))
    return asked


def _far(place: QPoint) -> tuple[QPoint, QPoint]:
    step = QApplication.startDragDistance() + 4
    return place + QPoint(0, step), place + QPoint(0, 2 * step)


def test_a_drag_from_the_name_takes_that_row(pane: DocumentsPane) -> None:
    asked = _dragged(pane)
    start = _middle(pane, "Budget 2024", "Name")
    press_at(pane.view, start)
    move_to(pane.view, *_far(start))
    assert asked == [["Budget 2024"]]
    assert _names(pane) == ["Budget 2024"]


@pytest.mark.parametrize("title", ["Name", "Confidence", "Size"])
def test_a_drag_from_any_cell_of_a_selected_row_takes_all_selected_rows(
    pane: DocumentsPane, title: str
) -> None:
    click_cell(pane.view, cell(pane.view, "Minutes 10 – Council", "Name"))
    click_cell(pane.view, cell(pane.view, "Annual report", "Name"), CONTROL)
    asked = _dragged(pane)
    start = _middle(pane, "Annual report", title)
    press_at(pane.view, start)
    move_to(pane.view, *_far(start))
    assert asked == [["Minutes 10 – Council", "Annual report"]]


def test_a_move_shorter_than_the_threshold_is_a_click(pane: DocumentsPane) -> None:
    asked = _dragged(pane)
    start = _middle(pane, "Budget 2024", "Name")
    press_at(pane.view, start)
    move_to(pane.view, start + QPoint(2, 2))
    release_at(pane.view, start + QPoint(2, 2))
    assert asked == []
    assert _names(pane) == ["Budget 2024"]


def test_a_click_on_one_of_several_selected_rows_selects_it_alone(pane: DocumentsPane) -> None:
    pane.view.selectAll()
    click_cell(pane.view, cell(pane.view, "Budget 2024", "Name"))
    assert _names(pane) == ["Budget 2024"]


def test_control_and_shift_select_at_names_as_elsewhere(pane: DocumentsPane) -> None:
    order = column_texts(pane.view, "Name")
    click_cell(pane.view, cell(pane.view, order[0], "Name"))
    click_cell(pane.view, cell(pane.view, order[2], "Name"), SHIFT)
    assert _names(pane) == order[:3]
    click_cell(pane.view, cell(pane.view, order[1], "Name"), CONTROL)
    assert _names(pane) == [order[0], order[2]]
    click_cell(pane.view, cell(pane.view, order[4], "Name"), CONTROL)
    assert _names(pane) == [order[0], order[2], order[4]]


def test_elsewhere_the_pointer_selects_the_rows_it_passes(pane: DocumentsPane) -> None:
    asked = _dragged(pane)
    order = column_texts(pane.view, "Name")
    press_at(pane.view, _middle(pane, order[1], "Confidence"))
    move_to(pane.view, _middle(pane, order[2], "Type"), _middle(pane, order[3], "Size"))
    band = pane.view.findChild(RowBand)
    assert isinstance(band, RowBand)
    assert band.isVisible()
    assert _names(pane) == order[1:4]
    move_to(pane.view, _middle(pane, order[2], "Size"))
    assert _names(pane) == order[1:3]
    release_at(pane.view, _middle(pane, order[2], "Size"))
    assert not band.isVisible()
    assert _names(pane) == order[1:3]
    assert asked == []


def test_a_band_that_begins_below_the_last_row_selects_upwards(pane: DocumentsPane) -> None:
    asked = _dragged(pane)
    order = column_texts(pane.view, "Name")
    below = QPoint(200, pane.view.viewport().height() - 30)
    assert not pane.view.indexAt(below).isValid()
    press_at(pane.view, below)
    move_to(pane.view, below - QPoint(0, 30), _middle(pane, order[3], "Confidence"))
    assert _names(pane) == order[3:]
    move_to(pane.view, _middle(pane, order[2], "Confidence"), below - QPoint(40, 20))
    assert _names(pane) == []
    move_to(pane.view, _middle(pane, order[4], "Confidence"))
    release_at(pane.view, _middle(pane, order[4], "Confidence"))
    assert _names(pane) == order[4:]
    assert asked == []


def test_with_control_a_band_from_below_adds_to_what_is_selected(pane: DocumentsPane) -> None:
    order = column_texts(pane.view, "Name")
    click_cell(pane.view, cell(pane.view, order[0], "Name"))
    below = QPoint(200, pane.view.viewport().height() - 30)
    press_at(pane.view, below, CONTROL)
    over = _middle(pane, order[4], "Confidence")
    move_to(pane.view, below - QPoint(0, 30), over, keys=CONTROL)
    assert _names(pane) == [order[0], order[4]]


@pytest.mark.parametrize("button", [Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton])
def test_only_the_left_button_drags(pane: DocumentsPane, button: Qt.MouseButton) -> None:
    asked = _dragged(pane)
    start = _middle(pane, "Budget 2024", "Name")
    press_at(pane.view, start, button=button)
    move_to(pane.view, *_far(start), button=button)
    assert asked == []


def test_after_a_drag_the_next_click_is_a_click(pane: DocumentsPane, qtbot: QtBot) -> None:
    _dragged(pane)
    start = _middle(pane, "Budget 2024", "Name")
    press_at(pane.view, start)
    move_to(pane.view, *_far(start))
    release_at(pane.view, start)
    with qtbot.waitSignal(pane.open_source_requested):
        click_cell(pane.view, cell(pane.view, "Annual report", "Found on"))
    assert _names(pane) == ["Annual report"]
