"""The mouse button held down and moved, as Qt's events tell it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication

_NO_KEYS = Qt.KeyboardModifier.NoModifier
_LEFT = Qt.MouseButton.LeftButton


def press_at(
    view: QAbstractItemView,
    place: QPoint,
    keys: Qt.KeyboardModifier = _NO_KEYS,
    button: Qt.MouseButton = _LEFT,
) -> None:
    """The button goes down."""
    QTest.mousePress(view.viewport(), button, keys, place)


def move_to(
    view: QAbstractItemView,
    *places: QPoint,
    keys: Qt.KeyboardModifier = _NO_KEYS,
    button: Qt.MouseButton = _LEFT,
) -> None:
    """The pointer goes from place to place, the button down: ``QTest.mouseMove`` lets it go."""
    for place in places:
        event = QMouseEvent(
            QEvent.Type.MouseMove,
            QPointF(place),
            QPointF(view.viewport().mapToGlobal(place)),
            Qt.MouseButton.NoButton,
            button,
            keys,
        )
        QApplication.sendEvent(view.viewport(), event)


def release_at(
    view: QAbstractItemView, place: QPoint, keys: Qt.KeyboardModifier = _NO_KEYS
) -> None:
    """The button goes up."""
    QTest.mouseRelease(view.viewport(), _LEFT, keys, place)
