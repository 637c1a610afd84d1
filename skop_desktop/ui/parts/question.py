"""A question that blocks nothing: what it is about, and one button an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from skop_desktop.aio import answered
from skop_desktop.ui.parts.buttons import button
from skop_desktop.ui.parts.labels import label
from skop_desktop.ui.parts.symbol import Symbol
from skop_desktop.ui.theme.icons import Tone
from skop_desktop.ui.theme.tokens import GRID, LARGE, MEDIUM, SMALL, WIDE

_WIDTH: Final = 110 * GRID
_SIDE: Final = 6 * GRID
CANCEL: Final = ""
"""The answer of Cancel, of Escape and of closing the window."""


@dataclass(frozen=True, slots=True)
class Answer:
    """``id`` is what the asker gets; ``words`` are on the button, a verb."""

    id: str
    words: str


class Question(QDialog):
    """To be asked by :meth:`ask`. Cancel comes last and is what Enter presses at first."""

    def __init__(
        self,
        heading: str,
        words: str,
        answers: Sequence[Answer],
        parent: QWidget,
        *,
        symbol: str = "triangle-alert",
        tone: Tone = "warn",
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(heading)
        self.setAccessibleDescription(words)
        self.setFixedWidth(_WIDTH)
        self._answer = CANCEL
        self._words = label(words, wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(WIDE, WIDE, WIDE, LARGE)
        layout.setSpacing(LARGE)
        layout.addLayout(self._said(heading, Symbol(symbol, tone, side=_SIDE)))
        layout.addLayout(self._buttons(answers))

    async def ask(self) -> str:
        """Shows the question; the ``id`` of the answer, or ``CANCEL``."""
        try:
            await answered(self)
        finally:
            self.deleteLater()
        return self._answer

    def _said(self, heading: str, symbol: Symbol) -> QHBoxLayout:
        text = QVBoxLayout()
        text.setSpacing(SMALL)
        title = label(heading, "heading", wrap=True)
        text.addWidget(title)
        text.addWidget(self._words)
        row = QHBoxLayout()
        row.setSpacing(MEDIUM)
        row.addWidget(symbol, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(text, 1)
        return row

    def _buttons(self, answers: Sequence[Answer]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SMALL)
        row.addStretch()
        for answer in answers:
            made = button(answer.words)
            made.clicked.connect(lambda _=False, given=answer.id: self._give(given))
            row.addWidget(made)
        cancel = button("Cancel")
        cancel.setDefault(True)
        cancel.clicked.connect(self.reject)
        row.addWidget(cancel)
        cancel.setFocus()
        return row

    def _give(self, answer: str) -> None:
        self._answer = answer
        self.accept()
