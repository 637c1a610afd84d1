"""The window: its pages, its menus, its size, and what it says it is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from skop_desktop.api.models import ExtractedDocument
from skop_desktop.documents.columns import DocumentColumns
from skop_desktop.downloads.totals import TransferTotals
from skop_desktop.ui.help.shortcuts import SHORTCUTS, ShortcutId
from skop_desktop.ui.window import MainWindow, first_size
from tests.support.widgets import show

pytestmark = pytest.mark.gui

Open = Callable[[], MainWindow]


@pytest.fixture
def open_window(qtbot: QtBot) -> Open:
    """Opens a window that is closed with the test."""

    def made() -> MainWindow:
        window = MainWindow()
        window.close_requested.connect(window.hide)
        show(qtbot, window, 1024, 700)
        return window

    return made


@pytest.fixture
def window(open_window: Open) -> MainWindow:
    return open_window()


def menus(window: MainWindow) -> dict[str, QMenu]:
    found = {}
    for action in window.menuBar().actions():
        menu = action.menu()
        assert isinstance(menu, QMenu)
        found[action.text()] = menu
    return found


def test_the_menus_hold_every_entry_of_the_table_in_its_order(window: MainWindow) -> None:
    shown = [
        (name, action.text(), action.shortcut().toString())
        for name, menu in menus(window).items()
        for action in menu.actions()
    ]
    assert shown == [(entry.menu, entry.words, entry.keys) for entry in SHORTCUTS]


def test_every_action_has_one_entry_and_every_key_one_action() -> None:
    assert sorted(entry.id for entry in SHORTCUTS) == sorted(ShortcutId)
    keys = [entry.keys for entry in SHORTCUTS if entry.keys]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("entry", SHORTCUTS, ids=lambda entry: entry.id.value)
def test_a_menu_entry_and_its_key_ask_for_the_same(
    window: MainWindow, qtbot: QtBot, entry: object
) -> None:
    chosen = next(e for e in SHORTCUTS if e is entry)
    asked: list[str] = []
    window.action_triggered.connect(asked.append)
    window.actions_by_id[chosen.id].trigger()
    if chosen.keys:
        # A window manager that is late may have given the keyboard away for a moment.
        qtbot.waitUntil(window.isActiveWindow)
        QTest.keySequence(window, QKeySequence(chosen.keys))
        assert asked == [chosen.id.value] * 2
    assert asked[0] == chosen.id.value


def test_delete_in_a_field_deletes_a_letter_and_no_search(window: MainWindow) -> None:
    asked: list[str] = []
    window.action_triggered.connect(asked.append)
    window.show_search()
    window.search.focus_first()
    field = QApplication.focusWidget()
    assert field is not None
    QTest.keyClicks(field, "ab")
    QTest.keyClick(field, Qt.Key.Key_Home)
    QTest.keyClick(field, Qt.Key.Key_Delete)
    assert asked == []


def test_one_page_is_shown_at_a_time(window: MainWindow) -> None:
    pages = {
        window.show_start: window.start,
        window.show_search: window.search,
        window.show_job: window.documents,
    }
    for open_page, page in pages.items():
        open_page()
        shown = [other for other in pages.values() if other.isVisible()]
        assert shown == [page]
        assert window.shows_job is (page is window.documents)


def test_the_title_names_the_job_while_it_is_shown(window: MainWindow) -> None:
    assert window.windowTitle() == "Skop Desktop"
    window.show_job()
    window.name_job("Board minutes 2024")
    assert window.windowTitle() == "Board minutes 2024 – Skop Desktop"
    window.show_search()
    assert window.windowTitle() == "Skop Desktop"
    window.show_job()
    assert window.windowTitle() == "Board minutes 2024 – Skop Desktop"


def test_a_title_is_shown_as_it_was_written_on_one_line(window: MainWindow) -> None:
    window.show_job()
    window.name_job("Minutes\n[*] of\u202e March")
    assert window.windowTitle().replace("[*][*]", "[*]") == "Minutes [*] of March – Skop Desktop"
    assert not window.isWindowModified()


def test_totals_are_seen_from_the_first_transfer_on(window: MainWindow) -> None:
    window.show_totals(TransferTotals())
    assert not window.statusBar().isVisible()
    window.show_totals(TransferTotals(all=3, saved=1))
    assert window.statusBar().isVisible()
    assert window.total.isVisible()


def test_closing_asks_first(qtbot: QtBot) -> None:
    window = MainWindow()
    show(qtbot, window, 1024, 700)
    asked: list[str] = []
    window.close_requested.connect(lambda: asked.append("close"))
    window.close()
    assert asked == ["close"]
    assert window.isVisible()


def test_a_window_comes_back_as_it_was_left(open_window: Open, qtbot: QtBot) -> None:
    first = open_window()
    first.show_job()
    first.resize(1200, 760)
    first._splitter.setSizes([320, 880])
    first._job_splitter.setSizes([400, 300])
    qtbot.waitUntil(lambda: first.size() == QSize(1200, 760))
    left = (first._splitter.sizes(), first._job_splitter.sizes())
    state = first.layout_state()
    first.close()

    again = MainWindow()
    qtbot.addWidget(again)
    again.close_requested.connect(again.hide)
    again.restore_layout(state)
    again.show_job()
    again.show()
    qtbot.waitExposed(again)
    qtbot.waitUntil(lambda: again.size() == QSize(1200, 760))
    assert (again._splitter.sizes(), again._job_splitter.sizes()) == left
    again.close()


@pytest.mark.parametrize(
    "state",
    [
        {},
        {"geometry": "", "splitter": "", "job_splitter": ""},
        {"geometry": "not base64 ✂", "splitter": "AAAA", "job_splitter": "%%%"},
        {"other": "AdnQywADAAA="},
    ],
)
def test_a_layout_that_cannot_be_read_leaves_the_usual_one(
    open_window: Open, state: dict[str, str]
) -> None:
    window = open_window()
    usual = window._splitter.sizes()
    window.restore_layout(state)
    assert window.size() == QSize(1024, 700)
    assert window._splitter.sizes() == usual


def test_everything_fits_the_smallest_window_that_must_work(window: MainWindow) -> None:
    for open_page in (window.show_start, window.show_search, window.show_job):
        open_page()
        assert window.size() == QSize(1024, 700)
        for made in window.findChildren(QPushButton):
            if made.isVisible() and made.window() is window:
                assert made.width() > 0


def test_keys_go_to_the_documents_when_a_job_comes_up(qtbot: QtBot) -> None:
    window = MainWindow()
    show(qtbot, window, 1024, 700)
    window.show_search()
    window.search.focus_first()
    found = ExtractedDocument(name="Minutes", url="https://riverton.gov/m.pdf")
    window.documents.show_documents(DocumentColumns.build((found,)))
    window.show_job()
    assert window.focusWidget() is window.documents.view


def test_keys_stay_in_the_library_when_it_brought_the_job_up(qtbot: QtBot) -> None:
    window = MainWindow()
    show(qtbot, window, 1024, 700)
    window.show_start()
    window.library.focus_job_id()
    window.show_job()
    assert window.library.isAncestorOf(window.focusWidget())


@pytest.mark.parametrize("screen", [QSize(1024, 700), QSize(1366, 768), QSize(3840, 2160)])
def test_a_first_window_fits_on_its_screen_with_its_frame(screen: QSize) -> None:
    size = first_size(screen)
    assert size.width() < screen.width()
    assert size.height() <= screen.height() - 40


def test_it_opens_that_large(qtbot: QtBot) -> None:
    window = MainWindow()
    qtbot.addWidget(window)
    assert window.size() == first_size(window.screen().availableSize())
