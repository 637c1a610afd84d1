"""The headings of the table: sort, move, hide, by mouse and by keyboard."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPen,
)
from PySide6.QtWidgets import QHeaderView, QStyle, QWidget

from skop_desktop.ui.theme.icons import paint_icon
from skop_desktop.ui.theme.tokens import CONTROL_HEIGHT, GRID, RADIUS, SMALL, colours_of

_ARROW: Final = 14
_SORT_KEYS: Final = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}


class Heading(QHeaderView):
    """Arrow keys walk the headings, Enter sorts, Alt and an arrow moves, the menu key hides."""

    menu_requested = Signal(int, QPoint)
    """Column, place on the screen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._reached = 0
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName("Column headings")
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setSortIndicatorShown(True)
        self.setSortIndicatorClearable(False)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(CONTROL_HEIGHT)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = self._step(event.key())
        if event.key() in _SORT_KEYS:
            self.sort_by(self._reached)
        elif step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._move_section(step)
        elif step:
            self._reach(step)
        else:
            event.ignore()

    def sort_by(self, column: int) -> None:
        """As a click on the heading does: ascending first, then the other way round."""
        ascending, descending = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder
        is_sorted = self.sortIndicatorSection() == column
        is_ascending = self.sortIndicatorOrder() is ascending
        self.setSortIndicator(column, descending if is_sorted and is_ascending else ascending)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() is QContextMenuEvent.Reason.Mouse:
            self.menu_requested.emit(self.logicalIndexAt(event.pos()), event.globalPos())
            return
        place = self.viewport().mapToGlobal(self._section_rect(self._reached).bottomLeft())
        self.menu_requested.emit(self._reached, place)

    def focusInEvent(self, event: QFocusEvent) -> None:
        if self.isSectionHidden(self._reached):
            self._reached = self.logicalIndex(0)
            self._reach(0)
        self.viewport().update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.viewport().update()
        super().focusOutEvent(event)

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:  # noqa: N802 - Qt's own name
        colours = colours_of(self.palette())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(rect, QColor(colours.surface))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, QColor(colours.line))
        is_sorted = logical == self.sortIndicatorSection()
        self._paint_title(painter, rect.adjusted(SMALL, 0, -SMALL, 0), logical, is_sorted=is_sorted)
        if logical == self._reached and self.hasFocus():
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.drawRoundedRect(rect.adjusted(2, 2, -2, -3), RADIUS, RADIUS)
        painter.restore()

    def title_width(self, logical: int) -> int:
        """Pixels that a title with its arrow takes."""
        title = self.model().headerData(logical, Qt.Orientation.Horizontal)
        return QFontMetrics(self._title_font()).horizontalAdvance(title) + _ARROW + 2 * SMALL + GRID

    def _paint_title(
        self, painter: QPainter, space: QRect, logical: int, *, is_sorted: bool
    ) -> None:
        colours = colours_of(self.palette())
        font = self._title_font()
        metrics = QFontMetrics(font)
        title = self.model().headerData(logical, Qt.Orientation.Horizontal)
        arrow_room = _ARROW + GRID if is_sorted else 0
        shown = metrics.elidedText(title, self.textElideMode(), space.width() - arrow_room)
        side = Qt.AlignmentFlag(
            self.model().headerData(
                logical, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole
            )
        )
        whole = QSize(metrics.horizontalAdvance(shown) + arrow_room, space.height())
        placed = QStyle.alignedRect(self.layoutDirection(), side, whole, space)
        is_mirrored = self.isRightToLeft()
        if is_sorted:
            arrow = QRect(0, 0, _ARROW, _ARROW)
            arrow.moveCenter(placed.center())
            arrow.moveLeft(placed.left() if is_mirrored else placed.right() - _ARROW + 1)
            ascending = self.sortIndicatorOrder() is Qt.SortOrder.AscendingOrder
            symbol = "chevron-up" if ascending else "chevron-down"
            paint_icon(painter, arrow, symbol, "text", self.palette())
        painter.setFont(font)
        painter.setPen(QColor(colours.text if is_sorted else colours.muted))
        left = placed.left() + (arrow_room if is_mirrored else 0)
        text_rect = QRect(left, placed.top(), placed.width() - arrow_room, placed.height())
        painter.drawText(text_rect, Qt.AlignmentFlag.AlignVCenter, shown)

    def _title_font(self) -> QFont:
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def _step(self, key: int) -> int:
        forward = -1 if self.isRightToLeft() else 1
        return {Qt.Key.Key_Right: forward, Qt.Key.Key_Left: -forward}.get(Qt.Key(key), 0)

    def _reach(self, step: int) -> None:
        visual = self._next_shown(step)
        if visual is not None:
            self._reached = self.logicalIndex(visual)
        self.viewport().update()

    def _move_section(self, step: int) -> None:
        target = self._next_shown(step)
        if target is not None:
            self.moveSection(self.visualIndex(self._reached), target)

    def _next_shown(self, step: int) -> int | None:
        visual = self.visualIndex(self._reached) + step
        while 0 <= visual < self.count():
            if not self.isSectionHidden(self.logicalIndex(visual)):
                return visual
            visual += step or 1
        return None

    def _section_rect(self, logical: int) -> QRect:
        left = self.sectionViewportPosition(logical)
        return QRect(left, 0, self.sectionSize(logical), self.height())
