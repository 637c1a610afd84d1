"""Bodies of answers: what is readable is read, what is not is said, nothing crashes."""

from __future__ import annotations

import asyncio
import json
import math
import threading
from types import SimpleNamespace
from typing import Any

import pytest

from skop_desktop.api.json_walk import Pause
from skop_desktop.api.models import JobResultsResponse
from skop_desktop.api.reading import (
    LARGE,
    read_aside,
    read_cancelled,
    read_created,
    read_health,
    read_results,
    read_status,
)
from skop_desktop.errors import UnreadableAnswer
from tests.support.contract_objects import (
    created_json,
    document_json,
    job_error_json,
    results_json,
    status_json,
)

JOB = "job_1"
PATIENCE = 20


def results(**changes: object) -> JobResultsResponse:
    return read_results(json.dumps(results_json(JOB) | changes).encode(), asked=JOB)


def test_a_good_answer_has_no_oddities() -> None:
    read = results()
    assert read.oddities == ()
    assert all(document.oddities == () for document in read.documents)
    assert read == JobResultsResponse.model_validate(results_json(JOB))


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "It is empty"),
        (b"  \n ", "It is empty"),
        (b"<!DOCTYPE html><p>Hello", "It is a web page"),
        (b"\n <html>", "It is a web page"),
        (b"[]", "It is a list"),
        (b"null", "It is not JSON"),
        (b"hello", "It is not JSON"),
        (b"\x00\xff\xfe", "It is not JSON"),
        (b"{", "It ends too early"),
        (b'{"job_id": "job_1", "documents": [{"name": "a"}, ', "It ends too early"),
        (b'{"job_id": "job_', "not readable"),
        (b'{"job_id"; "job_1"}', "not readable"),
        (b'{"job_id": "job_1",}', "not readable"),
        (b'{"documents": [1, 2,]}', "not readable"),
        (b'{"documents": [1 2]}', "not readable"),
        (b"{1: 2}", "not readable"),
        (b'{"a": ' + b"[" * 50_000, "not readable"),
        (b'{"a": {"b": ' + b'{"c":' * 50_000, "not readable"),
        (b"{} {}", "goes on after its end"),
    ],
    ids=lambda v: repr(v)[:30],
)
def test_what_is_not_one_json_object_says_what_it_is(body: bytes, words: str) -> None:
    with pytest.raises(UnreadableAnswer, match=words) as raised:
        read_results(body)
    assert raised.value.field_name == ""
    assert "<" not in str(raised.value)


@pytest.mark.parametrize("name", ["job_id", "status", "documents"])
def test_a_required_field_that_is_missing_is_named(name: str) -> None:
    body = results_json(JOB)
    del body[name]
    with pytest.raises(UnreadableAnswer, match=f"“{name}” is missing") as raised:
        read_results(json.dumps(body).encode())
    assert raised.value.field_name == name


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("job_id", "job-1"),
        ("job_id", 5),
        ("job_id", {}),
        ("status", 5),
        ("status", []),
        ("documents", "none"),
        ("documents", {"0": {}}),
        ("documents", 3),
    ],
)
def test_a_required_field_of_the_wrong_kind_is_named(name: str, value: object) -> None:
    with pytest.raises(UnreadableAnswer) as raised:
        read_results(json.dumps(results_json(JOB) | {name: value}).encode())
    assert raised.value.field_name == name


def test_an_answer_about_another_job_is_none() -> None:
    with pytest.raises(UnreadableAnswer, match=r"another job \(job_2\)") as raised:
        read_status(json.dumps(status_json("job_2")).encode(), asked=JOB)
    assert raised.value.field_name == "job_id"


def test_entries_that_are_no_documents_are_counted_and_the_rest_is_kept() -> None:
    read = results(documents=[document_json(1), None, 5, "x", [], document_json(2)])
    assert [d.name for d in read.documents] == [
        "Board Meeting Minutes - 1",
        "Board Meeting Minutes - 2",
    ]
    assert read.oddities == ("4 entries of the document list could not be read.",)
    assert results(documents=[3]).oddities == ("1 entry of the document list could not be read.",)


