"""A quiet bar that tells the newest message; what failed stays until the person closes it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QEnterEvent,
    QGuiApplication,
    QKeyEvent,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from skop_desktop.messages import Level, Message
from skop_desktop.ui.parts.buttons import button, icon_button
from skop_desktop.ui.parts.labels import label
from skop_desktop.ui.parts.safe_text import one_line, whole_text
from skop_desktop.ui.parts.symbol import Symbol
from skop_desktop.ui.theme.icons import Tone
from skop_desktop.ui.theme.tokens import GRID, ICON, MEDIUM, SMALL, WIDE

SECONDS_SHOWN: Final = 8.0
_LOOKS: Final[dict[Level, tuple[str, Tone, str]]] = {
    Level.INFO: ("info", "accent", "Note"),
    Level.DONE: ("circle-check", "good", "Done"),
    Level.WARNING: ("triangle-alert", "warn", "Warning"),
    Level.ERROR: ("circle-alert", "bad", "Error"),
}
_MOST_KEPT: Final = 50
_DETAILS_HEIGHT: Final = 24 * GRID


class MessageBar(QFrame):
    """Shows one message at a time, newest first; older ones that stay come back after it.

    ``seconds_shown``: how long a message that does not stay is shown. The time stands still while
    the mouse or the keyboard is on the bar.
    """

    def __init__(
        self, parent: QWidget | None = None, *, seconds_shown: float = SECONDS_SHOWN
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.setAccessibleName("Messages")
        self._messages: list[Message] = []
        self._fading = QTimer(self, singleShot=True, interval=round(seconds_shown * 1000))
        self._fading.timeout.connect(self._close_shown)
        self._symbol, self._text = Symbol(), label(wrap=True)
        self._more = label("", "muted")
        self._action = button("", kind="plain")
        self._details_button = button("Details", kind="quiet")
        self._details_button.setCheckable(True)
        self._close = icon_button("x", "Close message")
        self._details, self._details_text = self._build_details()
        self._build()
        self.hide()

    def show_message(self, message: Message) -> None:
        """Tells ``message`` now; one about the same thing that was shown before goes."""
        self._forget(message.about)
        # What fades by itself does not come back once something newer has taken its place.
        kept = [known for known in self._messages if known.stays]
        self._messages = [*kept, message][-_MOST_KEPT:]
        self._show_newest()
        self._announce(message)

    def withdraw(self, about: str) -> None:
        """Takes back what was told about ``about``."""
        before = len(self._messages)
        self._forget(about)
        if len(self._messages) != before:
            self._show_newest()

    @property
    def shown(self) -> Message | None:
        """The message on the screen."""
        return self._messages[-1] if self._messages else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._close_shown()
            return
        super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._fading.stop()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._fade_later()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.FocusIn:
            self._fading.stop()
        elif event.type() is QEvent.Type.FocusOut:
            self._fade_later()
        return super().eventFilter(watched, event)

    def _build(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(SMALL)
        for widget, stretch in (
            (self._symbol, 0),
            (self._text, 1),
            (self._more, 0),
            (self._action, 0),
            (self._details_button, 0),
            (self._close, 0),
        ):
            row.addWidget(widget, stretch)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(WIDE, SMALL, MEDIUM, SMALL)
        layout.setSpacing(SMALL)
        layout.addLayout(row)
        layout.addWidget(self._details)
        self._action.clicked.connect(self._act)
        self._close.clicked.connect(self._close_shown)
        self._details_button.toggled.connect(self._details.setVisible)
        for focusable in self._focusable():
            focusable.installEventFilter(self)

    def _build_details(self) -> tuple[QWidget, QPlainTextEdit]:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(ICON + SMALL, 0, 0, 0)
        row.setSpacing(SMALL)
        text = QPlainTextEdit()
        text.setReadOnly(True)
        text.setTabChangesFocus(True)
        text.setAccessibleName("Details of the message")
        text.setFixedHeight(_DETAILS_HEIGHT)
        self._copy = button("Copy", symbol="copy", name="Copy details")
        self._copy.clicked.connect(self._copy_details)
        row.addWidget(text, 1)
        row.addWidget(self._copy, 0, Qt.AlignmentFlag.AlignTop)
        box.hide()
        return box, text

    def _show_newest(self) -> None:
        message = self.shown
        self._fading.stop()
        self._details_button.setChecked(False)
        self.setVisible(message is not None)
        if message is None:
            return
        symbol, tone, word = _LOOKS[message.level]
        self._symbol.show_symbol(symbol, tone)
        self._text.setAccessibleDescription(word)
        self._text.setText(one_line(message.text))
        others = len(self._messages) - 1
        self._more.setText(f"{others} more" if others else "")
        self._more.setVisible(others > 0)
        self._action.setVisible(message.action is not None)
        self._action.setText(message.action.words if message.action else "")
        self._details_button.setVisible(bool(message.details))
        self._details_text.setPlainText(whole_text(message.details))
        self._fade_later()

    def _fade_later(self) -> None:
        message = self.shown
        in_use = self.underMouse() or any(part.hasFocus() for part in self._focusable())
        if message is not None and not message.stays and not in_use:
            self._fading.start()

    def _focusable(self) -> tuple[QWidget, ...]:
        return (
            self._action,
            self._details_button,
            self._close,
            self._details_text,
            self._copy,
        )

    def _act(self) -> None:
        message = self.shown
        self._close_shown()
        if message is not None and message.action is not None:
            message.action.run()

    def _close_shown(self) -> None:
        self._messages = self._messages[:-1]
        self._show_newest()

    def _forget(self, about: str) -> None:
        if about:
            self._messages = [known for known in self._messages if known.about != about]

    def _copy_details(self) -> None:
        if self.shown is not None:
            words = f"{self.shown.text}\n\n{self.shown.details}"
            QGuiApplication.clipboard().setText(whole_text(words))

    def _announce(self, message: Message) -> None:
        spoken = QAccessibleAnnouncementEvent(self, one_line(message.text))
        if message.level in {Level.ERROR, Level.WARNING}:
            spoken.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
        QAccessible.updateAccessibility(spoken)
