"""What can be done with many downloads at once, as a row of buttons."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal

from skop_desktop.downloads.snapshot import QueueSnapshot, TransferState
from skop_desktop.ui.parts.buttons import button
from skop_desktop.ui.parts.tool_row import ToolRow
from skop_desktop.ui.transfers.actions import ACTIVE, UNFINISHED
from skop_desktop.ui.transfers.model import TransferModel

CLEARED: Final = (TransferState.SAVED, TransferState.CANCELLED)


class TransferTools(ToolRow):
    """Each button is there only while it is of use; its signal says that it was pressed."""

    pause_all = Signal()
    resume_all = Signal()
    retry_failed = Signal()
    cancel_all = Signal()
    clear_finished = Signal()
    open_folder = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._retry = button("Retry failed", kind="quiet", symbol="rotate-cw")
        self._pause = button("Pause all", kind="quiet", symbol="pause")
        self._resume = button("Resume all", kind="quiet", symbol="play")
        self._cancel = button("Cancel all", kind="quiet", symbol="ban")
        self._clear = button("Clear finished", kind="quiet", symbol="check")
        self._folder = button("Open folder", kind="quiet", symbol="folder-open")
        for made, pressed in (
            (self._retry, self.retry_failed),
            (self._pause, self.pause_all),
            (self._resume, self.resume_all),
            (self._cancel, self.cancel_all),
            (self._clear, self.clear_finished),
            (self._folder, self.open_folder),
        ):
            self.add(made)
            made.clicked.connect(lambda _=False, told=pressed: told.emit())

    def show_for(self, model: TransferModel, queue: QueueSnapshot) -> None:
        """Offers what makes sense for the transfers of ``model``."""
        failed = model.number_of(TransferState.FAILED)
        is_held = queue.is_paused or model.number_of(TransferState.PAUSED) > 0
        self.set_words(self._retry, f"Retry failed ({failed})")
        for made, is_shown in (
            (self._retry, failed > 0),
            (self._pause, model.number_of(*ACTIVE) > 0 and not queue.is_paused),
            (self._resume, is_held),
            (self._cancel, model.number_of(*UNFINISHED) > 0),
            (self._clear, model.number_of(*CLEARED) > 0),
        ):
            self.set_shown(made, is_shown=is_shown)
