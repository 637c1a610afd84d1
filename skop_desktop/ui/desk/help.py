"""Help: the keys, the logs, what this app is."""

from __future__ import annotations

from pathlib import Path

from skop_desktop.aio import answered
from skop_desktop.desktop.reveal import reveal
from skop_desktop.ui.desk.told import Doer
from skop_desktop.ui.help.about_dialog import AboutDialog
from skop_desktop.ui.help.facts import facts_of_this_app
from skop_desktop.ui.help.keys_dialog import KeysDialog
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
        self._doer.do(self._shown(dialog), "about")

    def open_log_folder(self) -> None:
        """The folder with the logs, in the file manager."""
        self._doer.do(reveal(self._logs), "open the log folder")

    async def _shown(self, dialog: KeysDialog | AboutDialog) -> None:
        await answered(dialog)
        dialog.deleteLater()
