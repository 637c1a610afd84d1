"""A person watches downloads, and takes them into hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QAction, QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from skop_desktop.downloads.snapshot import TransferKey, TransferSnapshot, TransferState
from skop_desktop.downloads.totals import TransferTotals
from skop_desktop.errors import TransferError
from skop_desktop.ui.problems.tabs import BottomTab, BottomTabs
from skop_desktop.ui.transfers.actions import TransferAction
from skop_desktop.ui.transfers.delegate import places
from skop_desktop.ui.transfers.total_line import TotalLine
from skop_desktop.ui.transfers.transfer_list import TransferList
from tests.support.widgets import click, named, open_menu, press, show, texts_shown

STATES = (
    TransferState.SAVED,
    TransferState.RUNNING,
    TransferState.WAITING,
    TransferState.FAILED,
    TransferState.CANCELLED,
    TransferState.PAUSED,
)


def key(number: int) -> TransferKey:
    return TransferKey("this-computer job_1", f"https://riverton.gov/docs/{number}.pdf")


def transfer(number: int, state: TransferState) -> TransferSnapshot:
    error = TransferError("The site did not answer.") if state is TransferState.FAILED else None
    page = f"https://riverton.gov/{number}" if state is TransferState.FAILED else ""
    return TransferSnapshot(
        key(number), f"Minutes {number}", page, state, error=error, place=float(number)
    )


def one_of_each() -> list[TransferSnapshot]:
    return [transfer(number, state) for number, state in enumerate(STATES)]


@pytest.fixture
def tabs(qtbot: QtBot) -> BottomTabs:
    tabs = BottomTabs()
    show(qtbot, tabs, 1112, 300)
    tabs.show_tab(BottomTab.DOWNLOADS)
    return tabs


@pytest.fixture
def downloads(tabs: BottomTabs) -> TransferList:
    tabs.apply_transfers(one_of_each())
    return tabs.downloads


@pytest.fixture
def asked(downloads: TransferList) -> list[tuple[str, tuple[TransferKey, ...]]]:
    asked: list[tuple[str, tuple[TransferKey, ...]]] = []
    for name in ("cancel", "pause", "resume", "retry", "remove", "open", "reveal"):
        signal = getattr(downloads, f"{name}_requested")
        signal.connect(lambda keys, name=name: asked.append((name, keys)))
    return asked


def hover(downloads: TransferList, row: int) -> None:
    view = downloads.view
    place = view.visualRect(downloads.model.index(row)).center()
    QTest.mouseMove(view.viewport(), QPoint(1, 1))
    QTest.mouseMove(view.viewport(), place)


def offered_under_the_mouse(downloads: TransferList, row: int) -> set[TransferAction]:
    """What the row offers; the real pointer may still be on its way, so the move is repeated."""
    hover(downloads, row)
    return buttons_shown(downloads)


def buttons_shown(downloads: TransferList) -> set[TransferAction]:
    actions = downloads.view.row_actions
    return {action for action in TransferAction if actions.button(action).isVisible()}


def select(downloads: TransferList, rows: Iterable[int]) -> None:
    view = downloads.view
    view.setFocus()
    for number, row in enumerate(rows):
        held = Qt.KeyboardModifier.ControlModifier if number else Qt.KeyboardModifier.NoModifier
        place = view.visualRect(downloads.model.index(row)).center()
        click(view.viewport(), place, keys=held)


def test_no_downloads_says_how_to_begin(tabs: BottomTabs) -> None:
    assert any(text.startswith("Nothing downloaded yet.") for text in texts_shown(tabs))
    assert named(tabs, QPushButton, "Open folder").isVisible()
    assert not tabs.downloads.view.isVisible()


def test_each_transfer_is_a_row_and_the_tab_counts_them(
    tabs: BottomTabs, downloads: TransferList
) -> None:
    assert downloads.model.rowCount() == len(STATES)
    assert str(len(STATES)) in texts_shown(tabs)
    interface = QAccessible.queryAccessibleInterface(downloads.view)
    heard = [interface.child(n).text(QAccessible.Text.Name) for n in range(5)]
    assert heard[0].startswith("Minutes 0, Saved")
    assert heard[3] == "Minutes 3, Failed, The site did not answer."


@pytest.mark.parametrize(
    ("row", "actions"),
    [
        (0, {TransferAction.OPEN, TransferAction.REVEAL, TransferAction.REMOVE}),
        (1, {TransferAction.PAUSE, TransferAction.CANCEL}),
        (2, {TransferAction.PAUSE, TransferAction.CANCEL}),
        (3, {TransferAction.RETRY, TransferAction.OPEN_SOURCE, TransferAction.REMOVE}),
        (4, {TransferAction.RETRY, TransferAction.REMOVE}),
        (5, {TransferAction.RESUME, TransferAction.CANCEL}),
    ],
)
def test_the_row_under_the_mouse_offers_what_can_be_done(
    downloads: TransferList, qtbot: QtBot, row: int, actions: set[TransferAction]
) -> None:
    qtbot.waitUntil(lambda: offered_under_the_mouse(downloads, row) == actions)


def test_a_button_on_the_row_under_the_mouse_is_for_that_row(
    downloads: TransferList, asked: list[tuple[str, tuple[TransferKey, ...]]], qtbot: QtBot
) -> None:
    select(downloads, [0])
    retry = downloads.view.row_actions.button(TransferAction.RETRY)
    qtbot.waitUntil(lambda: TransferAction.RETRY in offered_under_the_mouse(downloads, 3))
    click(retry)

    assert asked == [("retry", (key(3),))]


def test_the_row_with_the_keyboard_offers_its_buttons_to_tab(
    tabs: BottomTabs,
    downloads: TransferList,
    asked: list[tuple[str, tuple[TransferKey, ...]]],
    qtbot: QtBot,
) -> None:
    view = downloads.view
    view.setFocus()
    view.setCurrentIndex(downloads.model.index(3))
    retry = view.row_actions.button(TransferAction.RETRY)
    qtbot.waitUntil(retry.isVisible)
    press(view, Qt.Key.Key_Tab)
    assert retry.hasFocus()
    tabs.apply_transfers([transfer(1, TransferState.SAVED)])
    QApplication.processEvents()
    assert retry.hasFocus()
    press(retry, Qt.Key.Key_Space)
    assert asked == [("retry", (key(3),))]

    named(view.window(), QPushButton, "Open folder").setFocus()
    qtbot.waitUntil(lambda: not retry.isVisible())


def test_buttons_follow_the_state_while_a_transfer_goes_on(
    tabs: BottomTabs, downloads: TransferList, qtbot: QtBot
) -> None:
    downloads.view.setFocus()
    downloads.view.setCurrentIndex(downloads.model.index(1))
    going_on = {TransferAction.PAUSE, TransferAction.CANCEL}
    qtbot.waitUntil(lambda: buttons_shown(downloads) == going_on)
    tabs.apply_transfers([transfer(1, TransferState.SAVED)])
    qtbot.waitUntil(lambda: TransferAction.OPEN in buttons_shown(downloads))


def test_return_opens_what_is_saved_and_nothing_else(
    downloads: TransferList, asked: list[tuple[str, tuple[TransferKey, ...]]]
) -> None:
    select(downloads, [1])
    press(downloads.view, Qt.Key.Key_Return)
    select(downloads, [0])
    press(downloads.view, Qt.Key.Key_Return)

    assert asked == [("open", (key(0),))]


def test_delete_cancels_what_runs_and_takes_off_what_has_ended(
    tabs: BottomTabs,
    downloads: TransferList,
    asked: list[tuple[str, tuple[TransferKey, ...]]],
    qtbot: QtBot,
) -> None:
    removed: list[bool] = []
    of_window = QAction("Remove from library", tabs)
    of_window.setShortcut(QKeySequence("Del"))
    of_window.triggered.connect(lambda: removed.append(True))
    tabs.addAction(of_window)
    select(downloads, [0, 1])
    qtbot.waitUntil(downloads.view.hasFocus)
    QTest.keyClick(tabs.windowHandle(), Qt.Key.Key_Delete)

    assert asked == [("cancel", (key(1),)), ("remove", (key(0),))]
    assert removed == []


def test_the_menu_offers_what_fits_the_selected_rows(
    downloads: TransferList, asked: list[tuple[str, tuple[TransferKey, ...]]], qtbot: QtBot
) -> None:
    select(downloads, [3, 4, 1])
    menu = open_menu(qtbot, downloads.view)
    actions = {action.text(): action for action in menu.actions() if action.text()}
    assert set(actions) == {
        *("Pause", "Retry", "Open source page", "Cancel", "Remove from this list", "Copy")
    }
    actions["Retry"].trigger()
    actions["Copy"].trigger()
    menu.close()

    assert asked == [("retry", (key(3), key(4)))]
    copied = QGuiApplication.clipboard().text()
    assert "Failed: The site did not answer." in copied
    assert f"Link: {key(4).url}" in copied


def test_copy_works_by_key(downloads: TransferList) -> None:
    select(downloads, [3])
    press(downloads.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)

    assert QGuiApplication.clipboard().text().startswith("Minutes 3\nFailed")


def test_buttons_for_many_say_how_many_and_come_only_when_of_use(
    tabs: BottomTabs, downloads: TransferList, asked: list[tuple[str, tuple[TransferKey, ...]]]
) -> None:
    tabs.apply_transfers([transfer(7, TransferState.FAILED), transfer(8, TransferState.FAILED)])
    click(named(tabs, QPushButton, "Retry failed (3)"))
    click(named(tabs, QPushButton, "Cancel all"))
    click(named(tabs, QPushButton, "Clear finished"))
    assert asked == [
        ("retry", (key(3), key(7), key(8))),
        ("cancel", (key(1), key(2), key(5))),
        ("remove", (key(0), key(4))),
    ]

    tabs.remove_transfers([key(n) for n in (0, 1, 2, 3, 4, 5, 7)])
    assert [row.key for row in _rows(downloads)] == [key(8)]
    assert named(tabs, QPushButton, "Retry failed (1)").isVisible()
    assert not named(tabs, QPushButton, "Cancel all").isVisible()
    assert not named(tabs, QPushButton, "Clear finished").isVisible()
    tabs.remove_transfers([key(8)])
    assert not downloads.view.isVisible()


def test_what_is_selected_is_paused_and_resumed_by_the_menu(
    downloads: TransferList, asked: list[tuple[str, tuple[TransferKey, ...]]], qtbot: QtBot
) -> None:
    select(downloads, [1, 2, 5, 0])
    menu = open_menu(qtbot, downloads.view)
    actions = {action.text(): action for action in menu.actions()}
    actions["Pause"].trigger()
    actions["Resume"].trigger()
    menu.close()

    assert asked == [("pause", (key(1), key(2))), ("resume", (key(5),))]


def test_everything_is_paused_and_resumed_by_one_button(
    tabs: BottomTabs, downloads: TransferList, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(downloads.pause_all_requested):
        click(named(tabs, QPushButton, "Pause all"))
    held = [transfer(n, TransferState.PAUSED) for n in (1, 2)]
    tabs.apply_transfers(held)
    assert not named(tabs, QPushButton, "Pause all").isVisible()
    with qtbot.waitSignal(downloads.resume_all_requested):
        click(named(tabs, QPushButton, "Resume all"))
    tabs.apply_transfers([transfer(n, TransferState.RUNNING) for n in (1, 2, 5)])
    assert not named(tabs, QPushButton, "Resume all").isVisible()


def test_the_source_page_of_a_failed_download_opens_from_its_row(
    tabs: BottomTabs, downloads: TransferList, qtbot: QtBot
) -> None:
    opened: list[str] = []
    tabs.page_requested.connect(opened.append)
    qtbot.waitUntil(lambda: TransferAction.OPEN_SOURCE in offered_under_the_mouse(downloads, 3))
    click(downloads.view.row_actions.button(TransferAction.OPEN_SOURCE))

    assert opened == ["https://riverton.gov/3"]


def test_the_buttons_for_many_are_icons_with_names_where_room_is_lacking(
    tabs: BottomTabs, downloads: TransferList, qtbot: QtBot
) -> None:
    shown = [made for made in downloads.tools.findChildren(QPushButton) if made.isVisible()]
    assert all(made.text() == made.accessibleName() for made in shown)
    tabs.resize(620, 300)
    qtbot.waitUntil(lambda: any(not made.text() for made in shown))
    last = named(tabs, QPushButton, "Open folder")
    assert last.text() == ""
    assert last.toolTip() == "Open folder"
    assert tabs.rect().contains(last.mapTo(tabs, last.rect().bottomRight()))
    tabs.resize(1112, 300)
    qtbot.waitUntil(lambda: all(made.text() for made in shown))


def test_the_folder_can_be_opened(tabs: BottomTabs, qtbot: QtBot) -> None:
    with qtbot.waitSignal(tabs.downloads.folder_requested):
        click(named(tabs, QPushButton, "Open folder"))


def test_a_batch_touches_only_the_rows_it_changes(
    tabs: BottomTabs, downloads: TransferList
) -> None:
    touched: list[tuple[int, int]] = []
    model = downloads.model
    model.dataChanged.connect(lambda first, last: touched.append((first.row(), last.row())))
    for wrong in (model.modelReset, model.rowsRemoved, model.layoutChanged):
        wrong.connect(lambda *_: pytest.fail("more than the changed rows was touched"))
    further = replace(transfer(1, TransferState.RUNNING), bytes_done=500)
    tabs.apply_transfers([transfer(0, TransferState.SAVED), further])
    assert touched == [(1, 1)]

    tabs.apply_transfers([transfer(9, TransferState.WAITING)])
    assert touched == [(1, 1)]
    assert model.rowCount() == len(STATES) + 1


def test_rows_that_go_leave_the_selection_of_the_others(
    tabs: BottomTabs, downloads: TransferList
) -> None:
    select(downloads, [3])
    tabs.remove_transfers([key(0), key(2), key(4), key(99)])

    assert [row.key for row in downloads.view.selected()] == [key(3)]
    tabs.apply_transfers([transfer(3, TransferState.RUNNING)])
    assert [row.state for row in downloads.view.selected()] == [TransferState.RUNNING]


def test_thousands_of_rows_can_go_at_once(tabs: BottomTabs) -> None:
    count = 5_000
    tabs.apply_transfers([transfer(n, TransferState.WAITING) for n in range(count)])
    tabs.remove_transfers([key(n) for n in range(0, count, 2)])
    assert tabs.downloads.model.rowCount() == count // 2


@pytest.mark.parametrize("direction", list(Qt.LayoutDirection)[:2])
@pytest.mark.parametrize("width", [420, 776, 1400])
@pytest.mark.parametrize("has_bar", [True, False])
def test_no_part_of_a_row_stands_on_another(
    downloads: TransferList, direction: Qt.LayoutDirection, width: int, *, has_bar: bool
) -> None:
    option = QStyleOptionViewItem()
    downloads.view.initViewItemOption(option)
    option.direction = direction
    option.rect.setWidth(width)
    at = places(option, has_bar=has_bar)
    parts = [at.symbol, at.state, at.name, at.bar, at.percent, at.facts, at.actions]
    seen = [part for part in parts if part.width() > 0]
    for number, part in enumerate(seen):
        assert not any(part.intersects(other) for other in seen[number + 1 :])


def test_the_total_line_is_empty_without_downloads_and_has_a_bar_while_they_run(
    qtbot: QtBot,
) -> None:
    line = TotalLine()
    show(qtbot, line, 500, 30)
    assert texts_shown(line) == [""]
    line.show_totals(TransferTotals(saved=3, running=2, all=5, share=0.6))
    assert texts_shown(line) == ["3 of 5"]
    before = line.grab().toImage()
    line.show_totals(TransferTotals(saved=4, running=1, all=5, share=0.8))
    assert line.grab().toImage() != before
    line.show_totals(TransferTotals(saved=5, all=5))
    assert texts_shown(line) == ["5 of 5 saved"]


def _rows(downloads: TransferList) -> list[TransferSnapshot]:
    model = downloads.model
    return [model.transfer_at(model.index(row)) for row in range(model.rowCount())]
