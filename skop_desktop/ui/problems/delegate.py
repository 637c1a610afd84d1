"""How a problem is drawn: symbol, agent, words, page, time and whether it can be retried."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from skop_desktop.ui.parts.row_paint import RowPen, paint_row_ground
from skop_desktop.ui.problems.model import ROW
from skop_desktop.ui.problems.rows import CAN_RETRY, SYMBOLS, ProblemKind, ProblemRow
from skop_desktop.ui.theme.icons import paint_icon
from skop_desktop.ui.theme.tokens import ICON, LARGE, MEDIUM, ROW_HEIGHT, SMALL, TIGHT, Colours
from skop_desktop.ui.words import AGENTS

_PAGE_SHARE: Final = 0.26
_NARROW: Final = 88
"""A row that holds fewer average characters than this has no room for the page."""
_NARROWEST: Final = 72
"""Nor, below this, for the time."""

_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Places:
    """Where the parts of a row stand, mirrored where the layout runs from the right."""

    symbol: QRect
    who: QRect
    words: QRect
    page: QRect
    time: QRect
    pill: QRect


def places(option: QStyleOptionViewItem, row: ProblemRow) -> Places:
    """The parts of ``row`` in ``option.rect``: the words take what the others leave."""
    rect: QRect = option.rect
    metrics: QFontMetrics = option.fontMetrics
    left, right = rect.left() + LARGE, rect.right() - LARGE

    def place(x: int, width: int) -> QRect:
        logical = QRect(x, rect.top(), max(0, width), rect.height())
        return QStyle.visualRect(option.direction, rect, logical)

    symbol = place(left, ICON)
    left += ICON + SMALL
    if row.kind is ProblemKind.WARNING:
        nothing = place(right, 0)
        return Places(symbol, nothing, place(left, right - left), nothing, nothing, nothing)
    who_width = max(metrics.horizontalAdvance(name) for name in AGENTS.values()) + LARGE
    pill_width = metrics.horizontalAdvance(CAN_RETRY) + 2 * MEDIUM
    pill = place(right - pill_width, pill_width if row.can_retry else 0)
    right -= pill_width + LARGE
    has_time = rect.width() > _NARROWEST * metrics.averageCharWidth()
    time_width = metrics.horizontalAdvance(row.time) if has_time else 0
    time = place(right - time_width, time_width)
    right -= max(time_width, metrics.horizontalAdvance("00:00")) + LARGE if has_time else 0
    room = right - left - who_width
    has_room = rect.width() > _NARROW * metrics.averageCharWidth()
    page_width = int(room * _PAGE_SHARE * 1.4) if has_room else 0
    page = place(right - page_width, page_width)
    right -= page_width + (LARGE if page_width else 0)
    words = place(left + who_width, right - left - who_width)
    return Places(symbol, place(left, who_width - SMALL), words, page, time, pill)


def link_rect(option: QStyleOptionViewItem, row: ProblemRow) -> QRect:
    """Where the page's link can be clicked: its text, not the empty room beside it."""
    space = places(option, row).page
    width = min(space.width(), option.fontMetrics.horizontalAdvance(row.page_shown))
    rtl = option.direction is Qt.LayoutDirection.RightToLeft
    left = space.right() - width + 1 if rtl else space.left()
    return QRect(left, space.top(), width if row.page else 0, space.height())


class ProblemDelegate(QStyledItemDelegate):
    """Draws :class:`ProblemRow`; all rows are equally high, so ten thousand are no work."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        self.initStyleOption(option, index)
        row: ProblemRow = index.data(ROW)
        painter.save()
        painter.setFont(option.font)
        colours = paint_row_ground(painter, option)
        at = places(option, row)
        side = QRect(0, 0, ICON, ICON)
        side.moveCenter(at.symbol.center())
        paint_icon(painter, side, *SYMBOLS[row.kind], option.palette)
        pen = RowPen(painter, option)
        pen.write(at.who, row.who, colours.muted)
        pen.write(at.words, row.words, colours.text)
        pen.write(at.page, row.page_shown, colours.accent if row.page else colours.muted)
        pen.write(at.time, row.time, colours.muted)
        if row.can_retry:
            selected = bool(option.state & QStyle.StateFlag.State_Selected)
            ground = colours.surface if selected else colours.accent_soft
            _paint_pill(painter, at.pill, colours, ground)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, _index: _Index) -> QSize:
        return QSize(0, max(ROW_HEIGHT, option.fontMetrics.height() + 2 * SMALL))


def _paint_pill(painter: QPainter, space: QRect, colours: Colours, ground: str) -> None:
    font = QFont(painter.font())
    font.setPointSizeF(font.pointSizeF() * 0.92)
    font.setWeight(QFont.Weight.DemiBold)
    painter.setFont(font)
    height = QFontMetrics(font).height() + TIGHT
    pill = QRectF(space.left(), 0, space.width(), height)
    pill.moveCenter(QRectF(space).center())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    outline = colours.accent if colours.is_high_contrast else ground
    painter.setPen(QColor(outline))
    painter.setBrush(QColor(ground))
    painter.drawRoundedRect(pill, height / 2, height / 2)
    painter.setPen(QColor(colours.accent))
    painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, CAN_RETRY)
