"""Selection, current row and scroll, put aside while rows change places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QItemSelection, QItemSelectionModel
from PySide6.QtWidgets import QTableView

from skop_desktop.documents.columns import DocumentColumns
from skop_desktop.ui.documents.model import DocumentsModel
from skop_desktop.ui.parts.row_changes import runs


@dataclass(frozen=True, slots=True)
class KeptPlace:
    """Where a person was in the table; rows are those of ``columns``."""

    columns: DocumentColumns
    selected: Sequence[int]
    current: int | None
    current_column: int
    anchor: int | None
    """The row that must stay where it is on the screen; ``None`` while the table is at its top."""
    anchor_offset: int
    """Pixels from the top of the viewport to the anchor."""

    @classmethod
    def of(cls, view: QTableView, model: DocumentsModel) -> KeptPlace:
        """The place that ``view`` shows now."""
        index = view.currentIndex()
        anchor = index.row() if index.isValid() and _is_on_screen(view, index.row()) else -1
        if anchor < 0 and view.verticalScrollBar().value() > 0:
            anchor = view.rowAt(0)
        return cls(
            columns=model.columns,
            selected=[model.row_at(position) for position in selected_positions(view)],
            current=model.row_at(index.row()) if index.isValid() else None,
            current_column=max(0, index.column()),
            anchor=model.row_at(anchor) if anchor >= 0 else None,
            anchor_offset=view.rowViewportPosition(anchor) if anchor >= 0 else 0,
        )

    def give_back(self, view: QTableView, model: DocumentsModel) -> None:
        """Selects the same documents again and scrolls so that the anchor stays where it was."""
        found = model.positions_of(self.selected, self.columns)
        positions = [at for at in found if at is not None]
        is_all = bool(positions) and len(positions) == model.rowCount()
        parts = [(0, len(positions) - 1)] if is_all else runs(sorted(positions))
        selection = QItemSelection()
        last_column = model.columnCount() - 1
        for first, last in parts:
            selection.select(model.index(first, 0), model.index(last, last_column))
        chosen = view.selectionModel()
        current, anchor = model.positions_of((self.current, self.anchor), self.columns)
        if current is not None:
            index = model.index(current, self.current_column)
            chosen.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        if not selection.isEmpty():
            chosen.select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        row_height = view.verticalHeader().defaultSectionSize()
        top = 0 if anchor is None else anchor * row_height - self.anchor_offset
        view.verticalScrollBar().setValue(top)


def selected_positions(view: QTableView) -> list[int]:
    """The selected rows as shown, in their order."""
    selection = view.selectionModel().selection()
    parts = [selection.at(n) for n in range(selection.count())]
    if len(parts) == 1:
        return list(range(parts[0].top(), parts[0].bottom() + 1))
    found: set[int] = set()
    for part in parts:
        found.update(range(part.top(), part.bottom() + 1))
    return sorted(found)


def _is_on_screen(view: QTableView, row: int) -> bool:
    top = view.rowViewportPosition(row)
    return top >= 0 and top + view.rowHeight(row) <= view.viewport().height()
