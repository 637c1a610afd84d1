"""The window's own keys, also while the cursor is in a text field.

Text fields keep keys for themselves that differ by system: on X11 Ctrl+E moves to the end of the
line, so that the shortcut would do nothing wherever somebody has just typed.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget


class WindowKeys(QObject):
    """``keys`` in Qt's portable form; those without Ctrl (Del) stay with the field."""

    def __init__(self, window: QWidget, keys: Iterable[str]) -> None:
        super().__init__(window)
        self._keys = {QKeySequence(key).toString() for key in keys if "Ctrl" in key}
        for field in window.findChildren(QLineEdit):
            field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and QKeySequence(event.keyCombination()).toString() in self._keys
        ):
            event.ignore()
            return True
        return super().eventFilter(watched, event)
