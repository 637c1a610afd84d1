"""A big button with a symbol, a title and one line on what it does."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout

from skop_desktop.ui.parts.labels import label
from skop_desktop.ui.parts.symbol import Symbol
from skop_desktop.ui.parts.tints import soft_of
from skop_desktop.ui.theme.tokens import GRID, LARGE, RADIUS, TIGHT, Colours, colours_of

_DISC: Final = 11 * GRID
_SYMBOL: Final = 5 * GRID
_FOCUS: Final = 2.0


class ChoiceCard(QPushButton):
    """A push button for keyboard and screen reader, a card for the eye."""

    def __init__(self, symbol: str, title: str, text: str) -> None:
        super().__init__()
        self.setAutoDefault(False)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        words = QVBoxLayout()
        words.setSpacing(TIGHT)
        words.addStretch()
        for made in (label(title, "heading"), label(text, "muted", wrap=True)):
            made.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            words.addWidget(made)
        words.addStretch()
        mark = Symbol(symbol, "accent", side=_SYMBOL)
        mark.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._mark = mark
        self._inner = layout = QHBoxLayout(self)
        edge = (_DISC - _SYMBOL) // 2
        layout.setContentsMargins(LARGE + edge, LARGE, LARGE, LARGE)
        layout.setSpacing(LARGE + edge)
        layout.addWidget(mark)
        layout.addLayout(words, 1)

    def sizeHint(self) -> QSize:
        return self._inner.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self._inner.minimumSize()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._inner.heightForWidth(width)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = colours_of(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide = _FOCUS if self.hasFocus() else 1.0
        painter.setPen(QPen(QColor(self._edge(colours)), wide))
        painter.setBrush(QColor(self._ground(colours)))
        inset = wide / 2
        frame = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(frame, RADIUS + 2, RADIUS + 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(soft_of(colours, "accent")))
        disc = QRectF(0, 0, _DISC, _DISC)
        disc.moveCenter(QRectF(self._mark.geometry()).center())
        painter.drawEllipse(disc)

    def _edge(self, colours: Colours) -> str:
        return colours.accent if self.hasFocus() or self.underMouse() else colours.line

    def _ground(self, colours: Colours) -> str:
        return colours.hover if self.underMouse() or self.isDown() else colours.surface
