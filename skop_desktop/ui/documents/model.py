"""The documents of a job as Qt's views ask for them: ordered and filtered in the model itself.

A proxy model asks Python once a comparison: 25 s for a sort of 100,000 rows. Here an order and a
filter are lists of row numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from skop_desktop.api.models import ExtractedDocument
from skop_desktop.documents.columns import COLUMNS, ColumnKey, DocumentColumns, Filter
from skop_desktop.downloads.plan import transfer_key
from skop_desktop.downloads.snapshot import TransferSnapshot, TransferState
from skop_desktop.ui.documents.cells import KEYS, Cells, section_of
from skop_desktop.ui.documents.roles import (
    DOCUMENT_ROLE,
    SORT_ROLE,
    TRANSFER_ROLE,
    TYPE_ROLE,
)
from skop_desktop.ui.documents.saved_words import saved_rank
from skop_desktop.ui.parts.row_changes import runs

Index = QModelIndex | QPersistentModelIndex
_NOWHERE: Final = -1
_MANY_ROWS: Final = 200
_FLAGS: Final = (
    Qt.ItemFlag.ItemIsSelectable
    | Qt.ItemFlag.ItemIsEnabled
    | Qt.ItemFlag.ItemNeverHasChildren
    | Qt.ItemFlag.ItemIsDragEnabled
)
_ANSWERS: Final[dict[int, Callable[[Cells, ColumnKey], Any]]] = {
    Qt.ItemDataRole.DisplayRole: Cells.text,
    Qt.ItemDataRole.AccessibleTextRole: Cells.text,
    Qt.ItemDataRole.ToolTipRole: Cells.tip,
    Qt.ItemDataRole.AccessibleDescriptionRole: Cells.description,
    SORT_ROLE: Cells.raw,
    DOCUMENT_ROLE: lambda cells, _key: cells.document,
    TRANSFER_ROLE: lambda cells, _key: cells.transfer,
    TYPE_ROLE: lambda cells, _key: cells.columns.types[cells.row],
}


def transfer_url(document: ExtractedDocument) -> str:
    """What the transfer of ``document`` is known by: its link, or what stands in for one."""
    return (document.url or "").strip() or transfer_key("", document).url


class DocumentsModel(QAbstractTableModel):
    """One row a document, one column a :class:`ColumnKey`.

    ``rearranging`` and ``rearranged`` frame every change of rows, so that a view can put its
    selection aside: Qt would keep one persistent index a selected row, 100,000 of them after
    Ctrl+A, and loses count when rows are hidden under it.
    """

    rearranging = Signal()
    rearranged = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = DocumentColumns.build(())
        self._filter = Filter()
        self._sorted_by: tuple[ColumnKey, bool] | None = None
        self._transfers: dict[str, TransferSnapshot] = {}
        self._order: Sequence[int] = ()
        self._mask = bytearray()
        self._visible: Sequence[int] = ()
        self._positions: list[int] | None = None
        self._rows_of_url: dict[str, list[int]] | None = None

    @property
    def columns(self) -> DocumentColumns:
        """What the rows are made of."""
        return self._columns

    @property
    def total(self) -> int:
        """How many documents there are, shown or not."""
        return len(self._columns.documents)

    @property
    def sorted_by(self) -> tuple[ColumnKey, bool] | None:
        """The column and whether descending; ``None`` for the service's own order."""
        return self._sorted_by

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._visible)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(COLUMNS)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return _FLAGS if index.isValid() else Qt.ItemFlag.NoItemFlags

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # noqa: ANN401 - Qt's own signature
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(COLUMNS):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(section)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's own signature
        position = index.row()
        if not 0 <= position < len(self._visible):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(index.column())
        answer = _ANSWERS.get(role)
        if answer is None:
            return None
        return answer(self.cells_at(position), KEYS[index.column()])

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Orders by a column; a column that is not there brings the service's order back."""
        is_column = 0 <= column < len(COLUMNS)
        descending = order is Qt.SortOrder.DescendingOrder
        self._sorted_by = (KEYS[column], descending) if is_column else None
        with self._rearranged():
            self._order = self._ordered()

    def set_filter(self, wanted: Filter) -> None:
        """Shows the documents that match."""
        if wanted != self._filter:
            with self._rearranged():
                self._filter = wanted
                self._mask = self._matching()

    def set_columns(self, columns: DocumentColumns) -> None:
        """Takes a new list; rows that are in both keep selection and persistent indexes."""
        if columns is not self._columns:
            with self._rearranged():
                self._columns = columns
                self._rows_of_url = None
                self._order = self._ordered()
                self._mask = self._matching()

    def set_transfers(self, transfers: Mapping[str, TransferSnapshot]) -> None:
        """All transfers of the job, by link; what is not among them was never asked for."""
        self._transfers = dict(transfers)
        self._repaint(0, len(self._visible) - 1)

    def update_transfers(self, changed: Sequence[TransferSnapshot]) -> None:
        """Takes what changed and repaints those rows. The order stays: no row runs away."""
        self._transfers.update({transfer.key.url: transfer for transfer in changed})
        if len(changed) > _MANY_ROWS:
            self._repaint(0, len(self._visible) - 1)
            return
        known, places = self._rows_by_url(), self._position_by_row()
        rows = {row for transfer in changed for row in known.get(transfer.key.url, ())}
        for first, last in runs(sorted({places[row] for row in rows} - {_NOWHERE})):
            self._repaint(first, last)

    def match(
        self,
        start: Index,
        role: int,
        value: object,
        hits: int = 1,
        flags: Qt.MatchFlag = Qt.MatchFlag.MatchStartsWith,
    ) -> list[QModelIndex]:
        """Rows whose name starts with ``value``, from ``start`` on: what typing letters asks."""
        del role, flags
        typed = str(value).casefold()
        count = len(self._visible)
        found = []
        for step in range(count):
            position = (start.row() + step) % count
            name = self._columns.names[self._visible[position]]
            if name.casefold().startswith(typed):
                found.append(self.index(position, start.column()))
                if len(found) == hits:
                    break
        return found

    def document_at(self, position: int) -> ExtractedDocument:
        """The document that is shown at ``position``."""
        return self._columns.documents[self._visible[position]]

    def cells_at(self, position: int) -> Cells:
        """The cells of the row that is shown at ``position``."""
        row = self._visible[position]
        return Cells(self._columns, row, self.transfer_for(self._columns.documents[row]))

    def row_at(self, position: int) -> int:
        """The row of the columns that is shown at ``position``."""
        return self._visible[position]

    def positions_of(
        self, rows: Iterable[int | None], columns: DocumentColumns
    ) -> list[int | None]:
        """Where rows of ``columns`` (these or earlier ones) are shown, ``None`` where not."""
        asked = list(rows)
        if columns is not self._columns:
            ids = [None if row is None else columns.row_id(row) for row in asked]
            asked = [None if row_id is None else self._columns.row_of(row_id) for row_id in ids]
        if all(row is None for row in asked):
            return asked
        places = self._position_by_row()
        return [None if row is None or places[row] == _NOWHERE else places[row] for row in asked]

    def transfer_for(self, document: ExtractedDocument) -> TransferSnapshot | None:
        """The transfer of a document."""
        return self._transfers.get(transfer_url(document))

    def saved_among(self, documents: Iterable[ExtractedDocument]) -> int:
        """How many of ``documents`` are saved."""
        states = (transfer.state for transfer in self._transfers.values())
        if TransferState.SAVED not in states:
            return 0
        transfers = map(self.transfer_for, documents)
        return sum(t is not None and t.state is TransferState.SAVED for t in transfers)

    @contextmanager
    def _rearranged(self) -> Iterator[None]:
        """Frames a change of order, mask or columns; persistent indexes follow their rows."""
        self.rearranging.emit()
        self.layoutAboutToBeChanged.emit()
        columns, before = self._columns, self.persistentIndexList()
        rows = [self._visible[index.row()] for index in before]
        yield
        is_all = self._filter.is_empty
        self._visible = self._order if is_all else self._columns.visible(self._order, self._mask)
        self._positions = None
        if before:
            places = zip(self.positions_of(rows, columns), before, strict=True)
            after = [
                QModelIndex() if at is None else self.index(at, old.column()) for at, old in places
            ]
            self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()
        self.rearranged.emit()

    def _matching(self) -> bytearray:
        return bytearray() if self._filter.is_empty else self._columns.matches(self._filter)

    def _ordered(self) -> Sequence[int]:
        if self._sorted_by is None:
            return range(len(self._columns.documents))
        column, descending = self._sorted_by
        ranks = None
        if column is ColumnKey.SAVED:
            ranks = [saved_rank(self.transfer_for(one)) for one in self._columns.documents]
        return self._columns.order_by(column, descending, saved_ranks=ranks)

    def _position_by_row(self) -> list[int]:
        if self._positions is None:
            self._positions = [_NOWHERE] * self.total
            for position, row in enumerate(self._visible):
                self._positions[row] = position
        return self._positions

    def _rows_by_url(self) -> Mapping[str, list[int]]:
        if self._rows_of_url is None:
            self._rows_of_url = {}
            for row, document in enumerate(self._columns.documents):
                self._rows_of_url.setdefault(transfer_url(document), []).append(row)
        return self._rows_of_url

    def _repaint(self, first: int, last: int) -> None:
        if last < first:
            return
        column = section_of(ColumnKey.SAVED)
        self.dataChanged.emit(self.index(first, column), self.index(last, column))


def _alignment(section: int) -> int:
    flag = Qt.AlignmentFlag
    side = flag.AlignRight if COLUMNS[section].is_right_aligned else flag.AlignLeft
    return int(side | flag.AlignVCenter)
