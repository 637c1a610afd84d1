"""The picture under the pointer while rows are dragged."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPalette, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from skop_desktop.ui.parts.safe_text import one_line
from skop_desktop.ui.theme.icons import paint_icon
from skop_desktop.ui.theme.tokens import GRID, ICON, MEDIUM, RADIUS, SMALL, TIGHT, colours_of

HOT_SPOT: Final = QPoint(-MEDIUM, -MEDIUM)
"""The card hangs below the pointer: what is dropped on stays in view."""

_WIDEST: Final = 64 * GRID
_HEIGHT: Final = 9 * GRID


def card(words: str, symbol: str, at: QWidget) -> QPixmap:
    """``words`` beside an icon, sharp on the screen and in the colours of ``at``."""
    metrics = at.fontMetrics()
    shown = _fitting(metrics, one_line(words))
    size = QSize(ICON + SMALL + metrics.horizontalAdvance(shown) + 2 * MEDIUM, _HEIGHT)
    ratio = at.devicePixelRatioF()
    picture = QPixmap(size * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setFont(at.font())
    is_mirrored = at.layoutDirection() is Qt.LayoutDirection.RightToLeft
    _paint_ground(painter, QRect(QPoint(), size), at.palette())
    _paint_words(painter, QRect(QPoint(), size), shown, symbol, is_mirrored=is_mirrored)
    painter.end()
    return picture


def _fitting(metrics: QFontMetrics, words: str) -> str:
    room = _WIDEST - ICON - SMALL - 2 * MEDIUM
    return metrics.elidedText(words, Qt.TextElideMode.ElideMiddle, room)


def _paint_ground(painter: QPainter, space: QRect, palette: QPalette) -> None:
    colours = colours_of(palette)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(colours.accent), 1))
    painter.setBrush(QColor(colours.surface))
    painter.drawRoundedRect(QRectF(space).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
    painter.setPen(QColor(colours.text))


def _paint_words(
    painter: QPainter, space: QRect, words: str, symbol: str, *, is_mirrored: bool
) -> None:
    inner = space.adjusted(MEDIUM, TIGHT, -MEDIUM, -TIGHT)
    side, rest = QRect(0, 0, ICON, ICON), ICON + SMALL
    side.moveCenter(inner.center())
    if is_mirrored:
        side.moveRight(inner.right())
    else:
        side.moveLeft(inner.left())
    text = inner.adjusted(0, 0, -rest, 0) if is_mirrored else inner.adjusted(rest, 0, 0, 0)
    paint_icon(painter, side, symbol, "accent")
    painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignHCenter, words)
