"""A number with its unit, to be typed or stepped, with arrows in the colours of the theme."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QSpinBox, QStyle, QStyleOptionSpinBox

from skop_desktop.ui.theme.icons import Tone, paint_icon
from skop_desktop.ui.theme.tokens import MEDIUM, TIGHT


class StepBox(QSpinBox):
    """``unit`` follows the number: " min"."""

    def __init__(self, lowest: int, highest: int, unit: str = "") -> None:
        super().__init__()
        self.setRange(lowest, highest)
        self.setSuffix(unit)
        self.lineEdit().setTextMargins(TIGHT, 0, TIGHT, 0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        # Whoever scrolls the page it is on does not mean to change it.
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        option = QStyleOptionSpinBox()
        self.initStyleOption(option)
        for part, name in (
            (QStyle.SubControl.SC_SpinBoxUp, "chevron-up"),
            (QStyle.SubControl.SC_SpinBoxDown, "chevron-down"),
        ):
            space = self.style().subControlRect(
                QStyle.ComplexControl.CC_SpinBox, option, part, self
            )
            arrow = QRect(0, 0, MEDIUM, MEDIUM)
            arrow.moveCenter(space.center())
            tone: Tone = "text" if self.isEnabled() else "muted"
            paint_icon(painter, arrow, name, tone, self.palette())
        painter.end()
