"""A page with a symbol, a line and what can be done: nothing selected, several selected."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from skop_desktop.ui.parts.labels import label
from skop_desktop.ui.parts.symbol import Symbol
from skop_desktop.ui.theme.tokens import HUGE, LARGE, SMALL


class Summary(QFrame):
    """Centred, calm, and one idea."""

    def __init__(self, symbol: str, title: str = "", words: str = "") -> None:
        super().__init__()
        self.setProperty("role", "surface")
        self._title = label(title, "heading", wrap=True)
        self._words = label(words, "muted", wrap=True)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(LARGE, LARGE, LARGE, LARGE)
        self._layout.setSpacing(SMALL)
        self._layout.addStretch(2)
        self._layout.addWidget(Symbol(symbol, "muted", side=HUGE), 0, Qt.AlignmentFlag.AlignHCenter)
        for line in (self._title, self._words):
            line.setAlignment(Qt.AlignmentFlag.AlignCenter)
            self._layout.addWidget(line)
        self._layout.addStretch(3)
        self.show_words(title, words)

    def show_words(self, title: str, words: str) -> None:
        """The line in front, and a quieter one under it."""
        for line, text in ((self._title, title), (self._words, words)):
            line.setText(text)
            line.setVisible(bool(text))

    def add(self, widget: QWidget) -> None:
        """Something to press, under the words."""
        self._layout.insertSpacing(self._layout.count() - 1, SMALL)
        self._layout.insertWidget(
            self._layout.count() - 1, widget, 0, Qt.AlignmentFlag.AlignHCenter
        )
