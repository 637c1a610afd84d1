"""The settings in one calm column; every change holds at once."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QScrollArea, QVBoxLayout, QWidget

from skop_desktop.ui.parts.buttons import button
from skop_desktop.ui.parts.labels import label, line
from skop_desktop.ui.settings.appearance_section import AppearanceSection
from skop_desktop.ui.settings.downloads_section import DownloadsSection
from skop_desktop.ui.settings.key_section import KeySection
from skop_desktop.ui.settings.names_section import NamesSection
from skop_desktop.ui.settings.newer_section import NewerSection
from skop_desktop.ui.settings.record_section import RecordSection
from skop_desktop.ui.settings.server_section import ServerSection
from skop_desktop.ui.settings.view import SettingsView
from skop_desktop.ui.theme.tokens import LARGE, MEDIUM, WIDE

_SIZE: Final = (520, 640)


class SettingsDialog(QDialog):
    """To be shown by ``open()``. Whoever takes a change gives the new values back.

    ``server_changed``: :class:`ServerKind` and base address. ``key_saved``: a ``SecretStr``.
    ``download_folder_changed``: a path, empty for the app's own choice.
    ``download_setting_changed``: the name in ``Settings``, and its new value.
    ``appearance_changed``: an :class:`Appearance`. ``download_page_requested``: the page of the
    app's own versions.
    """

    server_changed = Signal(object, str)
    key_saved = Signal(object)
    key_removed = Signal()
    download_folder_changed = Signal(str)
    download_setting_changed = Signal(str, object)
    appearance_changed = Signal(object)
    download_page_requested = Signal()

    def __init__(self, view: SettingsView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Settings")
        self.resize(*_SIZE)
        self._server, self._key = ServerSection(), KeySection()
        self._downloads, self._names = DownloadsSection(), NamesSection()
        self._record, self._appearance = RecordSection(), AppearanceSection()
        self._newer = NewerSection()
        self._sections = (
            self._server,
            self._key,
            self._downloads,
            self._names,
            self._record,
            self._appearance,
            self._newer,
        )
        self._server.server_changed.connect(self.server_changed)
        self._key.key_saved.connect(self.key_saved)
        self._key.key_removed.connect(self.key_removed)
        self._downloads.folder_changed.connect(self.download_folder_changed)
        self._downloads.setting_changed.connect(self.download_setting_changed)
        self._record.setting_changed.connect(self.download_setting_changed)
        self._newer.setting_changed.connect(self.download_setting_changed)
        self._newer.page_requested.connect(self.download_page_requested)
        self._names.template_changed.connect(
            lambda template: self.download_setting_changed.emit("name_template", template)
        )
        self._appearance.appearance_changed.connect(self.appearance_changed)
        self._assemble()
        self.show_settings(view)

    def show_settings(self, view: SettingsView) -> None:
        """Shows ``view``; what is being typed stays."""
        for section in self._sections:
            section.show_settings(view)

    def _assemble(self) -> None:
        column = QWidget()
        inside = QVBoxLayout(column)
        inside.setContentsMargins(WIDE, WIDE, WIDE, WIDE)
        inside.setSpacing(LARGE + MEDIUM)
        inside.addWidget(label("Settings", "title"))
        for section in self._sections:
            inside.addWidget(section)
        inside.addStretch(1)
        scrolled = QScrollArea()
        scrolled.setWidget(column)
        scrolled.setWidgetResizable(True)
        scrolled.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scrolled.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scrolled.viewport().setAutoFillBackground(False)
        column.setAutoFillBackground(False)
        close = button("Close")
        close.clicked.connect(self.accept)
        foot = QVBoxLayout()
        foot.setContentsMargins(WIDE, MEDIUM, WIDE, MEDIUM)
        foot.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(scrolled, 1)
        layout.addWidget(line())
        layout.addLayout(foot)
