"""An icon that stands by itself, beside words that say the same."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from skop_desktop.ui.theme.icons import Tone, paint_icon
from skop_desktop.ui.theme.tokens import ICON


class Symbol(QWidget):
    """Drawn anew at each paint: sharp at any scale, right in any theme, silent for readers."""

    def __init__(self, name: str = "", tone: Tone = "text", *, side: int = ICON) -> None:
        super().__init__()
        self._name = name
        self._tone = tone
        self._side = side
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_symbol(self, name: str, tone: Tone) -> None:
        """Draws ``resources/icons/<name>.svg`` in ``tone`` from now on."""
        self._name, self._tone = name, tone
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._side, self._side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._name:
            paint_icon(QPainter(self), self.rect(), self._name, self._tone, self.palette())
