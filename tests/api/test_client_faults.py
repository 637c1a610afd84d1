"""Answers that are not what they should be, and ways that must not be taken."""

from __future__ import annotations

import asyncio
import gzip
import zlib
from threading import Event

import httpx
import pytest

from skop_desktop.api.client import SkopClient
from skop_desktop.api.models import CreateJobRequest
from skop_desktop.api.pacing import RequestBudget
from skop_desktop.errors import (
    JobNotFound,
    Unreachable,
    UnreadableAnswer,
)
from tests.support.contract_objects import status_json
from tests.support.scripted_service import ScriptedService

JOB = "job_4fc79a89797e"
STATUS = f"/scrape/status/{JOB}"
RESULTS = f"/scrape/results/{JOB}"
ASKED = CreateJobRequest(website="https://example.com", prompt="Find all board minutes")


# --- answers that are not what they should be ----------------------------------------------------


async def test_a_service_that_never_answers_is_given_up(
    service: ScriptedService, budget: RequestBudget
) -> None:
    service.answer("GET", STATUS, json={}, delay=Event())
    async with SkopClient(
        service.url, budget=budget, timeout=httpx.Timeout(0.1, connect=5.0)
    ) as client:
        with pytest.raises(Unreachable, match="did not answer in time"):
            await client.job_status(JOB, attempts=1)


async def test_a_caller_that_is_cancelled_stops_asking(
    service: ScriptedService, client: SkopClient
) -> None:
    service.answer("GET", STATUS, json={}, delay=Event())
    asking = asyncio.create_task(client.job_status(JOB))
    await asyncio.to_thread(service.wait_for_requests, 1)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking


async def test_an_answer_about_another_job_is_not_taken(
    service: ScriptedService, client: SkopClient
) -> None:
    service.answer("GET", STATUS, json=status_json("job_other"))
    with pytest.raises(UnreadableAnswer, match="another job") as raised:
        await client.job_status(JOB)
    assert raised.value.field_name == "job_id"
    assert raised.value.detail.code == 200
    assert raised.value.detail.address == service.url + STATUS


async def test_a_web_page_instead_of_json_is_named(
    service: ScriptedService, client: SkopClient
) -> None:
    service.answer("GET", STATUS, body=b"<!doctype html><p>Sign in", content_type="text/html")
    with pytest.raises(UnreadableAnswer, match="web page"):
        await client.job_status(JOB)


@pytest.mark.parametrize("size", [0, 1, 500_000])
@pytest.mark.parametrize("packing", ["gzip", "deflate", "bare deflate"])
async def test_packed_answers_are_unpacked(
    service: ScriptedService, client: SkopClient, packing: str, size: int
) -> None:
    body = httpx.Response(200, json=status_json(JOB, message="x" * size)).content
    bare = zlib.compressobj(wbits=-15)
    packed = {
        "gzip": gzip.compress(body, mtime=0),
        "deflate": zlib.compress(body),
        "bare deflate": bare.compress(body) + bare.flush(),
    }[packing]
    headers = {"Content-Encoding": packing.removeprefix("bare ")}
    service.answer("GET", STATUS, body=packed, headers=headers)
    assert (await client.job_status(JOB)).message == "x" * min(size, 100_000)


@pytest.mark.parametrize(
    ("body", "packing"),
    [
        (gzip.compress(b"{}" * 50, mtime=0)[:-12], "gzip"),
        (b"not packed at all", "gzip"),
        (b"\x00" * 50, "deflate"),
        (b"{}", "br"),
        (b"{}", "gzip, gzip"),
    ],
)
async def test_damaged_or_unknown_packing_is_an_unreadable_answer(
    service: ScriptedService, client: SkopClient, body: bytes, packing: str
) -> None:
    service.answer("GET", STATUS, body=body, headers={"Content-Encoding": packing})
    with pytest.raises(UnreadableAnswer):
        await client.job_status(JOB)


@pytest.mark.parametrize("packed", [True, False])
async def test_a_body_that_would_fill_memory_is_not_read(
    service: ScriptedService, budget: RequestBudget, packed: bool
) -> None:
    body = b" " * 20_000_000
    headers = {"Content-Encoding": "gzip"} if packed else {}
    sent = gzip.compress(body, mtime=0) if packed else body
    service.answer("GET", RESULTS, body=sent, headers=headers)
    async with SkopClient(service.url, budget=budget, largest_body=3_000_000) as client:
        with pytest.raises(UnreadableAnswer, match="larger than 3 MB"):
            await client.job_results(JOB)


# --- ways that must not be taken -----------------------------------------------------------------


async def test_a_redirect_on_the_same_server_is_followed(
    service: ScriptedService, client: SkopClient
) -> None:
    service.answer("GET", "/health/", status=307, headers={"Location": "/health"}, body=b"")
    service.answer("GET", "/health", json={"status": "healthy"})
    assert (await client.health()).status == "healthy"


async def test_a_redirect_to_another_server_is_not_followed(
    service: ScriptedService, client: SkopClient
) -> None:
    with ScriptedService() as other:
        service.answer("GET", STATUS, status=302, headers={"Location": other.url}, body=b"")
        with pytest.raises(UnreadableAnswer, match="another address"):
            await client.job_status(JOB)
        assert other.requests == []


async def test_a_redirect_in_circles_ends(service: ScriptedService, client: SkopClient) -> None:
    service.answer("GET", STATUS, status=302, headers={"Location": STATUS}, body=b"")
    with pytest.raises(Unreachable):
        await client.job_status(JOB, attempts=1)
    assert len(service.requests) <= 4


async def test_starting_a_job_is_never_sent_on_by_a_redirect(
    service: ScriptedService, client: SkopClient
) -> None:
    service.answer("POST", "/scrape/", status=307, headers={"Location": "/other"}, body=b"")
    with pytest.raises(UnreadableAnswer):
        await client.create_job(ASKED)
    assert len(service.requests) == 1


async def test_loopback_is_never_asked_through_a_proxy(
    service: ScriptedService,
    client: SkopClient,
    monkeypatch: pytest.MonkeyPatch,
    closed_port: str,
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, closed_port)
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    service.answer("GET", STATUS, json=status_json(JOB))
    assert (await client.job_status(JOB)).job_id == JOB


async def test_other_servers_are_asked_through_the_systems_proxy(
    service: ScriptedService, budget: RequestBudget, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    for name in ("HTTP_PROXY", "http_proxy"):
        monkeypatch.setenv(name, service.url)
    async with SkopClient("http://skop.invalid", budget=budget) as client:
        with pytest.raises(JobNotFound):
            await client.job_status(JOB)
    assert [request.headers["host"] for request in service.requests] == ["skop.invalid"]


async def test_a_proxy_that_cannot_be_used_is_named(
    budget: RequestBudget, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALL_PROXY", "gopher://nowhere")
    async with SkopClient("https://skop.invalid", budget=budget) as client:
        with pytest.raises(Unreachable, match="proxy that is set on this computer"):
            await client.job_status(JOB, attempts=1)


async def test_a_connection_that_is_not_secure_is_named(
    service: ScriptedService, budget: RequestBudget
) -> None:
    address = service.url.replace("http://", "https://")
    async with SkopClient(address, budget=budget) as client:
        with pytest.raises(Unreachable, match="not secure") as raised:
            await client.job_status(JOB, attempts=1)
    assert raised.value.nothing_sent
    assert service.requests == []


async def test_a_host_that_cannot_exist_is_not_found(budget: RequestBudget) -> None:
    async with SkopClient("https://a..b", budget=budget) as client:
        with pytest.raises(Unreachable):
            await client.job_status(JOB, attempts=1)
