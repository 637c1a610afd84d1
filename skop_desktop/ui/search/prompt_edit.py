"""The field for what to find: a few lines; Return starts the search."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit

from skop_desktop.api.models import LONGEST_PROMPT, SHORTEST_PROMPT
from skop_desktop.ui import formats
from skop_desktop.ui.theme.tokens import LARGE

_NEAR_THE_END: Final = 60
_LINES: Final = 4
_EXAMPLE: Final = (
    "Board meeting minutes from 2024\nThe yearly budget, and every amendment to it\n"
    "Water quality reports since 2015"
)


class PromptEdit(QPlainTextEdit):
    """Plain text of any length; what is too long is said, never cut."""

    submitted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText(_EXAMPLE)
        self.setTabChangesFocus(True)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * _LINES + LARGE)

    @property
    def prompt(self) -> str:
        """What was typed, on one line."""
        return " ".join(self.toPlainText().split())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and plain:
            self.submitted.emit()
            return
        super().keyPressEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802 - Qt's own name
        if source.hasText():
            self.insertPlainText(source.text())


def prompt_trouble(prompt: str) -> str:
    """What keeps ``prompt`` from being searched for; empty where nothing does."""
    if not prompt:
        return "Say what to find."
    if len(prompt) < SHORTEST_PROMPT:
        return "Say a little more: a few words about the documents help to find the right ones."
    if len(prompt) > LONGEST_PROMPT:
        return f"Say it in at most {LONGEST_PROMPT} characters."
    return ""


def count_words(prompt: str) -> str:
    """How many characters are missing, left or too many; empty while nobody needs to know."""
    length = len(prompt)
    if 0 < length < SHORTEST_PROMPT:
        return f"{SHORTEST_PROMPT - length} more characters"
    left = LONGEST_PROMPT - length
    if left < 0:
        return f"{formats.count(-left)} characters too many"
    return f"{left} characters left" if left <= _NEAR_THE_END else ""
