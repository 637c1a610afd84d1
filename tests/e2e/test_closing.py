"""Closing the window ends everything, at once, and loses nothing."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import threading
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from skop_desktop import services
from skop_desktop.desktop.folders import DataFolder
from skop_desktop.jobs import following
from skop_desktop.lifecycle import Step
from skop_desktop.options import Options
from tests.e2e.screen import opened
from tests.e2e.service_jobs import PDF, completed, results, served, status
from tests.e2e.watching import until
from tests.e2e.whole_session import close, whole_session
from tests.support.contract_objects import document_json
from tests.support.file_server import FileServer, Held
from tests.support.scripted_service import ScriptedService

pytestmark = [pytest.mark.gui, pytest.mark.timeout(60)]


def children_of_this_process() -> set[str]:
    listed = subprocess.run(
        ["ps", "-o", "pid=,args=", "--ppid", str(_own_pid())],
        capture_output=True,
        text=True,
        check=True,
    )
    return {line.strip() for line in listed.stdout.splitlines() if " ps -o " not in line}


def _own_pid() -> int:
    return int(Path("/proc/self").resolve().name)


def our_threads() -> set[str]:
    ours = ("skop", "transfers", "engine", "preview")
    return {one.name for one in threading.enumerate() if one.name.startswith(ours)}


async def test_closing_while_the_sample_runs_leaves_no_child_and_no_thread(
    qapp: QApplication, data_folder: DataFolder, tmp_path: Path
) -> None:
    options = Options(sample=True, download_folder=tmp_path / "documents")
    before = children_of_this_process()
    async with whole_session(qapp, data_folder, options) as (window, running):
        await until(lambda: window.header.view is not None and window.header.view.documents > 0)
        assert children_of_this_process() - before
        await close(window, running)
    # What a busy computer does not end within a second has been told to, and ends by itself.
    await until(lambda: children_of_this_process() <= before)
    await until(lambda: not our_threads())


async def test_closing_while_downloads_run_keeps_library_settings_and_downloads(
    qapp: QApplication, data_folder: DataFolder, on_service: Options, service: ScriptedService
) -> None:
    with FileServer() as site:
        held = Held(PDF % 1, before=10)
        site.answers["/slow.pdf"] = held
        documents = [document_json(1, name="Slow", url=site.url("/slow.pdf"))]
        documents += served(service, "job_a", 2)
        service.answer("GET", "/scrape/status/job_a", json=status("job_a", "completed"))
        service.answer("GET", "/scrape/results/job_a", json=results(service, "job_a", documents))
        service.answer("GET", "/scrape/status/job_b", json=status("job_b", prompt="Still running"))
        async with whole_session(qapp, data_folder, on_service) as (window, running):
            window.library.job_id_given.emit("job_b")
            await until(lambda: window.header.view is not None)
            window.library.job_id_given.emit("job_a")
            await until(lambda: len(window.documents.shown_documents()) == 3)
            window.header.download_all_requested.emit()
            await until(held.is_waiting.is_set)
            window.resize(1180, 760)
            await close(window, running)
        assert list(data_folder.root.parent.rglob("*.part")) == []
        held.go_on.set()
        async with opened(qapp, data_folder, on_service) as screen:
            await screen.sees_column("Saved", ["Saved"] * 3)
            assert "Still running" in screen.searches()
            assert screen.window.size().toTuple() == (1180, 760)


async def test_closing_while_the_service_does_not_answer_does_not_wait_for_it(
    qapp: QApplication, data_folder: DataFolder, on_service: Options, service: ScriptedService
) -> None:
    service.answer("GET", "/scrape/status/job_a", json={}, delay=threading.Event())
    async with whole_session(qapp, data_folder, on_service) as (window, running):
        window.library.job_id_given.emit("job_a")
        await asyncio.to_thread(service.wait_for_requests, 1)
        await close(window, running)


async def test_the_window_closes_while_the_library_does_not_answer(
    qapp: QApplication, data_folder: DataFolder, on_service: Options
) -> None:
    async with opened(qapp, data_folder, on_service):
        pass  # the next start has nothing to make in its files
    with closing(sqlite3.connect(data_folder.library, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        async with whole_session(qapp, data_folder, on_service) as (window, running):
            window.close()
            await until(lambda: not isValid(window) or not window.isVisible())
            other.execute("ROLLBACK")
            assert await running == 0


async def test_closing_with_a_dialog_open_closes_both(
    qapp: QApplication, data_folder: DataFolder, on_service: Options
) -> None:
    async with whole_session(qapp, data_folder, on_service) as (window, running):
        window.library.settings_requested.emit()
        await until(lambda: qapp.activeModalWidget() is not None)
        await close(window, running)
    assert qapp.activeModalWidget() is None


@pytest.fixture
def closing_begun(monkeypatch: pytest.MonkeyPatch) -> asyncio.Event:
    """Set when jobs are being ended, which here takes as long as a busy computer needs."""
    begun = asyncio.Event()

    def patient(name: str, run: Callable[[], Awaitable[object]], _deadline: float) -> Step:
        async def told() -> None:
            if name == "jobs":
                begun.set()
            await run()

        return Step(name, told, 60.0)

    monkeypatch.setattr(services, "Step", patient)
    monkeypatch.setattr(following, "_CLOSING_TAKES", 120.0)
    return begun


async def test_a_search_that_is_just_being_started_is_not_lost(
    qapp: QApplication,
    data_folder: DataFolder,
    on_service: Options,
    service: ScriptedService,
    closing_begun: asyncio.Event,
) -> None:
    completed(service, "job_new")
    go_on = threading.Event()
    created = {"job_id": "job_new", "status": "pending", "message": "Job created."}
    service.answer("POST", "/scrape/", status=201, json=created, delay=go_on)
    async with whole_session(qapp, data_folder, on_service) as (window, running):
        window.search.prefill("https://example.org", "All the minutes of the town")
        window.action_triggered.emit("new-search")
        window.search._submit()
        await asyncio.to_thread(service.wait_for_requests, 1)
        window.close()
        await closing_begun.wait()
        go_on.set()
        await running
    async with opened(qapp, data_folder, on_service) as screen:
        assert screen.job_id == "job_new"
    assert [request.method for request in service.requests].count("POST") == 1
