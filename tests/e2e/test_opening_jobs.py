"""A job ID in every form in which people have one, watched to its end."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication

from skop_desktop.desktop.folders import DataFolder
from skop_desktop.options import Options, parse_options
from tests.e2e.screen import Screen, opened
from tests.e2e.service_jobs import completed, status
from tests.e2e.watching import until
from tests.e2e.whole_session import whole_session
from tests.support.scripted_service import ScriptedService

pytestmark = [pytest.mark.gui, pytest.mark.timeout(60)]

JOB = "job_4fc79a89797e"


def second_start(folder: DataFolder, link: str) -> subprocess.CompletedProcess[str]:
    """The program in a process of its own, while the first one runs in this one."""
    command = [sys.executable, "-m", "skop_desktop", link, "--data-folder", str(folder.root)]
    return subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)


async def seen_whole(screen: Screen) -> None:
    """The job with its documents and figures."""
    await until(lambda: screen.job_id == JOB)
    await screen.sees_status("Completed")
    await screen.sees_column("Name", ["Minutes 1", "Minutes 2", "Minutes 3"])
    await screen.sees("$2.16")
    await screen.sees("Download all (3)")


async def test_a_typed_job_id_is_watched_from_waiting_to_its_documents(
    screen: Screen, service: ScriptedService
) -> None:
    path = f"/scrape/status/{JOB}"
    service.answer("GET", path, json=status(JOB, "pending", message="In line"))
    screen.open_job(JOB)
    await screen.sees_status("Waiting to start. In line")
    service.answer("GET", path, json=status(JOB, "extracting", message="Reading page 4"))
    await screen.sees_status("Running. Reading page 4")
    with service.at_once():
        service.forget("GET", path)
        completed(service, JOB)
    await seen_whole(screen)
    asked = [request.path for request in service.requests]
    assert asked.count(f"/scrape/results/{JOB}") == 1
    assert asked[-1] == f"/scrape/results/{JOB}"


async def test_a_pasted_text_around_the_job_id_is_no_matter(
    screen: Screen, service: ScriptedService
) -> None:
    pasted = {
        "job_a01": "https://api.skop.dev/scrape/results/job_a01?download=1",
        "job_a02": "  “job_a02”\n",
        "job_a03": "skop://job/job_a03",
        "job_a04": "Your job job_a04 is ready.",
    }
    for job, text in pasted.items():
        completed(service, job)
        screen.paste_job(text)
        await screen.sees_job(job)
        await screen.sees_status("Completed")
        await screen.sees("Download all (3)")


async def test_what_holds_no_job_id_is_told_beneath_the_field(
    screen: Screen, service: ScriptedService
) -> None:
    screen.open_job("minutes of march")
    await screen.sees("That does not hold a job ID.")
    assert service.requests == []


async def test_a_job_id_on_the_command_line(
    qapp: QApplication, data_folder: DataFolder, on_service: Options, service: ScriptedService
) -> None:
    completed(service, JOB)
    given = replace(on_service, job_id=parse_options([f"skop://job/{JOB}"]).job_id)
    async with opened(qapp, data_folder, given) as screen:
        await seen_whole(screen)


async def test_a_second_start_hands_its_job_to_the_first_and_ends(
    qapp: QApplication,
    data_folder: DataFolder,
    on_service: Options,
    service: ScriptedService,
) -> None:
    completed(service, JOB, prompt="Given by a second start")
    async with whole_session(qapp, data_folder, on_service) as (window, _):
        window.showMinimized()
        second = await asyncio.to_thread(second_start, data_folder, f"skop://job/{JOB}")
        assert (second.returncode, second.stdout, second.stderr) == (0, "", "")
        await until(lambda: len(window.documents.shown_documents()) == 3)
        assert window.header.view is not None
        assert window.header.view.title == "Given by a second start"
        assert not window.isMinimized()


async def test_the_same_job_opened_twice_is_one_search(
    screen: Screen, service: ScriptedService
) -> None:
    completed(service, JOB)
    screen.open_job(JOB)
    await seen_whole(screen)
    screen.open_job(JOB)
    await seen_whole(screen)
    assert len(screen.searches()) == 1
    assert [r.path for r in service.requests].count(f"/scrape/results/{JOB}") == 1
