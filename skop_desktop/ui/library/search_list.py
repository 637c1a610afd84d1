"""The list of searches: keys, clicks and the menu of a row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QMenu

from skop_desktop.jobs.snapshot import JobKey
from skop_desktop.ui import words
from skop_desktop.ui.library.delegate import SearchDelegate
from skop_desktop.ui.library.model import LibraryModel

_OPENS: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space})
_REMOVES: Final = frozenset({Qt.Key.Key_Delete, Qt.Key.Key_Backspace})
_Action = QAbstractItemView.CursorAction
_BACKWARDS: Final = frozenset(
    {_Action.MoveUp, _Action.MoveLeft, _Action.MovePrevious, _Action.MoveEnd}
)


class SearchList(QListView):
    """The keyboard moves a frame from row to row and Enter opens; the card marks what is open."""

    open_requested = Signal(object)
    copy_requested = Signal(str)
    search_again_requested = Signal(object)
    remove_requested = Signal(object)

    def __init__(self, model: LibraryModel) -> None:
        super().__init__()
        self._model = model
        self._wanted: JobKey | None = None
        self.setModel(model)
        self.setItemDelegate(SearchDelegate(self))
        self.setAccessibleName("Searches")
        self.setProperty("role", "sidebar")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._open)
        model.rowsInserted.connect(self._mark_wanted)

    def mark(self, key: JobKey | None) -> None:
        """Marks the search that is on the screen, now or as soon as it is in the list."""
        self._wanted = key
        if key is None:
            self.selectionModel().clearSelection()
            return
        self._mark_wanted()
        index = self._model.index_of(key)
        if index.isValid():
            self.scrollTo(index)

    def _mark_wanted(self) -> None:
        index = self._model.index_of(self._wanted) if self._wanted else QModelIndex()
        if index.isValid() and not self.selectionModel().isSelected(index):
            flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().select(index, flag)
            no_change = QItemSelectionModel.SelectionFlag.NoUpdate
            self.selectionModel().setCurrentIndex(index, no_change)

    def selectionCommand(  # noqa: N802 - Qt's own name
        self, _index: QModelIndex | QPersistentModelIndex, _event: QEvent | None = None
    ) -> QItemSelectionModel.SelectionFlag:
        return QItemSelectionModel.SelectionFlag.NoUpdate

    def moveCursor(  # noqa: N802 - Qt's own name
        self, action: QAbstractItemView.CursorAction, _modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Headings are passed over."""
        current = self.currentIndex()
        last = self._model.rowCount() - 1
        page = max(1, self._rows_a_page())
        row = current.row() if current.isValid() else -1
        targets = {
            _Action.MoveUp: row - 1,
            _Action.MoveLeft: row - 1,
            _Action.MovePrevious: row - 1,
            _Action.MoveDown: row + 1,
            _Action.MoveRight: row + 1,
            _Action.MoveNext: row + 1,
            _Action.MovePageUp: max(0, row - page),
            _Action.MovePageDown: min(last, row + page),
            _Action.MoveHome: 0,
            _Action.MoveEnd: last,
        }
        step = -1 if action in _BACKWARDS else 1
        found = self._model.nearest_entry(targets[action], step)
        return found if found.isValid() else current

    def _rows_a_page(self) -> int:
        current = self.currentIndex()
        tall = self.visualRect(current).height() if current.isValid() else 0
        return self.viewport().height() // tall if tall else 1

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _OPENS:
            self._open(self.currentIndex())
        elif key in _REMOVES:
            self._remove(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            first = self._model.nearest_entry(0, 1)
            no_change = QItemSelectionModel.SelectionFlag.NoUpdate
            self.selectionModel().setCurrentIndex(first, no_change)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        entry = self._model.entry_at(index)
        if entry is None:
            return
        at = self.visualRect(index).center() if by_key else event.pos()
        self._menu_for(entry.key).popup(self.viewport().mapToGlobal(at))

    def _menu_for(self, key: JobKey) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        steps: tuple[tuple[str, Callable[[], None]], ...] = (
            ("Open", lambda: self._open(self._model.index_of(key))),
            (words.COPY_JOB_ID, lambda: self.copy_requested.emit(key.job_id)),
            ("Search again", lambda: self.search_again_requested.emit(key)),
            ("Remove from the list", lambda: self.remove_requested.emit(key)),
        )
        for text, act in steps:
            menu.addAction(text).triggered.connect(lambda _checked=False, act=act: act())
        menu.insertSeparator(menu.actions()[-1])
        return menu

    def _open(self, index: QModelIndex) -> None:
        entry = self._model.entry_at(index)
        if entry is not None:
            self.mark(entry.key)
            self.open_requested.emit(entry.key)

    def _remove(self, index: QModelIndex) -> None:
        entry = self._model.entry_at(index)
        if entry is not None:
            self.remove_requested.emit(entry.key)
