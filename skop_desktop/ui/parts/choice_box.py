"""One of a few values, in a box that opens, with its arrow in the colours of the theme."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox

from skop_desktop.ui.parts.safe_text import one_line
from skop_desktop.ui.theme.icons import paint_icon
from skop_desktop.ui.theme.tokens import MEDIUM

_ARROW: Final = MEDIUM


class ChoiceBox(QComboBox):
    """``choices``: each value and its words. ``chosen``: the value that a person chose."""

    chosen = Signal(object)

    def __init__(self, choices: Mapping[object, str]) -> None:
        super().__init__()
        self._values = list(choices)
        self.addItems(list(choices.values()))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.activated.connect(lambda row: self.chosen.emit(self._values[row]))

    def show_value(self, value: object, words: str) -> None:
        """Shows ``value``; one that is not among the choices joins them as ``words``."""
        if value not in self._values:
            self._values.append(value)
            self.addItem(one_line(words))
        self.setCurrentIndex(self._values.index(value))

    def wheelEvent(self, event: QWheelEvent) -> None:
        # Whoever scrolls the page it is on does not mean to choose.
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        space = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox,
            option,
            QStyle.SubControl.SC_ComboBoxArrow,
            self,
        )
        arrow = QRect(0, 0, _ARROW, _ARROW)
        arrow.moveCenter(space.center())
        painter = QPainter(self)
        paint_icon(painter, arrow, "chevron-down", "text", self.palette())
        painter.end()
