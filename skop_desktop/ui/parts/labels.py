"""Labels that know their rank, and labels that shorten instead of being cut."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QStyle, QWidget

from skop_desktop.ui.parts.safe_text import tool_tip

Role = Literal["title", "heading", "section", "figure", "caption", "muted", "error", "good"]


def label(text: str = "", role: Role | None = None, *, wrap: bool = False) -> QLabel:
    """A label of plain text: nothing a server sends is ever read as markup."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if role is not None:
        made.setProperty("role", role)
    return made


def set_role(widget: QWidget, role: str) -> None:
    """Gives ``widget`` another rank while it is on the screen."""
    widget.setProperty("role", role)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def line(parent: QWidget | None = None, *, vertical: bool = False) -> QFrame:
    """A hairline."""
    made = QFrame(parent)
    made.setProperty("role", "line")
    if vertical:
        made.setFixedWidth(1)
    else:
        made.setFixedHeight(1)
    return made


class ElidedLabel(QLabel):
    """One line of plain text that ends in an ellipsis; the tool tip has the whole."""

    def __init__(self, text: str = "", role: Role | None = None) -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        if role is not None:
            self.setProperty("role", role)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 6, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell_whole()

    def setText(self, text: str) -> None:  # noqa: N802 - Qt's own name
        super().setText(" ".join(text.split()))
        self._tell_whole()

    def _tell_whole(self) -> None:
        is_cut = self.fontMetrics().horizontalAdvance(self.text()) > self.contentsRect().width()
        self.setToolTip(tool_tip(self.text()) if is_cut else "")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self.update()

    def paintEvent(self, _event: QEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        shown = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, self.contentsRect().width()
        )
        start = QStyle.visualAlignment(self.layoutDirection(), QLabel.alignment(self))
        alignment = start | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
        # In the text's own direction: a full stop stays at its end where the layout is mirrored.
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        painter.drawText(self.contentsRect(), alignment, shown)