def test_errors_and_warnings_are_read_entry_by_entry() -> None:
    read = results(
        errors=[job_error_json(1), "just text", 7, {"error_message": None}],
        warnings=["w", {"message": "m"}, {}, 5],
    )
    assert [e.error_message for e in read.errors] == [
        "Page 1 did not answer within 30 seconds",
        "just text",
        None,
    ]
    assert read.warnings == ("w", "m", "5")
    assert read.oddities == (
        "1 entry of the error list could not be read.",
        "1 entry of the warning list could not be read.",
    )


def test_no_list_of_documents_at_all_is_said() -> None:
    read = results(documents=None)
    assert read.documents == ()
    assert read.oddities == ("The service sent no list of documents.",)


def test_lists_of_the_wrong_kind_are_said_and_the_rest_is_read() -> None:
    read = results(errors="boom", warnings={"a": 1})
    assert (read.errors, read.warnings, len(read.documents)) == ((), (), 2)
    assert read.oddities == (
        "The error list could not be read (boom).",
        "The warning list could not be read (an object).",
    )


def test_figures_that_cannot_be_are_said_and_the_rest_is_read() -> None:
    read = results(success_rate=7, cost="much", metadata="x", total_documents_found=-1, message=[])
    assert (read.success_rate, read.cost, read.total_documents_found) == (None, None, None)
    assert set(read.oddities) == {
        "The success rate that was sent is not usable (7).",
        "The cost that was sent is not usable (much).",
        "The metadata that was sent is not usable (x).",
        "The total documents found that was sent is not usable (-1).",
        "The message that was sent is not usable (a list).",
    }


def test_nulls_are_no_oddities() -> None:
    body = dict.fromkeys(results_json(JOB)) | {
        "job_id": JOB,
        "status": "failed",
        "documents": [dict.fromkeys(document_json(1))],
    }
    read = read_results(json.dumps(body).encode())
    assert read.oddities == ()
    assert read.documents[0].oddities == ("The service sent no link for it.",)


def test_numbers_that_json_does_not_have_are_left_out() -> None:
    read = results(
        cost=math.nan, success_rate=math.inf, documents=[document_json(1, name=math.nan)]
    )
    assert (read.cost, read.success_rate, read.documents[0].name) == (None, None, None)
    assert len(read.oddities) == 2


def test_a_number_of_thousands_of_digits_costs_only_itself() -> None:
    body = json.dumps(results_json(JOB)).replace("2.16", "9" * 6000).encode()
    read = read_results(body)
    assert read.cost is None
    assert len(read.documents) == 2


def test_text_that_is_no_text_is_replaced_and_said() -> None:
    body = json.dumps(results_json(JOB)).encode()
    read = read_results(body.replace(b"Minutes - 1", b"Minutes \xff\xfe 1"))
    assert read.documents[0].name == "Board Meeting Minutes �� 1"
    assert read.oddities == ("Some characters were not readable and are shown as �.",)


def test_half_characters_are_replaced() -> None:
    read = results(
        documents=[document_json(1, name="a\ud83d b \U0001f600", url="https://x.y/\udc00")]
    )
    assert read.documents[0].name == "a� b \U0001f600"
    assert read.documents[0].url is not None
    read.documents[0].url.encode()


def test_a_byte_order_mark_is_no_trouble() -> None:
    assert read_status(b"\xef\xbb\xbf" + json.dumps(status_json(JOB)).encode()).job_id == JOB


def test_what_the_service_calls_oddities_is_not_ours() -> None:
    read = results(oddities=["x"], documents=[document_json(1, oddities=5)])
    assert read.oddities == ()
    assert read.documents[0].oddities == ()


def test_a_status_with_ten_thousand_errors_keeps_them_all() -> None:
    body = status_json(JOB, errors=[job_error_json(n) for n in range(10_000)], has_errors=True)
    read = read_status(json.dumps(body).encode(), asked=JOB)
    assert [e.error_id for e in read.errors] == [f"err_{n}" for n in range(10_000)]


