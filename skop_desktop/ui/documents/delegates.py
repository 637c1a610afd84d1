"""How the cells of the documents table are drawn."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from skop_desktop.documents.confidence import level
from skop_desktop.downloads.snapshot import TransferSnapshot, TransferState
from skop_desktop.ui import formats
from skop_desktop.ui.documents.cell_look import (
    CELL_PADDING,
    CellLook,
    content_rect,
    from_end,
    from_start,
)
from skop_desktop.ui.documents.confidence_words import LEVEL_TONES
from skop_desktop.ui.documents.roles import SORT_ROLE, TRANSFER_ROLE, TYPE_ROLE
from skop_desktop.ui.documents.type_icons import type_icon
from skop_desktop.ui.parts.bars import paint_bar
from skop_desktop.ui.theme.icons import Tone
from skop_desktop.ui.theme.tokens import GRID, ICON, SMALL
from skop_desktop.ui.words import TRANSFER_STATES

Index = QModelIndex | QPersistentModelIndex

_WIDEST_BAR: Final = 14 * GRID
_SHORTEST_BAR: Final = 5 * GRID
_LONGEST_MEASURED: Final = 120
"""Characters of a text that its width is guessed by."""

_BUSY_AT: Final = 0.35
"""Where the piece of a bar without an end stands; a table of moving bars would not be calm."""


class CellDelegate(QStyledItemDelegate):
    """A cell of text. Subclasses draw more by overriding :meth:`paint_content`."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look = CellLook.of(painter, option)
        painter.save()
        painter.setFont(option.font)
        look.paint_ground()
        self.paint_content(look, index)
        look.paint_focus()
        painter.restore()

    def paint_content(self, look: CellLook, index: Index) -> None:
        """Draws what stands in the cell."""
        text = index.data()
        tone: Tone = "muted" if text == formats.NOTHING else "text"
        alignment = Qt.AlignmentFlag(index.data(Qt.ItemDataRole.TextAlignmentRole))
        look.paint_text(look.space, text, tone, alignment)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        text = index.data()[:_LONGEST_MEASURED]
        width = option.fontMetrics.horizontalAdvance(text) + 2 * CELL_PADDING
        return QSize(width, option.fontMetrics.height())

    def action_rect(self, option: QStyleOptionViewItem, index: Index) -> QRect:
        """Where a click does more than select; empty where it does not."""
        del option, index
        return QRect()


class NameDelegate(CellDelegate):
    """The icon of the type, then the name.

    A long one loses its middle: many begin alike, and their date comes last.
    """

    def paint_content(self, look: CellLook, index: Index) -> None:
        rest = look.paint_symbol(look.space, type_icon(index.data(TYPE_ROLE)), "muted")
        look.paint_text(rest, index.data(), "text", cut=Qt.TextElideMode.ElideMiddle)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return super().sizeHint(option, index) + QSize(ICON + SMALL, 0)


class ConfidenceDelegate(CellDelegate):
    """A bar and the number; the number alone where there is no room for both."""

    def paint_content(self, look: CellLook, index: Index) -> None:
        share: float | None = index.data(SORT_ROLE)
        if share is None:
            look.paint_text(look.space, index.data(), "muted")
        else:
            _paint_bar_and_number(look, index.data(), share, LEVEL_TONES[level(share)])

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        del index
        return QSize(bar_width(option.fontMetrics), option.fontMetrics.height())


class SavedDelegate(CellDelegate):
    """Where the transfer of a document is: word, bar, tick, or the reason and Retry."""

    def paint_content(self, look: CellLook, index: Index) -> None:
        transfer: TransferSnapshot | None = index.data(TRANSFER_ROLE)
        if transfer is None:
            return
        text = index.data()
        state = TRANSFER_STATES[transfer.state]
        match transfer.state:
            case TransferState.RUNNING:
                _paint_bar_and_number(look, text, transfer.share, state.tone)
            case TransferState.WAITING:
                look.paint_text(look.space, text, state.tone)
            case _:
                space = self._without_retry(look, index)
                rest = look.paint_symbol(space, state.symbol, state.tone)
                fits = look.option.fontMetrics.horizontalAdvance(text) <= rest.width()
                look.paint_text(rest, text if fits else state.word, state.tone)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        hint = super().sizeHint(option, index) + QSize(2 * (ICON + SMALL), 0)
        return hint.expandedTo(QSize(bar_width(option.fontMetrics), 0))

    def action_rect(self, option: QStyleOptionViewItem, index: Index) -> QRect:
        transfer: TransferSnapshot | None = index.data(TRANSFER_ROLE)
        if transfer is None or transfer.state is not TransferState.FAILED:
            return QRect()
        return from_end(option, content_rect(option), ICON)[1]

    def _without_retry(self, look: CellLook, index: Index) -> QRect:
        """Draws Retry where it can be pressed; returns the space before it."""
        retry = self.action_rect(look.option, index)
        if retry.isEmpty():
            return look.space
        is_hovered = bool(look.option.state & QStyle.StateFlag.State_MouseOver)
        look.paint_symbol(retry, "rotate-cw", "accent" if is_hovered else "text")
        return from_end(look.option, look.space, ICON + SMALL)[0]


class LinkDelegate(CellDelegate):
    """Text that looks like the link it is."""

    def paint_content(self, look: CellLook, index: Index) -> None:
        text = index.data()
        if text == formats.NOTHING:
            look.paint_text(look.space, text, "muted")
            return
        if look.option.state & QStyle.StateFlag.State_MouseOver:
            font = look.painter.font()
            font.setUnderline(True)
            look.painter.setFont(font)
        look.paint_text(look.space, text, "accent")

    def action_rect(self, option: QStyleOptionViewItem, index: Index) -> QRect:
        text = index.data()
        if text == formats.NOTHING:
            return QRect()
        width = option.fontMetrics.horizontalAdvance(text[:_LONGEST_MEASURED])
        return from_start(option, content_rect(option), width)[0]


def bar_width(metrics: QFontMetrics) -> int:
    """What a bar with its number takes, in pixels."""
    return _WIDEST_BAR + SMALL + _number_width(metrics) + 2 * CELL_PADDING


def _paint_bar_and_number(look: CellLook, text: str, share: float | None, tone: Tone) -> None:
    metrics = look.option.fontMetrics
    needed = max(_number_width(metrics), metrics.horizontalAdvance(text)) + SMALL
    room = look.space.width() - needed
    if room < _SHORTEST_BAR:
        look.paint_text(look.space, text, "text")
        return
    bar, rest = from_start(look.option, look.space, min(room, _WIDEST_BAR))
    number = from_start(look.option, rest, needed)[0]
    paint_bar(
        look.painter,
        bar,
        share,
        tone,
        look.palette,
        direction=look.option.direction,
        phase=_BUSY_AT,
    )
    look.paint_text(number, text, "text", Qt.AlignmentFlag.AlignRight)


def _number_width(metrics: QFontMetrics) -> int:
    return metrics.horizontalAdvance(formats.percent(1.0))
