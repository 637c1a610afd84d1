"""A field of a form: its label above, what is wrong with it right beneath."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from skop_desktop.ui.parts.labels import label
from skop_desktop.ui.theme.tokens import SMALL, TIGHT

Editor = QLineEdit | QPlainTextEdit | QSpinBox | QComboBox


class Field(QWidget):
    """``words`` is the label and the editor's accessible name."""

    def __init__(self, words: str, editor: Editor, hint: str = "") -> None:
        super().__init__()
        self.editor = editor
        caption = label(words)
        caption.setBuddy(editor)
        # The field has this name; two things of one name would be one too many to choose from.
        caption.setAccessibleName(f"{words}:")
        editor.setAccessibleName(words)
        self._trouble = label("", "error", wrap=True)
        self._hint = label(hint, "caption")
        self._default_hint = hint
        below = QHBoxLayout()
        below.setSpacing(SMALL)
        below.addWidget(self._trouble, 1)
        below.addStretch()
        below.addWidget(self._hint, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(TIGHT)
        layout.addWidget(caption)
        layout.addWidget(editor)
        layout.addLayout(below)
        self.show_trouble("")
        self.show_hint("")

    @property
    def trouble(self) -> str:
        """What is wrong with the field; empty where nothing is."""
        return self._trouble.text()

    def show_trouble(self, words: str) -> None:
        """Says what is wrong with the field; nothing takes it back."""
        self._trouble.setText(words)
        self._trouble.setVisible(bool(words))
        self.editor.setAccessibleDescription(words or self._default_hint)
        self.editor.setProperty("trouble", bool(words))
        self.editor.style().unpolish(self.editor)
        self.editor.style().polish(self.editor)

    def show_hint(self, words: str) -> None:
        """A quiet word beside the field, in place of the one it began with."""
        self._hint.setText(words or self._default_hint)
        self._hint.setVisible(bool(self._hint.text()))
