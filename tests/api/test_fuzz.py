"""Whatever a service sends: an object of the contract or a SkopError, and nothing readable lost."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, SecretStr

from skop_desktop.api.client import SkopClient
from skop_desktop.api.models import CreateJobRequest, JobResultsResponse, JobStatusResponse
from skop_desktop.api.pacing import RequestBudget
from skop_desktop.api.reading import read_results, read_status
from skop_desktop.errors import SkopError
from tests.support.contract_objects import (
    document_json,
    error_json,
    job_error_json,
    results_json,
    status_json,
)
from tests.support.scripted_service import ScriptedService

JOB = "job_1"
QUICK = settings(deadline=None, max_examples=60)
ASKED = CreateJobRequest(website="https://example.com", prompt="Find all board minutes")

hostile: st.SearchStrategy[object] = st.sampled_from(
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "",
        " ",
        "https://x.org/" + "a" * 9_000,
        "http://[::1",
        "http://",
        "//x",
        "name\r\nwith: lines\x00",
        "\u202egpj.exe",
        "\ud800",
        "2999-01-01T00:00:00Z",
        "0001-01-01T00:00:00+23:59",
        "9999-12-31T23:59:59-23:59",
        float("nan"),
        float("inf"),
        float("-inf"),
        7,
        -1,
        10**40,
        10**400,
        1e308,
        True,
        None,
        [],
        {},
    ]
)
any_json = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(exclude_categories=[]))
    | hostile,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def changed(base: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    """``base`` with any JSON in any of its fields, and some fields gone."""
    names = st.sampled_from(sorted(base))
    changes = st.dictionaries(names, any_json, max_size=6)
    return st.builds(
        lambda new, gone: {k: v for k, v in (base | new).items() if k not in gone},
        changes,
        st.sets(names, max_size=2),
    )


documents = st.lists(changed(document_json(1)) | any_json, max_size=4)
errors = st.lists(changed(job_error_json(1)) | any_json, max_size=4)
results = st.builds(
    lambda base, found, wrong: base | {"documents": found, "errors": wrong},
    changed(results_json(JOB)),
    documents,
    errors,
)


@QUICK
@given(results | changed(results_json(JOB)))
def test_any_results_are_read_or_said_to_be_unreadable(body: dict[str, Any]) -> None:
    try:
        read = read_results(json.dumps(body).encode())
    except SkopError:
        return
    sent = body["documents"] or []
    assert len(read.documents) == sum(isinstance(entry, dict) for entry in sent)
    said = any("document list" in note for note in read.oddities)
    assert said == (len(read.documents) < len(sent))
    assert_it_can_be_kept(read)


@QUICK
@given(changed(status_json(JOB)), errors)
def test_any_status_is_read_or_said_to_be_unreadable(
    body: dict[str, Any], wrong: list[object]
) -> None:
    try:
        read = read_status(json.dumps(body | {"errors": wrong}).encode())
    except SkopError:
        return
    assert len(read.errors) == sum(isinstance(entry, dict | str) for entry in wrong)
    assert isinstance(read.is_ended, bool)
    assert_it_can_be_kept(read)


@QUICK
@given(changed(document_json(1)))
def test_a_document_with_one_bad_field_keeps_all_others(body: dict[str, Any]) -> None:
    read = read_results(json.dumps(results_json(JOB, [body])).encode()).documents[0]
    for name, good in document_json(1).items():
        if body.get(name) == good and isinstance(body[name], type(good)):
            assert read.model_dump(mode="json")[name] == good


def assert_it_can_be_kept(read: JobResultsResponse | JobStatusResponse) -> None:
    """What was read can be written, read again the same, and shown."""
    text = read.model_dump_json()
    text.encode()
    again = type(read).model_validate_json(text)
    assert again.model_dump_json() == text
    for note in read.oddities:
        note.encode()
    assert repr(read)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"url": "javascript:alert(1)"}, "not a web address (javascript)"),
        ({"url": "file:///etc/passwd"}, "not a web address (file)"),
        ({"url": ""}, "no link"),
        ({"url": "https://x.org/" + "a" * 9000}, "9,014 characters"),
        ({"url": "http://[::1"}, "cannot be read"),
        ({"url": "https:///x"}, "names no website"),
        ({"confidence_score": 7}, "confidence that was sent is not usable (7)"),
        ({"confidence_score": float("nan")}, "confidence that was sent is not usable (nan)"),
        ({"confidence_score": [[]]}, "not usable (a list)"),
        ({"file_size_mb": -1}, "size that was sent is not usable (-1)"),
        ({"extracted_at": "yesterday"}, "time that was sent is not usable (yesterday)"),
        ({"extracted_at": "2999-01-01T00:00:00Z"}, "lies in the future"),
        ({"name": "a\nb"}, "line breaks or hidden characters"),
        ({"name": "a\u202egpj.exe"}, "line breaks or hidden characters"),
        ({"name": ["a"]}, "name that was sent is not text"),
    ],
    ids=lambda v: repr(v)[:40],
)
def test_the_row_says_what_is_wrong_with_it(change: dict[str, object], words: str) -> None:
    body = json.dumps(results_json(JOB, [document_json(1, **change)])).encode()
    (document,) = read_results(body).documents
    (note,) = document.oddities
    assert words in note


Asking = Callable[[SkopClient], Coroutine[Any, Any, BaseModel]]
CALLS: list[tuple[str, str, Asking]] = [
    ("POST", "/scrape/", lambda client: client.create_job(ASKED)),
    ("GET", f"/scrape/status/{JOB}", lambda client: client.job_status(JOB, attempts=1)),
    ("GET", f"/scrape/results/{JOB}", lambda client: client.job_results(JOB, attempts=1)),
    ("DELETE", f"/scrape/{JOB}", lambda client: client.cancel_job(JOB)),
    ("GET", "/health/", lambda client: client.health(attempts=1)),
]


@pytest.fixture(scope="module")
def shared_service() -> Iterator[ScriptedService]:
    with ScriptedService() as running:
        yield running


bodies = (
    st.binary(max_size=200)
    | any_json.map(lambda v: json.dumps(v).encode())
    | changed(error_json(400, "x", details={"field": "prompt", "reason": "y"}, detail=[])).map(
        lambda v: json.dumps(v).encode()
    )
    | changed(results_json(JOB)).map(lambda v: json.dumps(v).encode())
)
headers = st.dictionaries(
    st.sampled_from(["Retry-After", "X-Rate-Limit-Remaining", "X-Rate-Limit-Reset", "Location"]),
    st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=30),
)


@pytest.mark.parametrize("call", CALLS, ids=[f"{method} {path}" for method, path, _ in CALLS])
@settings(
    deadline=None,
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(code=st.sampled_from([*range(200, 205), *range(300, 600, 7), 402, 429, 422]), sent=st.data())
def test_any_bytes_under_any_code_are_an_object_or_a_skop_error(
    shared_service: ScriptedService,
    call: tuple[str, str, Asking],
    code: int,
    sent: st.DataObject,
) -> None:
    method, path, ask = call
    shared_service.forget(method, path)
    shared_service.answer(
        method, path, status=code, body=sent.draw(bodies), headers=sent.draw(headers)
    )

    async def once() -> BaseModel | SkopError:
        budget = RequestBudget()
        async with SkopClient(
            shared_service.url, key=SecretStr("sk-key1234"), budget=budget
        ) as client:
            try:
                return await ask(client)
            except SkopError as error:
                return error

    found = asyncio.run(once())
    if isinstance(found, SkopError):
        assert found.happened
        assert str(found).isprintable()


async def test_fifty_megabytes_of_documents_arrive_whole(
    shared_service: ScriptedService,
) -> None:
    padding = "x" * 24_500
    found = [document_json(n, note=padding) for n in range(2_000)]
    body = json.dumps(results_json(JOB, found)).encode()
    assert len(body) > 49_000_000
    shared_service.forget("GET", f"/scrape/results/{JOB}")
    shared_service.answer("GET", f"/scrape/results/{JOB}", body=body)
    async with SkopClient(shared_service.url, budget=RequestBudget()) as client:
        read = await client.job_results(JOB)
    assert len(read.documents) == 2_000
    assert read.oddities == ()
