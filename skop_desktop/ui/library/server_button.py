"""Where searches run, and the way to change it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QActionGroup, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QStyle

from skop_desktop.api.server import CLOUD, THIS_COMPUTER, ServerKind, ServerState
from skop_desktop.ui.parts.safe_text import one_line, tool_tip
from skop_desktop.ui.theme.icons import Tone, paint_icon
from skop_desktop.ui.theme.tokens import GRID, ICON, MEDIUM, SMALL, TIGHT

_CHOICES: Final = {
    ServerKind.THIS_COMPUTER: THIS_COMPUTER.label,
    ServerKind.CLOUD: CLOUD.label,
    ServerKind.OTHER: "Another server…",
}


@dataclass(frozen=True, slots=True)
class _Look:
    symbol: str
    tone: Tone
    word: str


_LOOKS: Final = {
    ServerState.READY: _Look("dot", "good", ""),
    ServerState.STARTING: _Look("hourglass", "muted", "starting"),
    ServerState.TROUBLE: _Look("triangle-alert", "warn", "not ready"),
}


class ServerButton(QPushButton):
    """A button with a menu; its mark tells by shape as well as by colour how the server is."""

    server_chosen = Signal(str)
    """A :class:`ServerKind`."""

    def __init__(self) -> None:
        super().__init__()
        self._kind = ServerKind.THIS_COMPUTER
        self._label = THIS_COMPUTER.label
        self._state = ServerState.READY
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        menu = QMenu(self)
        group = QActionGroup(menu)
        self._actions = {kind: menu.addAction(words) for kind, words in _CHOICES.items()}
        for kind, action in self._actions.items():
            action.setCheckable(True)
            group.addAction(action)
            action.triggered.connect(
                lambda _checked=False, kind=kind: self.server_chosen.emit(kind.value)
            )
        menu.aboutToShow.connect(self._check_current)
        self.setMenu(menu)
        self.show_server(self._label, self._kind, ServerState.READY, "")

    def show_server(self, label: str, kind: ServerKind, state: ServerState, words: str) -> None:
        """``words``: how it is, in a sentence, for tool tip and screen reader."""
        self._label, self._kind, self._state = one_line(label), kind, state
        look = _LOOKS[state]
        said = words or f"{self._label}: {look.word or 'ready'}"
        self.setToolTip(tool_tip(f"Where searches run: {self._label}\n{said}"))
        self.setAccessibleName(f"Searches run on: {self._label}")
        self.setAccessibleDescription(said)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(40 * GRID, super().sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        look = _LOOKS[self._state]
        inner = self.rect().adjusted(MEDIUM, 0, -SMALL, 0)
        top = (self.height() - ICON) // 2
        mark = QRect(inner.left(), top, ICON, ICON)
        arrow = QRect(inner.right() + 1 - ICON, top, ICON, ICON)
        words = inner.adjusted(ICON + SMALL, 0, -(ICON + TIGHT), 0)
        side = self.layoutDirection()
        mark, arrow, words = (QStyle.visualRect(side, inner, part) for part in (mark, arrow, words))
        paint_icon(painter, mark, look.symbol, look.tone, self.palette())
        paint_icon(painter, arrow, "chevrons-up-down", "muted", self.palette())
        painter.setPen(self.palette().color(QPalette.ColorRole.ButtonText))
        shown = self.fontMetrics().elidedText(
            self.shown_text, Qt.TextElideMode.ElideRight, words.width()
        )
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, shown)

    @property
    def shown_text(self) -> str:
        """The words on the button; shortened only where they are drawn."""
        word = _LOOKS[self._state].word
        return f"{self._label} · {word}" if word else self._label

    def _check_current(self) -> None:
        self._actions[self._kind].setChecked(True)
