"""Help: the keys, the logs, what this app is."""

from __future__ import annotations

import asyncio
from pathlib import Path

from PySide6.QtWidgets import QDialog

from skop_desktop.aio import answered
from skop_desktop.desktop.reveal import reveal
from skop_desktop.errors import SkopError
from skop_desktop.licences import read_parts
from skop_desktop.resources import ResourceMissing
from skop_desktop.ui.desk.told import Doer
from skop_desktop.ui.help.about_dialog import AboutDialog
from skop_desktop.ui.help.facts import facts_of_this_app
from skop_desktop.ui.help.keys_dialog import KeysDialog
from skop_desktop.ui.help.licences_dialog import LicencesDialog
from skop_desktop.ui.window import MainWindow


class HelpDesk:
    """``logs``: the folder with the logs."""

    def __init__(self, window: MainWindow, logs: Path, *, doer: Doer) -> None:
        self._window = window
        self._logs = logs
        self._doer = doer

    def show_keys(self) -> None:
        """The keyboard shortcuts."""
        self._doer.do(self._shown(KeysDialog(self._window)), "keys")

    def show_about(self) -> None:
        """Versions and licences."""
        dialog = AboutDialog(facts_of_this_app(), self._window)
        dialog.licences_requested.connect(lambda: self._show_licences(dialog))
        self._doer.do(self._shown(dialog), "about")

    def _show_licences(self, over: AboutDialog) -> None:
        self._doer.do(self._licences(over), "licences")

    async def _licences(self, over: AboutDialog) -> None:
        try:
            parts = await asyncio.to_thread(read_parts)
        except ResourceMissing as missing:
            raise SkopError("The list of licences is missing.", advice=str(missing)) from missing
        await self._shown(LicencesDialog(parts, over))

    def open_log_folder(self) -> None:
        """The folder with the logs, in the file manager."""
        self._doer.do(reveal(self._logs), "open the log folder")

    async def _shown(self, dialog: QDialog) -> None:
        await answered(dialog)
        dialog.deleteLater()
