"""How far long work is: words and a bar."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from skop_desktop.ui import formats
from skop_desktop.ui.header.progress_bar import ProgressLine
from skop_desktop.ui.parts.labels import label
from skop_desktop.ui.theme.tokens import SMALL


class WorkLine(QWidget):
    """Never runs backwards, even where more work is found on the way."""

    def __init__(self) -> None:
        super().__init__()
        self._words = label("", "muted")
        self._bar = ProgressLine()
        self._share = 0.0
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SMALL)
        layout.addWidget(self._words)
        layout.addWidget(self._bar)

    def begin(self) -> None:
        """Other work starts."""
        self._share = 0.0
        self.show_work("", 0, 0)

    def show_work(self, words: str, done: int, total: int) -> None:
        """``words``: what is done now; ``done`` of ``total`` bytes."""
        if total <= 0:
            self._words.setText(f"{words or 'Looking into the folder'}…")
            self._bar.show_share(None)
            return
        self._share = max(self._share, min(1.0, done / total))
        self._words.setText(f"{words}… {formats.percent(self._share)}")
        self._bar.show_share(self._share)
