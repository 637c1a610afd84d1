"""What keeps a job from going on: real refusals and faults, told in words, nothing lost."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton

from skop_desktop.api.server import server_from_text
from skop_desktop.desktop.folders import DataFolder
from skop_desktop.ui.settings.settings_dialog import SettingsDialog
from tests.e2e.screen import Screen
from tests.e2e.service_jobs import completed, moment, results, served, status
from tests.e2e.watching import by_name, until
from tests.support.contract_objects import error_json, named_error_json
from tests.support.scripted_service import ScriptedService
from tests.support.widgets import click, type_into

pytestmark = [pytest.mark.gui, pytest.mark.timeout(60)]

JOB = "job_4fc7"
STATUS = f"/scrape/status/{JOB}"
RESULTS = f"/scrape/results/{JOB}"


async def watched(screen: Screen, service: ScriptedService) -> None:
    """A job that runs, with two documents on the screen."""
    running = status(JOB, message="Reading the archive", has_partial_results=True)
    service.answer("GET", STATUS, json=running)
    partial = results(service, JOB, served(service, JOB, 2), is_partial=True)
    service.answer("GET", RESULTS, json=partial)
    screen.open_job(JOB)
    await screen.sees_status("Running. Reading the archive")
    await screen.sees_column("Name", ["Minutes 1", "Minutes 2"])


def now_answers(service: ScriptedService, **answer: Any) -> None:  # noqa: ANN401 - passed on
    with service.at_once():
        service.forget("GET", STATUS)
        service.answer("GET", STATUS, **answer)


def now_completed(service: ScriptedService) -> None:
    with service.at_once():
        service.forget("GET", STATUS)
        service.forget("GET", RESULTS)
        completed(service, JOB)


async def goes_on(screen: Screen, service: ScriptedService) -> None:
    """The trouble ends, the person looks again, and the job reaches its end."""
    now_completed(service)
    await screen.keys(Qt.Key.Key_F5)
    await screen.sees_status("Completed")
    await screen.sees_column("Name", ["Minutes 1", "Minutes 2", "Minutes 3"])


async def test_a_service_that_drops_every_connection_is_offline_until_it_answers_again(
    screen: Screen, service: ScriptedService
) -> None:
    await watched(screen, service)
    now_answers(service, close=True)
    await screen.keys(Qt.Key.Key_F5)
    await screen.sees_status("Offline")
    await screen.sees("Showing what was known at")
    await screen.sees("Next try in")
    assert screen.column("Name") == ["Minutes 1", "Minutes 2"]
    now_completed(service)
    await screen.press_button("Try now")
    await screen.sees_status("Completed")
    assert "Offline" not in screen.texts


async def test_offline_goes_on_by_itself(screen: Screen, service: ScriptedService) -> None:
    await watched(screen, service)
    now_answers(service, close=True)
    await screen.keys(Qt.Key.Key_F5)
    await screen.sees_status("Offline")
    now_completed(service)
    await screen.sees_status("Completed")


async def test_a_refused_key_leads_to_settings_and_a_good_one_goes_on(
    screen: Screen, service: ScriptedService, data_folder: DataFolder
) -> None:
    await watched(screen, service)
    service.ask_for_key("sk-good")
    await screen.keys(Qt.Key.Key_F5)
    await screen.sees_status("Key refused")
    await screen.sees("Your key was not accepted")
    assert screen.column("Name") == ["Minutes 1", "Minutes 2"]
    await screen.press_button("Open settings")
    dialog = await until(lambda: screen.window.findChild(SettingsDialog))
    now_completed(service)
    type_into(by_name(dialog, QLineEdit, "Key"), "sk-good")
    click(by_name(dialog, QPushButton, "Save key"))
    await screen.sees_status("Completed")
    assert service.requests[-1].headers["authorization"] == "Bearer sk-good"
    assert "sk-good" not in (data_folder.logs / "skop-desktop.log").read_text()
    dialog.close()


async def test_a_refused_key_of_a_job_nobody_has_seen_yet_leads_to_settings(
    screen: Screen, service: ScriptedService
) -> None:
    service.answer("GET", STATUS, status=403, json=error_json(403, "Forbidden"))
    screen.open_job(JOB)
    await screen.sees("Your key was not accepted")
    await screen.press_button("Open settings")
    dialog = await until(lambda: screen.window.findChild(SettingsDialog))
    dialog.close()


async def test_no_credits_says_what_is_missing(screen: Screen, service: ScriptedService) -> None:
    await watched(screen, service)
    refusal = named_error_json(
        "insufficient_credits",
        "Not enough credits",
        suggested_action="Add at least $1.20 in your account.",
        estimated_cost=3.2,
        current_credits=2.0,
        shortfall=1.2,
    )
    now_answers(service, status=402, json=refusal)
    await screen.keys(Qt.Key.Key_F5)
    await screen.sees_status("No credits")
    await screen.sees("$1.20 are missing")
    await screen.sees("Add at least $1.20 in your account.")
    await goes_on(screen, service)


async def test_a_job_that_is_not_there_says_exactly_that(
    screen: Screen, service: ScriptedService
) -> None:
    screen.open_job("job_000")
    await screen.sees_status("Not found")
    await screen.sees("There is no such job, or it is not yours.")
    asked = len(service.requests)
    completed(service, "job_000")
    await screen.keys(Qt.Key.Key_F5)
    await until(lambda: len(screen.column("Name")) == 3)
    assert screen.status.startswith("Completed")
    assert len(service.requests) == asked + 2


async def test_a_limit_says_when_it_goes_on_and_goes_on_by_itself(
    screen: Screen, service: ScriptedService
) -> None:
    await watched(screen, service)
    limit = error_json(429, "Too many requests")
    with service.at_once():
        service.forget("GET", STATUS)
        service.forget("GET", RESULTS)
        service.answer("GET", STATUS, status=429, json=limit, headers={"Retry-After": "3"})
        completed(service, JOB)
    await screen.keys(Qt.Key.Key_F5)
    await screen.sees_status("Completed")


async def test_a_long_limit_names_the_time(screen: Screen, service: ScriptedService) -> None:
    await watched(screen, service)
    limit = error_json(429, "Too many requests")
    now_answers(service, status=429, json=limit, headers={"Retry-After": "600"})
    await screen.keys(Qt.Key.Key_F5)
    await screen.sees_status("Pausing")
    await screen.sees("Goes on by itself at")
    asked = len(service.requests)
    await screen.keys(Qt.Key.Key_F5)
    await screen.sees("Goes on by itself at")
    assert len(service.requests) == asked
    assert screen.column("Name") == ["Minutes 1", "Minutes 2"]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({"status": 503, "json": error_json(503, "Down")}, "The service has a problem."),
        ({"status": 500, "body": b"", "content_type": "text/plain"}, "The service has a problem."),
        (
            {"body": b"<html><h1>Welcome to Cafe Wi-Fi</h1></html>", "content_type": "text/html"},
            "web page",
        ),
        ({"body": b'{"job_id": "job_4fc7", "status": '}, "could not be read"),
        ({"json": {"job_id": JOB, "is_active": True}}, "status"),
    ],
    ids=["503", "500 and nothing", "a web page", "broken JSON", "no status"],
)
async def test_what_cannot_be_used_is_told_and_what_was_known_stays(
    screen: Screen, service: ScriptedService, answer: dict[str, object], words: str
) -> None:
    await watched(screen, service)
    now_answers(service, **answer)
    await screen.keys(Qt.Key.Key_F5)
    await screen.sees_status("Service trouble")
    await screen.sees(words)
    assert screen.column("Name") == ["Minutes 1", "Minutes 2"]
    await goes_on(screen, service)


async def test_no_answer_at_all_from_the_start(screen: Screen, service: ScriptedService) -> None:
    service.close()
    screen.open_job(JOB)
    await screen.sees("Offline")
    await screen.sees("next try")


async def test_times_in_the_future_and_a_new_word_do_no_harm(
    screen: Screen, service: ScriptedService
) -> None:
    odd = status(JOB, "extracting", created_at=moment(9_000), started_at=moment(90_000))
    service.answer("GET", STATUS, json=odd)
    screen.open_job(JOB)
    await screen.sees_status("Running")


async def test_the_key_is_asked_for_that_server_which_refused_it(screen: Screen) -> None:
    with ScriptedService() as other:
        other.ask_for_key("sk-other")
        screen.app.desks.jobs.open(JOB, server_from_text(other.url))
        await screen.sees("Your key was not accepted")
        await screen.press_button("Open settings")
        dialog = await until(lambda: screen.window.findChild(SettingsDialog))
        await screen.sees(f"Key for {other.url.removeprefix('http://')}")
        completed(other, JOB)
        type_into(by_name(dialog, QLineEdit, "Key"), "sk-other")
        click(by_name(dialog, QPushButton, "Save key"))
        await screen.sees_status("Completed")
        assert other.requests[-1].headers["authorization"] == "Bearer sk-other"
        dialog.close()
