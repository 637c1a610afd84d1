"""Whether the app looks for newer versions of itself."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout

from skop_desktop.ui.parts.buttons import button
from skop_desktop.ui.parts.check_box import CheckBox
from skop_desktop.ui.parts.labels import label
from skop_desktop.ui.settings.section import Section
from skop_desktop.ui.settings.view import SettingsView
from skop_desktop.ui.theme.tokens import LARGE, SMALL, TIGHT

_INDENT: Final = LARGE + SMALL
_WHAT_IS_SENT: Final = (
    "Asks the download page for its newest version and sends nothing about you. Nothing is "
    "downloaded or installed by itself."
)
_NOWHERE: Final = "Off: it is not yet decided where new versions of Skop Desktop will be published."


class NewerSection(Section):
    """``setting_changed``: the name in ``Settings``, and whether it is on."""

    setting_changed = Signal(str, object)
    page_requested = Signal()

    def __init__(self) -> None:
        super().__init__("Newer versions")
        self._box = CheckBox("Look for a newer version once a day")
        self._box.toggled.connect(lambda on: self.setting_changed.emit("looks_for_newer", on))
        self._hint = label("", "caption", wrap=True)
        self._found = label("", wrap=True)
        self._open = button("Open the download page")
        self._open.clicked.connect(self.page_requested)
        under = QVBoxLayout()
        under.setContentsMargins(_INDENT, 0, 0, 0)
        under.setSpacing(SMALL)
        under.addWidget(self._hint)
        under.addWidget(self._found)
        under.addWidget(self._open, 0, Qt.AlignmentFlag.AlignLeft)
        together = QVBoxLayout()
        together.setSpacing(TIGHT)
        together.addWidget(self._box)
        together.addLayout(under)
        self.body.addLayout(together)

    def show_settings(self, view: SettingsView) -> None:
        """Shows whether it is on, why it cannot be, and what was found."""
        blocker = QSignalBlocker(self._box)
        self._box.setEnabled(view.has_download_page)
        self._box.setChecked(view.has_download_page and view.looks_for_newer)
        blocker.unblock()
        hint = _WHAT_IS_SENT if view.has_download_page else _NOWHERE
        self._hint.setText(hint)
        self._box.setAccessibleDescription(hint)
        self._found.setText(f"Skop Desktop {view.newer_version} is out.")
        self._found.setVisible(bool(view.newer_version))
        self._open.setVisible(bool(view.newer_version))
