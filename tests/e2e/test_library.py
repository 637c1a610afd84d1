"""The library as a person has it: restarts, two jobs at once, removing and undoing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from tests.e2e.screen import Screen, Start
from tests.e2e.service_jobs import completed, results, served, status
from tests.e2e.watching import until
from tests.support.contract_objects import job_error_json
from tests.support.scripted_service import ScriptedService

pytestmark = [pytest.mark.gui, pytest.mark.timeout(60)]

MINUTES, BUDGETS = "All minutes of the town", "All budgets of the town"


async def both(screen: Screen, service: ScriptedService) -> None:
    """Two searches that have ended, the budgets on the screen."""
    completed(
        service, "job_a", 2, prompt=MINUTES, errors=[job_error_json(1)], warnings=["Slow site"]
    )
    completed(service, "job_b", 3, prompt=BUDGETS)
    screen.open_job("job_a")
    await until(lambda: screen.searches() == [MINUTES])
    screen.open_job("job_b")
    await until(lambda: screen.searches() == [BUDGETS, MINUTES])
    await until(lambda: len(screen.column("Name")) == 3)


async def test_a_start_without_the_network_shows_all_that_was_known(
    start: Start, service: ScriptedService
) -> None:
    async with start() as screen:
        await both(screen, service)
    service.close()
    asked = len(service.requests)
    async with start() as screen:
        assert screen.searches() == [BUDGETS, MINUTES]
        await screen.sees_column("Name", ["Minutes 1", "Minutes 2", "Minutes 3"])
        screen.choose_search(MINUTES)
        await screen.sees_column("Name", ["Minutes 1", "Minutes 2"])
        assert screen.status.startswith("Completed")
        assert screen.window.tabs.errors.model.rowCount() == 1
        assert screen.window.tabs.warnings.model.rowCount() == 1
        await screen.sees("$2.16")
        assert "Offline" not in screen.texts
    assert len(service.requests) == asked


async def test_each_search_shows_its_own_documents_and_problems(
    screen: Screen, service: ScriptedService
) -> None:
    await both(screen, service)
    assert screen.window.tabs.errors.model.rowCount() == 0
    screen.choose_search(MINUTES)
    await screen.sees_column("Name", ["Minutes 1", "Minutes 2"])
    assert screen.job_id == "job_a"
    assert screen.window.tabs.errors.model.rowCount() == 1
    screen.choose_search(BUDGETS)
    await until(lambda: screen.job_id == "job_b")
    assert len(screen.column("Name")) == 3
    assert screen.window.tabs.errors.model.rowCount() == 0


async def test_what_was_running_when_the_app_ended_goes_on_at_the_next_start(
    start: Start, service: ScriptedService
) -> None:
    service.answer("GET", "/scrape/status/job_a", json=status("job_a", prompt=MINUTES))
    async with start() as screen:
        screen.open_job("job_a")
        await screen.sees_status("Running")
    with service.at_once():
        service.forget("GET", "/scrape/status/job_a")
        completed(service, "job_a", prompt=MINUTES)
    async with start() as screen:
        await screen.sees_status("Completed")
        await until(lambda: len(screen.column("Name")) == 3)


async def test_a_job_that_runs_is_shown_offline_with_its_last_data_after_a_restart(
    start: Start, service: ScriptedService
) -> None:
    running = status("job_a", message="Reading", has_partial_results=True)
    service.answer("GET", "/scrape/status/job_a", json=running)
    partial = results(service, "job_a", served(service, "job_a", 2), is_partial=True)
    service.answer("GET", "/scrape/results/job_a", json=partial)
    async with start() as screen:
        screen.open_job("job_a")
        await until(lambda: len(screen.column("Name")) == 2)
    service.close()
    async with start() as screen:
        await screen.sees_status("Offline")
        await screen.sees("Showing what was known at")
        assert sorted(screen.column("Name")) == ["Minutes 1", "Minutes 2"]


async def test_removing_a_search_can_be_undone(screen: Screen, service: ScriptedService) -> None:
    await both(screen, service)
    screen.window.library.setFocus()
    await screen.keys(Qt.Key.Key_Delete)
    await screen.sees(f"“{BUDGETS}” is out of the library.")
    assert screen.searches() == [MINUTES]
    await until(lambda: screen.job_id == "job_a")
    await screen.press_button("Undo")
    await until(lambda: screen.job_id == "job_b")
    assert screen.searches() == [BUDGETS, MINUTES]
    assert len(screen.column("Name")) == 3
    assert "is out of the library" not in screen.texts


async def test_a_search_that_runs_goes_on_after_an_undone_removal(
    screen: Screen, service: ScriptedService
) -> None:
    service.answer("GET", "/scrape/status/job_a", json=status("job_a", prompt=MINUTES))
    screen.open_job("job_a")
    await screen.sees_status("Running")
    await screen.keys(Qt.Key.Key_Delete, to=screen.table)
    await screen.sees("out of the library")
    await screen.sees("Try the sample")
    with service.at_once():
        service.forget("GET", "/scrape/status/job_a")
        completed(service, "job_a", prompt=MINUTES)
    await screen.press_button("Undo")
    await screen.sees_status("Completed")


async def test_a_removed_search_stays_away_after_a_restart(
    start: Start, service: ScriptedService
) -> None:
    async with start() as screen:
        await both(screen, service)
        await screen.keys(Qt.Key.Key_Delete, to=screen.table)
        await until(lambda: screen.searches() == [MINUTES])
    async with start() as screen:
        assert screen.searches() == [MINUTES]


async def test_the_end_of_a_search_in_the_background_is_told(
    screen: Screen, service: ScriptedService
) -> None:
    service.answer("GET", "/scrape/status/job_a", json=status("job_a", prompt=MINUTES))
    screen.open_job("job_a")
    await screen.sees_status("Running")
    completed(service, "job_b", prompt=BUDGETS)
    screen.open_job("job_b")
    await until(lambda: screen.job_id == "job_b")
    with service.at_once():
        service.forget("GET", "/scrape/status/job_a")
        completed(service, "job_a", 2, prompt=MINUTES)
    await screen.sees(f"Completed: “{MINUTES}”, 2 documents.")
    await screen.press_button("Show")
    await until(lambda: screen.job_id == "job_a")
    await screen.sees_column("Name", ["Minutes 1", "Minutes 2"])
