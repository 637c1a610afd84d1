"""A program of its own: prints the window's colour while the system's colour scheme changes."""

from __future__ import annotations

import sys

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from skop_desktop.settings import Appearance
from skop_desktop.ui.theme.theme import Theme


def main() -> None:
    app = QApplication([])
    theme = Theme(app)
    for appearance in Appearance:
        app.styleHints().setColorScheme(Qt.ColorScheme.Unknown)
        theme.set_appearance(appearance)
        shown = [app.palette().color(QPalette.ColorRole.Window).name()]
        for scheme in (Qt.ColorScheme.Dark, Qt.ColorScheme.Light):
            app.styleHints().setColorScheme(scheme)
            app.processEvents()
            shown.append(app.palette().color(QPalette.ColorRole.Window).name())
        sys.stdout.write(f"{appearance.value} {' '.join(shown)}\n")


main()
