"""Starting a search, stopping it, starting it again: what is sent, and never sent twice."""

from __future__ import annotations

from threading import Event

import pytest
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit, QSpinBox

from tests.e2e.screen import Screen
from tests.e2e.service_jobs import completed, status
from tests.e2e.watching import by_name, until
from tests.support.contract_objects import created_json, error_json, named_error_json
from tests.support.scripted_service import Request, ScriptedService
from tests.support.widgets import click, type_into

pytestmark = [pytest.mark.gui, pytest.mark.timeout(60)]

PROMPT = "All minutes of the council since 2020"


def posts(service: ScriptedService) -> list[Request]:
    return [request for request in service.requests if request.method == "POST"]


def deleted(service: ScriptedService) -> list[str]:
    return [request.path for request in service.requests if request.method == "DELETE"]


async def fill_in(screen: Screen, website: str = "riverton.gov/meetings") -> None:
    """The form, as far as the button."""
    await screen.press_button("New search")
    await screen.sees("Search a website")
    type_into(by_name(screen.window, QLineEdit, "Website"), website)
    type_into(by_name(screen.window, QPlainTextEdit, "What to find"), PROMPT)


def accepted(service: ScriptedService, job: str = "job_new") -> None:
    service.answer("POST", "/scrape/", status=201, json=created_json(job))


async def test_a_search_sends_what_the_contract_has_and_shows_the_job(
    screen: Screen, service: ScriptedService
) -> None:
    accepted(service)
    completed(service, "job_new", prompt=PROMPT)
    await fill_in(screen)
    await screen.press_button("Start search")
    await until(lambda: screen.job_id == "job_new")
    await screen.sees_status("Completed")
    (sent,) = posts(service)
    assert sent.json == {
        "website": "https://riverton.gov/meetings",
        "prompt": PROMPT,
        "parameters": {
            "single_page": False,
            "timeout": 1800,
            "confidence_threshold": 0.1,
            "file_type": "document",
            "max_file_size_mb": 100,
        },
    }
    assert screen.searches() == [PROMPT]


async def test_more_choices_are_sent_as_they_were_made(
    screen: Screen, service: ScriptedService
) -> None:
    accepted(service)
    completed(service, "job_new")
    await fill_in(screen)
    await screen.press_button("More choices")
    by_name(screen.window, QCheckBox, "Only this page").click()
    for name, number in (("Time limit", 5), ("Minimum confidence", 70), ("Largest file", 20)):
        by_name(screen.window, QSpinBox, name).setValue(number)
    await screen.press_button("Start search")
    await until(lambda: posts(service))
    assert posts(service)[0].json["parameters"] == {
        "single_page": True,
        "timeout": 300,
        "confidence_threshold": 0.7,
        "file_type": "document",
        "max_file_size_mb": 20,
    }


async def test_a_refused_field_is_told_beside_it_and_the_form_keeps_what_was_typed(
    screen: Screen, service: ScriptedService
) -> None:
    refusal = error_json(
        422, "Validation failed", details={"field": "website", "reason": "This site is closed."}
    )
    service.answer("POST", "/scrape/", status=422, json=refusal)
    await fill_in(screen)
    await screen.press_button("Start search")
    website = by_name(screen.window, QLineEdit, "Website")
    await until(lambda: "This site is closed" in website.accessibleDescription())
    await screen.sees("This site is closed")
    assert website.text() == "https://riverton.gov/meetings"
    assert by_name(screen.window, QPlainTextEdit, "What to find").toPlainText() == PROMPT
    await until(lambda: screen.has_button("Start search"))
    assert len(posts(service)) == 1


@pytest.mark.parametrize(
    ("code", "body", "words"),
    [
        (401, error_json(401, "Invalid API key"), "Your key was not accepted."),
        (
            402,
            named_error_json(
                "insufficient_credits", "No", shortfall=1.5, suggested_action="Top up."
            ),
            "$1.50 are missing. Top up.",
        ),
        (
            429,
            named_error_json("concurrency_limit_exceeded", "No", active_jobs=2, max_concurrent=2),
            "As many searches as the service allows at once are running (2 of 2).",
        ),
        (503, error_json(503, "Down"), "The service has a problem."),
    ],
    ids=["key", "credits", "too many", "down"],
)
async def test_a_refused_search_says_why_and_is_sent_once(
    screen: Screen, service: ScriptedService, code: int, body: object, words: str
) -> None:
    service.answer("POST", "/scrape/", status=code, json=body)
    await fill_in(screen)
    await screen.press_button("Start search")
    await screen.sees(words)
    await until(lambda: screen.has_button("Start search"))
    assert len(posts(service)) == 1


