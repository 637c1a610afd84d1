"""The files of a check as a list that can be copied."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from skop_desktop.provenance.check import CheckedFile
from skop_desktop.ui.parts.row_paint import RowPen, paint_row_ground
from skop_desktop.ui.parts.safe_text import one_line, tool_tip
from skop_desktop.ui.provenance.checked_words import SYMBOLS, outcome, spoken
from skop_desktop.ui.theme.icons import icon, paint_icon
from skop_desktop.ui.theme.tokens import ICON, MEDIUM, ROW_HEIGHT, SMALL

_FILE: Final = Qt.ItemDataRole.UserRole
_NAME_SHARE: Final = 0.6
_NOWHERE: Final = QModelIndex()

_Index = QModelIndex | QPersistentModelIndex


class CheckedModel(QAbstractListModel):
    """One row a file."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.files: list[CheckedFile] = []

    def show_files(self, files: Sequence[CheckedFile]) -> None:
        """Shows the result of another check."""
        self.beginResetModel()
        self.files = list(files)
        self.endResetModel()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.files)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's own signature
        if not index.isValid() or index.row() >= len(self.files):
            return None
        file = self.files[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return one_line(file.name)
            case Qt.ItemDataRole.AccessibleTextRole:
                return spoken(file)
            case Qt.ItemDataRole.ToolTipRole:
                return tool_tip(spoken(file))
            case int() if role == _FILE:
                return file
            case _:
                return None


class CheckedView(QListView):
    """``copy_requested``: the files to copy, in the order of the list."""

    copy_requested = Signal(list)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = CheckedModel(self)
        self.setModel(self.rows)
        self.setItemDelegate(_CheckedDelegate(self))
        self.setAccessibleName("Checked files")
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)

    def show_files(self, files: Sequence[CheckedFile]) -> None:
        """Shows the result of another check."""
        self.clearSelection()
        self.rows.show_files(files)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy_selected()
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if not self.selectionModel().hasSelection():
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(icon("copy"), "Copy").triggered.connect(self._copy_selected)
        by_mouse = event.reason() is QContextMenuEvent.Reason.Mouse
        place = self.visualRect(self.currentIndex()).center()
        menu.popup(event.globalPos() if by_mouse else self.viewport().mapToGlobal(place))

    def _copy_selected(self) -> None:
        chosen = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        if chosen:
            self.copy_requested.emit([self.rows.files[row] for row in chosen])


class _CheckedDelegate(QStyledItemDelegate):
    """Symbol, name, and what became of the file."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        self.initStyleOption(option, index)
        file: CheckedFile = index.data(_FILE)
        painter.save()
        painter.setFont(option.font)
        colours = paint_row_ground(painter, option)
        rect: QRect = option.rect
        start = rect.left() + MEDIUM
        name_start = start + ICON + SMALL
        room = rect.right() - MEDIUM - name_start
        name_width = int(room * _NAME_SHARE)

        def place(left: int, width: int) -> QRect:
            logical = QRect(left, rect.top(), width, rect.height())
            return QStyle.visualRect(option.direction, rect, logical)

        side = QRect(0, 0, ICON, ICON)
        side.moveCenter(place(start, ICON).center())
        paint_icon(painter, side, *SYMBOLS[file.state], option.palette)
        pen = RowPen(painter, option)
        pen.write(place(name_start, name_width - MEDIUM), one_line(file.name), colours.text)
        pen.write(place(name_start + name_width, room - name_width), outcome(file), colours.muted)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, _index: _Index) -> QSize:
        return QSize(0, max(ROW_HEIGHT, option.fontMetrics.height() + 2 * SMALL))
