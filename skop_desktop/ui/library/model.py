"""All searches as a list with headings, changed in place and never reset."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from skop_desktop.jobs.snapshot import JobKey
from skop_desktop.ui.library.entry import SearchEntry
from skop_desktop.ui.library.sections import section_of
from skop_desktop.ui.parts.row_changes import insertions, removals
from skop_desktop.ui.parts.safe_text import tool_tip

ENTRY: Final = int(Qt.ItemDataRole.UserRole) + 1
"""The :class:`SearchEntry` of a row; ``None`` for a heading."""

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE: Final = QModelIndex()
_DAWN: Final = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Heading:
    """A row that is only a heading."""

    text: str


Row = SearchEntry | Heading


def _identity(row: Row) -> JobKey | str:
    return row.text if isinstance(row, Heading) else row.key


class LibraryModel(QAbstractListModel):
    """Newest first. ``now``: the clock by which "Today" is told."""

    def __init__(self, now: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self._entries: dict[JobKey, SearchEntry] = {}
        self._rows: list[Row] = []
        self._today: date = now().astimezone().date()

    def show_entries(self, entries: Iterable[SearchEntry]) -> None:
        """These searches and no others."""
        known = self._entries
        self._entries = {entry.key: self._dated(entry, known) for entry in entries}
        self._arrange()

    def update_entry(self, entry: SearchEntry) -> None:
        """Changes a search, or adds it."""
        old = self._entries.get(entry.key)
        new = self._dated(entry, self._entries)
        self._entries[entry.key] = new
        if old is not None and old.opened_at == new.opened_at:
            place = self.index_of(entry.key)
            self._rows[place.row()] = new
            if old != new:
                self.dataChanged.emit(place, place)
            return
        self._arrange()

    def keep_up_with_the_date(self) -> None:
        """After midnight "Today" is "Yesterday"."""
        if self._now().astimezone().date() != self._today:
            self._arrange()

    def index_of(self, key: JobKey) -> QModelIndex:
        """Where ``key`` stands; an invalid index where it does not."""
        places = (n for n, row in enumerate(self._rows) if _identity(row) == key)
        return self.index(next(places, -1))

    def entry_at(self, index: _Index) -> SearchEntry | None:
        """The search of a row; ``None`` for a heading."""
        row = self._rows[index.row()] if 0 <= index.row() < len(self._rows) else None
        return row if isinstance(row, SearchEntry) else None

    def nearest_entry(self, row: int, step: int) -> QModelIndex:
        """The first search from ``row`` on, going by ``step`` (1, -1); invalid past the end."""
        while 0 <= row < len(self._rows):
            if isinstance(self._rows[row], SearchEntry):
                return self.index(row)
            row += step
        return QModelIndex()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if self.entry_at(index) is None:
            return Qt.ItemFlag.NoItemFlags
        return (
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemNeverHasChildren
        )

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not 0 <= index.row() < len(self._rows):
            return None
        row = self._rows[index.row()]
        return _of_heading(row, role) if isinstance(row, Heading) else _of_entry(row, role)

    def _dated(self, entry: SearchEntry, known: dict[JobKey, SearchEntry]) -> SearchEntry:
        if entry.opened_at is not None:
            return entry
        before = known.get(entry.key)
        opened_at = before.opened_at if before is not None else self._now()
        return replace(entry, opened_at=opened_at)

    def _wanted(self) -> list[Row]:
        rows: list[Row] = []
        heading = ""
        newest_first = sorted(
            self._entries.values(), key=lambda entry: entry.opened_at or _DAWN, reverse=True
        )
        for entry in newest_first:
            section = section_of(entry.opened_at or _DAWN, self._today)
            if section != heading:
                heading = section
                rows.append(Heading(section))
            rows.append(entry)
        return rows

    def _arrange(self) -> None:
        """Removes, moves, inserts and refreshes what differs; selection and cursor stay."""
        self._today = self._now().astimezone().date()
        wanted = self._wanted()
        names = [_identity(row) for row in wanted]
        for first, last in removals([_identity(row) for row in self._rows], names):
            self.beginRemoveRows(_NOWHERE, first, last)
            del self._rows[first : last + 1]
            self.endRemoveRows()
        self._reorder({name: place for place, name in enumerate(names)})
        for first, last in insertions([_identity(row) for row in self._rows], names):
            self.beginInsertRows(_NOWHERE, first, last)
            self._rows[first:first] = wanted[first : last + 1]
            self.endInsertRows()
        changed = [n for n, row in enumerate(wanted) if row != self._rows[n]]
        self._rows = wanted
        if changed:
            self.dataChanged.emit(self.index(changed[0]), self.index(changed[-1]))

    def _reorder(self, order: dict[JobKey | str, int]) -> None:
        target = sorted(self._rows, key=lambda row: order[_identity(row)])
        if target == self._rows:
            return
        self.layoutAboutToBeChanged.emit()
        places = {_identity(row): place for place, row in enumerate(target)}
        old = self.persistentIndexList()
        new = [self.index(places[_identity(self._rows[index.row()])]) for index in old]
        self._rows = target
        self.changePersistentIndexList(old, new)
        self.layoutChanged.emit()


def _of_heading(heading: Heading, role: int) -> object:
    told = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
    return heading.text if role in told else None


def _of_entry(entry: SearchEntry, role: int) -> object:
    match role:
        case Qt.ItemDataRole.DisplayRole:
            return entry.title
        case Qt.ItemDataRole.AccessibleTextRole:
            return entry.spoken
        case Qt.ItemDataRole.ToolTipRole:
            return tool_tip(f"{entry.title}\n{entry.detail}\n{entry.key.job_id}")
        case _:
            return entry if role == ENTRY else None
