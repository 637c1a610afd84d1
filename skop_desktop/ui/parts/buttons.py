"""Buttons by what they are for."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QPushButton, QToolButton

from skop_desktop.ui.theme.icons import Tone, icon
from skop_desktop.ui.theme.tokens import GRID, ICON

Kind = Literal["plain", "primary", "quiet", "link", "danger"]


def button(
    text: str, *, kind: Kind = "plain", symbol: str | None = None, name: str | None = None
) -> QPushButton:
    """A push button. ``name``: accessible name where it differs from the text."""
    made = QPushButton(text)
    made.setProperty("kind", kind)
    made.setAutoDefault(False)
    if symbol is not None:
        tone: Tone = "on_accent" if kind == "primary" else "text"
        made.setIcon(icon(symbol, tone))
        made.setIconSize(QSize(ICON + GRID, ICON))
    if name is not None:
        made.setAccessibleName(name)
    return made


def icon_button(symbol: str, name: str, *, tone: Tone = "muted") -> QToolButton:
    """A small button with only an icon; ``name`` is its tool tip and accessible name."""
    made = QToolButton()
    made.setIcon(icon(symbol, tone))
    made.setIconSize(QSize(ICON, ICON))
    made.setToolTip(name)
    made.setAccessibleName(name)
    return made
