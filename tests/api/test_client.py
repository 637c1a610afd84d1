"""The client against a real server on loopback, with real faults."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from pydantic import SecretStr

from skop_desktop import __version__
from skop_desktop.api.client import SkopClient
from skop_desktop.api.models import CreateJobRequest, ScrapeParameters
from skop_desktop.api.pacing import RequestBudget, RequestKind
from skop_desktop.errors import (
    InvalidInput,
    KeyRefused,
    LimitReached,
    ServiceTroubled,
    Unreachable,
    UnreadableAnswer,
)
from tests.api.conftest import KEY, Sleeps
from tests.support.contract_objects import created_json, results_json, status_json
from tests.support.scripted_service import ScriptedService

JOB = "job_4fc79a89797e"
STATUS = f"/scrape/status/{JOB}"
RESULTS = f"/scrape/results/{JOB}"
WAIT = timedelta(seconds=600)
SECOND = timedelta(seconds=1)
ASKED = CreateJobRequest(website="https://example.com", prompt="Find all board minutes")


async def test_a_job_is_started_with_every_parameter_said(
    service: ScriptedService, client: SkopClient
) -> None:
    service.answer("POST", "/scrape/", status=201, json=created_json(JOB))
    created = await client.create_job(ASKED)
    assert (created.job_id, created.status) == (JOB, "pending")
    (request,) = service.requests
    assert request.json == {
        "website": "https://example.com",
        "prompt": "Find all board minutes",
        "parameters": ScrapeParameters().model_dump(),
    }
    assert request.json["parameters"]["single_page"] is False
    assert request.headers["authorization"] == f"Bearer {KEY}"
    assert request.headers["user-agent"] == f"SkopDesktop/{__version__}"
    assert request.headers["content-type"] == "application/json"


async def test_status_results_and_cancel_are_read(
    service: ScriptedService, client: SkopClient
) -> None:
    service.answer("GET", STATUS, json=status_json(JOB, "extracting", is_active=True))
    service.answer("GET", RESULTS, json=results_json(JOB))
    service.answer("DELETE", f"/scrape/{JOB}", json={"message": "Gone", "status": "cancelled"})
    status = await client.job_status(JOB)
    assert (status.status, status.is_ended) == ("extracting", False)
    results = await client.job_results(JOB)
    assert [document.confidence_score for document in results.documents] == [0.95, 0.95]
    assert results.cost == 2.16
    assert (await client.cancel_job(JOB)).message == "Gone"


async def test_cancelling_is_done_when_the_answer_is_empty(
    service: ScriptedService, client: SkopClient
) -> None:
    service.answer("DELETE", f"/scrape/{JOB}", status=204, body=b"")
    assert (await client.cancel_job(JOB)).status == "cancelled"


async def test_health_is_asked_without_the_key(
    service: ScriptedService, client: SkopClient
) -> None:
    service.answer("GET", "/health/", json={"status": "degraded"})
    assert (await client.health()).status == "degraded"
    assert "authorization" not in service.requests[0].headers


async def test_what_is_no_job_id_is_never_sent(
    service: ScriptedService, client: SkopClient
) -> None:
    with pytest.raises(InvalidInput):
        await client.job_status("../health")
    assert service.requests == []


async def test_a_key_that_cannot_be_sent_is_refused_before_sending(
    service: ScriptedService,
) -> None:
    async with SkopClient(
        service.url, key=SecretStr("sk-ключ\r\nX: y"), budget=RequestBudget()
    ) as client:
        with pytest.raises(KeyRefused):
            await client.job_status(JOB)
    assert service.requests == []


# --- trying again -------------------------------------------------------------------------------


@pytest.mark.parametrize("code", [429, 500, 502, 503, 504])
async def test_a_read_is_tried_again_with_growing_pauses(
    service: ScriptedService, client: SkopClient, sleeps: Sleeps, code: int
) -> None:
    service.answer("GET", STATUS, status=code, body=b"")
    service.answer("GET", STATUS, status=code, body=b"")
    service.answer("GET", STATUS, json=status_json(JOB))
    assert (await client.job_status(JOB)).job_id == JOB
    assert sleeps.slept == [0.5, 1.0]


async def test_a_read_is_tried_again_when_the_connection_breaks(
    service: ScriptedService, client: SkopClient
) -> None:
    service.answer("GET", RESULTS, close=True)
    service.answer("GET", RESULTS, json=results_json(JOB), cut_after=40)
    service.answer("GET", RESULTS, json=results_json(JOB))
    assert len((await client.job_results(JOB)).documents) == 2


async def test_the_last_trouble_is_raised_when_all_attempts_fail(
    service: ScriptedService, client: SkopClient
) -> None:
    service.answer("GET", STATUS, status=503, body=b"<html>Bad</html>")
    with pytest.raises(ServiceTroubled) as raised:
        await client.job_status(JOB)
    assert len(service.requests) == 3
    assert raised.value.now == "The app keeps trying."
    assert raised.value.retryable


async def test_one_attempt_is_one_request(service: ScriptedService, client: SkopClient) -> None:
    service.answer("GET", STATUS, close=True)
    with pytest.raises(Unreachable):
        await client.job_status(JOB, attempts=1)
    assert len(service.requests) == 1


async def test_a_short_retry_after_is_slept_through(
    service: ScriptedService, client: SkopClient, sleeps: Sleeps
) -> None:
    service.answer("GET", STATUS, status=429, body=b"", headers={"Retry-After": "3"})
    service.answer("GET", STATUS, json=status_json(JOB))
    await client.job_status(JOB)
    assert sleeps.slept == [3.5]


@pytest.mark.parametrize("code", [429, 503])
@pytest.mark.parametrize("as_date", [True, False])
async def test_a_long_retry_after_is_told_and_not_slept_through(
    service: ScriptedService,
    client: SkopClient,
    sleeps: Sleeps,
    code: int,
    as_date: bool,
) -> None:
    before = datetime.now(UTC)
    asked = format_datetime(before + WAIT, usegmt=True) if as_date else "600"
    service.answer("GET", STATUS, status=code, body=b"", headers={"Retry-After": asked})
    with pytest.raises((LimitReached, ServiceTroubled)) as raised:
        await client.job_status(JOB)
    assert isinstance(raised.value, LimitReached if code == 429 else ServiceTroubled)
    assert sleeps.slept == []
    assert len(service.requests) == 1
    assert raised.value.until is not None
    # A date is told in whole seconds, and so is the one that the answer itself was sent at.
    assert before - SECOND <= raised.value.until - WAIT <= datetime.now(UTC) + SECOND


async def test_after_a_refusal_nothing_is_sent_until_it_ends(
    service: ScriptedService, client: SkopClient, sleeps: Sleeps
) -> None:
    service.answer("GET", STATUS, status=429, body=b"", headers={"Retry-After": "600"})
    service.answer("GET", STATUS, json=status_json(JOB))
    for _ in range(2):
        with pytest.raises(LimitReached):
            await client.job_status(JOB)
    assert len(service.requests) == 1
    sleeps.now += 601
    assert (await client.job_status(JOB)).job_id == JOB


async def test_a_spent_allowance_is_a_limit_and_nothing_is_sent(
    service: ScriptedService, client: SkopClient, budget: RequestBudget, sleeps: Sleeps
) -> None:
    service.answer(
        "GET",
        STATUS,
        json=status_json(JOB),
        headers={"X-Rate-Limit-Remaining": "5", "X-Rate-Limit-Reset": "1200"},
    )
    await client.job_status(JOB)
    with pytest.raises(LimitReached) as raised:
        await client.job_status(JOB)
    assert len(service.requests) == 1
    assert raised.value.until is not None
    assert raised.value.until - datetime.now(UTC) > timedelta(seconds=1190)
    assert budget.opens_at(RequestKind.STATUS, sleeps.now) == sleeps.now + 1200


@pytest.mark.parametrize("fault", [{"status": 500}, {"status": 503}, {"close": True}])
async def test_starting_a_job_is_never_repeated_once_it_was_sent(
    service: ScriptedService, client: SkopClient, fault: dict[str, int]
) -> None:
    service.answer(
        "POST",
        "/scrape/",
        status=fault.get("status", 200),
        body=b"",
        close=bool(fault.get("close")),
    )
    with pytest.raises((ServiceTroubled, Unreachable)) as raised:
        await client.create_job(ASKED)
    assert len(service.requests) == 1
    assert not raised.value.retryable
    assert "not known whether the search was started" in raised.value.advice


async def test_starting_a_job_says_what_an_unreadable_answer_may_mean(
    service: ScriptedService, client: SkopClient
) -> None:
    service.answer("POST", "/scrape/", status=201, body=b"{")
    with pytest.raises(UnreadableAnswer, match="not known whether the search was started"):
        await client.create_job(ASKED)


async def test_cancelling_is_not_repeated_once_it_was_sent(
    service: ScriptedService, client: SkopClient
) -> None:
    service.answer("DELETE", f"/scrape/{JOB}", close=True)
    with pytest.raises(Unreachable, match="not known whether the search was stopped"):
        await client.cancel_job(JOB)
    assert len(service.requests) == 1


async def test_where_nothing_was_sent_starting_a_job_is_tried_again(
    sleeps: Sleeps, budget: RequestBudget, closed_port: str
) -> None:
    async with SkopClient(closed_port, budget=budget, sleep=sleeps, clock=sleeps.clock) as client:
        with pytest.raises(Unreachable) as raised:
            await client.create_job(ASKED)
    assert len(sleeps.slept) == 2
    assert raised.value.nothing_sent
    assert raised.value.happened == "Nothing answers at the address of the service."
    assert budget.left(RequestKind.GENERAL, sleeps.now) == 100
