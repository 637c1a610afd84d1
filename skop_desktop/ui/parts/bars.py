"""The one way a bar is drawn: confidence, transfer, progress."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPalette, QPen

from skop_desktop.ui.theme.icons import Tone
from skop_desktop.ui.theme.tokens import BAR_HEIGHT, colours_of

_BUSY_PART: Final = 0.3


def bar_rect(space: QRect) -> QRect:
    """The bar's own rectangle, centred in the height of ``space``."""
    bar = QRect(space.left(), 0, space.width(), BAR_HEIGHT)
    bar.moveCenter(space.center())
    return bar


def paint_bar(
    painter: QPainter,
    space: QRect,
    share: float | None,
    tone: Tone,
    palette: QPalette,
    *,
    direction: Qt.LayoutDirection = Qt.LayoutDirection.LeftToRight,
    phase: float = 0.0,
) -> None:
    """Draws a bar filled to ``share`` (0 to 1); ``None`` is busy, its piece at ``phase`` (0 to 1).

    Fills from the right where the layout runs from the right, and has an outline in high contrast,
    where the track has the colour of the window.
    """
    colours = colours_of(palette)
    bar = QRectF(bar_rect(space))
    radius = bar.height() / 2
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    outline = QPen(QColor(colours.line)) if colours.is_high_contrast else Qt.PenStyle.NoPen
    painter.setPen(outline)
    painter.setBrush(QColor(colours.track))
    painter.drawRoundedRect(bar, radius, radius)
    filled = QRectF(bar)
    if share is None:
        filled.setWidth(bar.width() * _BUSY_PART)
        filled.moveLeft(bar.left() + (bar.width() - filled.width()) * phase)
    else:
        filled.setWidth(bar.width() * min(1.0, max(0.0, share)))
    if direction is Qt.LayoutDirection.RightToLeft:
        filled.moveRight(bar.right() - (filled.left() - bar.left()))
    if filled.width() > 0:
        painter.setPen(Qt.PenStyle.NoPen)
        fill = colours.accent if colours.is_high_contrast else getattr(colours, tone)
        painter.setBrush(QColor(fill))
        rounded = min(radius, filled.width() / 2)
        painter.drawRoundedRect(filled, rounded, rounded)
    painter.restore()
