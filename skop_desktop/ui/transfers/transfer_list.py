"""All downloads, with what can be done with many of them at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QWidget

from skop_desktop.downloads.snapshot import TransferKey, TransferSnapshot, TransferState
from skop_desktop.ui.parts.buttons import button
from skop_desktop.ui.parts.labels import label
from skop_desktop.ui.theme.tokens import TIGHT
from skop_desktop.ui.transfers.actions import ACTIVE, TransferAction
from skop_desktop.ui.transfers.model import TransferModel
from skop_desktop.ui.transfers.transfer_view import TransferView

_EMPTY: Final = "Nothing downloaded yet. “Download all” saves every document of this search."
_CLEARED: Final = (TransferState.SAVED, TransferState.CANCELLED)


class TransferList(QWidget):
    """One row a download. The signals carry a tuple of :class:`TransferKey`.

    ``tools``: the buttons for many; whoever shows the list puts them where there is room.
    """

    cancel_requested = Signal(tuple)
    retry_requested = Signal(tuple)
    remove_requested = Signal(tuple)
    open_requested = Signal(tuple)
    reveal_requested = Signal(tuple)
    folder_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = TransferModel(self)
        self.view = TransferView(self.model, self)
        self.view.asked.connect(self._pass_on)
        nothing = label(_EMPTY, "muted", wrap=True)
        nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(nothing)
        self._stack.addWidget(self.view)
        self.tools = self._build_tools()
        self._refresh()

    def apply(self, batch: Iterable[TransferSnapshot]) -> None:
        """Takes the newest state of some transfers."""
        self.model.apply(batch)
        self._refresh()

    def remove(self, keys: Collection[TransferKey]) -> None:
        """Takes transfers off the list; their files stay."""
        self.model.remove(keys)
        self._refresh()

    def _build_tools(self) -> QWidget:
        tools = QWidget()
        row = QHBoxLayout(tools)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(TIGHT)
        row.addStretch()
        self._retry = button("Retry failed", kind="quiet", symbol="rotate-cw")
        self._cancel = button("Cancel all", kind="quiet", symbol="ban")
        self._clear = button("Clear finished", kind="quiet", symbol="check")
        self._folder = button("Open folder", kind="quiet", symbol="folder-open")
        self._retry.clicked.connect(
            lambda: self.retry_requested.emit(self.model.keys_in(TransferState.FAILED))
        )
        self._cancel.clicked.connect(
            lambda: self.cancel_requested.emit(self.model.keys_in(*ACTIVE))
        )
        self._clear.clicked.connect(
            lambda: self.remove_requested.emit(self.model.keys_in(*_CLEARED))
        )
        self._folder.clicked.connect(self.folder_requested)
        for made in (self._retry, self._cancel, self._clear, self._folder):
            row.addWidget(made)
        return tools

    def _refresh(self) -> None:
        failed = self.model.number_of(TransferState.FAILED)
        self._retry.setText(f"Retry failed ({failed})")
        self._retry.setVisible(failed > 0)
        self._cancel.setVisible(self.model.number_of(*ACTIVE) > 0)
        self._clear.setVisible(self.model.number_of(*_CLEARED) > 0)
        self._stack.setCurrentIndex(1 if self.model.rowCount() else 0)

    def _pass_on(self, action: str, keys: tuple[TransferKey, ...]) -> None:
        signals = {
            TransferAction.CANCEL: self.cancel_requested,
            TransferAction.RETRY: self.retry_requested,
            TransferAction.REMOVE: self.remove_requested,
            TransferAction.OPEN: self.open_requested,
            TransferAction.REVEAL: self.reveal_requested,
        }
        signals[TransferAction(action)].emit(keys)
