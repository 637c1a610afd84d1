"""How a transfer is drawn: state, name, bar, and what there is to say about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from skop_desktop.downloads.snapshot import TransferSnapshot, TransferState
from skop_desktop.ui import formats
from skop_desktop.ui.parts.bars import paint_bar
from skop_desktop.ui.parts.row_paint import RowPen, paint_row_ground
from skop_desktop.ui.theme.icons import paint_icon
from skop_desktop.ui.theme.tokens import GRID, ICON, LARGE, MEDIUM, ROW_HEIGHT, SMALL
from skop_desktop.ui.transfers import texts
from skop_desktop.ui.transfers.actions import MOST_ACTIONS
from skop_desktop.ui.transfers.model import TRANSFER
from skop_desktop.ui.words import TRANSFER_STATES

ACTION_SIDE: Final = 7 * GRID
ACTIONS_WIDTH: Final = MOST_ACTIONS * (ACTION_SIDE + GRID)
_NAME_SHARE: Final = 0.42
_BAR_WIDTH: Final = 25 * GRID
_SHORTEST_FACTS: Final = 22
"""Average characters that must fit beside a bar, or the bar gives way."""
_BYTES_A_ROUND: Final = 4_000_000

_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Places:
    """Where the parts of a row stand, mirrored where the layout runs from the right."""

    symbol: QRect
    state: QRect
    name: QRect
    bar: QRect
    percent: QRect
    facts: QRect
    actions: QRect


def places(option: QStyleOptionViewItem, *, has_bar: bool) -> Places:
    """The parts of a row in ``option.rect``."""
    rect: QRect = option.rect
    metrics: QFontMetrics = option.fontMetrics
    left, right = rect.left() + LARGE, rect.right() - SMALL

    def place(x: int, width: int) -> QRect:
        logical = QRect(x, rect.top(), max(0, width), rect.height())
        return QStyle.visualRect(option.direction, rect, logical)

    symbol = place(left, ICON)
    left += ICON + SMALL
    state_width = max(metrics.horizontalAdvance(word.word) for word in TRANSFER_STATES.values())
    state_width += GRID
    state = place(left, state_width)
    left += state_width + LARGE
    actions = place(right - ACTIONS_WIDTH, ACTIONS_WIDTH)
    right -= ACTIONS_WIDTH + SMALL
    name_width = int((right - left) * _NAME_SHARE)
    name = place(left, name_width)
    left += name_width + LARGE
    percent_width = metrics.horizontalAdvance("100 %")
    shortest = _SHORTEST_FACTS * metrics.averageCharWidth()
    bar_room = _BAR_WIDTH + SMALL + percent_width + MEDIUM
    if not has_bar or right - left - bar_room < shortest:
        nothing = place(left, 0)
        return Places(symbol, state, name, nothing, nothing, place(left, right - left), actions)
    bar, percent = place(left, _BAR_WIDTH), place(left + _BAR_WIDTH + SMALL, percent_width)
    left += bar_room
    return Places(symbol, state, name, bar, percent, place(left, right - left), actions)


class TransferDelegate(QStyledItemDelegate):
    """Draws :class:`TransferSnapshot`; all rows are equally high."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        self.initStyleOption(option, index)
        transfer: TransferSnapshot = index.data(TRANSFER)
        word = TRANSFER_STATES[transfer.state]
        runs = transfer.state is TransferState.RUNNING
        painter.save()
        painter.setFont(option.font)
        colours = paint_row_ground(painter, option)
        at = places(option, has_bar=runs)
        side = QRect(0, 0, ICON, ICON)
        side.moveCenter(at.symbol.center())
        paint_icon(painter, side, word.symbol, word.tone, option.palette)
        if at.bar.width() > 0:
            paint_bar(
                painter,
                at.bar,
                transfer.share,
                "accent",
                option.palette,
                direction=option.direction,
                phase=_phase(transfer),
            )
        pen = RowPen(painter, option)
        pen.write(at.state, word.word, getattr(colours, word.tone))
        pen.write(at.name, texts.name_of(transfer), colours.text)
        if runs and transfer.share is not None:
            pen.write(at.percent, formats.percent(transfer.share), colours.text)
        failed = transfer.state is TransferState.FAILED
        pen.write(at.facts, texts.facts(transfer), colours.text if failed else colours.muted)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, _index: _Index) -> QSize:
        return QSize(0, max(ROW_HEIGHT, option.fontMetrics.height() + 2 * SMALL))


def _phase(transfer: TransferSnapshot) -> float:
    """Where the piece of a busy bar stands: it moves to and fro with the bytes that arrive."""
    there_and_back = transfer.bytes_done / _BYTES_A_ROUND % 1 * 2
    return min(there_and_back, 2 - there_and_back)
