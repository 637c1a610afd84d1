from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QListView, QMenu, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from skop_desktop.api.server import ServerKind, ServerState
from skop_desktop.jobs.snapshot import JobState
from skop_desktop.ui.library.pane import LibraryPane
from skop_desktop.ui.library.server_button import ServerButton
from tests.support.widgets import click, named, press, texts_shown, type_into
from tests.ui.library.searches import Clock, search

pytestmark = pytest.mark.gui

SEARCHES = (search("a"), search("b", days=1), search("c", days=40), search("d", days=41))


@pytest.fixture
def pane(qtbot: QtBot) -> LibraryPane:
    made = LibraryPane(Clock())
    qtbot.addWidget(made)
    made.resize(248, 700)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def the_list(pane: LibraryPane) -> QListView:
    return named(pane, QListView, "Searches")


def middle_of(pane: LibraryPane, name: str) -> QPoint:
    view = the_list(pane)
    rows = range(view.model().rowCount())
    found = next(
        index for index in (view.model().index(row, 0) for row in rows) if index.data() == name
    )
    return view.visualRect(found).center()


def marked(pane: LibraryPane) -> list[str]:
    return [str(index.data()) for index in the_list(pane).selectionModel().selectedIndexes()]


def current(pane: LibraryPane) -> str:
    return str(the_list(pane).currentIndex().data())


def test_new_search_is_one_click(qtbot: QtBot, pane: LibraryPane) -> None:
    with qtbot.waitSignal(pane.new_search_requested):
        click(named(pane, QPushButton, "New search"))


@pytest.mark.parametrize(
    "pasted",
    [
        "job_4fc79a89797e",
        '  "job_4fc79a89797e" ',
        "https://api.skop.dev/scrape/status/job_4fc79a89797e",
        "skop://job/job_4fc79a89797e",
    ],
)
@pytest.mark.parametrize("by", ["enter", "button"])
def test_a_job_id_is_given_however_it_was_pasted(
    qtbot: QtBot, pane: LibraryPane, pasted: str, by: str
) -> None:
    field = named(pane, QLineEdit, "Job ID")
    type_into(field, pasted)
    with qtbot.waitSignal(pane.job_id_given) as given:
        if by == "enter":
            press(field, Qt.Key.Key_Return)
        else:
            click(named(pane, QToolButton, "Open job"))
    assert given.args == ["job_4fc79a89797e"]
    assert field.text() == ""


@pytest.mark.parametrize("wrong", ["", "hello", "job_a job_b"])
def test_a_text_without_a_job_id_is_told_beneath_the_field_until_it_is_changed(
    qtbot: QtBot, pane: LibraryPane, wrong: str
) -> None:
    field = named(pane, QLineEdit, "Job ID")
    type_into(field, wrong)
    with qtbot.assertNotEmitted(pane.job_id_given):
        press(field, Qt.Key.Key_Return)
    said = field.accessibleDescription()
    assert "job ID" in said
    assert said in texts_shown(pane)
    assert field.text() == wrong
    assert field.hasFocus()
    type_into(field, "j")
    assert said not in texts_shown(pane)


def test_a_click_opens_a_search_and_marks_it(qtbot: QtBot, pane: LibraryPane) -> None:
    pane.show_entries(SEARCHES)
    with qtbot.waitSignal(pane.job_selected) as chosen:
        click(the_list(pane).viewport(), middle_of(pane, "Search b"))
    assert chosen.args == [search("b").key]
    assert marked(pane) == ["Search b"]


def test_a_click_on_a_heading_does_nothing(qtbot: QtBot, pane: LibraryPane) -> None:
    pane.show_entries(SEARCHES)
    pane.select(search("a").key)
    with qtbot.assertNotEmitted(pane.job_selected):
        click(the_list(pane).viewport(), middle_of(pane, "Yesterday"))
    assert marked(pane) == ["Search a"]


def test_keys_move_over_headings_and_enter_opens(qtbot: QtBot, pane: LibraryPane) -> None:
    pane.show_entries(SEARCHES)
    view = the_list(pane)
    view.setFocus()
    assert current(pane) == "Search a"
    seen = []
    with qtbot.assertNotEmitted(pane.job_selected):
        for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_End):
            press(view, key)
            seen.append(current(pane))
        press(view, Qt.Key.Key_Home)
        press(view, Qt.Key.Key_Up)
    assert seen == ["Search b", "Search c", "Search b", "Search d"]
    assert current(pane) == "Search a"
    press(view, Qt.Key.Key_PageDown)
    with qtbot.waitSignal(pane.job_selected) as chosen:
        press(view, Qt.Key.Key_Return)
    assert chosen.args == [search("d").key]


def test_del_asks_to_remove(qtbot: QtBot, pane: LibraryPane) -> None:
    pane.show_entries(SEARCHES)
    the_list(pane).setFocus()
    press(the_list(pane), Qt.Key.Key_Down)
    with qtbot.waitSignal(pane.remove_requested) as asked:
        press(the_list(pane), Qt.Key.Key_Delete)
    assert asked.args == [search("b").key]


def test_the_list_is_reached_and_left_by_tab(pane: LibraryPane) -> None:
    pane.show_entries(SEARCHES)
    order = [
        named(pane, QPushButton, "New search"),
        named(pane, QLineEdit, "Job ID"),
        named(pane, QToolButton, "Open job"),
        the_list(pane),
        pane.findChild(ServerButton),
        named(pane, QToolButton, "Settings"),
    ]
    first = order[0]
    assert first is not None
    first.setFocus()
    for expected in order[1:]:
        press(pane.focusWidget(), Qt.Key.Key_Tab)
        assert pane.focusWidget() is expected


