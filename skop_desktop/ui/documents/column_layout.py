"""Which columns there is room for, how wide they are, and how that is remembered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QHeaderView

from skop_desktop.documents.columns import ColumnKey
from skop_desktop.ui.documents.cell_look import CELL_PADDING
from skop_desktop.ui.documents.cells import KEYS, section_of
from skop_desktop.ui.documents.delegates import bar_width
from skop_desktop.ui.documents.heading import Heading
from skop_desktop.ui.theme.tokens import GRID, ICON, SMALL

NAME_NEEDS: Final = 56 * GRID
"""Pixels below which another column gives way to the name."""

_GIVE_WAY: Final = (ColumnKey.FOUND_AT, ColumnKey.FOUND_ON, ColumnKey.TYPE, ColumnKey.SIZE)
"""The order in which columns are folded away where the table is narrow."""

_OTHERS: Final = tuple(key for key in KEYS if key is not ColumnKey.NAME)
_SAMPLES: Final = {
    ColumnKey.TYPE: "XLSX",
    ColumnKey.SIZE: "888.8 MB",
    ColumnKey.FOUND_ON: "/committees/",
    ColumnKey.FOUND_AT: "28 Sep 2024, 10:25 PM",
    ColumnKey.SAVED: "Failed: no",
}
"""What a column should have room for."""

_NARROWEST_SAVED: Final = 40
_WIDEST_SAVED: Final = 2_000


class ColumnLayout(QObject):
    """Gives the name what is left over, and folds columns where too little would be left.

    A column that a person hid stays hidden; one that a person asked for is never folded.
    """

    def __init__(self, heading: Heading) -> None:
        super().__init__(heading)
        self._heading = heading
        self._hidden: set[ColumnKey] = set()
        self._wanted: set[ColumnKey] = set()
        self._widths: dict[ColumnKey, int] = {}
        heading.sectionResized.connect(self._note_width)

    def set_up(self) -> None:
        """Widths for the font in use; call once the heading has its model."""
        name = section_of(ColumnKey.NAME)
        self._heading.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self._heading.setSectionResizeMode(name, QHeaderView.ResizeMode.Stretch)
        for key in _OTHERS:
            section = section_of(key)
            width = max(self._heading.title_width(section), self._needed(key))
            self._heading.resizeSection(section, width)

    def is_shown(self, column: ColumnKey) -> bool:
        """Whether the column can be seen."""
        return not self._heading.isSectionHidden(section_of(column))

    def toggle(self, column: ColumnKey, width: int) -> None:
        """Hides a column that can be seen, shows one that cannot. The name stays."""
        if column is ColumnKey.NAME:
            return
        if self.is_shown(column):
            self._hidden.add(column)
            self._wanted.discard(column)
        else:
            self._hidden.discard(column)
            self._wanted.add(column)
        self.fit(width)

    def fit(self, width: int) -> None:
        """Folds as many columns as a table of ``width`` pixels asks for."""
        left = width - sum(self._widths[column] for column in _OTHERS if column not in self._hidden)
        folded: set[ColumnKey] = set()
        for column in _GIVE_WAY:
            if left >= NAME_NEEDS:
                break
            if column not in self._hidden | self._wanted:
                folded.add(column)
                left += self._widths[column]
        for column in _OTHERS:
            is_hidden = column in self._hidden or column in folded
            if is_hidden is self.is_shown(column):
                self._heading.setSectionHidden(section_of(column), is_hidden)

    def state(self) -> dict[str, Any]:
        """Order, widths and hidden columns by name, so that a new version's columns can differ."""
        by_place = sorted(KEYS, key=lambda c: self._heading.visualIndex(section_of(c)))
        return {
            "order": [column.value for column in by_place],
            "widths": {column.value: self._widths[column] for column in _OTHERS},
            "hidden": sorted(column.value for column in self._hidden),
            "wanted": sorted(column.value for column in self._wanted),
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """What :meth:`state` gave; what is missing or broken keeps its default."""
        for place, column in enumerate(_columns(state.get("order"))):
            self._heading.moveSection(self._heading.visualIndex(section_of(column)), place)
        widths = state.get("widths")
        for name, width in (widths if isinstance(widths, Mapping) else {}).items():
            is_width = isinstance(width, int) and _NARROWEST_SAVED <= width <= _WIDEST_SAVED
            for column in _columns([name]) if is_width else ():
                if column in _OTHERS:
                    self._heading.resizeSection(section_of(column), width)
        self._hidden = set(_columns(state.get("hidden"))) - {ColumnKey.NAME}
        self._wanted = set(_columns(state.get("wanted"))) - self._hidden

    def _needed(self, key: ColumnKey) -> int:
        metrics = self._heading.fontMetrics()
        if key is ColumnKey.CONFIDENCE:
            return bar_width(metrics)
        symbols = 2 * (ICON + SMALL) if key is ColumnKey.SAVED else 0
        return metrics.horizontalAdvance(_SAMPLES[key]) + 2 * CELL_PADDING + symbols + GRID

    def _note_width(self, section: int, _before: int, width: int) -> None:
        if width > 0:
            self._widths[KEYS[section]] = width


def _columns(names: object) -> list[ColumnKey]:
    known = {column.value: column for column in KEYS}
    listed = names if isinstance(names, list | tuple) else ()
    return [known[name] for name in dict.fromkeys(map(str, listed)) if name in known]
