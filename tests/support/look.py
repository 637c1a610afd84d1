"""The look of the application as it was before a test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication


@contextmanager
def kept_look(app: QApplication) -> Iterator[None]:
    """Puts style, style sheet, palette and colour scheme back in the end."""
    style, palette, sheet = app.style().objectName(), app.palette(), app.styleSheet()
    yield
    # Qt 6.11 crashes at the next style sheet where widgets outlive the one that was taken off.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    app.styleHints().setColorScheme(Qt.ColorScheme.Unknown)
    app.setStyleSheet(sheet)
    app.setStyle(style)
    app.setPalette(palette)
