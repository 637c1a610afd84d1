"""The documents table: rows to choose, open and copy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from PySide6.QtCore import QEvent, QMimeData, QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QMenu, QStyleOptionViewItem, QTableView

from skop_desktop.api.models import ExtractedDocument
from skop_desktop.documents.columns import COLUMNS, ColumnKey
from skop_desktop.downloads.snapshot import TransferState
from skop_desktop.ui.documents.cells import KEYS, section_of
from skop_desktop.ui.documents.column_layout import ColumnLayout
from skop_desktop.ui.documents.copying import copied_rows
from skop_desktop.ui.documents.delegates import (
    CellDelegate,
    ConfidenceDelegate,
    LinkDelegate,
    NameDelegate,
    SavedDelegate,
)
from skop_desktop.ui.documents.heading import Heading
from skop_desktop.ui.documents.kept_place import KeptPlace, selected_positions
from skop_desktop.ui.documents.model import DocumentsModel
from skop_desktop.ui.documents.row_band import RowBand
from skop_desktop.ui.documents.row_menu import RowAction, RowMenu
from skop_desktop.ui.theme.tokens import ROW_HEIGHT, SMALL

_DEFAULT_SORT: Final = (ColumnKey.CONFIDENCE, True)
_CONTROL: Final = Qt.KeyboardModifier.ControlModifier


class DocumentsView(QTableView):
    """Shows a :class:`DocumentsModel`; what a person wants to do with rows leaves as signals."""

    action_requested = Signal(object, object)
    """A :class:`RowAction` and the documents it is about, a tuple."""
    selection_changed = Signal()
    """The chosen documents or the current one are others."""
    drag_requested = Signal(object)
    """The selected documents, a tuple, are to be dragged; the button is down."""

    def __init__(self, model: DocumentsModel) -> None:
        super().__init__()
        self._documents = model
        self._place: KeptPlace | None = None
        self._pressed = QPoint()
        self._was_dragged = False
        self.heading = Heading(self)
        self._layout = ColumnLayout(self.heading)
        self._band = RowBand(self)
        self._told = QTimer(self)
        self._told.setSingleShot(True)
        self._told.setInterval(0)
        self._told.timeout.connect(self.selection_changed)
        self.setAccessibleName("Documents")
        self._set_behaviour()
        self.setHorizontalHeader(self.heading)
        self.setModel(model)
        self._set_rows()
        self._set_delegates()
        self._layout.set_up()
        self._wire()
        self._sort_by(*_DEFAULT_SORT)

    def selected_documents(self) -> tuple[ExtractedDocument, ...]:
        """The selected documents in the order of the table."""
        return tuple(map(self._documents.document_at, selected_positions(self)))

    def selected_count(self) -> int:
        """How many documents are selected."""
        return len(selected_positions(self))

    def current_document(self) -> ExtractedDocument | None:
        """The document the keyboard is at."""
        index = self.currentIndex()
        return self._documents.document_at(index.row()) if index.isValid() else None

    def copy_selected(self) -> None:
        """Puts the selected rows on the clipboard: text, table, and the saved files themselves."""
        if self.selected_count():
            QGuiApplication.clipboard().setMimeData(self._selected_mime())

    def layout_state(self) -> dict[str, Any]:
        """Columns and sort, as plain values for the settings file."""
        state = self._layout.state()
        sorted_by = self._documents.sorted_by
        if sorted_by is not None:
            state["sort"] = {"column": sorted_by[0].value, "descending": sorted_by[1]}
        return state

    def restore_layout(self, state: Mapping[str, Any]) -> None:
        """What :meth:`layout_state` gave; parts that are missing or broken keep their default."""
        self._layout.restore(state)
        sort = state.get("sort")
        if isinstance(sort, Mapping):
            for key in KEYS:
                if key.value == sort.get("column"):
                    self._sort_by(key, sort.get("descending") is True)
        self._layout.fit(self.viewport().width())

    def _set_behaviour(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)

    def _set_rows(self) -> None:
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(rows.ResizeMode.Fixed)
        rows.setDefaultSectionSize(max(ROW_HEIGHT, self.fontMetrics().height() + 2 * SMALL))

    def _set_delegates(self) -> None:
        self.setItemDelegate(CellDelegate(self))
        for column, delegate in (
            (ColumnKey.NAME, NameDelegate(self)),
            (ColumnKey.CONFIDENCE, ConfidenceDelegate(self)),
            (ColumnKey.FOUND_ON, LinkDelegate(self)),
            (ColumnKey.SAVED, SavedDelegate(self)),
        ):
            self.setItemDelegateForColumn(section_of(column), delegate)

    def _wire(self) -> None:
        self.heading.sortIndicatorChanged.connect(self._documents.sort)
        self.heading.menu_requested.connect(self._show_heading_menu)
        self._documents.rearranging.connect(self._put_place_aside)
        self._documents.rearranged.connect(self._give_place_back)
        self.selectionModel().selectionChanged.connect(self._tell_soon)
        self.selectionModel().currentRowChanged.connect(self._tell_soon)

    def _sort_by(self, column: ColumnKey, descending: bool) -> None:
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self.heading.setSortIndicator(section_of(column), order)

    def _tell_soon(self) -> None:
        self._told.start()

    def _put_place_aside(self) -> None:
        self._place = KeptPlace.of(self, self._documents)
        self.selectionModel().reset()

    def _give_place_back(self) -> None:
        if self._place is not None:
            self._place.give_back(self, self._documents)
        self._place = None
        self._told.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._layout.fit(self.viewport().width())
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._set_rows()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_selected()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._act_on_current()
        elif event.key() == Qt.Key.Key_R and event.modifiers() == _CONTROL:
            self._emit(RowAction.RETRY, self.selected_documents())
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self._pressed = event.position().toPoint()
        self._was_dragged = False
        is_left = event.button() is Qt.MouseButton.LeftButton
        # Where rows are not dragged, Qt selects those that the pointer passes.
        self.setDragEnabled(is_left and self._drags_from(self.indexAt(place)))
        if is_left and not self.dragEnabled():
            self._band.begin(place, event.modifiers())
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._band.end()
        super().mouseReleaseEvent(event)
        place = event.position().toPoint()
        is_plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        index = self._acting_index(place)
        if index is None or not is_plain or event.button() is not Qt.MouseButton.LeftButton:
            return
        if self._acting_index(self._pressed) == index:
            document = self._documents.document_at(index.row())
            is_saved = KEYS[index.column()] is ColumnKey.SAVED
            self._emit(RowAction.RETRY if is_saved else RowAction.OPEN_SOURCE, (document,))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        index = self.indexAt(place)
        super().mouseDoubleClickEvent(event)
        is_left = event.button() is Qt.MouseButton.LeftButton
        if is_left and index.isValid() and self._acting_index(place) is None:
            self._emit(RowAction.OPEN, (self._documents.document_at(index.row()),))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._was_dragged and event.buttons():
            return  # one drag a press; Qt would select what the pointer passes now
        super().mouseMoveEvent(event)
        if self._was_dragged:
            return  # a drag ran in there, and the app may have ended meanwhile
        self._band.follow(event.position().toPoint())
        acts = self._acting_index(event.position().toPoint()) is not None
        shape = Qt.CursorShape.PointingHandCursor if acts else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def startDrag(self, _actions: Qt.DropAction) -> None:
        documents = self.selected_documents()
        self._was_dragged = True
        if documents:
            self.drag_requested.emit(documents)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        index = self.currentIndex()
        place = event.globalPos()
        if event.reason() is QContextMenuEvent.Reason.Mouse:
            index = self.indexAt(event.pos())
        elif index.isValid():
            self.scrollTo(index)
            place = self.viewport().mapToGlobal(self.visualRect(index).center())
        if not index.isValid():
            return
        documents = self.selected_documents()
        transfers = [self._documents.transfer_for(document) for document in documents]
        menu = RowMenu(self, documents, transfers)
        menu.chosen.connect(lambda action: self._emit(action, documents))
        menu.popup(place)

    def _selected_mime(self) -> QMimeData:
        return copied_rows([self._documents.cells_at(at) for at in selected_positions(self)])

    def _act_on_current(self) -> None:
        index = self.currentIndex()
        if not index.isValid():
            return
        cells = self._documents.cells_at(index.row())
        has_failed = cells.transfer and cells.transfer.state is TransferState.FAILED
        retries = has_failed and KEYS[index.column()] is ColumnKey.SAVED
        self._emit(RowAction.RETRY if retries else RowAction.OPEN, (cells.document,))

    def _emit(self, action: RowAction, documents: tuple[ExtractedDocument, ...]) -> None:
        if action is RowAction.COPY:
            self.copy_selected()
        elif documents:
            self.action_requested.emit(action, documents)

    def _drags_from(self, index: QModelIndex) -> bool:
        """Whether a drag of rows begins there: at a name, and anywhere in a selected row."""
        is_name = index.isValid() and KEYS[index.column()] is ColumnKey.NAME
        return is_name or self.selectionModel().isSelected(index)

    def _acting_index(self, place: QPoint) -> QModelIndex | None:
        """The cell at ``place`` if a click there does more than select."""
        index = self.indexAt(place)
        delegate = self.itemDelegateForIndex(index)
        if not index.isValid() or not isinstance(delegate, CellDelegate):
            return None
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        option.rect = self.visualRect(index)
        return index if delegate.action_rect(option, index).contains(place) else None

    def _show_heading_menu(self, section: int, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if section >= 0:
            sort = menu.addAction(f"Sort by {COLUMNS[section].title}")
            sort.triggered.connect(lambda: self.heading.sort_by(section))
            menu.addSeparator()
        for column in COLUMNS:
            action = menu.addAction(column.title)
            action.setCheckable(True)
            action.setChecked(self._layout.is_shown(column.key))
            action.setEnabled(column.key is not ColumnKey.NAME)
            action.triggered.connect(lambda _checked=False, key=column.key: self.toggle_column(key))
        menu.popup(place)

    def toggle_column(self, column: ColumnKey) -> None:
        """Hides a column that can be seen, shows one that cannot."""
        self._layout.toggle(column, self.viewport().width())