@pytest.mark.parametrize(
    ("entry", "signal", "sent"),
    [
        ("Open", "job_selected", search("b").key),
        ("Copy job ID", "copy_requested", "job_b"),
        ("Search again", "search_again_requested", search("b").key),
        ("Remove from the list", "remove_requested", search("b").key),
    ],
)
def test_the_menu_of_a_row_offers_what_can_be_done(
    qtbot: QtBot, pane: LibraryPane, entry: str, signal: str, sent: object
) -> None:
    pane.show_entries(SEARCHES)
    view = the_list(pane)
    at = middle_of(pane, "Search b")
    menu = open_menu(qtbot, view, at, QContextMenuEvent.Reason.Mouse)
    with qtbot.waitSignal(getattr(pane, signal)) as told:
        action_named(menu, entry).trigger()
    assert told.args == [sent]
    menu.close()


def open_menu(qtbot: QtBot, view: QListView, at: QPoint, reason: QContextMenuEvent.Reason) -> QMenu:
    """What the system sends for a right click or the menu key, and what opens then."""
    asked = QContextMenuEvent(reason, at, view.viewport().mapToGlobal(at))
    QCoreApplication.sendEvent(view.viewport(), asked)
    menu = view.findChild(QMenu)
    assert menu is not None
    qtbot.waitUntil(menu.isVisible)
    return menu


def action_named(menu: QMenu, name: str) -> QAction:
    return next(action for action in menu.actions() if action.text() == name)


def test_the_menu_opens_by_key_for_the_row_with_the_frame(qtbot: QtBot, pane: LibraryPane) -> None:
    pane.show_entries(SEARCHES)
    view = the_list(pane)
    view.setFocus()
    press(view, Qt.Key.Key_Down)
    menu = open_menu(qtbot, view, QPoint(0, 0), QContextMenuEvent.Reason.Keyboard)
    with qtbot.waitSignal(pane.remove_requested) as asked:
        action_named(menu, "Remove from the list").trigger()
    assert asked.args == [search("b").key]
    menu.close()


def test_what_is_on_the_screen_stays_marked_through_changes(
    qtbot: QtBot, pane: LibraryPane
) -> None:
    pane.show_entries(SEARCHES)
    with qtbot.assertNotEmitted(pane.job_selected):
        pane.select(search("c").key)
    pane.show_entries((search("x"), *SEARCHES[1:]))
    assert marked(pane) == ["Search c"]
    pane.update_entry(replace(search("c"), documents=40))
    assert marked(pane) == ["Search c"]


def test_a_search_is_marked_as_soon_as_it_is_in_the_list(pane: LibraryPane) -> None:
    pane.show_entries(SEARCHES)
    pane.select(search("new").key)
    pane.update_entry(replace(search("new", state=JobState.RUNNING), opened_at=None))
    assert marked(pane) == ["Search new"]
    pane.select(None)
    assert marked(pane) == []


def test_a_search_that_comes_back_after_undo_is_marked_when_it_is_on_the_screen(
    pane: LibraryPane,
) -> None:
    pane.show_entries(SEARCHES)
    pane.select(search("b").key)
    pane.show_entries(SEARCHES[:1])
    assert marked(pane) == []
    pane.show_entries(SEARCHES)
    assert marked(pane) == ["Search b"]


def test_an_empty_library_says_what_will_be_here(pane: LibraryPane) -> None:
    hint = "Searches you start or open are kept here."
    assert hint in texts_shown(pane)
    pane.show_entries(SEARCHES)
    assert hint not in texts_shown(pane)
    pane.show_entries(())
    assert hint in texts_shown(pane)


def test_a_screen_reader_hears_title_site_count_and_state(pane: LibraryPane) -> None:
    pane.show_entries((search("a", state=JobState.FAILED, documents=None),))
    index = the_list(pane).model().index(1, 0)
    spoken = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Search a, riverton.gov, failed"


def test_where_searches_run_is_told_in_words_and_can_be_changed(
    qtbot: QtBot, pane: LibraryPane
) -> None:
    pane.show_server("Skop cloud", ServerKind.CLOUD, ServerState.TROUBLE, "It does not answer.")
    button = pane.findChild(ServerButton)
    assert button is not None
    assert button.accessibleName() == "Searches run on: Skop cloud"
    assert button.accessibleDescription() == "It does not answer."
    assert "It does not answer." in button.toolTip()
    assert button.shown_text == "Skop cloud · not ready"
    menu = button.menu()
    click(button)
    qtbot.waitUntil(menu.isVisible)
    assert [action.text() for action in menu.actions() if action.isChecked()] == ["Skop cloud"]
    with qtbot.waitSignal(pane.server_chosen) as chosen:
        action_named(menu, "Another server…").trigger()
    assert chosen.args == [ServerKind.OTHER.value]
    menu.close()


def test_settings_are_one_click_away(qtbot: QtBot, pane: LibraryPane) -> None:
    with qtbot.waitSignal(pane.settings_requested):
        click(named(pane, QToolButton, "Settings"))


def test_focus_goes_to_the_job_id_when_asked(pane: LibraryPane) -> None:
    pane.focus_job_id()
    assert named(pane, QLineEdit, "Job ID").hasFocus()


def test_the_last_of_two_thousand_searches_can_be_chosen(qtbot: QtBot, pane: LibraryPane) -> None:
    many = tuple(search(f"n{n}", days=n / 10) for n in range(2_000))
    pane.show_entries(many)
    view = the_list(pane)
    qtbot.waitUntil(lambda: view.verticalScrollBar().maximum() > 0)
    pane.select(many[-1].key)
    assert marked(pane) == ["Search n1999"]


def test_no_label_reads_markup(pane: LibraryPane) -> None:
    formats = {label.textFormat() for label in pane.findChildren(QLabel)}
    assert formats == {Qt.TextFormat.PlainText}
