"""Keyboard shortcuts and the facts of a bug report."""

from __future__ import annotations

import os

import pytest
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from skop_desktop import __version__
from skop_desktop.ui.help.about_dialog import AboutDialog
from skop_desktop.ui.help.facts import facts_of_this_app
from skop_desktop.ui.help.keys_dialog import KeysDialog
from skop_desktop.ui.help.shortcuts import LIST_KEYS, SHORTCUTS, ShortcutId
from tests.support.widgets import click, named, show, texts_shown

DESIGN = {
    ShortcutId.NEW_SEARCH: "Ctrl+N",
    ShortcutId.OPEN_JOB: "Ctrl+O",
    ShortcutId.FILTER: "Ctrl+F",
    ShortcutId.DOWNLOAD_SELECTED: "Ctrl+D",
    ShortcutId.DOWNLOAD_ALL: "Ctrl+Shift+D",
    ShortcutId.SAVE_TO: "Ctrl+Shift+S",
    ShortcutId.EXPORT: "Ctrl+E",
    ShortcutId.REFRESH: "F5",
    ShortcutId.REMOVE: "Del",
    ShortcutId.SETTINGS: "Ctrl+,",
    ShortcutId.KEYS: "F1",
    ShortcutId.QUIT: "Ctrl+Q",
}


def test_the_keys_are_those_of_the_design() -> None:
    assert {shortcut.id: shortcut.keys for shortcut in SHORTCUTS if shortcut.keys} == DESIGN


def test_every_entry_is_there_once_and_no_key_means_two_things() -> None:
    ids = [shortcut.id for shortcut in SHORTCUTS]
    keys = [entry.keys for entry in (*SHORTCUTS, *LIST_KEYS) if entry.keys]

    assert sorted(ids) == sorted(ShortcutId)
    assert len(set(keys)) == len(keys)
    assert all(not QKeySequence(key).isEmpty() for key in keys)


def test_f1_lists_every_shortcut_with_its_words(qtbot: QtBot) -> None:
    dialog = KeysDialog()
    show(qtbot, dialog, 700, 400)

    shown = texts_shown(dialog)
    for entry in (*SHORTCUTS, *LIST_KEYS):
        if entry.keys:
            assert entry.words in shown
            assert (
                QKeySequence(entry.keys).toString(QKeySequence.SequenceFormat.NativeText) in shown
            )


def test_the_details_for_a_bug_report_are_copied_and_hold_no_secret(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SKOP_API_KEY", "sk-made-up")
    dialog = AboutDialog(facts_of_this_app())
    show(qtbot, dialog, 480, 320)
    click(named(dialog, QPushButton, "Copy details for a bug report"))

    copied = QGuiApplication.clipboard().text()
    assert copied.startswith(f"Skop Desktop {__version__}\nPython 3.")
    assert "PySide6 6." in copied
    assert "sk-made-up" not in copied
    assert os.path.expanduser("~") not in copied  # noqa: PTH111 - as text, wherever it leads
    assert "Copied" in texts_shown(dialog)
