"""The moment when nothing is left to fetch: what came of it, and where it lies."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from skop_desktop.downloads.snapshot import TransferKey, TransferSnapshot, TransferState
from skop_desktop.downloads.totals import TransferTotals
from skop_desktop.messages import Level, Message, MessageAction
from skop_desktop.ui import formats
from skop_desktop.ui.desk.told import Doer
from skop_desktop.ui.desk.transfers import IN_HAND
from skop_desktop.ui.words import deserves_a_look

_ABOUT: Final = "end of downloads"


class DownloadEnd:
    """``open_folder`` opens the folder it is given, ``None`` where nothing was saved."""

    def __init__(self, doer: Doer, open_folder: Callable[[Path | None], None]) -> None:
        self._doer = doer
        self._open_folder = open_folder
        self._under_way: set[TransferKey] = set()
        self._saved_into: Path | None = None
        self._to_look_at = 0
        self._was_busy = False

    def take_in(self, batch: Sequence[TransferSnapshot]) -> None:
        """Follows the transfers that end while the app runs."""
        for transfer in batch:
            if transfer.state in IN_HAND:
                self._under_way.add(transfer.key)
            elif transfer.key in self._under_way:
                self._under_way.discard(transfer.key)
                self._ended(transfer)

    def take_off(self, keys: Sequence[TransferKey]) -> None:
        """Forgets transfers that were taken off the list."""
        self._under_way.difference_update(keys)

    def count(self, now: TransferTotals) -> None:
        """Tells the end where ``now`` is the first without anything under way."""
        if self._was_busy and not now.is_busy and not self._under_way:
            self._tell(now)
        self._was_busy = now.is_busy or bool(self._under_way)

    def _ended(self, transfer: TransferSnapshot) -> None:
        if transfer.state is TransferState.SAVED and transfer.path is not None:
            self._saved_into = transfer.path.parent
            self._to_look_at += deserves_a_look(transfer)

    def _tell(self, ended: TransferTotals) -> None:
        words = [f"{formats.count(ended.saved)} of {formats.count(ended.all)} documents saved."]
        if ended.failed:
            words.append(f"{formats.count(ended.failed)} did not arrive; Downloads says why.")
        if self._to_look_at:
            words.append(f"{_to_be_looked_at(self._to_look_at)} a look; Downloads says why.")
        folder, self._saved_into, self._to_look_at = self._saved_into, None, 0
        has_trouble = len(words) > 1
        self._doer.tell(
            Message(
                Level.WARNING if has_trouble else Level.DONE,
                " ".join(words),
                action=MessageAction("Open folder", lambda: self._open_folder(folder)),
                about=_ABOUT,
            )
        )


def _to_be_looked_at(number: int) -> str:
    return "One deserves" if number == 1 else f"{formats.count(number)} deserve"
