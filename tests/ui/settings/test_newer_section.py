"""Newer versions in the settings: on, off, impossible, found."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QCheckBox, QPushButton
from pytestqt.qtbot import QtBot

from skop_desktop.ui.settings.newer_section import NewerSection
from skop_desktop.ui.settings.view import SettingsView
from tests.support.widgets import click, show, texts_shown

pytestmark = pytest.mark.gui


def shown(qtbot: QtBot, view: SettingsView) -> NewerSection:
    section = NewerSection()
    section.show_settings(view)
    show(qtbot, section, 500, 200)
    return section


def test_it_says_what_is_sent_and_can_be_switched_off(qtbot: QtBot) -> None:
    section = shown(qtbot, SettingsView(has_download_page=True))
    assert "sends nothing about you" in "\n".join(texts_shown(section))
    changes: list[tuple[str, object]] = []
    section.setting_changed.connect(lambda name, value: changes.append((name, value)))
    box = section.findChildren(QCheckBox)[0]
    assert box.isChecked()
    box.click()
    assert changes == [("looks_for_newer", False)]


def test_without_a_page_it_is_off_and_says_why(qtbot: QtBot) -> None:
    section = shown(qtbot, SettingsView(has_download_page=False, looks_for_newer=True))
    box = section.findChildren(QCheckBox)[0]
    assert not box.isEnabled()
    assert not box.isChecked()
    assert "not yet decided where" in "\n".join(texts_shown(section))


def test_a_newer_version_is_named_with_the_way_to_it(qtbot: QtBot) -> None:
    section = shown(qtbot, SettingsView(has_download_page=True, newer_version="0.2.0"))
    assert "Skop Desktop 0.2.0 is out." in texts_shown(section)
    asked: list[bool] = []
    section.page_requested.connect(lambda: asked.append(True))
    click(section.findChildren(QPushButton)[0])
    assert asked == [True]
