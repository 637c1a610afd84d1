"""A part of the settings: a heading and what belongs to it."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from skop_desktop.ui.parts.labels import label
from skop_desktop.ui.theme.tokens import SMALL


class Section(QWidget):
    """``body`` takes what belongs to the heading."""

    def __init__(self, heading: str) -> None:
        super().__init__()
        self.setAccessibleName(heading)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(SMALL)
        self._heading = label(heading, "heading")
        self.body.addWidget(self._heading)

    def set_heading(self, heading: str) -> None:
        """Gives the part another heading."""
        self._heading.setText(heading)
        self.setAccessibleName(heading)
