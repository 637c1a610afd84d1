"""The strip that says what keeps the job from going on."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout

from skop_desktop.ui.header.trouble import TroubleAction, TroubleView
from skop_desktop.ui.parts.buttons import button
from skop_desktop.ui.parts.labels import label
from skop_desktop.ui.parts.safe_text import tool_tip
from skop_desktop.ui.parts.symbol import Symbol
from skop_desktop.ui.parts.tints import soft_of
from skop_desktop.ui.theme.icons import Tone
from skop_desktop.ui.theme.tokens import MEDIUM, RADIUS, SMALL, TIGHT, colours_of


class TroubleLine(QFrame):
    """A quiet line with one button at most."""

    action_requested = Signal(str)
    """A :class:`TroubleAction`."""

    def __init__(self) -> None:
        super().__init__()
        self._tone: Tone = "warn"
        self._action: TroubleAction | None = None
        self._symbol = Symbol()
        self._text = label(wrap=True)
        self._button = button("")
        self._button.clicked.connect(self._ask)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(MEDIUM, TIGHT, TIGHT, TIGHT)
        layout.setSpacing(SMALL)
        layout.addWidget(self._symbol)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._button)
        self.setMinimumHeight(self._button.sizeHint().height() + 2 * TIGHT)
        self.hide()

    def show_trouble(self, trouble: TroubleView | None) -> None:
        """Draws ``trouble``, or hides."""
        self.setVisible(trouble is not None)
        if trouble is None:
            return
        self._tone, self._action = trouble.tone, trouble.action
        self._symbol.show_symbol(trouble.symbol, trouble.tone)
        self._text.setText(trouble.text)
        self._text.setToolTip(tool_tip(trouble.more))
        self._button.setVisible(trouble.action is not None)
        if trouble.action is not None:
            self._button.setText(trouble.action.value)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = colours_of(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        strong = colours.is_high_contrast
        painter.setPen(QPen(QColor(colours.line)) if strong else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(soft_of(colours, self._tone)))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)

    def _ask(self) -> None:
        if self._action is not None:
            self.action_requested.emit(self._action.value)
