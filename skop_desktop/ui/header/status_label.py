"""The service's message, which a screen reader hears together with the state word."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QPainter

from skop_desktop.ui.parts.labels import ElidedLabel
from skop_desktop.ui.parts.safe_text import tool_tip


class StatusLabel(ElidedLabel):
    """Text and accessible description are "Running. Reading the archive page"; the eye sees the
    message alone, because the pill beside the title already has the word."""

    def __init__(self) -> None:
        super().__init__(role="muted")
        self.setAccessibleName("Job status")
        self._message = ""

    def show_status(self, whole: str, message: str) -> None:
        """``whole``: state word and message. ``message``: what is drawn of it."""
        if whole == self.text():
            return
        self._message = message
        self.setText(whole)
        self.setAccessibleDescription(whole)
        changed = QAccessibleEvent(self, QAccessible.Event.DescriptionChanged)
        QAccessible.updateAccessibility(changed)
        self.setToolTip(tool_tip(message))

    def paintEvent(self, _event: QEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        space = self.contentsRect()
        shown = self.fontMetrics().elidedText(
            self._message, Qt.TextElideMode.ElideRight, space.width()
        )
        painter.drawText(space, Qt.AlignmentFlag.AlignVCenter, shown)
