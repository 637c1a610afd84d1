"""What hangs at the mouse while rows are dragged: how many they are."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from skop_desktop.ui import formats
from skop_desktop.ui.theme.icons import paint_icon
from skop_desktop.ui.theme.tokens import ICON, MEDIUM, RADIUS, SMALL, colours_of

_HEIGHT: Final = 32


def drag_picture(widget: QWidget, count: int) -> QPixmap:
    """``3 downloads`` on a small card, in the colours and at the scale of ``widget``."""
    words = "1 download" if count == 1 else f"{formats.count(count)} downloads"
    colours = colours_of(widget.palette())
    width = MEDIUM + ICON + SMALL + widget.fontMetrics().horizontalAdvance(words) + MEDIUM
    ratio = widget.devicePixelRatioF()
    picture = QPixmap(round(width * ratio), round(_HEIGHT * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(widget.font())
    painter.setPen(QColor(colours.accent))
    painter.setBrush(QColor(colours.surface))
    painter.drawRoundedRect(0, 0, width - 1, _HEIGHT - 1, RADIUS, RADIUS)
    side = QRect(MEDIUM, (_HEIGHT - ICON) // 2, ICON, ICON)
    paint_icon(painter, side, "files", "accent", widget.palette())
    painter.setPen(QColor(colours.text))
    room = QRect(side.right() + SMALL, 0, width, _HEIGHT)
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
    painter.end()
    return picture
