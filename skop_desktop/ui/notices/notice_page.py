"""Draws a :class:`Notice` in place of the table."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from skop_desktop.ui.header.progress_bar import ProgressLine
from skop_desktop.ui.notices.details_box import DetailsBox
from skop_desktop.ui.notices.notice import ActionButton, Notice
from skop_desktop.ui.parts.buttons import button
from skop_desktop.ui.parts.labels import label
from skop_desktop.ui.parts.symbol import Symbol
from skop_desktop.ui.theme.tokens import GRID, HUGE, LARGE, MEDIUM, SMALL

_WIDEST: Final = 110 * GRID
_SYMBOL: Final = 9 * GRID
_BUSY_WIDTH: Final = 40 * GRID


class NoticePage(QScrollArea):
    """Symbol, title, text, hints and buttons; the details one click away."""

    action_requested = Signal(str)
    """A :class:`NoticeAction`."""
    copy_requested = Signal(str)
    """The details, for the clipboard."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._notice: Notice | None = None
        self._symbol = Symbol(side=_SYMBOL)
        self._title = label(role="heading", wrap=True)
        self._text = label(role="muted", wrap=True)
        self._busy = ProgressLine()
        self._busy.setAccessibleName("Working")
        self._busy.setFixedWidth(_BUSY_WIDTH)
        self._hints = QWidget()
        self._hints_layout = QVBoxLayout(self._hints)
        self._buttons = QWidget()
        self._buttons_layout = QHBoxLayout(self._buttons)
        self._details = DetailsBox()
        self._details.copy_requested.connect(self.copy_requested)
        self._assemble()

    def _assemble(self) -> None:
        middle = Qt.AlignmentFlag.AlignHCenter
        self._title.setAlignment(middle)
        self._text.setAlignment(middle)
        for layout, spacing in ((self._hints_layout, SMALL), (self._buttons_layout, MEDIUM)):
            layout.setContentsMargins(0, SMALL, 0, 0)
            layout.setSpacing(spacing)
        column = QWidget()
        column.setMaximumWidth(_WIDEST)
        inner = QVBoxLayout(column)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(MEDIUM)
        inner.addWidget(self._symbol, 0, middle)
        inner.addWidget(self._title)
        inner.addWidget(self._text)
        inner.addWidget(self._busy, 0, middle)
        inner.addWidget(self._hints)
        inner.addWidget(self._buttons, 0, middle)
        inner.addWidget(self._details)
        self.setWidget(_page_of(column))

    def show_notice(self, notice: Notice) -> None:
        """Draws ``notice``; what is the same stays as it is, so that no focus is lost."""
        before, self._notice = self._notice, notice
        if notice == before:
            return
        self._symbol.show_symbol(notice.symbol, notice.tone)
        self._title.setText(notice.title)
        self._text.setText(notice.text)
        self._text.setVisible(bool(notice.text))
        self._busy.setVisible(notice.is_busy)
        self._busy.show_share(None if notice.is_busy else 0.0)
        self._details.show_details(notice.detail)
        if before is None or before.hints != notice.hints:
            self._show_hints(notice.hints)
        if before is None or before.actions != notice.actions:
            self._show_actions(notice.actions)

    def _show_hints(self, hints: tuple[str, ...]) -> None:
        _empty(self._hints_layout)
        for hint in hints:
            row = QWidget()
            layout = QHBoxLayout(row)
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(SMALL)
            mark = Symbol("chevron-right", "accent")
            layout.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
            layout.addWidget(label(hint, wrap=True), 1)
            self._hints_layout.addWidget(row)
            row.show()
        self._hints.setVisible(bool(hints))

    def _show_actions(self, actions: tuple[ActionButton, ...]) -> None:
        _empty(self._buttons_layout)
        for place, action in enumerate(actions):
            made = self._button(action, is_first=place == 0)
            self._buttons_layout.addWidget(made)
            made.show()
        self._buttons.setVisible(bool(actions))

    def _button(self, action: ActionButton, *, is_first: bool) -> QPushButton:
        made = button(action.label, kind="primary" if is_first else "plain")
        made.clicked.connect(lambda: self.action_requested.emit(action.id.value))
        return made


def _empty(layout: QVBoxLayout | QHBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()


def _page_of(column: QWidget) -> QWidget:
    page = QWidget()
    across = QHBoxLayout()
    across.addStretch(1)
    across.addWidget(column, 1000)
    across.addStretch(1)
    layout = QVBoxLayout(page)
    layout.setContentsMargins(HUGE, LARGE, HUGE, LARGE)
    layout.addStretch(2)
    layout.addLayout(across)
    layout.addStretch(3)
    return page
