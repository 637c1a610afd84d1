"""What the Saved column says of a transfer."""

from __future__ import annotations

from typing import Final

from skop_desktop.downloads.snapshot import TransferSnapshot, TransferState
from skop_desktop.ui import formats
from skop_desktop.ui.parts.safe_text import one_line
from skop_desktop.ui.words import TRANSFER_STATES

_RANKS: Final = {
    TransferState.CANCELLED: 0,
    TransferState.FAILED: 1,
    TransferState.WAITING: 2,
    TransferState.PAUSED: 2,
    TransferState.RUNNING: 3,
    TransferState.SAVED: 2_000,
}
_RUNNING_STEPS: Final = 1_000
_SENTENCES: Final = {
    TransferState.WAITING: "Waits for its turn.",
    TransferState.PAUSED: "Paused; Downloads resumes it.",
    TransferState.CANCELLED: "The download was cancelled.",
}


def saved_text(transfer: TransferSnapshot | None) -> str:
    """``Saved``, ``62 %``, ``1.2 MB``, ``Waiting``, ``Failed: <reason>``; empty where not asked."""
    if transfer is None:
        return ""
    if transfer.state is TransferState.RUNNING:
        if transfer.share is not None:
            return formats.percent(transfer.share)
        return formats.size(transfer.bytes_done)
    word = TRANSFER_STATES[transfer.state].word
    if transfer.state is TransferState.FAILED and transfer.error is not None:
        return f"{word}: {transfer.error.happened}"
    return word


def saved_in_full(transfer: TransferSnapshot | None) -> str:
    """The same in whole sentences, for the tool tip."""
    if transfer is None:
        return ""
    match transfer.state:
        case TransferState.RUNNING:
            so_far = formats.size(transfer.bytes_done)
            if transfer.bytes_total:
                so_far += f" of {formats.size(transfer.bytes_total)}"
            return f"Downloading: {so_far}"
        case TransferState.SAVED:
            saved = f"Saved as {transfer.path.name}" if transfer.path else "Saved"
            return f"{saved}. {one_line(transfer.note)}" if transfer.note else saved
        case TransferState.FAILED:
            return str(transfer.error) if transfer.error else "The download failed."
        case _:
            return _SENTENCES[transfer.state]


def saved_rank(transfer: TransferSnapshot | None) -> int | None:
    """Where a transfer stands in the order of the Saved column: the further it is, the higher."""
    if transfer is None:
        return None
    if transfer.state is TransferState.RUNNING:
        return _RANKS[transfer.state] + round(_RUNNING_STEPS * (transfer.share or 0.0))
    return _RANKS[transfer.state]
