"""The contract over HTTP."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from skop_desktop.engine.journal import Journal
from skop_desktop.engine.manners import Manners
from skop_desktop.engine.service import BROKEN, JobService
from tests.engine.serving import ADDRESS, KEY, client_of, ended, service_in, told
from tests.engine.sites import PROMPT, Silent, page, pdf, until
from tests.support.file_server import FileServer
from tests.support.published import call_differences, differences, published_schemas

PATIENT = Manners(delay=0, patience=30)


@pytest.fixture
async def service(tmp_path: Path) -> AsyncIterator[JobService]:
    async with service_in(tmp_path, PATIENT) as service:
        yield service


@pytest.fixture
async def client(service: JobService) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(service) as client:
        yield client


def body(site: FileServer, **parameters: object) -> dict[str, object]:
    return {"website": site.url("/"), "prompt": PROMPT, "parameters": parameters}


def assert_error(answer: httpx.Response, code: int, path: str) -> dict[str, Any]:
    said: dict[str, Any] = answer.json()
    assert answer.status_code == code
    assert said["error"] is True
    assert said["status_code"] == code
    assert said["path"] == path
    assert said["timestamp"].endswith("Z")
    assert "Traceback" not in answer.text
    return said


async def test_a_job_runs_from_order_to_results(
    client: httpx.AsyncClient, site: FileServer
) -> None:
    site.answers |= {"/": page("/a.pdf|Minutes 2024"), "/a.pdf": pdf()}
    created = await client.post("/scrape/", json=body(site, single_page=False))
    assert created.status_code == 201
    assert created.json().keys() == {"job_id", "status", "message", "created_at"}
    job_id = created.json()["job_id"]
    status = await ended(client, job_id)
    assert status["status"] == "completed"
    results = (await client.get(f"/scrape/results/{job_id}")).json()
    assert [document["name"] for document in results["documents"]] == ["Minutes 2024"]
    assert results["metadata"]["original_prompt"] == PROMPT
    assert results["metadata"]["final_status"] == "completed"
    assert results["cost"] == 0.0
    assert "is_partial" not in results


async def test_results_come_in_part_while_the_job_runs(
    client: httpx.AsyncClient, site: FileServer
) -> None:
    slow = Silent()
    site.answers |= {"/": page("/a.pdf|Minutes 2024", "/s/"), "/a.pdf": pdf(), "/s/": slow}
    job_id = (await client.post("/scrape/", json=body(site))).json()["job_id"]
    await until(slow.is_waiting.is_set)
    await told(client, f"/scrape/results/{job_id}", lambda said: said["documents"])
    results = await client.get(f"/scrape/results/{job_id}")
    assert results.status_code == 200
    assert results.json()["is_partial"] is True
    status = (await client.get(f"/scrape/status/{job_id}")).json()
    assert status["has_partial_results"] is True
    assert (status["website"], status["prompt"]) == (site.url("/"), PROMPT)


async def test_cancelling_takes_effect_at_once_and_keeps_what_was_found(
    client: httpx.AsyncClient, site: FileServer
) -> None:
    slow = Silent()
    site.answers |= {"/": page("/a.pdf|Minutes 2024", "/s/"), "/a.pdf": pdf(), "/s/": slow}
    job_id = (await client.post("/scrape/", json=body(site))).json()["job_id"]
    await until(slow.is_waiting.is_set)
    await told(client, f"/scrape/results/{job_id}", lambda said: said["documents"])
    answer = await client.delete(f"/scrape/{job_id}")
    status = (await client.get(f"/scrape/status/{job_id}")).json()
    assert answer.json() == {"message": "Job cancelled.", "status": "cancelled"}
    assert (status["status"], status["is_active"]) == ("cancelled", False)
    assert len((await client.get(f"/scrape/results/{job_id}")).json()["documents"]) == 1


async def test_a_job_that_has_ended_stays_as_it_is_when_cancelled(
    client: httpx.AsyncClient, site: FileServer
) -> None:
    site.answers["/"] = page()
    job_id = (await client.post("/scrape/", json=body(site))).json()["job_id"]
    await ended(client, job_id)
    assert (await client.delete(f"/scrape/{job_id}")).json()["status"] == "completed"
    assert (await client.get(f"/scrape/status/{job_id}")).json()["status"] == "completed"


async def test_a_second_search_of_one_host_waits_for_the_first(
    client: httpx.AsyncClient, site: FileServer
) -> None:
    slow = Silent()
    site.answers["/"] = slow
    first = (await client.post("/scrape/", json=body(site))).json()["job_id"]
    await until(slow.is_waiting.is_set)
    second = (await client.post("/scrape/", json=body(site))).json()["job_id"]
    waiting = "Waiting for another search of this site to end."
    said = await told(client, f"/scrape/status/{second}", lambda said: said["message"] == waiting)
    assert said["status"] == "pending"
    site.answers["/"] = page()
    await client.delete(f"/scrape/{first}")
    assert (await ended(client, second))["status"] == "completed"


async def test_finished_jobs_answer_after_a_restart(tmp_path: Path, site: FileServer) -> None:
    site.answers |= {"/": page("/a.pdf|Minutes 2024"), "/a.pdf": pdf()}
    async with service_in(tmp_path / "x") as service, client_of(service) as client:
        job_id = (await client.post("/scrape/", json=body(site))).json()["job_id"]
        status = await ended(client, job_id)
        results = (await client.get(f"/scrape/results/{job_id}")).json()
    async with service_in(tmp_path / "x") as service, client_of(service) as client:
        assert (await client.get(f"/scrape/status/{job_id}")).json() == status
        assert (await client.get(f"/scrape/results/{job_id}")).json() == results


async def test_a_job_cut_short_by_closing_goes_on_at_the_next_start(
    tmp_path: Path, site: FileServer
) -> None:
    slow = Silent()
    site.answers |= {
        "/": page("/a.pdf|Minutes 2024", "/s/|Minutes archive"),
        "/a.pdf": pdf(),
        "/s/": slow,
    }
    async with service_in(tmp_path / "x", PATIENT) as service, client_of(service) as client:
        job_id = (await client.post("/scrape/", json=body(site))).json()["job_id"]
        await until(slow.is_waiting.is_set)
        before = await told(
            client, f"/scrape/status/{job_id}", lambda said: said.get("has_partial_results")
        )
    site.answers |= {"/s/": page("/b.pdf|Minutes May 2024"), "/b.pdf": pdf()}
    async with service_in(tmp_path / "x") as service, client_of(service) as client:
        status = await ended(client, job_id)
        results = (await client.get(f"/scrape/results/{job_id}")).json()
    assert (status["status"], status["message"]) == ("completed", "Found 2 documents on 2 pages.")
    assert [document["url"] for document in results["documents"]] == [
        site.url("/a.pdf"),
        site.url("/b.pdf"),
    ]
    assert status["created_at"] == before["created_at"]
    assert status["started_at"] == before["started_at"]
    assert (site.asked()["/"], site.asked()["/a.pdf"], site.asked()["/s/"]) == (1, 1, 2)


async def test_a_fault_of_ours_ends_the_job_as_failed(
    tmp_path: Path, site: FileServer, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(journal: Journal, *_: object) -> None:
        journal.start()
        raise ZeroDivisionError

    broken_service = service_in(tmp_path / "x", load=lambda: broken)
    async with broken_service as service, client_of(service) as client:
        job_id = (await client.post("/scrape/", json=body(site))).json()["job_id"]
        status = await ended(client, job_id)
    assert (status["status"], status["message"]) == ("failed", BROKEN)
    assert "ended by a fault" in caplog.text


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"website": "ftp://town.example"}, "website"),
        ({"website": None}, "website"),
        ({"prompt": "too short"}, "prompt"),
        ({"prompt": "x" * 501}, "prompt"),
        ({"parameters": {"timeout": 59}}, "parameters.timeout"),
        ({"parameters": {"confidence_threshold": 2}}, "parameters.confidence_threshold"),
        ({"parameters": {"file_type": "image"}}, "parameters.file_type"),
    ],
)
async def test_a_wrong_field_is_named(
    client: httpx.AsyncClient, site: FileServer, change: dict[str, object], field: str
) -> None:
    answer = await client.post("/scrape/", json=body(site) | change)
    said = assert_error(answer, 422, "/scrape/")
    assert said["details"]["field"] == field
    assert said["details"]["reason"]


async def test_a_body_that_is_no_json_is_400(client: httpx.AsyncClient) -> None:
    headers = {"Content-Type": "application/json"}
    assert_error(await client.post("/scrape/", content=b"{x", headers=headers), 400, "/scrape/")


@pytest.mark.parametrize("job_id", ["job_abc", "job_ABC", "x", "job_%2e%2e", "job_"])
async def test_a_job_nobody_knows_is_not_found(client: httpx.AsyncClient, job_id: str) -> None:
    for answer in (
        await client.get(f"/scrape/status/{job_id}"),
        await client.get(f"/scrape/results/{job_id}"),
        await client.delete(f"/scrape/{job_id}"),
    ):
        assert answer.status_code == 404
        assert answer.json()["message"] == "Job not found or access denied"


async def test_unknown_paths_and_methods_are_told_in_the_same_shape(
    client: httpx.AsyncClient,
) -> None:
    assert_error(await client.get("/other"), 404, "/other")
    answer = await client.put("/scrape/", json={})
    assert_error(answer, 405, "/scrape/")
    assert answer.headers["allow"] == "POST"


async def test_a_fault_while_answering_is_500_without_a_traceback(
    client: httpx.AsyncClient, service: JobService, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(_: str) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(service, "find", broken)
    assert_error(await client.get("/scrape/status/job_a"), 500, "/scrape/status/job_a")


async def test_each_answer_says_how_often_may_be_asked(client: httpx.AsyncClient) -> None:
    for path in ("/health/", "/scrape/status/job_a", "/other"):
        headers = (await client.get(path)).headers
        assert headers["x-rate-limit-remaining"] == "7200"
        assert 3500 < int(headers["x-rate-limit-reset"]) - time.time() < 3700


async def test_the_key_is_asked_for_everywhere_but_at_health(service: JobService) -> None:
    async with client_of(service, key=None) as client:
        assert (await client.get("/health/")).json() == {"status": "healthy"}
        answer = await client.get("/scrape/status/job_a")
        assert_error(answer, 401, "/scrape/status/job_a")
        assert answer.headers["www-authenticate"] == "Bearer"
        assert (await client.get("/openapi.json")).status_code == 401
        by_header = await client.get("/scrape/status/job_a", headers={"X-API-Key": KEY})
        assert by_header.status_code == 404
    for wrong in ("sk-other", "", "ü", KEY + "x"):
        async with client_of(service, key=None) as client:
            header = b"Bearer " + wrong.encode("latin-1")
            answer = await client.get("/scrape/status/job_a", headers={b"authorization": header})
            assert answer.status_code == 401


@pytest.mark.parametrize(
    ("address", "code"),
    [
        (ADDRESS, 404),
        (ADDRESS.replace("127.0.0.1", "localhost"), 404),
        ("http://evil.example:4711", 403),
        ("http://127.0.0.1", 403),
        ("http://127.0.0.1:80", 403),
        ("http://127.0.0.1.evil.example:4711", 403),
    ],
)
async def test_only_this_computers_own_name_is_answered(
    service: JobService, address: str, code: int
) -> None:
    async with client_of(service, address=address) as client:
        assert_error(await client.get("/scrape/status/job_a"), code, "/scrape/status/job_a")
        assert (await client.get("/health/")).status_code == (200 if code == 404 else 403)


async def test_a_flood_of_a_request_is_refused(client: httpx.AsyncClient) -> None:
    assert_error(await client.post("/scrape/", content=b"x" * 300_000), 413, "/scrape/")


async def test_the_description_is_the_published_page_for_the_results_call(
    client: httpx.AsyncClient,
) -> None:
    openapi = (await client.get("/openapi.json")).json()
    assert call_differences(openapi) == []
    assert differences(openapi["components"]["schemas"], published_schemas()) == []
    assert openapi["components"]["securitySchemes"]["bearerAuth"]["scheme"] == "bearer"
