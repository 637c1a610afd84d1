"""How a transfer is drawn: state, name, bar, and what there is to say about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from skop_desktop.downloads.snapshot import TransferSnapshot, TransferState
from skop_desktop.ui import formats
from skop_desktop.ui.parts.bars import paint_bar
from skop_desktop.ui.parts.row_paint import RowPen, paint_row_ground
from skop_desktop.ui.theme.icons import paint_icon
from skop_desktop.ui.theme.tokens import GRID, ICON, LARGE, MEDIUM, ROW_HEIGHT, SMALL
from skop_desktop.ui.transfers import texts
from skop_desktop.ui.transfers.actions import MOST_BUTTONS
from skop_desktop.ui.transfers.model import TRANSFER
from skop_desktop.ui.words import TRANSFER_STATES, transfer_state

ACTION_SIDE: Final = 7 * GRID
ACTIONS_WIDTH: Final = MOST_BUTTONS * (ACTION_SIDE + GRID)
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


def places(option: QStyleOptionViewItem, *, has_bar: bool, has_actions: bool = True) -> Places:
    """The parts of a row in ``option.rect``; without actions the facts have their room too."""
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
    takes_bar = has_bar and right - left - bar_room >= shortest
    if not has_actions:
        right += ACTIONS_WIDTH
    if not takes_bar:
        nothing = place(left, 0)
        return Places(symbol, state, name, nothing, nothing, place(left, right - left), actions)
    bar, percent = place(left, _BAR_WIDTH), place(left + _BAR_WIDTH + SMALL, percent_width)
    left += bar_room
    return Places(symbol, state, name, bar, percent, place(left, right - left), actions)


class TransferDelegate(QStyledItemDelegate):
    """Draws :class:`TransferSnapshot`; all rows are equally high.

    ``clock``: seconds since 1970, for countdowns.
    """

    def __init__(self, parent: QObject, clock: Callable[[], float]) -> None:
        super().__init__(parent)
        self._clock = clock
        self.row_with_actions: int | None = None

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        self.initStyleOption(option, index)
        transfer: TransferSnapshot = index.data(TRANSFER)
        word = transfer_state(transfer)
        runs = transfer.state is TransferState.RUNNING
        painter.save()
        painter.setFont(option.font)
        colours = paint_row_ground(painter, option)
        has_actions = index.row() == self.row_with_actions
        at = places(option, has_bar=runs, has_actions=has_actions)
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
        matters = transfer.state is TransferState.FAILED or bool(transfer.note)
        facts = texts.facts(transfer, self._clock())
        pen.write(at.facts, facts, colours.text if matters else colours.muted)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, _index: _Index) -> QSize:
        return QSize(0, max(ROW_HEIGHT, option.fontMetrics.height() + 2 * SMALL))


def _phase(transfer: TransferSnapshot) -> float:
    """Where the piece of a busy bar stands: it moves to and fro with the bytes that arrive."""
    there_and_back = transfer.bytes_done / _BYTES_A_ROUND % 1 * 2
    return min(there_and_back, 2 - there_and_back)
