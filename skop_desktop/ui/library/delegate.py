"""How a search and a heading are drawn."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from skop_desktop.ui.library.entry import SearchEntry
from skop_desktop.ui.library.model import ENTRY
from skop_desktop.ui.parts.tints import soft_of
from skop_desktop.ui.theme.icons import paint_icon
from skop_desktop.ui.theme.tokens import GRID, RADIUS, SMALL, TIGHT, Colours, colours_of

_BADGE: Final = 5 * GRID
_SYMBOL: Final = 3 * GRID
_SMALL_FONT: Final = 0.92
_FOCUS: Final = 2


class SearchDelegate(QStyledItemDelegate):
    """Two lines beside a round badge; the search on the screen is a card."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._heights: dict[tuple[str, bool], int] = {}

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        is_entry = index.data(ENTRY) is not None
        font: QFont = option.font
        known = (font.key(), is_entry)
        if known not in self._heights:
            self._heights[known] = _entry_height(font) if is_entry else _heading_height(font)
        return QSize(_BADGE, self._heights[known])

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        entry = index.data(ENTRY)
        if isinstance(entry, SearchEntry):
            _paint_entry(painter, option, entry)
        else:
            _paint_heading(painter, option, str(index.data()))
        painter.restore()


def _small(font: QFont) -> QFont:
    small = QFont(font)
    small.setPointSizeF(font.pointSizeF() * _SMALL_FONT)
    return small


def _entry_height(font: QFont) -> int:
    lines = QFontMetrics(font).height() + QFontMetrics(_small(font)).height()
    return lines + 5 * GRID


def _heading_height(font: QFont) -> int:
    return QFontMetrics(_small(font)).height() + 4 * GRID


def _paint_heading(painter: QPainter, option: QStyleOptionViewItem, text: str) -> None:
    font = _small(option.font)
    font.setWeight(QFont.Weight.DemiBold)
    space: QRect = option.rect
    painter.setPen(QColor(colours_of(option.palette).muted))
    rtl = option.direction is Qt.LayoutDirection.RightToLeft
    _write(painter, space.adjusted(TIGHT, SMALL, -TIGHT, 0), text, font, rtl=rtl)


def _paint_entry(painter: QPainter, option: QStyleOptionViewItem, entry: SearchEntry) -> None:
    colours = colours_of(option.palette)
    rect: QRect = option.rect
    card = rect.adjusted(1, 2, -1, -2)
    _paint_card(painter, option, card, colours)
    space = card.adjusted(SMALL, 0, -SMALL, 0)
    badge = QRect(space.left(), 0, _BADGE, _BADGE)
    badge.moveTop(card.top() + (card.height() - _BADGE) // 2)
    _paint_badge(painter, QStyle.visualRect(option.direction, space, badge), entry, option)
    words = space.adjusted(_BADGE + SMALL, SMALL, 0, -SMALL)
    font: QFont = option.font
    above = QRect(words.left(), words.top(), words.width(), QFontMetrics(font).height())
    below = words.adjusted(0, above.height(), 0, 0)
    title = QFont(font)
    if option.state & QStyle.StateFlag.State_Selected:
        title.setWeight(QFont.Weight.Medium)
    above, below = (QStyle.visualRect(option.direction, space, part) for part in (above, below))
    rtl = option.direction is Qt.LayoutDirection.RightToLeft
    painter.setPen(QColor(colours.text))
    _write(painter, above, entry.title, title, rtl=rtl)
    painter.setPen(QColor(colours.muted))
    detail = _fitting(entry, QFontMetrics(_small(font)), below.width())
    _write(painter, below, detail, _small(font), rtl=rtl)


def _fitting(entry: SearchEntry, metrics: QFontMetrics, room: int) -> str:
    """The second line; where it is too long the site gives way, not count and state."""
    if not (entry.site and entry.rest) or metrics.horizontalAdvance(entry.detail) < room:
        return entry.detail
    rest = f" · {entry.rest}"
    left = max(room - metrics.horizontalAdvance(rest) - 2, metrics.horizontalAdvance("…"))
    return metrics.elidedText(entry.site, Qt.TextElideMode.ElideRight, left) + rest


def _paint_card(
    painter: QPainter, option: QStyleOptionViewItem, card: QRect, colours: Colours
) -> None:
    state = option.state
    selected = bool(state & QStyle.StateFlag.State_Selected)
    focused = bool(state & QStyle.StateFlag.State_HasFocus)
    hovered = bool(state & QStyle.StateFlag.State_MouseOver)
    if not (selected or focused or hovered):
        return
    edge = colours.line if selected else None
    ground = colours.surface if selected else colours.track if hovered else None
    wide = 1.0
    if focused or (selected and colours.is_high_contrast):
        edge, wide = colours.accent, float(_FOCUS)
    painter.setPen(QPen(QColor(edge), wide) if edge else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ground) if ground else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(card).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)


def _paint_badge(
    painter: QPainter, badge: QRect, entry: SearchEntry, option: QStyleOptionViewItem
) -> None:
    colours = colours_of(option.palette)
    look = entry.look
    strong = colours.is_high_contrast
    painter.setPen(QPen(QColor(colours.line)) if strong else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(soft_of(colours, look.tone)))
    painter.drawEllipse(QRectF(badge))
    symbol = QRect(0, 0, _SYMBOL, _SYMBOL)
    symbol.moveTopLeft(badge.topLeft())
    symbol.translate((_BADGE - _SYMBOL) // 2, (_BADGE - _SYMBOL) // 2)
    paint_icon(painter, symbol, look.symbol, look.tone, option.palette)


def _write(painter: QPainter, space: QRect, text: str, font: QFont, *, rtl: bool) -> None:
    """One line, shortened to its room, from the side on which the layout begins."""
    painter.setFont(font)
    side = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
    flags = side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
    metrics = QFontMetrics(font)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, space.width())
    painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    painter.drawText(space, flags | Qt.TextFlag.TextSingleLine, shown)
