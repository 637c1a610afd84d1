"""A check box whose mark is drawn in the colours of the theme."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QStyle, QStyleOptionButton

from skop_desktop.ui.theme.icons import paint_icon


class CheckBox(QCheckBox):
    """As its parent, with a mark that can be seen in every theme."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.isChecked():
            return
        option = QStyleOptionButton()
        self.initStyleOption(option)
        part = QStyle.SubElement.SE_CheckBoxIndicator
        box = self.style().subElementRect(part, option, self)
        painter = QPainter(self)
        paint_icon(painter, box.adjusted(1, 1, -1, -1), "check", "on_accent", self.palette())
        painter.end()
