"""A person changes the order of downloads: with the mouse, with keys, by the menu."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QAccessible, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from skop_desktop.downloads.snapshot import TransferKey, TransferSnapshot, TransferState
from skop_desktop.settings import Appearance
from skop_desktop.ui.theme.theme import Theme
from skop_desktop.ui.theme.tokens import LIGHT
from skop_desktop.ui.transfers.transfer_list import TransferList
from tests.support.look import kept_look
from tests.support.widgets import click, open_menu, press, show

pytestmark = pytest.mark.gui

ALT = Qt.KeyboardModifier.AltModifier
_PAUSE = "0.04"
"""Seconds between two moves of the hand: a drag asks at each place, and waits for the answer."""
_LOOKS = "0.15"
"""Seconds before the hand lets go."""

Asked = list[tuple[tuple[TransferKey, ...], TransferKey | None]]


def key(number: int) -> TransferKey:
    return TransferKey("this-computer job_1", f"https://riverton.gov/docs/{number}.pdf")


def transfer(number: int, state: TransferState = TransferState.WAITING) -> TransferSnapshot:
    return TransferSnapshot(key(number), f"Minutes {number}", "", state, place=float(number))


@pytest.fixture
def downloads(qapp: QApplication, qtbot: QtBot) -> Iterator[TransferList]:
    """Saved, running, and four that wait."""
    with kept_look(qapp):
        theme = Theme(qapp, Appearance.LIGHT)
        made = TransferList()
        show(qtbot, made, 900, 320)
        states = [TransferState.SAVED, TransferState.RUNNING, *[TransferState.WAITING] * 4]
        made.apply([transfer(n, state) for n, state in enumerate(states)])
        yield made
        made.deleteLater()
        theme.deleteLater()


@pytest.fixture
def asked(downloads: TransferList) -> Asked:
    told: Asked = []
    downloads.move_requested.connect(lambda keys, before: told.append((keys, before)))
    return told


def middle(downloads: TransferList, row: int) -> QPoint:
    return downloads.view.visualRect(downloads.model.index(row)).center()


def select(downloads: TransferList, *rows: int) -> None:
    downloads.view.setFocus()
    for number, row in enumerate(rows):
        held = Qt.KeyboardModifier.ControlModifier if number else Qt.KeyboardModifier.NoModifier
        click(downloads.view.viewport(), middle(downloads, row), keys=held)


def names(downloads: TransferList) -> list[str]:
    return [row.name.removeprefix("Minutes ") for row in downloads.model.rows]


def drag(downloads: TransferList, qtbot: QtBot, start: QPoint, end: QPoint, *, line: int) -> bool:
    """The real pointer drags from ``start`` to ``end``; whether a line stood at ``line`` meanwhile.

    Qt's own loop runs until the button goes up, so that another process has to move the hand.
    """
    if QGuiApplication.platformName() != "xcb" or not shutil.which("xdotool"):
        pytest.skip("needs an X server and xdotool")
    viewport = downloads.view.viewport()
    first, last = viewport.mapToGlobal(start), viewport.mapToGlobal(end)
    words = ["mousemove", str(first.x()), str(first.y()), "sleep", _PAUSE, "mousedown", "1"]
    for step in range(1, 9):
        place = first + (last - first) * step / 8
        words += ["sleep", _PAUSE, "mousemove", str(place.x()), str(place.y())]
    seen: list[bool] = []
    looking = QTimer(downloads, interval=20)
    looking.timeout.connect(lambda: seen.append(shows_line_at(downloads, line)))
    looking.start()
    with subprocess.Popen(["xdotool", *words, "sleep", _LOOKS, "mouseup", "1"]) as hand:
        qtbot.waitUntil(lambda: hand.poll() is not None, timeout=10_000)
    looking.stop()
    qtbot.waitUntil(lambda: not shows_line_at(downloads, line))
    return any(seen)


@pytest.mark.parametrize(
    ("pressed", "row", "move"),
    [
        (Qt.Key.Key_Up, 4, ((key(4),), key(3))),
        (Qt.Key.Key_Down, 3, ((key(3),), key(5))),
        (Qt.Key.Key_Down, 4, ((key(4),), None)),
    ],
)
def test_alt_and_an_arrow_move_a_download_that_waits(
    downloads: TransferList,
    asked: Asked,
    pressed: Qt.Key,
    row: int,
    move: tuple[tuple[TransferKey, ...], TransferKey | None],
) -> None:
    select(downloads, row)
    press(downloads.view, pressed, ALT)
    assert asked == [move]


def test_what_has_begun_or_ended_does_not_move(downloads: TransferList, asked: Asked) -> None:
    select(downloads, 0, 1)
    press(downloads.view, Qt.Key.Key_Down, ALT)
    press(downloads.view, Qt.Key.Key_Up, ALT)
    select(downloads, 2)
    press(downloads.view, Qt.Key.Key_Up, ALT)
    assert asked == []


def test_move_to_top_is_before_all_that_wait(
    downloads: TransferList, asked: Asked, qtbot: QtBot
) -> None:
    select(downloads, 4, 5)
    menu = open_menu(qtbot, downloads.view)
    actions = {action.text().partition("\t")[0]: action for action in menu.actions()}
    actions["Move to top"].trigger()
    menu.close()
    assert asked == [((key(4), key(5)), key(2))]


def test_the_menu_of_what_has_ended_moves_nothing(downloads: TransferList, qtbot: QtBot) -> None:
    select(downloads, 0)
    menu = open_menu(qtbot, downloads.view)
    assert not any(action.text().startswith("Move") for action in menu.actions())
    menu.close()


def test_rows_come_to_their_new_places_with_selection_and_keyboard(
    downloads: TransferList, asked: Asked
) -> None:
    select(downloads, 5)
    press(downloads.view, Qt.Key.Key_Up, ALT)
    downloads.apply([replace(transfer(5), place=3.5)])
    assert names(downloads) == ["0", "1", "2", "3", "5", "4"]
    assert [row.key for row in downloads.view.selected()] == [key(5)]
    assert downloads.view.currentIndex().row() == 4
    interface = QAccessible.queryAccessibleInterface(downloads.view)
    assert interface.child(4).text(QAccessible.Text.Name).startswith("Minutes 5")

    press(downloads.view, Qt.Key.Key_Up, ALT)
    assert asked[-1] == ((key(5),), key(3))


def test_new_rows_join_where_their_place_is(downloads: TransferList) -> None:
    downloads.apply([replace(transfer(9), place=2.5), replace(transfer(8), place=70.0)])
    assert names(downloads) == ["0", "1", "2", "9", "3", "4", "5", "8"]
    downloads.remove([key(9)])
    downloads.apply([replace(transfer(8), state=TransferState.SAVED, place=70.0)])
    assert downloads.model.rows[-1].state is TransferState.SAVED


def test_rows_are_dragged_to_their_place_and_a_line_shows_it(
    downloads: TransferList, asked: Asked, qtbot: QtBot
) -> None:
    select(downloads, 4, 5)
    target = downloads.view.visualRect(downloads.model.index(3))
    end = target.topLeft() + QPoint(300, 5)
    assert drag(downloads, qtbot, middle(downloads, 4), end, line=target.top())
    assert asked == [((key(4), key(5)), key(3))]


def test_a_drag_below_the_last_row_puts_it_last(
    downloads: TransferList, asked: Asked, qtbot: QtBot
) -> None:
    last = downloads.view.visualRect(downloads.model.index(5))
    end = last.bottomLeft() + QPoint(300, 20)
    assert drag(downloads, qtbot, middle(downloads, 2), end, line=last.bottom())
    assert asked == [((key(2),), None)]


def test_a_drag_to_where_the_row_stands_asks_for_nothing(
    downloads: TransferList, asked: Asked, qtbot: QtBot
) -> None:
    row = downloads.view.visualRect(downloads.model.index(3))
    end = row.center() + QPoint(200, -4)
    assert drag(downloads, qtbot, row.center(), end, line=row.top())
    assert asked == []


def test_what_runs_is_not_dragged(downloads: TransferList, asked: Asked, qtbot: QtBot) -> None:
    end = middle(downloads, 4)
    line = downloads.view.visualRect(downloads.model.index(4)).bottom()
    assert not drag(downloads, qtbot, middle(downloads, 1), end, line=line)
    assert asked == []


def shows_line_at(downloads: TransferList, y: int) -> bool:
    """Whether a line in the colour of the accent stands across the list at ``y``."""
    viewport = downloads.view.viewport()
    picture: QImage = viewport.grab().toImage()
    across = range(60, viewport.width() - 60, 40)

    def is_line(row: int) -> bool:
        return all(picture.pixelColor(x, row).name() == LIGHT.accent for x in across)

    # The frame of the row with the keyboard has the same colour and is half as thick.
    return any(is_line(row) and is_line(row + 1) for row in range(max(0, y - 3), y + 3))
