"""The app's own loop for tests that run its parts in this process."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator, Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from skop_desktop.aio import new_event_loop
from skop_desktop.api.server import server_from_text
from skop_desktop.desktop.folders import DataFolder
from skop_desktop.logs import Logs
from skop_desktop.options import Options
from skop_desktop.session import Running, running
from tests.e2e.screen import Screen, Start, opened
from tests.support.scripted_service import ScriptedService


def pytest_asyncio_loop_factories() -> dict[str, Callable[[], asyncio.AbstractEventLoop]]:
    """Every async test of this folder runs on Qt's loop, as the app does."""

    def make() -> asyncio.AbstractEventLoop:
        app = QApplication.instance() or QApplication([])
        assert isinstance(app, QApplication)
        return new_event_loop(app)

    return {"qt": make}


@pytest.fixture(autouse=True)
def american() -> Iterator[None]:
    """Numbers and dates as these tests expect them, whatever the machine's own locale is."""
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    yield
    QLocale.setDefault(before)


@pytest.fixture(autouse=True)
def _what_stays_is_collected_once() -> Iterator[None]:
    """At its end the app lets the collector see everything again, these tests included."""
    yield
    gc.freeze()


@pytest.fixture
def data_folder(tmp_path: Path) -> DataFolder:
    folder = DataFolder.at(tmp_path / "data")
    folder.make()
    return folder


@pytest.fixture
def options(tmp_path: Path) -> Options:
    return Options(download_folder=tmp_path / "documents")


@pytest.fixture
async def app(
    qapp: QApplication, data_folder: DataFolder, options: Options
) -> AsyncIterator[Running]:
    """The whole app, its window shown, everything ended afterwards."""
    with Logs(data_folder.logs) as logs:
        async with running(qapp, options, data_folder, logs) as parts:
            parts.window.show()
            await parts.desks.jobs.begin()
            await parts.desks.jobs.show_newest()
            yield parts
            parts.window.hide()


@pytest.fixture
def service() -> Iterator[ScriptedService]:
    """A Skop service on loopback."""
    with ScriptedService() as made:
        yield made


@pytest.fixture
def on_service(service: ScriptedService, tmp_path: Path) -> Options:
    """A start whose searches run on ``service``."""
    return Options(server=server_from_text(service.url), download_folder=tmp_path / "documents")


@pytest.fixture
def start(qapp: QApplication, data_folder: DataFolder, on_service: Options) -> Start:
    """Starts the app on ``service``, as often as a test wants, on the same data folder."""
    return partial(opened, qapp, data_folder, on_service)


@pytest.fixture
async def screen(
    start: Start,
) -> AsyncIterator[Screen]:
    """The whole app on ``service``."""
    async with start() as made:
        yield made
