"""The licences of all parts: a list, and beside it the text of the one that is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from skop_desktop.licences import Part
from skop_desktop.ui.parts.buttons import button
from skop_desktop.ui.parts.labels import label
from skop_desktop.ui.theme.tokens import LARGE, MEDIUM, SMALL, TIGHT, WIDE

_SIZE: Final = (940, 600)
_LIST_WIDTH: Final = 260


class LicencesDialog(QDialog):
    """``parts``: at least one."""

    def __init__(self, parts: Sequence[Part], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts = tuple(parts)
        self.setWindowTitle("Licences")
        self.resize(*_SIZE)
        self._list = QListWidget()
        self._list.setAccessibleName("Parts of the app")
        self._list.addItems([f"{part.name} {part.version}".strip() for part in self._parts])
        self._list.setFixedWidth(_LIST_WIDTH)
        self._list.setSpacing(TIGHT // 2)
        self._about = label("", "muted", wrap=True)
        self._text = QPlainTextEdit()
        self._text.setReadOnly(True)
        self._text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._text.setTabChangesFocus(True)
        self._text.setAccessibleName("Text of the licence")
        self._list.currentRowChanged.connect(self._show_part)
        self._assemble()
        self._list.setCurrentRow(0)
        self._list.setFocus()

    def _assemble(self) -> None:
        beside = QVBoxLayout()
        beside.setSpacing(SMALL)
        beside.addWidget(self._about)
        beside.addWidget(self._text, 1)
        together = QHBoxLayout()
        together.setSpacing(MEDIUM)
        together.addWidget(self._list)
        together.addLayout(beside, 1)
        close = button("Close")
        close.clicked.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(WIDE, WIDE, WIDE, LARGE)
        layout.setSpacing(MEDIUM)
        layout.addWidget(label("Licences", "title"))
        layout.addLayout(together, 1)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)

    def _show_part(self, row: int) -> None:
        if row < 0:
            return
        part = self._parts[row]
        only = f", in the app for {part.systems}" if part.systems else ""
        self._about.setText(f"{part.licence}{only}")
        self._text.setPlainText(part.text)
