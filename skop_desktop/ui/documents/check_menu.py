"""A menu of things to tick that stays open while they are ticked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QWidget

NO_TYPE: Final = "No type"
_TOO_MANY_TO_NAME: Final = 3


class CheckMenu(QMenu):
    """Ticks by click, Space or Enter without closing; Escape or a click beside it closes."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self._tick(self.actionAt(event.position().toPoint())):
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ticks = event.key() in {Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if not (ticks and self._tick(self.activeAction())):
            super().keyPressEvent(event)

    def _tick(self, action: QAction | None) -> bool:
        if action is None or not action.isCheckable() or not action.isEnabled():
            return False
        action.trigger()
        return True


class TypeMenu(CheckMenu):
    """The file types of a job, to be shown or not. Nothing ticked means all of them."""

    chosen_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("File types")
        self._all = self.addAction("All types")
        self._all.setCheckable(True)
        self._all.setChecked(True)
        self._all.triggered.connect(self.clear_choice)
        self.addSeparator()
        self._by_type: dict[str, QAction] = {}

    @property
    def chosen(self) -> frozenset[str]:
        """The types that are ticked; empty for all."""
        return frozenset(word for word, action in self._by_type.items() if action.isChecked())

    @property
    def words(self) -> str:
        """``All types``, ``PDF``, ``PDF, DOCX``, ``3 types``."""
        chosen = [word or NO_TYPE for word in self._by_type if word in self.chosen]
        if not chosen:
            return self._all.text()
        return ", ".join(chosen) if len(chosen) < _TOO_MANY_TO_NAME else f"{len(chosen)} types"

    def set_types(self, counts: Mapping[str, int]) -> None:
        """Offers these types, most frequent first; what was ticked stays ticked."""
        wanted = sorted(counts, key=lambda word: (-counts[word], word))
        chosen = self.chosen
        if wanted != list(self._by_type):
            self._offer(wanted, chosen)
        for word, action in self._by_type.items():
            action.setText(f"{word or NO_TYPE}\t{counts[word]:,}".replace("&", "&&"))
        if self.chosen != chosen:
            self._settle()

    def clear_choice(self) -> None:
        """Shows all types."""
        for action in self._by_type.values():
            action.setChecked(False)
        self._settle()

    def _offer(self, wanted: Iterable[str], chosen: frozenset[str]) -> None:
        for action in self._by_type.values():
            self.removeAction(action)
            action.deleteLater()
        self._by_type = {}
        for word in wanted:
            action = self.addAction(word)
            action.setCheckable(True)
            action.setChecked(word in chosen)
            action.triggered.connect(self._settle)
            self._by_type[word] = action

    def _settle(self) -> None:
        self._all.setChecked(not self.chosen)
        self.chosen_changed.emit()
