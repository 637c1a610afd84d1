"""What can be done with a transfer, by its state: one table for buttons, menu and keys."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from skop_desktop.downloads.snapshot import TransferState


class TransferAction(StrEnum):
    """What a person can ask of a transfer."""

    OPEN = "open"
    REVEAL = "reveal"
    RETRY = "retry"
    CANCEL = "cancel"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class ActionLook:
    """The verb and the icon of an action."""

    words: str
    symbol: str


LOOKS: Final = {
    TransferAction.OPEN: ActionLook("Open", "external-link"),
    TransferAction.REVEAL: ActionLook("Show in folder", "folder-open"),
    TransferAction.RETRY: ActionLook("Retry", "rotate-cw"),
    TransferAction.CANCEL: ActionLook("Cancel", "ban"),
    TransferAction.REMOVE: ActionLook("Remove from this list", "x"),
}

ACTIONS: Final[dict[TransferState, tuple[TransferAction, ...]]] = {
    TransferState.WAITING: (TransferAction.CANCEL,),
    TransferState.RUNNING: (TransferAction.CANCEL,),
    TransferState.SAVED: (TransferAction.OPEN, TransferAction.REVEAL, TransferAction.REMOVE),
    TransferState.FAILED: (TransferAction.RETRY, TransferAction.REMOVE),
    TransferState.CANCELLED: (TransferAction.RETRY, TransferAction.REMOVE),
}

ACTIVE: Final = (TransferState.WAITING, TransferState.RUNNING)
FINISHED: Final = (TransferState.SAVED, TransferState.FAILED, TransferState.CANCELLED)
MOST_ACTIONS: Final = max(len(actions) for actions in ACTIONS.values())
