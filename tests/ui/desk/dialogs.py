"""Dialogs as a person meets them: once they are drawn."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog


def is_open(dialog: QDialog) -> bool:
    """Whether ``dialog`` is drawn.

    One that is only visible may still be told of a size that it had before: a click in the middle
    of a button then meets none.
    """
    return dialog.isVisible() and dialog.windowHandle().isExposed()
