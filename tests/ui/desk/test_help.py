"""Help opens its dialogs and the folder with the logs."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListWidget, QPlainTextEdit, QPushButton

from skop_desktop.messages import Message
from skop_desktop.ui.desk.help import HelpDesk
from skop_desktop.ui.desk.told import Doer
from skop_desktop.ui.help.about_dialog import AboutDialog
from skop_desktop.ui.help.keys_dialog import KeysDialog
from skop_desktop.ui.help.licences_dialog import LicencesDialog
from skop_desktop.ui.window import MainWindow
from tests.support.waiting import until
from tests.support.widgets import click, named
from tests.ui.desk.dialogs import is_open

pytestmark = pytest.mark.gui


@pytest.mark.parametrize("kind", [KeysDialog, AboutDialog])
async def test_a_dialog_opens_over_the_window_and_escape_closes_it(
    window: MainWindow, doer: Doer, tmp_path: Path, kind: type[KeysDialog | AboutDialog]
) -> None:
    desk = HelpDesk(window, tmp_path, doer=doer)
    (desk.show_keys if kind is KeysDialog else desk.show_about)()
    await until(lambda: any(d.isVisible() for d in window.findChildren(kind)))
    (dialog,) = window.findChildren(kind)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    await until(lambda: window.findChildren(kind) == [])


async def test_the_about_box_leads_to_the_licences_of_all_parts(
    window: MainWindow, doer: Doer, tmp_path: Path
) -> None:
    HelpDesk(window, tmp_path, doer=doer).show_about()
    await until(lambda: any(map(is_open, window.findChildren(AboutDialog))))
    (about,) = window.findChildren(AboutDialog)
    click(named(about, QPushButton, "Licences…"))
    await until(lambda: any(d.isVisible() for d in window.findChildren(LicencesDialog)))
    (licences,) = window.findChildren(LicencesDialog)
    parts = licences.findChildren(QListWidget)[0]
    text = licences.findChildren(QPlainTextEdit)[0]
    assert "MIT License" in text.toPlainText()
    names = [parts.item(row).text() for row in range(parts.count())]
    parts.setCurrentRow(next(row for row, name in enumerate(names) if "pyside6" in name))
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in text.toPlainText()
    QTest.keyClick(licences, Qt.Key.Key_Escape)
    await until(lambda: window.findChildren(LicencesDialog) == [])
    assert about.isVisible()
    about.reject()


async def test_a_log_folder_that_is_gone_is_told(
    window: MainWindow, doer: Doer, told: list[Message], tmp_path: Path
) -> None:
    HelpDesk(window, tmp_path / "logs", doer=doer).open_log_folder()
    await until(lambda: told)
    assert told[0].text.startswith("logs is no longer where it was saved.")
