"""All downloads in one line, for the status bar: "3 of 15 · 4.2 MB/s · about 1 min left"."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from skop_desktop.downloads.snapshot import QueueSnapshot
from skop_desktop.downloads.totals import TransferTotals
from skop_desktop.ui import formats
from skop_desktop.ui.parts.bars import paint_bar
from skop_desktop.ui.parts.labels import label
from skop_desktop.ui.theme.tokens import BAR_HEIGHT, GRID, MEDIUM, SMALL
from skop_desktop.ui.words import queue_word

_BAR_WIDTH: Final = 30 * GRID


class TotalLine(QWidget):
    """The line and a slim bar beside it; empty while there are no downloads."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._totals, self._queue = TransferTotals(), QueueSnapshot()
        self._words = label("")
        self._words.setAccessibleName("All downloads")
        self._bar = _SlimBar()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(MEDIUM, 0, MEDIUM, 0)
        layout.setSpacing(SMALL)
        layout.addStretch()
        layout.addWidget(self._words)
        layout.addWidget(self._bar)
        self.show_totals(TransferTotals())

    def show_totals(self, totals: TransferTotals) -> None:
        """Shows ``totals``."""
        self._totals = totals
        self._refresh()

    def show_queue(self, queue: QueueSnapshot) -> None:
        """Shows whether downloads go on at all."""
        self._queue = queue
        self._refresh()

    def _refresh(self) -> None:
        words = total_words(self._totals, self._queue)
        if words != self._words.text():
            self._words.setText(words)
            self._words.setAccessibleDescription(words)
        self._bar.set_share(self._totals.share)


def total_words(totals: TransferTotals, queue: QueueSnapshot) -> str:
    """``totals`` in words; empty where there is nothing to tell."""
    if totals.all == 0:
        return ""
    if not totals.running and (totals.paused or totals.waiting):
        held = _held_words(totals, queue)
    else:
        held = ""
    failed = f"{formats.count(totals.failed)} failed" if totals.failed else ""
    if not totals.is_busy and not totals.paused:
        saved = f"{formats.count(totals.saved)} of {formats.count(totals.all)} saved"
        return " · ".join(part for part in (saved, failed) if part)
    ended = f"{formats.count(totals.saved + totals.failed)} of {formats.count(totals.all)}"
    speed = formats.speed(totals.bytes_per_second) if totals.bytes_per_second > 0 else ""
    left = formats.time_left(totals.seconds_left) if totals.seconds_left is not None else ""
    return " · ".join(part for part in (held, ended, failed, speed, left) if part)


def _held_words(totals: TransferTotals, queue: QueueSnapshot) -> str:
    """Why nothing comes though not all is here."""
    if queue.trouble is not None:
        return queue_word(queue.trouble)
    return "Paused" if queue.is_paused or not totals.waiting else ""


class _SlimBar(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._share: float | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.hide()

    def set_share(self, share: float | None) -> None:
        self.setVisible(share is not None)
        if share != self._share:
            self._share = share
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(_BAR_WIDTH, BAR_HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_bar(
            painter,
            self.rect(),
            self._share or 0.0,
            "accent",
            self.palette(),
            direction=self.layoutDirection(),
        )
        painter.end()
