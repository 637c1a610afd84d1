"""The list of transfers itself: buttons on the row in use, a menu, keys, countdowns."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QMenu, QStyleOptionViewItem, QWidget

from skop_desktop.downloads.snapshot import TransferKey, TransferSnapshot
from skop_desktop.ui.theme.icons import icon
from skop_desktop.ui.transfers.actions import LOOKS, MOVABLE, TransferAction, fits
from skop_desktop.ui.transfers.delegate import TransferDelegate, places
from skop_desktop.ui.transfers.model import TransferModel
from skop_desktop.ui.transfers.order import Way
from skop_desktop.ui.transfers.ordered_view import OrderedView
from skop_desktop.ui.transfers.row_actions import RowActions
from skop_desktop.ui.transfers.texts import as_text, has_countdown

NAME: Final = "Downloads"
_DELETE: Final = QKeySequence.StandardKey.Delete
_SECOND: Final = 1_000
_MOVES: Final = (
    (Way.TOP, "Move to top", "arrow-up-to-line", ""),
    (Way.UP, "Move up", "chevron-up", "Alt+Up"),
    (Way.DOWN, "Move down", "chevron-down", "Alt+Down"),
)


class TransferView(OrderedView):
    """Shows a :class:`TransferModel`. ``asked``: an action and the transfers it is for.

    ``clock``: seconds since 1970, for countdowns.
    """

    asked = Signal(str, tuple)

    def __init__(
        self,
        model: TransferModel,
        parent: QWidget | None = None,
        *,
        clock: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(model, parent)
        self._hovered = QPersistentModelIndex()
        self._target = QPersistentModelIndex()
        self._delegate = TransferDelegate(self, clock)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(NAME)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.row_actions = RowActions(self.viewport())
        self.row_actions.chosen.connect(self._ask_for_target)
        self.activated.connect(self._open)
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._soon.timeout.connect(self._place_actions)
        self._ticking = QTimer(self, interval=_SECOND)
        self._ticking.timeout.connect(self._tick)
        for changed in (
            model.dataChanged,
            model.rowsInserted,
            model.rowsRemoved,
            model.layoutChanged,
            self.selectionModel().currentChanged,
            self.verticalScrollBar().valueChanged,
            self.row_actions.left,
        ):
            changed.connect(lambda *_: self._soon.start())

    def copy_selected(self) -> None:
        """Puts the selected transfers on the clipboard, with links and reasons."""
        if transfers := self.selected():
            QGuiApplication.clipboard().setText(as_text(transfers))

    def ask(self, action: TransferAction) -> None:
        """Asks for ``action`` with those of the selected transfers that it fits."""
        self._emit(action, self.selected())

    def event(self, event: QEvent) -> bool:
        # Delete belongs to this list while it has the keyboard, whatever the window does with it.
        is_override = event.type() is QEvent.Type.ShortcutOverride
        if is_override and isinstance(event, QKeyEvent) and event.matches(_DELETE):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_selected()
        elif event.matches(_DELETE):
            self.ask(TransferAction.CANCEL)
            self.ask(TransferAction.REMOVE)
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hovered = QPersistentModelIndex(self.indexAt(event.position().toPoint()))
        self._soon.start()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hovered = QPersistentModelIndex()
        self._soon.start()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._soon.start()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._soon.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._soon.start()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() is QContextMenuEvent.Reason.Mouse:
            place, index = event.globalPos(), self.indexAt(event.pos())
        else:
            index = self.currentIndex()
            place = self.viewport().mapToGlobal(self.visualRect(index).center())
        if index.isValid():
            self._menu().popup(place)

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chosen = self.selected()
        for action, look in LOOKS.items():
            if any(fits(action, transfer) for transfer in chosen):
                entry = menu.addAction(icon(look.symbol), look.words)
                entry.triggered.connect(lambda _=False, wanted=action: self.ask(wanted))
        if any(transfer.state in MOVABLE for transfer in chosen):
            menu.addSeparator()
            for way, words, symbol, keys in _MOVES:
                entry = menu.addAction(icon(symbol), f"{words}\t{keys}" if keys else words)
                entry.triggered.connect(lambda _=False, to=way: self.move_selected(to))
        menu.addSeparator()
        menu.addAction(icon("copy"), "Copy").triggered.connect(self.copy_selected)
        return menu

    def _open(self, index: QModelIndex) -> None:
        self._emit(TransferAction.OPEN, [self._transfers.transfer_at(index)])

    def _ask_for_target(self, action: str) -> None:
        if self._target.isValid():
            transfer = self._transfers.transfer_at(self._target)
            self._emit(TransferAction(action), [transfer])

    def _emit(self, action: TransferAction, transfers: list[TransferSnapshot]) -> None:
        keys: tuple[TransferKey, ...] = tuple(
            transfer.key for transfer in transfers if fits(action, transfer)
        )
        if keys:
            self.asked.emit(action.value, keys)

    def _tick(self) -> None:
        self.viewport().update()
        self._tick_while_needed()

    def _tick_while_needed(self) -> None:
        """A countdown is drawn each second, and only while one can be seen."""
        first = self.indexAt(self.viewport().rect().topLeft())
        last = self.indexAt(self.viewport().rect().bottomLeft())
        rows = self._transfers.rows
        end = last.row() + 1 if last.isValid() else len(rows)
        counts = first.isValid() and any(map(has_countdown, rows[first.row() : end]))
        if counts != self._ticking.isActive():
            (self._ticking.start if counts else self._ticking.stop)()

    def _show_room_for_actions(self, row: int | None) -> None:
        if row != self._delegate.row_with_actions:
            self._delegate.row_with_actions = row
            self.viewport().update()

    def _place_actions(self) -> None:
        self._tick_while_needed()
        if not self.row_actions.has_focus:
            current = self.currentIndex() if self.hasFocus() else QModelIndex()
            hovered = self._hovered.isValid()
            self._target = self._hovered if hovered else QPersistentModelIndex(current)
        self._show_room_for_actions(self._target.row() if self._target.isValid() else None)
        if not self._target.isValid():
            self.row_actions.hide()
            return
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        option.rect = self.visualRect(self._transfers.index(self._target.row()))
        self.row_actions.show_for(self._transfers.transfer_at(self._target))
        self.row_actions.setGeometry(places(option, has_bar=False).actions)
        self.row_actions.show()
