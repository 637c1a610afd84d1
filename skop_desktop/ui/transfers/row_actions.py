"""The small buttons at the end of the row under the mouse, or of the row with the keyboard."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from skop_desktop.downloads.snapshot import TransferSnapshot
from skop_desktop.ui.parts.buttons import icon_button
from skop_desktop.ui.theme.tokens import GRID, ICON
from skop_desktop.ui.transfers.actions import LOOKS, TransferAction, buttons_of
from skop_desktop.ui.transfers.delegate import ACTION_SIDE
from skop_desktop.ui.transfers.texts import name_of


class RowActions(QWidget):
    """The buttons that fit one transfer.

    ``chosen``: the action that was pressed. ``left``: the keyboard went to another widget.
    """

    chosen = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addStretch()
        self._buttons = {}
        for action, look in LOOKS.items():
            made = icon_button(look.symbol, look.words, tone="text")
            made.setFixedSize(QSize(ACTION_SIDE, ACTION_SIDE))
            made.setIconSize(QSize(ICON, ICON))
            made.clicked.connect(lambda _=False, chosen=action: self.chosen.emit(chosen.value))
            made.installEventFilter(self)
            layout.addWidget(made)
            self._buttons[action] = made
        self.hide()

    @property
    def has_focus(self) -> bool:
        """Whether one of the buttons has the keyboard."""
        return any(shown.hasFocus() for shown in self._buttons.values())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.FocusOut:
            self.left.emit()
        return super().eventFilter(watched, event)

    def show_for(self, transfer: TransferSnapshot) -> None:
        """Shows what can be done with ``transfer``."""
        fitting = buttons_of(transfer)
        for action, shown in self._buttons.items():
            shown.setVisible(action in fitting)
            shown.setAccessibleDescription(name_of(transfer))

    def button(self, action: TransferAction) -> QWidget:
        """The button of ``action``."""
        return self._buttons[action]
