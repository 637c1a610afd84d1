"""The state of a job as a pill: a shape, a word, a colour."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy, QStyle

from skop_desktop.ui.parts.tints import soft_of
from skop_desktop.ui.theme.icons import paint_icon
from skop_desktop.ui.theme.tokens import GRID, SMALL, colours_of
from skop_desktop.ui.words import StateWord

_SYMBOL: Final = 3 * GRID


class StatePill(QLabel):
    """A label whose text is the state word."""

    def __init__(self) -> None:
        super().__init__()
        self._state = StateWord("", "muted", "clock")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_state(self, state: StateWord) -> None:
        """Draws ``state`` from now on."""
        if state != self._state:
            self._state = state
            self.setText(state.word)
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self._font())
        wide = metrics.horizontalAdvance(self.text()) + _SYMBOL + GRID + 2 * SMALL + 2
        return QSize(wide, metrics.height() + GRID)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = colours_of(self.palette())
        tone = self._state.tone
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_outlined = colours.is_high_contrast
        painter.setPen(QPen(QColor(colours.line)) if is_outlined else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(soft_of(colours, tone)))
        ground = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(ground, ground.height() / 2, ground.height() / 2)
        inner = self.rect().adjusted(SMALL, 0, -SMALL, 0)
        symbol = QRect(inner.left(), 0, _SYMBOL, _SYMBOL)
        symbol.moveTop((self.height() - _SYMBOL) // 2)
        words = inner.adjusted(_SYMBOL + GRID, 0, 0, 0)
        mirrored = self.layoutDirection()
        paint_icon(
            painter,
            QStyle.visualRect(mirrored, inner, symbol),
            self._state.symbol,
            tone,
            self.palette(),
        )
        painter.setFont(self._font())
        painter.setPen(QColor(getattr(colours, tone)))
        painter.drawText(
            QStyle.visualRect(mirrored, inner, words), Qt.AlignmentFlag.AlignCenter, self.text()
        )

    def _font(self) -> QFont:
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        font.setPointSizeF(font.pointSizeF() * 0.92)
        return font
