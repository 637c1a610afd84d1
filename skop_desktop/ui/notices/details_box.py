"""The technical side of a notice, folded away until it is asked for."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QToolButton, QVBoxLayout, QWidget

from skop_desktop.ui.parts.buttons import button
from skop_desktop.ui.theme.icons import icon
from skop_desktop.ui.theme.tokens import GRID, ICON, SMALL

_TALLEST: Final = 40 * GRID


class DetailsBox(QWidget):
    """A "Details" switch; beneath it the text and "Copy details"."""

    copy_requested = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._switch = QToolButton()
        self._switch.setText("Details")
        self._switch.setCheckable(True)
        self._switch.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._switch.setIconSize(QSize(ICON, ICON))
        self._switch.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._switch.toggled.connect(self._unfold)
        self._copy = button("Copy details", symbol="copy")
        self._text = QPlainTextEdit()
        self._text.setReadOnly(True)
        self._text.setAccessibleName("Details")
        self._text.setTabChangesFocus(True)
        self._text.setMaximumHeight(_TALLEST)
        self._text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._copy.clicked.connect(lambda: self.copy_requested.emit(self._text.toPlainText()))
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self._switch)
        row.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SMALL)
        layout.addLayout(row)
        layout.addWidget(self._text)
        layout.addWidget(self._copy, 0, Qt.AlignmentFlag.AlignHCenter)
        self._unfold(unfolded=False)

    def show_details(self, detail: str) -> None:
        """``detail``: the text; empty hides the whole."""
        self.setVisible(bool(detail))
        if detail != self._text.toPlainText():
            self._text.setPlainText(detail)
        if not detail:
            self._switch.setChecked(False)

    def _unfold(self, unfolded: bool) -> None:
        self._switch.setIcon(icon("chevron-down" if unfolded else "chevron-right", "muted"))
        self._text.setVisible(unfolded)
        self._copy.setVisible(unfolded)
