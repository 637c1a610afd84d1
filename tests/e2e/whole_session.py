"""The app from its start to its end, in this process."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from PySide6.QtWidgets import QApplication

from skop_desktop.desktop.folders import DataFolder
from skop_desktop.desktop.single_instance import claim
from skop_desktop.logs import Logs
from skop_desktop.options import Options
from skop_desktop.session import session
from skop_desktop.ui.window import MainWindow
from tests.e2e.watching import until


@asynccontextmanager
async def whole_session(
    qapp: QApplication, folder: DataFolder, options: Options
) -> AsyncIterator[tuple[MainWindow, asyncio.Task[int]]]:
    """The session as ``main`` runs it, with its window."""
    instance = claim(folder.root)
    assert instance is not None
    before = set(qapp.topLevelWidgets())
    with instance, Logs(folder.logs) as logs:
        running = asyncio.create_task(session(qapp, options, folder, instance, logs))

        def shown() -> MainWindow | None:
            new = set(qapp.topLevelWidgets()) - before
            windows = (one for one in new if isinstance(one, MainWindow) and one.isVisible())
            return next(windows, None)

        try:
            yield await until(shown), running
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)


async def close(window: MainWindow, running: asyncio.Task[int]) -> None:
    """Closes the window as its frame does, and waits until the session has ended."""
    window.close()
    assert await running == 0
