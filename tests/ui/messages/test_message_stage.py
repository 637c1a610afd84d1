"""The message bar floats over the page: nothing moves under the pointer."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from skop_desktop.errors import KeyRefused
from skop_desktop.messages import Level, Message, message_of
from skop_desktop.ui.messages.message_bar import MessageBar
from skop_desktop.ui.messages.message_stage import MessageStage
from tests.support.widgets import click, show

pytestmark = pytest.mark.gui

LONG = Message(Level.ERROR, "The site did not answer for one of the documents. " * 8)


class Page(QWidget):
    def __init__(self) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        self.button = QPushButton("Download all")
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(QLabel("Documents"), 1)


@pytest.fixture
def bar() -> MessageBar:
    return MessageBar(seconds_shown=600)


@pytest.fixture
def page() -> Page:
    return Page()


@pytest.fixture
def stage(qtbot: QtBot, page: Page, bar: MessageBar) -> MessageStage:
    made = MessageStage(page, bar)
    show(qtbot, made, 900, 500)
    return made


def place(stage: MessageStage, bar: MessageBar) -> QRect:
    return QRect(bar.mapTo(stage, QPoint(0, 0)), bar.size())


def test_the_page_keeps_its_place_when_a_message_comes(
    stage: MessageStage, page: Page, bar: MessageBar
) -> None:
    before = page.geometry()
    bar.show_message(LONG)
    assert bar.isVisible()
    assert page.geometry() == before == stage.rect()


@pytest.mark.parametrize("width", [400, 776, 900, 1600])
def test_the_bar_is_whole_in_the_middle_of_the_lower_edge(
    stage: MessageStage, bar: MessageBar, qtbot: QtBot, width: int
) -> None:
    bar.show_message(LONG)
    stage.resize(width, 500)
    qtbot.waitUntil(lambda: stage.width() == width)
    qtbot.waitUntil(lambda: bar.height() >= bar.heightForWidth(bar.width()))
    shown = place(stage, bar)
    assert stage.rect().contains(shown)
    assert abs(shown.center().x() - stage.rect().center().x()) <= 1
    assert shown.width() <= 720


def test_a_longer_message_grows_upward(stage: MessageStage, bar: MessageBar, qtbot: QtBot) -> None:
    bar.show_message(message_of(KeyRefused("Your key was not accepted.")))
    qtbot.waitUntil(bar.isVisible)
    short = place(stage, bar)
    bar.show_message(LONG)
    qtbot.waitUntil(lambda: place(stage, bar).height() > short.height())
    assert place(stage, bar).bottom() == short.bottom()


def test_the_page_can_still_be_used_beside_the_bar(
    stage: MessageStage, page: Page, bar: MessageBar
) -> None:
    bar.show_message(LONG)
    pressed: list[str] = []
    page.button.clicked.connect(lambda: pressed.append("download"))
    at = page.button.mapTo(stage, page.button.rect().center())
    assert stage.childAt(at) is page.button
    click(page.button)
    assert pressed == ["download"]
