from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from skop_desktop.ui.start.start_page import StartPage
from tests.support.widgets import click, named, press

pytestmark = pytest.mark.gui

CHOICES = {
    "Try the sample": "sample_requested",
    "Search a website": "search_requested",
    "Open a job ID": "job_id_requested",
}


@pytest.fixture
def page(qtbot: QtBot) -> StartPage:
    made = StartPage()
    qtbot.addWidget(made)
    made.resize(776, 640)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.mark.parametrize("name", CHOICES)
def test_each_choice_is_one_click(qtbot: QtBot, page: StartPage, name: str) -> None:
    with qtbot.waitSignal(getattr(page, CHOICES[name])):
        click(named(page, QPushButton, name))


def test_the_choices_are_reached_by_tab_in_reading_order(qtbot: QtBot, page: StartPage) -> None:
    named(page, QPushButton, "Try the sample").setFocus()
    for name in ("Search a website", "Open a job ID"):
        press(page.focusWidget(), Qt.Key.Key_Tab)
        assert named(page, QPushButton, name).hasFocus()
    with qtbot.waitSignal(page.job_id_requested):
        press(page.focusWidget(), Qt.Key.Key_Space)


def test_each_choice_tells_a_screen_reader_what_it_does(page: StartPage) -> None:
    for name in CHOICES:
        assert named(page, QPushButton, name).accessibleDescription()


def test_all_of_it_is_seen_in_the_smallest_window(page: StartPage) -> None:
    last = named(page, QPushButton, "Open a job ID")
    corner = last.mapTo(page, last.rect().bottomRight())
    assert page.rect().contains(corner)
    assert not page.verticalScrollBar().isVisible()
