"""What the person reads for each answer that is no success."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from pydantic import SecretStr

from skop_desktop.api.answers import error_from_answer
from skop_desktop.api.calls import Answer, Call, Redactor, shown_address
from skop_desktop.errors import (
    FieldRefused,
    JobNotFound,
    KeyRefused,
    LimitReached,
    NoCredits,
    ServiceError,
    ServiceTroubled,
    Unreachable,
    UnreadableAnswer,
)
from tests.support.contract_objects import error_json, named_error_json

NOW = datetime(2024, 1, 15, 10, 0, tzinfo=UTC)
ADDRESS = "https://api.skop.dev/scrape/"


def error(
    code: int,
    body: object = b"",
    call: Call = Call.STATUS,
    headers: dict[str, str] | None = None,
    key: str = "",
) -> ServiceError:
    sent = body if isinstance(body, bytes) else json.dumps(body).encode()
    answer = Answer(code, headers or {}, sent, ADDRESS)
    return error_from_answer(answer, call, Redactor(SecretStr(key) if key else None), NOW)


BODIES = [
    b"",
    b"<html><h1>Bad gateway</h1></html>",
    b"\xff\xfe\x00",
    b"null",
    b"[1, 2]",
    b'"text"',
    b"[" * 100_000,
    error_json(400, "Something"),
    named_error_json("other", "Something"),
    {"detail": "Something"},
    {"error": {"nested": True}, "message": {"a": 1}, "details": "x"},
]


@pytest.mark.parametrize("body", BODIES, ids=lambda b: repr(b)[:20])
@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (400, FieldRefused),
        (422, FieldRefused),
        (401, KeyRefused),
        (403, KeyRefused),
        (402, NoCredits),
        (404, JobNotFound),
        (429, LimitReached),
        (500, ServiceTroubled),
        (503, ServiceTroubled),
        (599, ServiceTroubled),
        (407, Unreachable),
        (511, Unreachable),
        (302, UnreadableAnswer),
        (418, ServiceError),
    ],
)
def test_each_code_is_its_error_whatever_the_body_is(
    code: int, kind: type[ServiceError], body: object
) -> None:
    found = error(code, body)
    assert type(found) is kind
    assert found.detail.code == code
    assert found.detail.address == ADDRESS
    assert found.happened
    assert str(code) not in str(found)
    assert "Traceback" not in str(found)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("timeout", "The time limit must be between 60 and 3,600 seconds."),
        ("parameters.timeout", "The time limit must be between 60 and 3,600 seconds."),
        ("confidence_threshold", "The minimum confidence must be between 0 and 100 %."),
        ("max_file_size_mb", "The largest file must be between 1 and 500 MB."),
    ],
)
def test_a_field_of_the_contracts_details_is_named_in_plain_words(name: str, words: str) -> None:
    body = error_json(400, "Bad request", details={"field": name, "reason": "out of range"})
    found = error(400, body, Call.CREATE)
    assert isinstance(found, FieldRefused)
    assert found.fields == {name.rpartition(".")[2]: words}
    assert words in str(found)


def test_a_list_as_fastapi_sends_it_names_every_field() -> None:
    detail = [
        {"type": "greater_than_equal", "loc": ["body", "parameters", "timeout"], "msg": "Input …"},
        {"type": "string_too_short", "loc": ["body", "prompt"], "msg": "String should have at …"},
        {"type": "url_parsing", "loc": ["body", "website"], "msg": "Input should be a valid URL"},
        {"type": "missing", "loc": ["body", 0, "mood"], "msg": "Field required"},
        "nonsense",
        {"loc": []},
    ]
    found = error(422, {"detail": detail}, Call.CREATE)
    assert isinstance(found, FieldRefused)
    assert found.fields == {
        "timeout": "The time limit must be between 60 and 3,600 seconds.",
        "prompt": "What to find must be 10 to 500 characters long.",
        "website": "The website must be an address that begins with http:// or https://.",
        "mood": "Field required.",
    }


def test_what_the_service_says_of_a_website_for_people_is_kept() -> None:
    reason = "this site does not let robots in"
    body = error_json(400, "Bad", details={"field": "website", "reason": reason})
    found = error(400, body, Call.CREATE)
    assert isinstance(found, FieldRefused)
    assert found.fields == {"website": "This site does not let robots in."}


def test_without_a_field_the_services_message_is_told() -> None:
    found = error(400, error_json(400, "job has not ended yet"), Call.RESULTS)
    assert found.happened == "The service did not accept the request. Job has not ended yet."


def test_a_refused_key_leads_to_settings() -> None:
    found = error(401, error_json(401, "Invalid API key"))
    assert str(found) == "Your key was not accepted. Check the key in Settings."


def test_missing_credits_are_told_with_the_shortfall_and_what_to_do() -> None:
    body = named_error_json(
        "insufficient_credits",
        "Insufficient credits",
        suggested_action="Add at least $3.30",
        estimated_cost=4.5,
        current_credits="1.20",
        shortfall=3.3,
    )
    found = error(402, body, Call.CREATE)
    assert isinstance(found, NoCredits)
    assert (found.estimated_cost, found.current_credits, found.shortfall) == (4.5, 1.2, 3.3)
    assert "$3.30 are missing" in found.happened
    assert found.advice == "Add at least $3.30."


@pytest.mark.parametrize("unseen", ["\ue000", "\u202e", "\x00", "\x1b", "\r\n", "\U000e0041"])
@pytest.mark.parametrize("code", [400, 402, 405, 409, 422, 429, 503])
def test_signs_that_nobody_sees_are_not_told(code: int, unseen: str) -> None:
    told = f"No{unseen}more"
    body = named_error_json(
        told, told, suggested_action=told, detail=[{"loc": [told], "msg": told}]
    )
    assert str(error(code, body, Call.CREATE)).isprintable()


@pytest.mark.parametrize("amount", [None, "much", True, [], float("nan"), float("inf")])
def test_amounts_that_are_none_are_left_out(amount: object) -> None:
    found = error(402, named_error_json("insufficient_credits", "No", shortfall=amount))
    assert isinstance(found, NoCredits)
    assert found.shortfall is None
    assert "$" not in str(found)


def test_the_shortfall_is_reckoned_where_it_was_not_sent() -> None:
    body = named_error_json("insufficient_credits", "No", estimated_cost=5, current_credits=2)
    assert "$3.00 are missing" in str(error(402, body))


def test_too_many_jobs_at_once_is_told_from_too_many_requests() -> None:
    body = named_error_json("concurrency_limit_exceeded", "No", active_jobs=3, max_concurrent=3)
    jobs = error(429, body, Call.CREATE)
    assert isinstance(jobs, LimitReached)
    assert jobs.too_many_jobs
    assert "(3 of 3)" in jobs.happened
    requests = error(429, named_error_json("rate_limit_exceeded", "No"))
    assert isinstance(requests, LimitReached)
    assert not requests.too_many_jobs
    assert requests.now == "The app goes on by itself."


def test_a_limit_says_until_when() -> None:
    for headers in ({"retry-after": "90"}, {"x-rate-limit-reset": "90"}):
        found = error(429, headers=headers)
        assert isinstance(found, LimitReached)
        assert found.until == NOW + timedelta(seconds=90)


def test_a_server_without_the_calls_is_no_skop_service() -> None:
    assert "does not seem to run the Skop service" in str(error(404, call=Call.HEALTH))
    assert isinstance(error(404, call=Call.CREATE), UnreadableAnswer)


@pytest.mark.parametrize("code", [302, 400, 401, 402, 404, 418, 422, 429, 500])
def test_a_key_that_the_service_sends_back_is_never_told(code: int) -> None:
    key = "local-7Qx9"
    told = f"Key {key} or sk-other123456 or sk_other98765 with Bearer abcdef refused"
    body = named_error_json(
        told, told, suggested_action=told, detail=[{"loc": [told], "msg": told}]
    )
    found = error(code, body, headers={"location": f"https://x.org/?key={key}"}, key=key)
    everything = f"{found!r} {found} {found.detail} {getattr(found, 'fields', '')}"
    for secret in (key, "sk-other", "sk_other", "abcdef"):
        assert secret not in everything


def test_an_address_is_shown_without_what_may_be_secret() -> None:
    assert shown_address("https://u:p@h.org:8/a?key=1#f") == "https://h.org:8/a"
    assert shown_address("http://[bad") == ""