async def test_a_lost_answer_is_not_sent_again_and_says_where_to_look(
    screen: Screen, service: ScriptedService
) -> None:
    service.answer("POST", "/scrape/", close=True)
    await fill_in(screen)
    await screen.press_button("Start search")
    await until(lambda: screen.has_button("Start search"))
    await screen.sees("It is not known whether the search was started")
    assert len(posts(service)) == 1


async def test_an_answer_cut_in_half_is_not_sent_again(
    screen: Screen, service: ScriptedService
) -> None:
    service.answer("POST", "/scrape/", status=201, json=created_json("job_new"), cut_after=20)
    await fill_in(screen)
    await screen.press_button("Start search")
    await until(lambda: screen.has_button("Start search"))
    await screen.sees("It is not known whether the search was started")
    assert len(posts(service)) == 1


async def test_two_clicks_are_one_search(screen: Screen, service: ScriptedService) -> None:
    go_on = Event()
    service.answer("POST", "/scrape/", status=201, json=created_json("job_new"), delay=go_on)
    completed(service, "job_new", prompt=PROMPT)
    await fill_in(screen)
    start = screen.button("Start search")
    click(start)
    click(start)
    await until(lambda: posts(service))
    go_on.set()
    await until(lambda: screen.job_id == "job_new")
    assert len(posts(service)) == 1


async def test_what_is_missing_in_the_form_is_told_and_nothing_is_sent(
    screen: Screen, service: ScriptedService
) -> None:
    await screen.press_button("New search")
    await screen.press_button("Start search")
    website = by_name(screen.window, QLineEdit, "Website")
    await until(website.accessibleDescription)
    assert website.hasFocus()
    assert service.requests == []


async def test_stop_cancels_and_search_again_starts_a_second_job(
    screen: Screen, service: ScriptedService
) -> None:
    accepted(service)
    accepted(service, "job_again")
    running = status("job_new", website="https://riverton.gov", prompt=PROMPT)
    service.answer("GET", "/scrape/status/job_new", json=running)
    await fill_in(screen)
    await screen.press_button("Start search")
    await screen.sees_status("Running")
    assert not screen.has_button("Search again")
    go_on = Event()
    stopped = {"message": "Job cancelled.", "status": "cancelled"}
    service.answer("DELETE", "/scrape/job_new", json=stopped, delay=go_on)
    await screen.press_button("Stop")
    await until(lambda: deleted(service))
    # Not before: the next look at the job would show it stopped without having been asked.
    with service.at_once():
        service.forget("GET", "/scrape/status/job_new")
        service.answer("GET", "/scrape/status/job_new", json=status("job_new", "cancelled"))
    go_on.set()
    await screen.sees_status("Stopped")
    assert deleted(service) == ["/scrape/job_new"]
    completed(service, "job_again", prompt=PROMPT)
    await screen.press_button("Search again")
    await until(lambda: screen.job_id == "job_again")
    await screen.sees_status("Completed")
    first, second = posts(service)
    assert first.json["prompt"] == second.json["prompt"] == PROMPT
    assert len(screen.searches()) == 2


async def test_a_stop_that_is_refused_is_told(screen: Screen, service: ScriptedService) -> None:
    service.answer("GET", "/scrape/status/job_new", json=status("job_new"))
    service.answer("DELETE", "/scrape/job_new", status=503, json=error_json(503, "Down"))
    screen.open_job("job_new")
    await screen.press_button("Stop")
    await screen.sees("The service has a problem.")
    await screen.sees_status("Running")


async def test_cancel_leads_back_and_keeps_what_was_typed(
    screen: Screen, service: ScriptedService
) -> None:
    await fill_in(screen)
    await screen.press_button("Cancel")
    await screen.sees("Try the sample")
    await screen.press_button("New search")
    assert by_name(screen.window, QLineEdit, "Website").text() == "riverton.gov/meetings"
    assert not service.requests
