"""Light, dark or as the system has it; follows the system while the app runs."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from skop_desktop.settings import Appearance
from skop_desktop.ui.theme.style_sheet import style_sheet
from skop_desktop.ui.theme.tokens import DARK, LIGHT, Colours, high_contrast, palette_of


class Theme(QObject):
    """Puts palette and style sheet on the application, and again whenever the system changes."""

    changed = Signal()

    def __init__(self, app: QApplication, appearance: Appearance = Appearance.SYSTEM) -> None:
        super().__init__(app)
        self._app = app
        self._appearance = appearance
        self._base_points = app.font().pointSizeF()
        app.setStyle("Fusion")
        hints = app.styleHints()
        hints.colorSchemeChanged.connect(self._apply)
        hints.accessibility().contrastPreferenceChanged.connect(self._apply)
        self.colours: Colours = LIGHT
        self._apply()

    def set_appearance(self, appearance: Appearance) -> None:
        """Takes the person's choice at once."""
        self._appearance = appearance
        self._apply()

    def _apply(self) -> None:
        self.colours = self._wanted()
        self._app.setPalette(palette_of(self.colours))
        self._app.setStyleSheet(style_sheet(self.colours, self._base_points))
        self.changed.emit()

    def _wanted(self) -> Colours:
        hints = self._app.styleHints()
        contrast = hints.accessibility().contrastPreference()
        return colours_for(
            self._appearance, hints.colorScheme(), contrast, system_palette=self._system_palette
        )

    def _system_palette(self) -> QPalette:
        self._app.setPalette(QPalette())  # takes ours off, and the system's is beneath
        return self._app.palette()


def colours_for(
    appearance: Appearance,
    scheme: Qt.ColorScheme,
    contrast: Qt.ContrastPreference,
    *,
    system_palette: Callable[[], QPalette],
) -> Colours:
    """The colours for what the person chose here (``appearance``) and in the system."""
    if appearance is not Appearance.SYSTEM:
        return DARK if appearance is Appearance.DARK else LIGHT
    if contrast is Qt.ContrastPreference.HighContrast:
        return high_contrast(system_palette())
    return DARK if scheme is Qt.ColorScheme.Dark else LIGHT
