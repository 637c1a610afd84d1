"""The list of folders on the shelf: rows are dropped on it, or one is chosen by key or click."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QPainter,
    QPen,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from skop_desktop.ui.drag.offers import OWN_ROWS
from skop_desktop.ui.drag.places import Place
from skop_desktop.ui.parts.safe_text import one_line, tool_tip
from skop_desktop.ui.theme.icons import paint_icon
from skop_desktop.ui.theme.tokens import GRID, ICON, MEDIUM, RADIUS, SMALL, TIGHT, colours_of

_Index = QModelIndex | QPersistentModelIndex
_PLACE_ROLE: Final = Qt.ItemDataRole.UserRole
_NOWHERE: Final = -1
_SMALLER: Final = 0.92


class PlacesModel(QAbstractListModel):
    """One row a :class:`Place`."""

    def __init__(self) -> None:
        super().__init__()
        self._places: tuple[Place, ...] = ()

    def show_places(self, places: Sequence[Place]) -> None:
        """Lists ``places`` from now on."""
        if tuple(places) != self._places:
            self.beginResetModel()
            self._places = tuple(places)
            self.endResetModel()

    def place_at(self, row: int) -> Place:
        """The place that is listed at ``row``."""
        return self._places[row]

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._places)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's own signature
        if not 0 <= index.row() < len(self._places):
            return None
        place = self._places[index.row()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return one_line(place.title)
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return one_line(place.detail)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tool_tip(str(place.folder)) if place.folder else None
        return place if role == _PLACE_ROLE else None


class PlaceList(QListView):
    """Emits the place that rows were dropped on, or that was chosen by Enter or a click."""

    dropped = Signal(object)
    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._places = PlacesModel()
        self._under_drag = _NOWHERE
        self.setAccessibleName("Folders")
        self.setModel(self._places)
        self.setItemDelegate(_PlaceDelegate(self))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.clicked.connect(self._choose)

    @property
    def row_under_drag(self) -> int:
        """The row that would get what is dragged; -1 while there is none."""
        return self._under_drag

    def show_places(self, places: Sequence[Place]) -> None:
        """Lists ``places``; the keyboard stays on its row where there still is one."""
        row = max(0, self.currentIndex().row())
        self._places.show_places(places)
        if not self.currentIndex().isValid() and places:
            self.setCurrentIndex(self._places.index(min(row, len(places) - 1)))

    def place_under(self, place: QPoint) -> Place | None:
        """The folder at ``place`` of the viewport, marked from now on as the one to drop on."""
        index = self.indexAt(place)
        self._mark(index.row() if index.isValid() else _NOWHERE)
        return self._places.place_at(index.row()) if index.isValid() else None

    def clear_mark(self) -> None:
        """Nothing is dragged over the list any more."""
        self._mark(_NOWHERE)

    def sizeHint(self) -> QSize:
        rows = max(1, self._places.rowCount())
        return QSize(super().sizeHint().width(), rows * self.sizeHintForRow(0) + SMALL)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self._choose(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._answer(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._answer(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        del event
        self.clear_mark()

    def dropEvent(self, event: QDropEvent) -> None:
        place = self._answer(event)
        self.clear_mark()
        if place is not None:
            self.dropped.emit(place)

    def _answer(self, event: QDropEvent) -> Place | None:
        is_own = event.source() is not None and event.mimeData().hasFormat(OWN_ROWS)
        place = self.place_under(event.position().toPoint()) if is_own else None
        if place is None:
            event.ignore()
        else:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
        return place

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(self._places.place_at(index.row()))

    def _mark(self, row: int) -> None:
        if row != self._under_drag:
            self._under_drag = row
            self.viewport().update()


class _PlaceDelegate(QStyledItemDelegate):
    """An icon, the name, and beneath it where the folder is."""

    def __init__(self, view: PlaceList) -> None:
        super().__init__(view)
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        colours = colours_of(option.palette)
        place: Place = index.data(_PLACE_ROLE)
        state, flag = option.state, QStyle.StateFlag
        is_target = index.row() == self._view.row_under_drag
        has_keys = bool(state & flag.State_Selected) and self._view.hasFocus()
        card = option.rect.adjusted(TIGHT, 1, -TIGHT, -1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(
            QPen(QColor(colours.accent), 2) if is_target or has_keys else Qt.PenStyle.NoPen
        )
        if is_target or has_keys:
            painter.setBrush(QColor(colours.accent_soft))
        elif state & flag.State_MouseOver:
            painter.setBrush(QColor(colours.hover))
        painter.drawRoundedRect(card.adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        self._paint_words(painter, option, place, card.adjusted(SMALL, 0, -SMALL, 0))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        del index
        return QSize(40 * GRID, 2 * option.fontMetrics.height() + MEDIUM + TIGHT)

    def _paint_words(
        self, painter: QPainter, option: QStyleOptionViewItem, place: Place, space: QRect
    ) -> None:
        colours, direction = colours_of(option.palette), option.direction
        symbol = QRect(space.left(), space.center().y() - ICON // 2, ICON, ICON)
        words = space.adjusted(ICON + MEDIUM, 0, 0, 0)
        symbol = QStyle.visualRect(direction, space, symbol)
        words = QStyle.visualRect(direction, space, words)
        paint_icon(painter, symbol, place.symbol, "muted", option.palette)
        line = option.fontMetrics.height()
        top = words.center().y() - (line if place.detail else line // 2)
        _write(painter, option, QRect(words.left(), top, words.width(), line), place.title)
        if place.detail:
            small = painter.font()
            small.setPointSizeF(small.pointSizeF() * _SMALLER)
            painter.setFont(small)
            below = QRect(words.left(), top + line, words.width(), line)
            _write(painter, option, below, place.detail, colours.muted)


def _write(
    painter: QPainter,
    option: QStyleOptionViewItem,
    space: QRect,
    text: str,
    colour: str = "",
) -> None:
    painter.setPen(QColor(colour or colours_of(option.palette).text))
    cut = painter.fontMetrics().elidedText(
        one_line(text), Qt.TextElideMode.ElideMiddle, space.width()
    )
    side = QStyle.visualAlignment(option.direction, Qt.AlignmentFlag.AlignLeft)
    flags = side | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
    painter.drawText(space, flags | Qt.TextFlag.TextSingleLine, cut)