@pytest.mark.parametrize("spaced", [True, False])
def test_an_answer_longer_than_one_stretch_is_read_the_same(spaced: bool) -> None:
    found = [document_json(n, name=f"Übersicht {n} – 😀") for n in range(3_000)]
    body = results_json(JOB, found, long_unknown=[["x" * 500_000]], number=1234567890)
    sent = json.dumps(body, ensure_ascii=False, indent=3 if spaced else None).encode()
    read = read_results(sent, asked=JOB)
    assert [d.name for d in read.documents] == [d["name"] for d in found]
    assert read.oddities == ()


@pytest.mark.parametrize("cut", range(12))
def test_a_value_that_two_stretches_share_is_read_whole(cut: int) -> None:
    start = '{"job_id":"job_1","status":"completed","documents":[],"message":"'
    middle = '","cost":'
    padding = "x" * (128 * 1024 - len(start) - len(middle) - cut)
    read = read_results(f"{start}{padding}{middle}1234567.5e+01}}".encode())
    assert read.cost == 12345675


def test_a_job_that_was_started_is_known_by_its_id_alone() -> None:
    read = read_created(b'{"job_id": "job_9", "status": null}')
    assert (read.job_id, read.status) == ("job_9", "pending")
    assert read_created(json.dumps(created_json("job_9")).encode()).created_at is not None
    with pytest.raises(UnreadableAnswer) as raised:
        read_created(b'{"status": "pending"}')
    assert raised.value.field_name == "job_id"


def test_cancelling_and_health_ask_for_little() -> None:
    assert read_cancelled(b" ").status == "cancelled"
    assert read_cancelled(b'{"status": null, "message": 5}').status == "cancelled"
    assert read_health(b'{"status": "degraded", "x": 1}').status == "degraded"
    assert read_health(b"{}").status is None


async def test_a_small_answer_is_read_at_once_and_a_large_one_in_a_thread() -> None:
    def where(_pause: Pause) -> int:
        return threading.get_ident()

    assert await read_aside(where, LARGE) == threading.get_ident()
    assert await read_aside(where, LARGE + 1) != threading.get_ident()


async def test_a_reader_that_nobody_waits_for_ends() -> None:
    started, ended = threading.Event(), threading.Event()

    def endless(pause: Pause) -> None:
        started.set()
        try:
            while True:
                pause()
        finally:
            ended.set()

    reading = asyncio.create_task(read_aside(endless, LARGE + 1))
    await asyncio.to_thread(started.wait, 5)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert await asyncio.to_thread(ended.wait, 5)


async def test_while_a_large_answer_is_read_the_loop_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = [document_json(n) for n in range(8_000)]
    body = json.dumps(results_json(JOB, found)).encode()
    loop = asyncio.get_running_loop()
    turns = 0

    async def turn() -> None:
        nonlocal turns
        turns += 1

    def rest(seconds: float) -> None:
        # As long as the loop needs: the system may give its thread no time while one rests.
        assert seconds > 0
        asyncio.run_coroutine_threadsafe(turn(), loop).result(PATIENCE)

    monkeypatch.setattr("skop_desktop.api.reading.time", SimpleNamespace(sleep=rest))
    read = await read_aside(lambda pause: read_results(body, pause=pause), len(body))
    assert len(read.documents) == 8_000
    # A reader that held the interpreter would let the loop turn a handful of times.
    assert turns > 50


def test_nothing_of_a_body_is_kept_but_an_excerpt() -> None:
    body: dict[str, Any] = {"x": "y" * 100_000}
    with pytest.raises(UnreadableAnswer) as raised:
        read_results(json.dumps(body).encode())
    assert len(raised.value.detail.text) <= 500


def test_a_status_with_half_a_character_can_be_kept() -> None:
    half = {"status": "do\ud800ne"}
    found = (
        read_status(json.dumps({**status_json(JOB), **half}).encode()),
        read_results(json.dumps({**results_json(JOB), **half}).encode()),
    )
    for read in found:
        assert read.status == "do\ufffdne"
        assert type(read).model_validate_json(read.model_dump_json()).status == read.status
