"""How long the app takes to end, amid everything it does, against its start in the same run.

``packaging/dev.py benchmark tests/benchmarks/test_closing.py``
"""

from __future__ import annotations

import threading
import time
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from statistics import median
from typing import Final

import pytest
from PySide6.QtWidgets import QApplication

from skop_desktop.api.server import server_from_text
from skop_desktop.desktop.folders import DataFolder
from skop_desktop.options import Options
from skop_desktop.ui.window import MainWindow
from tests.benchmarks.engine_program import engine
from tests.e2e.service_jobs import PDF, results, status
from tests.e2e.watching import until
from tests.e2e.whole_session import close, whole_session
from tests.support.contract_objects import document_json
from tests.support.file_server import FileServer, Held
from tests.support.scripted_service import ScriptedService

pytestmark = [pytest.mark.benchmark, pytest.mark.gui, pytest.mark.timeout(300)]

RUNS: Final = 5
TIMES_THE_START: Final = 2.0
"""Most times as long as its start. Somebody who waits for an answer would wait for ever."""
Until = Callable[[MainWindow], Awaitable[object]]


async def _closings(qapp: QApplication, folder: Path, options: Options, ready: Until) -> float:
    """Closings against the starts before them, the middle ratio; each closed once ``ready``."""
    took, started = [], []
    for number in range(RUNS):
        data = DataFolder.at(folder / str(number))
        data.make()
        begun = time.perf_counter()
        async with whole_session(qapp, data, options) as (window, running):
            started.append(time.perf_counter() - begun)
            await ready(window)
            begun = time.perf_counter()
            await close(window, running)
            took.append(time.perf_counter() - begun)
    told = ", ".join(f"{spent:.2f}" for spent in sorted(took))
    print(f"\nclosing amid {folder.name}: {told} s; starting {median(started):.2f} s")  # noqa: T201 - the figures
    return median(took) / median(started)


async def test_closing_is_soon_whatever_is_going_on(qapp: QApplication, tmp_path: Path) -> None:
    async def shown(window: MainWindow) -> None:
        await until(window.isVisible)

    async def found(window: MainWindow) -> None:
        await until(lambda: window.header.view is not None and window.header.view.documents > 0)

    idle = Options(download_folder=tmp_path / "idle")
    sample = Options(sample=True, download_folder=tmp_path / "sample")
    took = [
        await _closings(qapp, tmp_path / "nothing", idle, shown),
        await _closings(qapp, tmp_path / "a search of our engine", sample, found),
    ]
    with ScriptedService() as service, FileServer() as site:
        options, began = _on(service, tmp_path), partial(_begin_a_download, service, site)
        took.append(await _closings(qapp, tmp_path / "a download", options, began))
    with ScriptedService() as service:
        options, asked = _on(service, tmp_path), partial(_ask_in_vain, service)
        took.append(
            await _closings(qapp, tmp_path / "a question without an answer", options, asked)
        )
    assert max(took) < TIMES_THE_START


def _on(service: ScriptedService, folder: Path) -> Options:
    return Options(download_folder=folder / "saved", server=server_from_text(service.url))


async def _ask_in_vain(service: ScriptedService, window: MainWindow) -> None:
    service.answer("GET", "/scrape/status/job_a", json={}, delay=threading.Event())
    asked = len(service.requests)
    window.library.job_id_given.emit("job_a")
    await until(lambda: len(service.requests) > asked)


async def _begin_a_download(service: ScriptedService, site: FileServer, window: MainWindow) -> None:
    site.answers["/slow.pdf"] = held = Held(PDF % 1, before=10)
    documents = [document_json(1, url=site.url("/slow.pdf"))]
    service.answer("GET", "/scrape/status/job_a", json=status("job_a", "completed"))
    service.answer("GET", "/scrape/results/job_a", json=results(service, "job_a", documents))
    window.library.job_id_given.emit("job_a")
    await until(lambda: len(window.documents.shown_documents()) == 1)
    window.header.download_all_requested.emit()
    await until(held.is_waiting.is_set)


def test_the_engine_ends_as_soon_as_it_started(tmp_path: Path) -> None:
    took = []
    for number in range(RUNS):
        with engine(tmp_path / str(number)) as program:
            started = program.started
            begun = time.perf_counter()
        took.append((time.perf_counter() - begun) / started)
    print(f"\nthe engine ends in {median(took):.2f} of the time of its start")  # noqa: T201 - the figure
    assert median(took) < 1
