"""The settings on the screen."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from skop_desktop.api.server import CLOUD
from skop_desktop.ui.settings.settings_dialog import SettingsDialog
from skop_desktop.ui.settings.view import SettingsView
from tests.support.widgets import show


@pytest.fixture
def dialog(qtbot: QtBot) -> SettingsDialog:
    dialog = SettingsDialog(SettingsView(CLOUD, download_folder="/home/ada/Downloads/Skop"))
    show(qtbot, dialog, 520, 760)
    return dialog
