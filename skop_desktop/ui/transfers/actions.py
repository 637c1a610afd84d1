"""What can be done with a transfer, by its state: one table for buttons, menu and keys."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from skop_desktop.downloads.snapshot import TransferSnapshot, TransferState


class TransferAction(StrEnum):
    """What a person can ask of a transfer."""

    OPEN = "open"
    REVEAL = "reveal"
    PAUSE = "pause"
    RESUME = "resume"
    RETRY = "retry"
    OPEN_SOURCE = "open source"
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
    TransferAction.PAUSE: ActionLook("Pause", "pause"),
    TransferAction.RESUME: ActionLook("Resume", "play"),
    TransferAction.RETRY: ActionLook("Retry", "rotate-cw"),
    TransferAction.OPEN_SOURCE: ActionLook("Open source page", "globe"),
    TransferAction.CANCEL: ActionLook("Cancel", "ban"),
    TransferAction.REMOVE: ActionLook("Remove from this list", "x"),
}

_BUTTONS: Final[dict[TransferState, tuple[TransferAction, ...]]] = {
    TransferState.WAITING: (TransferAction.PAUSE, TransferAction.CANCEL),
    TransferState.RUNNING: (TransferAction.PAUSE, TransferAction.CANCEL),
    TransferState.PAUSED: (TransferAction.RESUME, TransferAction.CANCEL),
    TransferState.SAVED: (TransferAction.OPEN, TransferAction.REVEAL, TransferAction.REMOVE),
    TransferState.FAILED: (
        TransferAction.RETRY,
        TransferAction.OPEN_SOURCE,
        TransferAction.REMOVE,
    ),
    TransferState.CANCELLED: (TransferAction.RETRY, TransferAction.REMOVE),
}

ACTIVE: Final = (TransferState.WAITING, TransferState.RUNNING)
UNFINISHED: Final = (*ACTIVE, TransferState.PAUSED)
MOVABLE: Final = (TransferState.WAITING, TransferState.PAUSED)
"""Those whose place in the list decides when they come."""
FINISHED: Final = (TransferState.SAVED, TransferState.FAILED, TransferState.CANCELLED)
MOST_BUTTONS: Final = max(len(actions) for actions in _BUTTONS.values())


def fits(action: TransferAction, transfer: TransferSnapshot) -> bool:
    """Whether ``action`` can be done with ``transfer``."""
    if action is TransferAction.OPEN_SOURCE:
        return bool(transfer.source_page)
    return action in _BUTTONS[transfer.state]


def buttons_of(transfer: TransferSnapshot) -> tuple[TransferAction, ...]:
    """What the row of ``transfer`` offers at once; the menu has the rest."""
    return tuple(action for action in _BUTTONS[transfer.state] if fits(action, transfer))
