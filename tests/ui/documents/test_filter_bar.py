"""The bar above the table: what it shows, what it counts, how it folds."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QSlider
from pytestqt.qtbot import QtBot

from skop_desktop.documents.columns import DocumentColumns
from skop_desktop.ui.documents.check_menu import TypeMenu
from skop_desktop.ui.documents.pane import DocumentsPane
from tests.support.document_rows import found, town_documents
from tests.support.table_cells import cell, click_cell, column_texts
from tests.support.widgets import click, named, press, texts_shown, type_into

pytestmark = pytest.mark.gui

CONTROL = Qt.KeyboardModifier.ControlModifier


def _names(pane: DocumentsPane) -> list[str]:
    return column_texts(pane.view, "Name")


def _tick(pane: DocumentsPane, word: str) -> TypeMenu:
    menu = pane.filter_bar.findChild(TypeMenu)
    assert isinstance(menu, TypeMenu)
    menu.popup(pane.mapToGlobal(pane.rect().center()))
    action = next(a for a in menu.actions() if a.text().partition("\t")[0] == word)
    menu.setActiveAction(action)
    press(menu, Qt.Key.Key_Space)
    return menu


def test_typing_filters_after_a_pause_and_says_how_many_are_left(
    pane: DocumentsPane, qtbot: QtBot
) -> None:
    pane.focus_filter()
    field = named(pane, QLineEdit, "Filter documents")
    assert field.hasFocus()
    type_into(field, "council min")
    qtbot.waitUntil(lambda: len(_names(pane)) == 2)
    assert "2 of 5 shown" in texts_shown(pane)
    field.clear()
    press(field, Qt.Key.Key_Return)
    assert len(_names(pane)) == 5
    assert "5 documents" in texts_shown(pane)


def test_the_slider_says_its_value_and_hides_what_is_less_sure(
    pane: DocumentsPane, qtbot: QtBot
) -> None:
    slider = named(pane, QSlider, "Minimum confidence")
    slider.setFocus()
    for _ in range(5):
        press(slider, Qt.Key.Key_PageUp)
    assert "50 %" in texts_shown(pane)
    assert slider.accessibleDescription() == "50 %"
    qtbot.waitUntil(lambda: len(_names(pane)) == 3)
    press(slider, Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: len(_names(pane)) == 5)


def test_types_are_ticked_one_after_the_other_in_a_menu_that_stays(pane: DocumentsPane) -> None:
    menu = _tick(pane, "XLSX")
    assert menu.isVisible()
    assert _names(pane) == ["Budget 2024"]
    assert named(pane, QPushButton, "File types").text() == "XLSX ▾"
    _tick(pane, "DOCX")
    assert _names(pane) == ["Budget 2024", "Annual report"]
    _tick(pane, "All types")
    assert len(_names(pane)) == 5
    menu.close()


def test_types_that_are_ticked_stay_so_while_the_list_grows(pane: DocumentsPane) -> None:
    _tick(pane, "XLSX").close()
    more = found("Budget 2025", document_type="xlsx")
    pane.show_documents(DocumentColumns.build((*town_documents(), more)))
    assert sorted(_names(pane)) == ["Budget 2024", "Budget 2025"]
    without = [document for document in town_documents() if document.document_type != "xlsx"]
    pane.show_documents(DocumentColumns.build(without))
    assert len(_names(pane)) == 4


def test_nothing_that_matches_is_said_and_undone_by_one_button(
    pane: DocumentsPane, qtbot: QtBot
) -> None:
    type_into(named(pane, QLineEdit, "Filter documents"), "zebra")
    qtbot.waitUntil(lambda: "No document matches the filter" in texts_shown(pane))
    click(named(pane, QPushButton, "Show all documents"))
    assert pane.view.isVisible()
    assert len(_names(pane)) == 5


def test_download_selected_wants_a_selection(pane: DocumentsPane, qtbot: QtBot) -> None:
    download = named(pane, QPushButton, "Download selected")
    assert not download.isEnabled()
    click_cell(pane.view, cell(pane.view, "Budget 2024", "Name"))
    click_cell(pane.view, cell(pane.view, "Agenda packet", "Name"), CONTROL)
    qtbot.waitUntil(download.isEnabled)
    assert "5 documents · 2 selected" in texts_shown(pane)
    with qtbot.waitSignal(pane.download_requested) as wanted:
        click(download)
    assert [document.name for document in wanted.args[0]] == ["Budget 2024", "Agenda packet"]


@pytest.mark.parametrize(("steps", "kind"), [(1, "csv"), (2, "xlsx"), (3, "json")])
def test_export_asks_for_a_kind(pane: DocumentsPane, qtbot: QtBot, steps: int, kind: str) -> None:
    menu = named(pane, QPushButton, "Export").menu()
    menu.popup(pane.mapToGlobal(pane.rect().center()))
    for _ in range(steps):
        press(menu, Qt.Key.Key_Down)
    with qtbot.waitSignal(pane.export_requested) as asked:
        press(menu, Qt.Key.Key_Return)
    assert asked.args == [kind]


def test_the_bar_folds_where_the_window_is_narrow(pane: DocumentsPane, qtbot: QtBot) -> None:
    bar = pane.filter_bar
    click_cell(pane.view, cell(pane.view, "Budget 2024", "Name"))
    qtbot.waitUntil(bar.download.isEnabled)
    assert "Confidence at least" in texts_shown(bar)
    pane.resize(700, 400)
    qtbot.waitUntil(lambda: pane.width() == 700)
    assert "Confidence at least" not in texts_shown(bar)
    assert bar.download.text() == "Download (1)"
    assert bar.download.accessibleName() == "Download selected"
    inside = [part for part in bar.findChildren(QLabel) if part.isVisible()]
    assert all(bar.rect().contains(part.geometry()) for part in [*inside, bar.export])
