"""The scripted service does what tests rely on."""

from __future__ import annotations

import asyncio
from threading import Event

import httpx
import pytest

from tests.support.contract_objects import status_json
from tests.support.scripted_service import ScriptedService

JOB = "job_1"
PATH = f"/scrape/status/{JOB}"


def test_answers_come_in_order_and_the_last_one_repeats() -> None:
    with ScriptedService() as service, httpx.Client(base_url=service.url) as client:
        service.answer("GET", PATH, json=status_json(JOB, "pending"))
        service.answer("GET", PATH, json=status_json(JOB, "completed"))
        seen = [client.get(PATH).json()["status"] for _ in range(3)]
    assert seen == ["pending", "completed", "completed"]


def test_what_is_not_scripted_is_404_in_the_contracts_shape() -> None:
    with ScriptedService() as service:
        answer = httpx.get(f"{service.url}/nowhere")
    assert answer.status_code == 404
    assert answer.json()["error"] is True
    assert answer.json()["path"] == "/nowhere"


def test_requests_are_recorded_with_their_headers_and_body() -> None:
    with ScriptedService() as service:
        httpx.post(f"{service.url}/scrape/?a=1", json={"x": 1}, headers={"X-Name": "v"})
        (request,) = service.wait_for_requests(1)
    assert (request.method, request.path, request.query) == ("POST", "/scrape/", "a=1")
    assert request.headers["x-name"] == "v"
    assert request.json == {"x": 1}


def test_a_dropped_connection_is_a_protocol_error() -> None:
    with ScriptedService() as service:
        service.answer("GET", PATH, close=True)
        with pytest.raises(httpx.RemoteProtocolError):
            httpx.get(service.url + PATH)


def test_a_body_can_be_cut_short() -> None:
    with ScriptedService() as service:
        service.answer("GET", PATH, body=b"x" * 1000, cut_after=10)
        with pytest.raises(httpx.RemoteProtocolError):
            httpx.get(service.url + PATH)


async def test_an_answer_is_held_until_the_event_is_set() -> None:
    go_on = Event()
    with ScriptedService() as service:
        service.answer("GET", PATH, json={}, delay=go_on)
        async with httpx.AsyncClient() as client:
            asking = asyncio.create_task(client.get(service.url + PATH))
            await asyncio.to_thread(service.wait_for_requests, 1)
            assert not asking.done()
            go_on.set()
            assert (await asking).status_code == 200


async def test_closing_ends_answers_that_are_still_held() -> None:
    with ScriptedService() as service:
        service.answer("GET", PATH, json={}, delay=Event())
        async with httpx.AsyncClient() as client:
            asking = asyncio.create_task(client.get(service.url + PATH))
            await asyncio.to_thread(service.wait_for_requests, 1)
            service.close()
            with pytest.raises(httpx.TransportError):
                await asking


def test_waiting_for_requests_that_do_not_come_says_what_came() -> None:
    with ScriptedService() as service:
        httpx.get(f"{service.url}/health/")
        with pytest.raises(TimeoutError, match=r"1 of 2 requests.*GET /health/"):
            service.wait_for_requests(2, timeout=0.05)
