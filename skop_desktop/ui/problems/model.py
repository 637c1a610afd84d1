"""The problems of a job as a list that grows and can be filtered, without a proxy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from skop_desktop.ui.parts.safe_text import tool_tip
from skop_desktop.ui.problems.rows import Problem, ProblemRow, row_of, search_text

ROW: Final = Qt.ItemDataRole.UserRole
_NOWHERE: Final = QModelIndex()

_Key = tuple[Problem, int]


class ProblemModel(QAbstractListModel):
    """Rows in the service's order. The same problem twice is two rows.

    Rows are made when they are looked at: ten thousand at once would stall the window.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: list[_Key] = []
        self._rows: dict[_Key, ProblemRow] = {}
        self._haystacks: dict[_Key, str] = {}
        self._shown: list[_Key] = []
        self._needle = ""

    @property
    def total(self) -> int:
        """Number of rows, filtered out or not."""
        return len(self._all)

    def set_problems(self, problems: Sequence[Problem]) -> None:
        """Shows ``problems``; those that were there before keep their selection."""
        seen: Counter[Problem] = Counter()
        keys: list[_Key] = []
        for problem in problems:
            keys.append((problem, seen[problem]))
            seen[problem] += 1
        if keys == self._all:
            return
        self._all = keys
        self._rows, self._haystacks = {}, {}
        self._refresh()

    def set_filter(self, text: str) -> None:
        """Shows only rows that have every word of ``text`` somewhere."""
        needle = " ".join(text.casefold().split())
        if needle != self._needle:
            self._needle = needle
            self._refresh()

    def row_at(self, index: QModelIndex | QPersistentModelIndex) -> ProblemRow:
        """The problem in a row that is shown."""
        return self._row(self._shown[index.row()])

    def rows_shown(self) -> list[ProblemRow]:
        """The problems that pass the filter."""
        return [self._row(key) for key in self._shown]

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def data(
        self,
        index: QModelIndex | QPersistentModelIndex,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:  # noqa: ANN401 - Qt's own signature
        if not index.isValid() or index.row() >= len(self._shown):
            return None
        row = self.row_at(index)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.words
            case Qt.ItemDataRole.AccessibleTextRole:
                return row.spoken
            case Qt.ItemDataRole.ToolTipRole:
                return tool_tip(row.whole)
            case int() if role == ROW:
                return row
            case _:
                return None

    def _row(self, key: _Key) -> ProblemRow:
        made = self._rows.get(key)
        if made is None:
            made = self._rows[key] = row_of(key[0])
        return made

    def _refresh(self) -> None:
        new = self._passing() if self._needle else self._all
        old = self._shown
        if new[: len(old)] != old:
            self._rearrange(new)
        elif len(new) > len(old):
            self.beginInsertRows(_NOWHERE, len(old), len(new) - 1)
            self._shown = new
            self.endInsertRows()

    def _passing(self) -> list[_Key]:
        if not self._haystacks:
            self._haystacks = {key: search_text(key[0]) for key in self._all}
        words = self._needle.split()
        return [key for key in self._all if all(w in self._haystacks[key] for w in words)]

    def _rearrange(self, new: list[_Key]) -> None:
        self.layoutAboutToBeChanged.emit()
        held = self.persistentIndexList()
        keys = [self._shown[index.row()] for index in held]
        self._shown = new
        places = {key: row for row, key in enumerate(new)} if held else {}
        now = [self.index(places[key]) if key in places else _NOWHERE for key in keys]
        self.changePersistentIndexList(held, now)
        self.layoutChanged.emit()
