"""The transfers as a list that takes ten batches of changes a second."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from skop_desktop.downloads.snapshot import TransferKey, TransferSnapshot, TransferState
from skop_desktop.ui.parts.row_changes import runs
from skop_desktop.ui.parts.safe_text import tool_tip
from skop_desktop.ui.transfers import texts

TRANSFER: Final = Qt.ItemDataRole.UserRole
_NOWHERE: Final = QModelIndex()


class TransferModel(QAbstractListModel):
    """Rows in the order in which the transfers came; a batch touches only what it changes."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._transfers: list[TransferSnapshot] = []
        self._places: dict[TransferKey, int] = {}
        self._counts: Counter[TransferState] = Counter()

    def apply(self, batch: Iterable[TransferSnapshot]) -> None:
        """Takes the newest state of some transfers; those not seen before come last."""
        newest = {transfer.key: transfer for transfer in batch}
        changed = sorted(
            self._places[key]
            for key, transfer in newest.items()
            if key in self._places and self._transfers[self._places[key]] != transfer
        )
        for place in changed:
            old = self._transfers[place]
            self._transfers[place] = newest[old.key]
            self._counts[old.state] -= 1
            self._counts[newest[old.key].state] += 1
        for first, last in runs(changed):
            self.dataChanged.emit(self.index(first), self.index(last))
        self._append([new for key, new in newest.items() if key not in self._places])

    def remove(self, keys: Collection[TransferKey]) -> None:
        """Takes transfers off the list."""
        places = sorted(self._places[key] for key in set(keys) if key in self._places)
        for first, last in reversed(runs(places)):
            self.beginRemoveRows(_NOWHERE, first, last)
            self._counts.subtract(gone.state for gone in self._transfers[first : last + 1])
            del self._transfers[first : last + 1]
            self.endRemoveRows()
        self._places = {transfer.key: place for place, transfer in enumerate(self._transfers)}

    def number_of(self, *states: TransferState) -> int:
        """How many transfers are in one of ``states``."""
        return sum(self._counts[state] for state in states)

    def keys_in(self, *states: TransferState) -> tuple[TransferKey, ...]:
        """The transfers that are in one of ``states``."""
        return tuple(transfer.key for transfer in self._transfers if transfer.state in states)

    def transfer_at(self, index: QModelIndex | QPersistentModelIndex) -> TransferSnapshot:
        """The transfer in a row."""
        return self._transfers[index.row()]

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._transfers)

    def data(
        self,
        index: QModelIndex | QPersistentModelIndex,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:  # noqa: ANN401 - Qt's own signature
        if not index.isValid() or index.row() >= len(self._transfers):
            return None
        transfer = self.transfer_at(index)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return texts.name_of(transfer)
            case Qt.ItemDataRole.AccessibleTextRole:
                return texts.spoken(transfer)
            case Qt.ItemDataRole.ToolTipRole:
                return tool_tip(texts.whole_of(transfer))
            case int() if role == TRANSFER:
                return transfer
            case _:
                return None

    def _append(self, new: list[TransferSnapshot]) -> None:
        if not new:
            return
        first = len(self._transfers)
        self.beginInsertRows(_NOWHERE, first, first + len(new) - 1)
        self._transfers.extend(new)
        self._places.update((transfer.key, first + n) for n, transfer in enumerate(new))
        self._counts.update(transfer.state for transfer in new)
        self.endInsertRows()
