"""Buttons in a row that become their icons where the room for their words is lacking."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from skop_desktop.ui.theme.tokens import TIGHT


class ToolRow(QWidget):
    """Each button has an icon; the last ones shrink first.

    Names for readers stay, and where the words are gone a tool tip has them.
    """

    def __init__(self) -> None:
        super().__init__()
        self._words: dict[QPushButton, str] = {}
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(TIGHT)
        self._row.addStretch()

    def add(self, button: QPushButton) -> None:
        """Puts ``button`` at the end of the row."""
        self._words[button] = button.text()
        button.setAccessibleName(button.text())
        self._row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)

    def set_words(self, button: QPushButton, words: str) -> None:
        """What ``button`` says where there is room for it."""
        if words != self._words[button]:
            self._words[button] = words
            button.setAccessibleName(words)
            self.fit()

    def set_shown(self, button: QPushButton, *, is_shown: bool) -> None:
        """Shows ``button`` or takes it away."""
        if button.isHidden() == is_shown:
            button.setVisible(is_shown)
            self.fit()

    def fit(self) -> None:
        """Gives each button its words where all fit, else the last ones only their icons."""
        shown = [made for made in self._words if not made.isHidden()]
        for made in shown:
            _say(made, self._words[made])
        room = self.width()
        for made in reversed(shown):
            if self._width_of(shown) <= room:
                return
            _say(made, "")
            made.setToolTip(self._words[made])

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self.fit()

    def _width_of(self, shown: Sequence[QPushButton]) -> int:
        return sum(made.sizeHint().width() for made in shown) + TIGHT * max(0, len(shown) - 1)


def _say(button: QPushButton, words: str) -> None:
    if button.text() != words:
        button.setText(words)
    button.setToolTip("")
