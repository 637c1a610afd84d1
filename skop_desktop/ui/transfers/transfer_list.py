"""All downloads, with what can be done with many of them at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from skop_desktop.downloads.snapshot import (
    QueueSnapshot,
    TransferKey,
    TransferSnapshot,
    TransferState,
)
from skop_desktop.ui.parts.labels import label
from skop_desktop.ui.transfers.actions import UNFINISHED, TransferAction
from skop_desktop.ui.transfers.model import TransferModel
from skop_desktop.ui.transfers.queue_line import QueueLine
from skop_desktop.ui.transfers.transfer_tools import CLEARED, TransferTools
from skop_desktop.ui.transfers.transfer_view import TransferView

_EMPTY: Final = "Nothing downloaded yet. “Download all” saves every document of this search."


class TransferList(QWidget):
    """One row a download. The signals carry a tuple of :class:`TransferKey`.

    ``move_requested`` also carries the key that these are to come right before, or ``None`` for the
    end. ``page_requested``: the address of a source page. ``tools``: the buttons for many; whoever
    shows the list puts them where there is room.
    """

    cancel_requested = Signal(tuple)
    pause_requested = Signal(tuple)
    resume_requested = Signal(tuple)
    retry_requested = Signal(tuple)
    remove_requested = Signal(tuple)
    move_requested = Signal(tuple, object)
    open_requested = Signal(tuple)
    reveal_requested = Signal(tuple)
    page_requested = Signal(str)
    pause_all_requested = Signal()
    resume_all_requested = Signal()
    folder_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._queue = QueueSnapshot()
        self.model = TransferModel(self)
        self.view = TransferView(self.model, self)
        self.tools = TransferTools()
        self._line = QueueLine()
        nothing = label(_EMPTY, "muted", wrap=True)
        nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedLayout()
        self._stack.addWidget(nothing)
        self._stack.addWidget(self.view)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._line)
        layout.addLayout(self._stack, 1)
        self._wire()
        self._refresh()

    def apply(self, batch: Iterable[TransferSnapshot]) -> None:
        """Takes the newest state of some transfers."""
        self.model.apply(batch)
        self._refresh()

    def remove(self, keys: Collection[TransferKey]) -> None:
        """Takes transfers off the list; their files stay."""
        self.model.remove(keys)
        self._refresh()

    def show_queue(self, queue: QueueSnapshot) -> None:
        """Shows what holds for all downloads at once."""
        self._queue = queue
        self._line.show_queue(queue)
        self._refresh()

    def _wire(self) -> None:
        tools, of = self.tools, self.model.keys_in
        self.view.asked.connect(self._pass_on)
        self.view.move_asked.connect(self.move_requested)
        self._line.resume_requested.connect(self.resume_all_requested)
        tools.pause_all.connect(self.pause_all_requested)
        tools.resume_all.connect(self.resume_all_requested)
        tools.open_folder.connect(self.folder_requested)
        tools.retry_failed.connect(lambda: self.retry_requested.emit(of(TransferState.FAILED)))
        tools.cancel_all.connect(lambda: self.cancel_requested.emit(of(*UNFINISHED)))
        tools.clear_finished.connect(lambda: self.remove_requested.emit(of(*CLEARED)))

    def _refresh(self) -> None:
        self.tools.show_for(self.model, self._queue)
        self._stack.setCurrentIndex(1 if self.model.rowCount() else 0)

    def _pass_on(self, action: str, keys: tuple[TransferKey, ...]) -> None:
        wanted = TransferAction(action)
        if wanted is TransferAction.OPEN_SOURCE:
            self._open_source(keys)
            return
        signals = {
            TransferAction.CANCEL: self.cancel_requested,
            TransferAction.PAUSE: self.pause_requested,
            TransferAction.RESUME: self.resume_requested,
            TransferAction.RETRY: self.retry_requested,
            TransferAction.REMOVE: self.remove_requested,
            TransferAction.OPEN: self.open_requested,
            TransferAction.REVEAL: self.reveal_requested,
        }
        signals[wanted].emit(keys)

    def _open_source(self, keys: Collection[TransferKey]) -> None:
        """Opens the page of the first; twenty tabs at once are what nobody wants."""
        first = next((row for row in self.model.rows if row.key in keys), None)
        if first is not None:
            self.page_requested.emit(first.source_page)
