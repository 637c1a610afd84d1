"""What the desks stand on: the window, and services of their own on the app's loop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication

from skop_desktop.aio import Tasks, new_event_loop
from skop_desktop.messages import Message, MessageBus
from skop_desktop.ui.desk.told import Doer
from skop_desktop.ui.window import MainWindow
from tests.support.look import kept_look


def pytest_asyncio_loop_factories() -> dict[str, Callable[[], asyncio.AbstractEventLoop]]:
    """Every async test of this folder runs on Qt's loop, as the app does."""

    def make() -> asyncio.AbstractEventLoop:
        app = QApplication.instance() or QApplication([])
        assert isinstance(app, QApplication)
        return new_event_loop(app)

    return {"qt": make}


@pytest.fixture
def told() -> list[Message]:
    """Everything the person is told."""
    return []


@pytest.fixture
def withdrawn() -> list[str]:
    """What was taken back."""
    return []


@pytest.fixture
def unexpected() -> list[BaseException]:
    """What went wrong and was no error of the app's own."""
    return []


@pytest.fixture
async def doer(
    told: list[Message], withdrawn: list[str], unexpected: list[BaseException]
) -> AsyncIterator[Doer]:
    messages = MessageBus()
    messages.subscribe(told.append, withdrawn.append)
    tasks = Tasks(unexpected.append)
    yield Doer(tasks, messages)
    await tasks.aclose()


@pytest.fixture
def window(qapp: QApplication) -> Iterator[MainWindow]:
    """The window on the screen; palette and style sheet come back afterwards."""
    with kept_look(qapp):
        made = MainWindow()
        made.resize(1024, 700)
        made.show()
        yield made
        made.hide()
        made.deleteLater()
