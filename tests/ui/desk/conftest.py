"""What the desks stand on: the window, and services of their own on the app's loop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from skop_desktop.aio import Tasks, new_event_loop, on_loop
from skop_desktop.downloads.connection import transfer_client
from skop_desktop.downloads.options import TransferOptions
from skop_desktop.downloads.orders import Limits
from skop_desktop.downloads.worker import TransferWorker
from skop_desktop.messages import Message, MessageBus
from skop_desktop.settings import SettingsFile
from skop_desktop.ui.desk.downloads import DownloadsDesk
from skop_desktop.ui.desk.shown_job import ShownJob
from skop_desktop.ui.desk.told import Doer
from skop_desktop.ui.desk.transfers import Transfers
from skop_desktop.ui.window import MainWindow
from tests.support.file_server import FileServer
from tests.support.look import kept_look
from tests.support.transfers import QUICK
from tests.ui.desk.downloading import Desk


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


@pytest.fixture
def site() -> Iterator[FileServer]:
    with FileServer() as made:
        yield made


@pytest.fixture
async def desk(
    window: MainWindow, doer: Doer, site: FileServer, tmp_path: Path
) -> AsyncIterator[Desk]:
    transfers, loop = Transfers(), asyncio.get_running_loop()
    settings = SettingsFile(tmp_path / "settings.json")
    worker = TransferWorker(
        tmp_path / "ledger.db",
        on_loop(loop, transfers.apply),
        on_removed=on_loop(loop, transfers.remove),
        on_queue=on_loop(loop, transfers.apply_queue),
        options=TransferOptions(
            Limits(at_once=1), retries=QUICK, client=lambda: transfer_client(silence=20.0)
        ),
    )
    shown = ShownJob(window, doer, transfers.of_job)
    base = tmp_path / "home"
    made = DownloadsDesk(
        window,
        shown,
        transfers,
        worker=worker,
        base_folder=lambda: base,
        settings=settings,
        doer=doer,
    )
    worker.open()
    yield Desk(made, window, shown, transfers, worker, settings, site, base)
    assert await asyncio.to_thread(worker.shutdown, 5)
