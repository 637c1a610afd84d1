"""A person changes the order of downloads: with the mouse, with keys, by the menu."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import count

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
_PATIENT = 1000
_SURE = 25
"""Small moves at the end of a drag before the hand gives up: where a line has to come, and where
none may."""

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


class Hand:
    """The real pointer, which goes on once it sees what it waits for.

    Qt's own loop runs until the button goes up: a timer looks, and other processes do the moving.
    """

    def __init__(
        self, downloads: TransferList, start: QPoint, end: QPoint, line: int, nudges: int
    ) -> None:
        viewport = downloads.view.viewport()
        self.has_seen_line = self.is_done = False
        self._shows_line = partial(shows_line_at, downloads, line)
        self._end = viewport.mapToGlobal(end)
        self._looks = count(1)
        self._nudges = nudges
        first = viewport.mapToGlobal(start)
        words = ["mousemove", *_told(first), "sleep", _PAUSE, "mousedown", "1"]
        for step in range(1, 9):
            place = first + (self._end - first) * step / 8
            words += ["sleep", _PAUSE, "mousemove", *_told(place)]
        self._moving = _xdotool(*words)

    def look(self) -> None:
        """Nudges until the line is there, then lets go; where none comes, it lets go in the end."""
        if self._moving.poll() is None:
            return
        self.has_seen_line = self.has_seen_line or self._shows_line()
        number = next(self._looks)
        if self.is_done:
            return
        if self.has_seen_line or number > self._nudges:
            self.is_done = True
            self._moving = _xdotool("mouseup", "1")
        else:
            self._moving = _xdotool("mousemove", *_told(self._end + QPoint(number % 2, 0)))

    def has_let_go(self) -> bool:
        return self.is_done and self._moving.poll() is not None


def _told(place: QPoint) -> tuple[str, str]:
    return str(place.x()), str(place.y())


def _xdotool(*words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(["xdotool", *words])


def drag(
    downloads: TransferList,
    qtbot: QtBot,
    start: QPoint,
    end: QPoint,
    *,
    line: int,
    nudges: int = _PATIENT,
) -> bool:
    """The real pointer drags from ``start`` to ``end``; whether a line stood at ``line``."""
    if QGuiApplication.platformName() != "xcb" or not shutil.which("xdotool"):
        pytest.skip("needs an X server and xdotool")
    hand = Hand(downloads, start, end, line, nudges)
    looking = QTimer(downloads, interval=20)
    looking.timeout.connect(hand.look)
    looking.start()
    qtbot.waitUntil(hand.has_let_go, timeout=60_000)
    looking.stop()
    qtbot.waitUntil(lambda: not shows_line_at(downloads, line))
    return hand.has_seen_line


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
    start = middle(downloads, 1)
    assert not drag(downloads, qtbot, start, end, line=line, nudges=_SURE)
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
