"""Finding and using widgets as a person does: by name, by what can be read, by mouse and keys."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QLabel,
    QMenu,
    QWidget,
)
from pytestqt.qtbot import QtBot

Found = TypeVar("Found", bound=QWidget)
_NO_KEYS = Qt.KeyboardModifier.NoModifier


def show(qtbot: QtBot, widget: QWidget, width: int, height: int) -> None:
    """Opens ``widget`` as the active window, away from the mouse; it is closed with the test."""
    qtbot.addWidget(widget)
    QCursor.setPos(widget.screen().availableGeometry().bottomRight())
    widget.resize(width, height)
    widget.show()
    qtbot.waitExposed(widget)
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)


def named(parent: QWidget, kind: type[Found], name: str) -> Found:
    """The one ``kind`` below ``parent`` with this accessible name, or a button with this text."""
    found = [
        widget
        for widget in parent.findChildren(kind)
        if (widget.accessibleName() or _text(widget)) == name
    ]
    assert len(found) == 1, f"{len(found)} of {kind.__name__} are named {name!r}"
    return found[0]


def texts_shown(parent: QWidget) -> list[str]:
    """The texts of all labels that can be seen."""
    return [part.text() for part in parent.findChildren(QLabel) if part.isVisible()]


def click(
    widget: QWidget,
    place: QPoint | None = None,
    *,
    button: Qt.MouseButton = Qt.MouseButton.LeftButton,
    keys: Qt.KeyboardModifier = _NO_KEYS,
) -> None:
    """A click on ``widget``, in its middle or at ``place``."""
    QTest.mouseClick(widget, button, keys, place or widget.rect().center())


def press(widget: QWidget, key: Qt.Key, keys: Qt.KeyboardModifier = _NO_KEYS) -> None:
    """One key, with ``keys`` held down."""
    QTest.keyClick(widget, key, keys)


def type_into(widget: QWidget, text: str) -> None:
    """``text``, key by key."""
    QTest.keyClicks(widget, text)


def open_menu(qtbot: QtBot, view: QAbstractItemView) -> QMenu:
    """The context menu of the current row, as the menu key opens it."""
    place = view.visualRect(view.currentIndex()).center()
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Keyboard, place, view.viewport().mapToGlobal(place)
    )
    QApplication.sendEvent(view.viewport(), event)
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def _text(widget: QWidget) -> str:
    return widget.text() if isinstance(widget, QAbstractButton) else ""
