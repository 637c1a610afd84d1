"""The list itself: links that can be clicked, rows that can be copied, a menu for each."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QListView, QMenu, QStyleOptionViewItem, QWidget

from skop_desktop.ui.problems.delegate import ProblemDelegate, link_rect
from skop_desktop.ui.problems.model import ProblemModel
from skop_desktop.ui.problems.rows import ProblemRow, as_text
from skop_desktop.ui.theme.icons import icon


class ProblemView(QListView):
    """Shows a :class:`ProblemModel`. ``page_requested``: the address of a page to open."""

    page_requested = Signal(str)

    def __init__(self, name: str, model: ProblemModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = model
        self.setModel(model)
        self.setItemDelegate(ProblemDelegate(self))
        self.setAccessibleName(name)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.activated.connect(self._open_page_of)

    def selected_rows(self) -> list[ProblemRow]:
        """The selected problems, in the order of the list."""
        chosen = sorted(self.selectionModel().selectedIndexes(), key=QModelIndex.row)
        return [self._rows.row_at(index) for index in chosen]

    def copy_selected(self) -> None:
        """Puts all that is known of the selected problems on the clipboard."""
        if rows := self.selected_rows():
            QGuiApplication.clipboard().setText(as_text(rows))

    def copy_all(self) -> None:
        """Puts every problem that is shown on the clipboard."""
        QGuiApplication.clipboard().setText(as_text(self._rows.rows_shown()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_selected()
            return
        super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        on_link = bool(self._link_at(event.position().toPoint()))
        shape = Qt.CursorShape.PointingHandCursor if on_link else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        page = self._link_at(event.position().toPoint())
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if page and plain and event.button() is Qt.MouseButton.LeftButton:
            self.page_requested.emit(page)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        index = self.currentIndex()
        if event.reason() is QContextMenuEvent.Reason.Mouse:
            index = self.indexAt(event.pos())
            place = event.globalPos()
        else:
            place = self.viewport().mapToGlobal(self.visualRect(index).center())
        if index.isValid():
            self._menu(index).popup(place)

    def _menu(self, index: QModelIndex) -> QMenu:
        page = self._rows.row_at(index).page
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        opens = menu.addAction(icon("external-link"), "Open page")
        opens.setEnabled(bool(page))
        opens.triggered.connect(lambda: self.page_requested.emit(page))
        menu.addSeparator()
        menu.addAction(icon("copy"), "Copy").triggered.connect(self.copy_selected)
        menu.addAction("Copy all").triggered.connect(self.copy_all)
        return menu

    def _open_page_of(self, index: QModelIndex) -> None:
        if page := self._rows.row_at(index).page:
            self.page_requested.emit(page)

    def _link_at(self, place: QPoint) -> str:
        index = self.indexAt(place)
        if not index.isValid():
            return ""
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        option.rect = self.visualRect(index)
        row = self._rows.row_at(index)
        return row.page if link_rect(option, row).contains(place) else ""
