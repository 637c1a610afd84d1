"""A page with the message bar floating over its lower edge: nothing moves under the pointer."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from skop_desktop.ui.messages.message_bar import MessageBar
from skop_desktop.ui.theme.tokens import GRID, LARGE

_WIDEST: Final = 180 * GRID
_MOVES_IT: Final = frozenset({QEvent.Type.Show, QEvent.Type.LayoutRequest})


class MessageStage(QWidget):
    """Shows ``page`` whole and ``bar`` above it, in the middle of the lower edge."""

    def __init__(self, page: QWidget, bar: MessageBar) -> None:
        super().__init__()
        self._bar = bar
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(page)
        bar.setParent(self)
        bar.setProperty("role", "floating")
        bar.installEventFilter(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._bar and event.type() in _MOVES_IT:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        width = min(_WIDEST, self.width() - 2 * LARGE)
        height = max(self._bar.heightForWidth(width), self._bar.minimumSizeHint().height())
        left = (self.width() - width) // 2
        self._bar.setGeometry(left, self.height() - height - LARGE, width, height)
        self._bar.raise_()
