"""A quiet box with what was odd about a document."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout

from skop_desktop.ui.parts.labels import label
from skop_desktop.ui.parts.symbol import Symbol
from skop_desktop.ui.theme.tokens import MEDIUM, SMALL


class NotesBox(QFrame):
    """Hidden while there is nothing to tell."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._words = label(wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(MEDIUM, SMALL, MEDIUM, SMALL)
        row.setSpacing(SMALL)
        row.addWidget(Symbol("triangle-alert", "warn"), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)
        self.hide()

    def show_notes(self, notes: Sequence[str]) -> None:
        """One line a note."""
        self._words.setText("\n".join(notes))
        self.setVisible(bool(notes))
