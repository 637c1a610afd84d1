"""The bar tells the newest message and keeps what failed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt, QTimer
from PySide6.QtGui import QEnterEvent, QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from skop_desktop.errors import Detail, KeyRefused
from skop_desktop.messages import Level, Message, MessageAction, MessageBus, message_of
from skop_desktop.ui.messages.message_bar import MessageBar
from tests.support.widgets import click, named, press, show, texts_shown

QUICK = 0.02
REFUSED = KeyRefused(
    "Your key was not accepted.",
    advice="Look at it in the settings.",
    detail=Detail(401, "https://api.skop.dev/scrape/", "Unauthorized"),
)


class Window(QWidget):
    """A window with the bar on top and a field below, which has the keyboard."""

    def __init__(self, seconds_shown: float) -> None:
        super().__init__()
        self.bar = MessageBar(seconds_shown=seconds_shown)
        self.field = QLineEdit()
        layout = QVBoxLayout(self)
        layout.addWidget(self.bar)
        layout.addWidget(self.field)


@pytest.fixture
def window(qtbot: QtBot) -> Window:
    window = Window(600)
    show(qtbot, window, 776, 300)
    window.field.setFocus()
    return window


@pytest.fixture
def quick(qtbot: QtBot) -> Window:
    window = Window(QUICK)
    show(qtbot, window, 776, 300)
    window.field.setFocus()
    return window


def test_nothing_to_tell_takes_no_room(window: Window) -> None:
    assert not window.bar.isVisible()


def test_a_message_is_shown_with_its_button_and_gone_when_it_is_used(window: Window) -> None:
    done: list[str] = []
    undo = MessageAction("Undo", lambda: done.append("undone"))
    window.bar.show_message(Message(Level.INFO, "The search is removed.", action=undo))
    assert "The search is removed." in texts_shown(window)
    click(named(window, QPushButton, "Undo"))

    assert done == ["undone"]
    assert not window.bar.isVisible()


def test_a_note_goes_by_itself(quick: Window, qtbot: QtBot) -> None:
    quick.bar.show_message(Message(Level.DONE, "15 documents saved."))
    assert quick.bar.isVisible()

    qtbot.waitUntil(lambda: not quick.bar.isVisible())


def test_an_error_stays_and_comes_back_after_a_note(quick: Window, qtbot: QtBot) -> None:
    quick.bar.show_message(message_of(REFUSED))
    quick.bar.show_message(Message(Level.DONE, "15 documents saved."))
    assert "15 documents saved." in texts_shown(quick)
    assert "1 more" in texts_shown(quick)

    qtbot.waitUntil(lambda: str(REFUSED) in texts_shown(quick))
    click(named(quick, QToolButton, "Close message"))
    assert not quick.bar.isVisible()


def test_a_note_whose_place_was_taken_does_not_come_back(window: Window) -> None:
    window.bar.show_message(Message(Level.DONE, "15 documents saved."))
    window.bar.show_message(Message(Level.INFO, "The search is removed."))
    click(named(window, QToolButton, "Close message"))

    assert not window.bar.isVisible()


def test_a_note_waits_while_the_mouse_is_on_it(quick: Window, qtbot: QtBot) -> None:
    quick.bar.show_message(Message(Level.DONE, "15 documents saved."))
    place = QPointF(5, 5)
    QApplication.sendEvent(quick.bar, QEnterEvent(place, place, place))
    wait_longer_than_a_note(qtbot)
    assert quick.bar.isVisible()

    QApplication.sendEvent(quick.bar, QEvent(QEvent.Type.Leave))
    qtbot.waitUntil(lambda: not quick.bar.isVisible())


def test_a_note_waits_while_the_keyboard_is_on_it(quick: Window, qtbot: QtBot) -> None:
    undo = MessageAction("Undo", lambda: None)
    quick.bar.show_message(Message(Level.INFO, "The search is removed.", action=undo))
    named(quick, QPushButton, "Undo").setFocus()
    wait_longer_than_a_note(qtbot)
    assert quick.bar.isVisible()

    quick.field.setFocus()
    qtbot.waitUntil(lambda: not quick.bar.isVisible())


def test_a_newer_message_about_the_same_thing_takes_the_place_of_the_older(
    window: Window,
) -> None:
    window.bar.show_message(message_of(REFUSED, about="key"))
    window.bar.show_message(message_of(REFUSED, about="key"))

    assert not any(text.endswith("more") for text in texts_shown(window))


def test_what_holds_no_longer_disappears(window: Window) -> None:
    bus = MessageBus()
    bus.subscribe(window.bar.show_message, window.bar.withdraw)
    bus.publish(message_of(REFUSED, about="key"))
    bus.publish(Message(Level.ERROR, "The disk is full.", about="disk"))
    bus.withdraw("key")
    bus.withdraw("nothing")

    assert window.bar.shown is not None
    assert window.bar.shown.text == "The disk is full."
    bus.withdraw("disk")
    assert not window.bar.isVisible()


def test_details_are_one_click_away_and_can_be_copied(window: Window) -> None:
    window.bar.show_message(message_of(REFUSED))
    details = named(window, QPlainTextEdit, "Details of the message")
    assert not details.isVisible()
    click(named(window, QPushButton, "Details"))
    assert details.isVisible()
    assert details.toPlainText().startswith("Status code: 401")
    click(named(window, QPushButton, "Copy details"))

    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("Your key was not accepted.")
    assert "Address: https://api.skop.dev/scrape/" in copied


def test_a_message_without_details_or_button_shows_neither(window: Window) -> None:
    window.bar.show_message(Message(Level.ERROR, "The folder is gone."))

    assert not named(window, QPushButton, "Details").isVisible()
    assert [b.text() for b in window.bar.findChildren(QPushButton) if b.isVisible()] == []


def test_escape_closes_the_message_that_has_the_keyboard(window: Window) -> None:
    window.bar.show_message(message_of(REFUSED))
    close = named(window, QToolButton, "Close message")
    close.setFocus()
    press(close, Qt.Key.Key_Escape)

    assert not window.bar.isVisible()


def test_a_message_keeps_no_line_breaks_and_no_change_of_direction(window: Window) -> None:
    window.bar.show_message(Message(Level.ERROR, "The file \u202egnp.exe\nis gone."))

    assert "The file gnp.exe is gone." in texts_shown(window)


def test_every_message_is_announced(window: Window, announced: list[str]) -> None:
    window.bar.show_message(Message(Level.DONE, "15 documents saved."))

    assert announced == ["15 documents saved."]


@pytest.fixture
def announced(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the bar hands to the screen reader; no test can listen on its other side."""
    told: list[str] = []
    monkeypatch.setattr(
        "skop_desktop.ui.messages.message_bar.QAccessible.updateAccessibility",
        lambda event: told.append(event.message()),
    )
    return told


def wait_longer_than_a_note(qtbot: QtBot) -> None:
    passed = QTimer(singleShot=True, interval=round(QUICK * 4000))
    with qtbot.waitSignal(passed.timeout):
        passed.start()
