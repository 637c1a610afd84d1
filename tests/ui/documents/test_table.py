"""The table in its pane, by mouse and by keyboard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QContextMenuEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from skop_desktop.documents.columns import ColumnKey, DocumentColumns
from skop_desktop.downloads.snapshot import TransferState
from skop_desktop.ui.documents.pane import DocumentsPane
from tests.support.document_rows import found, town_documents, transfer
from tests.support.table_cells import cell, click_cell, click_title, column_texts, titles_shown
from tests.support.widgets import named, press, type_into

pytestmark = pytest.mark.gui

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def _menu_of(pane: DocumentsPane, qtbot: QtBot) -> QMenu:
    """The menu of the row with the keyboard, opened as the menu key does."""
    reason = QContextMenuEvent.Reason.Keyboard
    event = QContextMenuEvent(reason, QPoint(5, 5), pane.view.mapToGlobal(QPoint(5, 5)))
    QApplication.sendEvent(pane.view.viewport(), event)
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def _choose(menu: QMenu, words: str) -> None:
    action = next(a for a in menu.actions() if a.text().partition("\t")[0] == words)
    assert action.isEnabled()
    menu.setActiveAction(action)
    press(menu, Qt.Key.Key_Return)


def test_the_surest_documents_come_first(pane: DocumentsPane) -> None:
    assert column_texts(pane.view, "Confidence") == ["95 %", "77 %", "62 %", "33 %", "—"]


def test_a_click_on_a_title_sorts_and_a_second_one_turns_round(pane: DocumentsPane) -> None:
    click_title(pane.view, "Name")
    assert column_texts(pane.view, "Name")[-2:] == ["Minutes 2 – Council", "Minutes 10 – Council"]
    click_title(pane.view, "Name")
    assert column_texts(pane.view, "Name")[:2] == ["Minutes 10 – Council", "Minutes 2 – Council"]


def test_titles_can_be_walked_sorted_and_moved_without_a_mouse(pane: DocumentsPane) -> None:
    heading = pane.view.heading
    heading.setFocus(Qt.FocusReason.TabFocusReason)
    press(heading, Qt.Key.Key_Right)
    press(heading, Qt.Key.Key_Right)
    press(heading, Qt.Key.Key_Return)
    assert column_texts(pane.view, "Type") == ["DOCX", "PDF", "PDF", "PDF", "XLSX"]
    press(heading, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert titles_shown(pane.view)[:3] == ["Name", "Type", "Confidence"]


def test_selected_documents_stay_selected_when_the_order_changes(pane: DocumentsPane) -> None:
    click_cell(pane.view, cell(pane.view, "Budget 2024", "Name"))
    click_cell(pane.view, cell(pane.view, "Agenda packet", "Name"), CONTROL)
    click_title(pane.view, "Size")
    names = [document.name for document in pane.selected_documents()]
    assert names == ["Budget 2024", "Agenda packet"]
    assert pane.view.currentIndex().row() == column_texts(pane.view, "Name").index("Agenda packet")


def test_a_document_that_a_filter_hides_is_no_longer_selected(
    pane: DocumentsPane, qtbot: QtBot
) -> None:
    press(pane.view, Qt.Key.Key_A, CONTROL)
    qtbot.waitUntil(lambda: len(pane.selected_documents()) == 5)
    pane.focus_filter()
    with qtbot.waitSignal(pane.selection_changed, check_params_cb=lambda count: count == 2):
        type_into(named(pane, QLineEdit, "Filter documents"), "minutes")
    assert {d.name for d in pane.selected_documents()} == {
        "Minutes 2 – Council",
        "Minutes 10 – Council",
    }


def test_selection_and_place_stay_when_more_documents_arrive(
    pane: DocumentsPane, qtbot: QtBot
) -> None:
    first = tuple(found(f"Minutes {n}", confidence_score=0.5) for n in range(200))
    pane.show_documents(DocumentColumns.build(first))
    target = cell(pane.view, "Minutes 120", "Name")
    pane.view.scrollTo(target, pane.view.ScrollHint.PositionAtCenter)
    click_cell(pane.view, target)
    before = pane.view.visualRect(pane.view.currentIndex()).top()
    more = tuple(found(f"Sure {n}", confidence_score=0.9) for n in range(50))
    pane.show_documents(DocumentColumns.build(first + more))
    qtbot.waitUntil(lambda: pane.view.currentIndex().row() == 170)
    assert [document.name for document in pane.selected_documents()] == ["Minutes 120"]
    assert pane.view.visualRect(pane.view.currentIndex()).top() == before


def test_a_table_at_its_top_stays_there_and_shows_what_comes_first(pane: DocumentsPane) -> None:
    first = tuple(found(f"Minutes {n}", confidence_score=0.5) for n in range(200))
    pane.show_documents(DocumentColumns.build(first))
    pane.show_documents(DocumentColumns.build((*first, found("Sure", confidence_score=0.9))))
    assert pane.view.verticalScrollBar().value() == 0
    assert column_texts(pane.view, "Name")[0] == "Sure"


def test_enter_and_double_click_open_a_document(pane: DocumentsPane, qtbot: QtBot) -> None:
    index = cell(pane.view, "Budget 2024", "Name")
    click_cell(pane.view, index)
    with qtbot.waitSignal(pane.open_requested) as opened:
        press(pane.view, Qt.Key.Key_Return)
    assert opened.args[0].name == "Budget 2024"
    place = pane.view.visualRect(index).center()
    with qtbot.waitSignal(pane.open_requested):
        QTest.mouseDClick(pane.view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_a_click_on_the_page_opens_it_and_beside_the_words_only_selects(
    pane: DocumentsPane, qtbot: QtBot
) -> None:
    index = cell(pane.view, "Budget 2024", "Found on")
    with qtbot.waitSignal(pane.open_source_requested) as asked:
        click_cell(pane.view, index)
    assert asked.args == ["https://riverton.gov/finance"]
    with qtbot.assertNotEmitted(pane.open_source_requested):
        click_cell(pane.view, index, at_end=True)


def test_a_press_that_ends_on_another_cell_opens_nothing(pane: DocumentsPane, qtbot: QtBot) -> None:
    viewport = pane.view.viewport()
    places = [
        pane.view.visualRect(cell(pane.view, name, "Found on")).topLeft() + QPoint(14, 14)
        for name in ("Budget 2024", "Annual report")
    ]
    with qtbot.assertNotEmitted(pane.open_source_requested):
        QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=places[0])
        QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=places[1])


def test_a_failed_download_is_tried_again_by_click_key_or_menu(
    pane: DocumentsPane, qtbot: QtBot
) -> None:
    failed = transfer(town_documents()[2], TransferState.FAILED, reason="No answer.")
    pane.show_transfers({failed.key.url: failed})
    index = cell(pane.view, "Budget 2024", "Saved")
    assert index.data() == "Failed: No answer."
    with qtbot.waitSignal(pane.retry_requested) as asked:
        click_cell(pane.view, index, at_end=True)
    assert asked.args == [(failed.key.url,)]
    with qtbot.waitSignal(pane.retry_requested):
        press(pane.view, Qt.Key.Key_Return)
    with qtbot.waitSignal(pane.retry_requested):
        press(pane.view, Qt.Key.Key_R, CONTROL)
    with qtbot.waitSignal(pane.retry_requested):
        _choose(_menu_of(pane, qtbot), "Try again")


def test_retry_leaves_alone_what_has_not_failed(pane: DocumentsPane, qtbot: QtBot) -> None:
    press(pane.view, Qt.Key.Key_A, CONTROL)
    with qtbot.assertNotEmitted(pane.retry_requested):
        press(pane.view, Qt.Key.Key_R, CONTROL)


def test_del_does_nothing_here(pane: DocumentsPane) -> None:
    click_cell(pane.view, cell(pane.view, "Budget 2024", "Name"))
    press(pane.view, Qt.Key.Key_Delete)
    assert pane.model.rowCount() == 5


def test_copied_rows_are_text_a_table_and_the_saved_files(pane: DocumentsPane) -> None:
    saved = transfer(town_documents()[0], TransferState.SAVED)
    pane.show_transfers({saved.key.url: saved})
    click_cell(pane.view, cell(pane.view, "Minutes 10 – Council", "Name"))
    click_cell(pane.view, cell(pane.view, "Budget 2024", "Name"), SHIFT)
    press(pane.view, Qt.Key.Key_C, CONTROL)
    data = QGuiApplication.clipboard().mimeData()
    lines = data.text().splitlines()
    assert lines[0].startswith("Name\tConfidence\tType")
    assert lines[1].startswith("Minutes 10 – Council\t95 %\tPDF\t2.3 MB\t/council")
    assert lines[2].startswith("Budget 2024\t77 %\tXLSX\t400 kB\t/finance")
    assert "<table>" in data.html()
    assert [url.fileName() for url in data.urls()] == ["Minutes 10 – Council.pdf"]
    copied = bytes(data.data("x-special/gnome-copied-files").data()).decode().splitlines()
    assert copied[0] == "copy"
    assert copied[1].startswith("file:///home/ada/Downloads/Skop/Minutes%2010%20")


def test_the_menu_offers_what_makes_sense(pane: DocumentsPane, qtbot: QtBot) -> None:
    saved = transfer(town_documents()[0], TransferState.SAVED)
    pane.show_transfers({saved.key.url: saved})
    click_cell(pane.view, cell(pane.view, "Minutes 10 – Council", "Name"))
    menu = _menu_of(pane, qtbot)
    offered = {a.text().partition("\t")[0] for a in menu.actions() if a.isEnabled() and a.text()}
    always = {"Open", "Save to…", "Copy", "Copy link", "Open source page"}
    assert offered == always | {"Show in folder"}
    with qtbot.waitSignal(pane.reveal_requested) as shown:
        _choose(menu, "Show in folder")
    assert shown.args[0].name == "Minutes 10 – Council"
    press(pane.view, Qt.Key.Key_A, CONTROL)
    with qtbot.waitSignal(pane.download_requested) as wanted:
        _choose(_menu_of(pane, qtbot), "Download")
    assert len(wanted.args[0]) == 5
    with qtbot.waitSignal(pane.copy_link_requested) as links:
        _choose(_menu_of(pane, qtbot), "Copy link")
    assert len(links.args[0].splitlines()) == 5
    with qtbot.waitSignal(pane.save_to_requested) as to_save:
        _choose(_menu_of(pane, qtbot), "Save to…")
    assert len(to_save.args[0]) == 5


@pytest.mark.parametrize(("width", "folded"), [(1500, set()), (1112, {"Found at"})])
def test_columns_fold_where_the_window_is_narrow(
    pane: DocumentsPane, qtbot: QtBot, width: int, folded: set[str]
) -> None:
    pane.resize(width, 520)
    qtbot.waitUntil(lambda: pane.width() == width)
    all_titles = {"Name", "Confidence", "Type", "Size", "Found on", "Found at", "Saved"}
    assert set(titles_shown(pane.view)) == all_titles - folded
    assert pane.view.horizontalScrollBar().maximum() == 0


def test_the_smallest_window_still_shows_the_name_and_no_sideways_scrolling(
    pane: DocumentsPane, qtbot: QtBot
) -> None:
    pane.resize(776, 360)
    qtbot.waitUntil(lambda: pane.width() == 776)
    assert {"Name", "Confidence", "Saved"} <= set(titles_shown(pane.view))
    assert pane.view.columnWidth(0) >= 150
    assert pane.view.horizontalScrollBar().maximum() == 0


def test_names_that_are_too_long_can_still_be_told_apart_by_their_end(pane: DocumentsPane) -> None:
    long = "Board of Education, Minutes of the Regular Meeting held in the Library on"
    names = [f"{long} {month} 2024" for month in ("January", "March")]
    pane.show_documents(DocumentColumns.build(tuple(map(found, names))))
    assert _drawn(pane, names[0]) != _drawn(pane, names[1])


def _drawn(pane: DocumentsPane, name: str) -> QImage:
    """The words of a name as they are seen, without the ground they stand on."""
    place = pane.view.visualRect(cell(pane.view, name, "Name")).adjusted(30, 8, -8, -8)
    seen = pane.view.viewport().grab(place).toImage()
    return seen.convertToFormat(QImage.Format.Format_Mono, Qt.ImageConversionFlag.ThresholdDither)


def test_order_widths_sort_and_hidden_columns_are_remembered(
    pane: DocumentsPane, qtbot: QtBot
) -> None:
    pane.resize(1500, 520)
    heading = pane.view.heading
    heading.moveSection(6, 1)
    heading.resizeSection(6, 171)
    pane.view.toggle_column(ColumnKey.TYPE)
    click_title(pane.view, "Size")
    other = DocumentsPane()
    qtbot.addWidget(other)
    other.resize(1500, 520)
    other.restore_layout(pane.layout_state())
    other.show()
    other.show_documents(DocumentColumns.build(town_documents()))
    assert titles_shown(other.view) == titles_shown(pane.view)
    assert titles_shown(other.view)[:2] == ["Name", "Saved"]
    assert "Type" not in titles_shown(other.view)
    assert other.view.columnWidth(6) == 171
    assert column_texts(other.view, "Size")[0] == "400 kB"


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"table": 7, "detail_width": "wide"},
        {"table": {"order": ["nothing", 3], "widths": {"size": -5, "x": 9}, "hidden": None}},
        {"table": {"sort": {"column": ["size"]}, "hidden": ["name"]}, "detail_width": -1},
    ],
)
def test_a_broken_memory_leaves_the_table_usable(
    pane: DocumentsPane, broken: dict[str, object]
) -> None:
    before = titles_shown(pane.view)
    pane.restore_layout(broken)
    assert titles_shown(pane.view) == before
    assert column_texts(pane.view, "Confidence")[0] == "95 %"


@pytest.fixture
def _reader_is_there() -> Iterator[None]:
    QAccessible.setActive(True)
    yield
    QAccessible.setActive(False)


@pytest.mark.usefixtures("_reader_is_there")
def test_a_screen_reader_reads_the_table_as_shown_also_after_a_sort(pane: DocumentsPane) -> None:
    table = QAccessible.queryAccessibleInterface(pane.view)
    assert table.text(QAccessible.Text.Name) == "Documents"
    assert table.role() is QAccessible.Role.Table
    per_row = table.childCount() // 6
    first = [table.child(per_row + n).text(QAccessible.Text.Name) for n in range(1, per_row)]
    assert first[:3] == ["Minutes 10 – Council", "95 %", "PDF"]
    click_title(pane.view, "Name")
    first = [table.child(per_row + n).text(QAccessible.Text.Name) for n in range(1, per_row)]
    assert first[:3] == ["Agenda packet", "—", "PDF"]
