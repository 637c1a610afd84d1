"""How rows of lists are drawn: their ground, and text shortened to its room."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from skop_desktop.ui.theme.tokens import Colours, colours_of


def paint_row_ground(painter: QPainter, option: QStyleOptionViewItem) -> Colours:
    """Draws hover, selection, keyboard frame and hairline; returns the colours for what follows."""
    colours = colours_of(option.palette)
    state = option.state
    rect: QRect = option.rect
    selected = bool(state & QStyle.StateFlag.State_Selected)
    if selected:
        painter.fillRect(rect, QColor(colours.accent_soft))
    elif state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(rect, QColor(colours.hover))
    painter.setPen(QColor(colours.line))
    painter.drawLine(rect.bottomLeft(), rect.bottomRight())
    if selected and colours.is_high_contrast:
        painter.setPen(QPen(QColor(colours.accent), 2, Qt.PenStyle.DashLine))
        painter.drawRect(rect.adjusted(1, 1, -2, -2))
    if state & QStyle.StateFlag.State_HasFocus:
        painter.setPen(QColor(colours.accent))
        painter.drawRect(rect.adjusted(0, 0, -1, -1))
    return colours


class RowPen:
    """Writes one line of text after the other, shortened to its room."""

    def __init__(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        self._painter = painter
        self._metrics: QFontMetrics = option.fontMetrics
        start = QStyle.visualAlignment(option.direction, Qt.AlignmentFlag.AlignLeft)
        absolute = start | Qt.AlignmentFlag.AlignAbsolute
        self._flags = absolute | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        # Each text in its own direction: "2.3 MB" stays so in a window that runs from the right.
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)

    def write(self, space: QRect, text: str, colour: str) -> None:
        """``text`` at the start of ``space``, in ``colour``."""
        if space.width() <= 0 or not text:
            return
        self._painter.setPen(QColor(colour))
        cut = self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, space.width())
        self._painter.drawText(space, self._flags, cut)
