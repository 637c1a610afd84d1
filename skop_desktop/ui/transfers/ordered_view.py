"""A list of downloads whose order changes by dragging rows and by Alt with the arrow keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import (
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    QUrl,
    Signal,
)
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from skop_desktop.downloads.snapshot import TransferKey, TransferSnapshot, TransferState
from skop_desktop.ui.theme.tokens import GRID, SMALL, colours_of
from skop_desktop.ui.transfers.actions import MOVABLE
from skop_desktop.ui.transfers.drag_picture import drag_picture
from skop_desktop.ui.transfers.model import TransferModel
from skop_desktop.ui.transfers.order import Move, Way, dropped, moved
from skop_desktop.ui.transfers.texts import name_of

_FORMAT: Final = "application/x-skop-downloads-order"
_KEYS: Final = {Qt.Key.Key_Up: Way.UP, Qt.Key.Key_Down: Way.DOWN}
_LINE: Final = 2
Index = QModelIndex | QPersistentModelIndex
_KNOB: Final = GRID


class OrderedView(QListView):
    """``move_asked``: keys, and the key they are to come right before, ``None`` for the end.

    Rows that have not begun can be dragged to another place. Saved ones can be dragged out of the
    window as files, which are copied.
    """

    move_asked = Signal(tuple, object)

    def __init__(self, model: TransferModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._transfers = model
        self._drop_row: int | None = None
        self.setModel(model)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(False)

    def dataChanged(self, first: Index, last: Index, roles: Sequence[int] = ()) -> None:
        # QListView places all rows anew for each change: 3 ms for 1,000 of them, ten times a
        # second. These never change their height.
        QAbstractItemView.dataChanged(self, first, last, roles)

    def selected(self) -> list[TransferSnapshot]:
        """The selected transfers, in the order of the list."""
        chosen = sorted(self.selectionModel().selectedIndexes(), key=QModelIndex.row)
        return [self._transfers.transfer_at(index) for index in chosen]

    def move_selected(self, way: Way) -> None:
        """Asks that the selected downloads come earlier or later."""
        chosen = {transfer.key for transfer in self.selected()}
        self._ask_to_move(moved(self._transfers.rows, chosen, way))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, held = Qt.Key(event.key()), event.modifiers()
        if key in _KEYS and held & ~Qt.KeyboardModifier.KeypadModifier == (
            Qt.KeyboardModifier.AltModifier
        ):
            self.move_selected(_KEYS[key])
            return
        super().keyPressEvent(event)

    def startDrag(self, _supported: Qt.DropAction) -> None:
        # A drag without a button down would hold the pointer until the next click.
        if not QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            return
        data, action = self._what_is_dragged()
        if data is None:
            return
        drag = QDrag(self)
        drag.setMimeData(data)
        count = len(data.urls()) or len([t for t in self.selected() if t.state in MOVABLE])
        drag.setPixmap(drag_picture(self, count))
        drag.setHotSpot(QPoint(-SMALL, -SMALL))
        # Qt turns its own loop until the mouse is let go; no task of ours is on the stack here.
        drag.exec(action)
        self._show_drop_row(None)

    def _what_is_dragged(self) -> tuple[QMimeData | None, Qt.DropAction]:
        chosen = self.selected()
        data = QMimeData()
        if any(transfer.state in MOVABLE for transfer in chosen):
            data.setData(_FORMAT, b"")
            return data, Qt.DropAction.MoveAction
        if chosen and all(transfer.state is TransferState.SAVED for transfer in chosen):
            data.setUrls([QUrl.fromLocalFile(str(t.path)) for t in chosen if t.path])
            return data, Qt.DropAction.CopyAction
        return None, Qt.DropAction.IgnoreAction

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._consider(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        super().dragMoveEvent(event)  # scrolls near the ends
        self._consider(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        super().dragLeaveEvent(event)
        self._show_drop_row(None)

    def dropEvent(self, event: QDropEvent) -> None:
        row = self._row_for_drop(event.position().toPoint())
        self._show_drop_row(None)
        self.stopAutoScroll()
        self.setState(QAbstractItemView.State.NoState)
        if not self._is_ours(event):
            event.ignore()
            return
        event.acceptProposedAction()
        chosen = {transfer.key for transfer in self.selected()}
        self._ask_to_move(dropped(self._transfers.rows, chosen, row))

    def _consider(self, event: QDragMoveEvent) -> None:
        if not self._is_ours(event):
            self._show_drop_row(None)
            event.ignore()
            return
        event.acceptProposedAction()
        self._show_drop_row(self._row_for_drop(event.position().toPoint()))

    def _is_ours(self, event: QDropEvent) -> bool:
        return event.source() is self and event.mimeData().hasFormat(_FORMAT)

    def _row_for_drop(self, place: QPoint) -> int:
        """The row before which a drop at ``place`` puts what is dragged."""
        index = self.indexAt(place)
        if not index.isValid():
            return 0 if place.y() < 0 else len(self._transfers.rows)
        return index.row() + (place.y() > self.visualRect(index).center().y())

    def _show_drop_row(self, row: int | None) -> None:
        if row != self._drop_row:
            self._drop_row = row
            self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._drop_row is not None and self._transfers.rows:
            self._paint_drop_line(self._drop_line(self._drop_row))

    def _drop_line(self, row: int) -> QRect:
        """The line between two rows; inside the list at its ends."""
        last = len(self._transfers.rows) - 1
        neighbour = self.visualRect(self._transfers.index(min(row, last)))
        y = neighbour.bottom() if row > last else neighbour.top() - 1
        y = min(max(y, _KNOB), self.viewport().height() - _KNOB - 1)
        return QRect(SMALL, y, self.viewport().width() - 2 * SMALL, _LINE)

    def _paint_drop_line(self, line: QRect) -> None:
        colours = colours_of(self.palette())
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colours.accent), _LINE))
        painter.drawLine(line.left(), line.top(), line.right(), line.top())
        painter.setBrush(QColor(colours.surface))
        start = line.topRight() if self.isRightToLeft() else line.topLeft()
        painter.drawEllipse(start, _KNOB - 1, _KNOB - 1)
        painter.end()

    def _ask_to_move(self, move: Move | None) -> None:
        if move is None:
            return
        self.move_asked.emit(move.keys, move.before)
        words = _words_of(move, {row.key: name_of(row) for row in self._transfers.rows})
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))


def _words_of(move: Move, names: dict[TransferKey, str]) -> str:
    count = len(move.keys)
    what = names[move.keys[0]] if count == 1 else f"{count} downloads"
    comes = "comes" if count == 1 else "come"
    return f"{what} now {comes} {f'before {names[move.before]}' if move.before else 'last'}."
