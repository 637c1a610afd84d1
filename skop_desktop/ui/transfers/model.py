"""The transfers as a list that takes ten batches of changes a second."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from skop_desktop.downloads.snapshot import TransferKey, TransferSnapshot, TransferState
from skop_desktop.ui.parts.row_changes import runs
from skop_desktop.ui.parts.safe_text import tool_tip
from skop_desktop.ui.transfers import texts

TRANSFER: Final = Qt.ItemDataRole.UserRole
_NOWHERE: Final = QModelIndex()


class TransferModel(QAbstractListModel):
    """Rows by their place in the queue; a batch touches only what it changes."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._transfers: list[TransferSnapshot] = []
        self._places: dict[TransferKey, int] = {}
        self._counts: Counter[TransferState] = Counter()

    @property
    def rows(self) -> Sequence[TransferSnapshot]:
        """The transfers in the order of the list."""
        return self._transfers

    def apply(self, batch: Iterable[TransferSnapshot]) -> None:
        """Takes the newest state of some transfers; those not seen before come last.

        Where the place of one has changed, the rows move.
        """
        newest = {transfer.key: transfer for transfer in batch}
        changed = sorted(
            self._places[key]
            for key, transfer in newest.items()
            if key in self._places and self._transfers[self._places[key]] != transfer
        )
        has_moved = False
        for place in changed:
            old = self._transfers[place]
            new = self._transfers[place] = newest[old.key]
            self._counts[old.state] -= 1
            self._counts[new.state] += 1
            has_moved = has_moved or new.place != old.place
        for first, last in runs(changed):
            self.dataChanged.emit(self.index(first), self.index(last))
        new_ones = [new for key, new in newest.items() if key not in self._places]
        last_place = self._transfers[-1].place if self._transfers else float("-inf")
        self._append(sorted(new_ones, key=_place))
        if has_moved or (new_ones and min(map(_place, new_ones)) < last_place):
            self._sort()

    def remove(self, keys: Collection[TransferKey]) -> None:
        """Takes transfers off the list."""
        places = sorted(self._places[key] for key in set(keys) if key in self._places)
        for first, last in reversed(runs(places)):
            self.beginRemoveRows(_NOWHERE, first, last)
            self._counts.subtract(gone.state for gone in self._transfers[first : last + 1])
            del self._transfers[first : last + 1]
            self.endRemoveRows()
        self._note_places()

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

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled

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

    def _sort(self) -> None:
        self.layoutAboutToBeChanged.emit()
        kept = [(index, self._transfers[index.row()].key) for index in self.persistentIndexList()]
        self._transfers.sort(key=_place)
        self._note_places()
        self.changePersistentIndexList(
            [index for index, _ in kept], [self.index(self._places[key]) for _, key in kept]
        )
        self.layoutChanged.emit()

    def _note_places(self) -> None:
        self._places = {transfer.key: row for row, transfer in enumerate(self._transfers)}


def _place(transfer: TransferSnapshot) -> float:
    return transfer.place
