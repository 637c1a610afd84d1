"""What this app is, whose work it stands on, and what to put into a bug report."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from skop_desktop.ui.help.facts import AppFacts
from skop_desktop.ui.parts.buttons import button
from skop_desktop.ui.parts.labels import label
from skop_desktop.ui.theme.tokens import LARGE, MEDIUM, SMALL, TIGHT, WIDE

_PURPOSE: Final = "Gets the documents you need out of a website."
_LICENCES: Final = (
    "Skop Desktop is free software under the MIT licence. It stands on Qt and PySide6 (LGPL 3), "
    "PDFium (BSD, Apache 2.0), the Lucide icons (ISC) and libraries of the Python community under "
    "MIT, BSD and Apache licences."
)
_WIDTH: Final = 440


class AboutDialog(QDialog):
    """Version, licences in short, and the facts for a bug report.

    ``licences_requested``: the licences of all parts, in full.
    """

    licences_requested = Signal()

    def __init__(self, facts: AppFacts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts = facts
        self.setWindowTitle("About Skop Desktop")
        self.setMinimumWidth(_WIDTH)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(WIDE, WIDE, WIDE, LARGE)
        layout.setSpacing(MEDIUM)
        layout.addWidget(label("Skop Desktop", "title"))
        layout.addWidget(label(_PURPOSE, wrap=True))
        layout.addWidget(label(_LICENCES, "muted", wrap=True))
        layout.addWidget(self._facts_card())
        layout.addStretch()
        layout.addLayout(self._buttons())

    def _facts_card(self) -> QFrame:
        card = QFrame()
        card.setProperty("role", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(MEDIUM, SMALL, MEDIUM, SMALL)
        inside.setSpacing(TIGHT)
        shown = label(str(self._facts), wrap=True)
        shown.setAccessibleName("Facts for a bug report")
        shown.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        inside.addWidget(shown)
        return card

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SMALL)
        self._copied = label("", "good")
        copy = button("Copy details for a bug report", symbol="copy")
        copy.clicked.connect(self._copy)
        licences = button("Licences…")
        licences.clicked.connect(self.licences_requested)
        close = button("Close")
        close.clicked.connect(self.reject)
        row.addWidget(copy)
        row.addWidget(self._copied)
        row.addStretch()
        row.addWidget(licences)
        row.addWidget(close)
        close.setFocus()
        return row

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(str(self._facts))
        self._copied.setText("Copied")
