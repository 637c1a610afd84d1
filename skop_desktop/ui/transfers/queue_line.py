"""What holds for all downloads at once, on one line above them: paused, disk full, no network."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout

from skop_desktop.downloads.snapshot import QueueSnapshot
from skop_desktop.errors import TransferError, TransferFault
from skop_desktop.ui.parts.buttons import button
from skop_desktop.ui.parts.labels import ElidedLabel
from skop_desktop.ui.parts.safe_text import one_line
from skop_desktop.ui.parts.symbol import Symbol
from skop_desktop.ui.parts.tints import soft_of
from skop_desktop.ui.theme.icons import Tone
from skop_desktop.ui.theme.tokens import LARGE, SMALL, TIGHT, colours_of

NAME: Final = "State of all downloads"
_PAUSED: Final = "Paused. Nothing new starts."
_SYMBOLS: Final = {TransferFault.DISK_FULL: "hard-drive", TransferFault.NO_ANSWER: "wifi-off"}


class QueueLine(QFrame):
    """Hidden while downloads go on. ``resume_requested``: go on, or try again, now."""

    resume_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(NAME)
        self._tone: Tone = "accent"
        self._symbol = Symbol("pause", "accent")
        self._words = ElidedLabel()
        self._resume = button("Resume", kind="link")
        self._resume.clicked.connect(self.resume_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(LARGE, TIGHT, SMALL, TIGHT)
        row.setSpacing(SMALL)
        row.addWidget(self._symbol)
        row.addWidget(self._words, 1)
        row.addWidget(self._resume)
        self.hide()

    def show_queue(self, queue: QueueSnapshot) -> None:
        """Shows what keeps downloads from going on; nothing where they do."""
        words = queue_words(queue)
        is_new = self.isHidden() or words != self._words.text()
        self.setVisible(bool(words))
        if not words:
            return
        self._tone = "warn" if queue.trouble else "accent"
        self._symbol.show_symbol(_symbol_of(queue.trouble), self._tone)
        self._words.setText(words)
        self._words.setAccessibleName(words)
        self._resume.setText("Resume" if queue.is_paused else "Try now")
        self.update()
        if is_new:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = colours_of(self.palette())
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(soft_of(colours, self._tone)))
        painter.setPen(QColor(colours.line))
        painter.drawLine(self.rect().bottomLeft(), self.rect().bottomRight())
        painter.end()


def queue_words(queue: QueueSnapshot) -> str:
    """Why nothing new starts; empty where it does."""
    trouble = one_line(str(queue.trouble)) if queue.trouble is not None else ""
    if not queue.is_paused:
        return trouble
    return f"Paused. {trouble}" if trouble else _PAUSED


def _symbol_of(trouble: TransferError | None) -> str:
    return "pause" if trouble is None else _SYMBOLS.get(trouble.fault, "triangle-alert")
