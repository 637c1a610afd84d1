"""Light, dark or as the system has it."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton

from skop_desktop.ui.settings.section import Section
from skop_desktop.ui.settings.view import APPEARANCES, SettingsView
from skop_desktop.ui.theme.tokens import LARGE


class AppearanceSection(Section):
    """``appearance_changed``: an :class:`Appearance`."""

    appearance_changed = Signal(object)

    def __init__(self) -> None:
        super().__init__("Appearance")
        self._choice = QButtonGroup(self)
        self._appearances = list(APPEARANCES)
        row = QHBoxLayout()
        row.setSpacing(LARGE)
        for number, words in enumerate(APPEARANCES.values()):
            radio = QRadioButton(words)
            self._choice.addButton(radio, number)
            row.addWidget(radio)
        row.addStretch()
        self.body.addLayout(row)
        self._choice.idToggled.connect(self._toggled)

    def show_settings(self, view: SettingsView) -> None:
        """Shows the choice of ``view``."""
        blocker = QSignalBlocker(self._choice)
        self._choice.button(self._appearances.index(view.appearance)).setChecked(True)
        blocker.unblock()

    def _toggled(self, number: int, checked: bool) -> None:
        if checked:
            self.appearance_changed.emit(self._appearances[number])
