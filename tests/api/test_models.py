"""The objects of the contract."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import ValidationError

from skop_desktop.api.links import link_trouble
from skop_desktop.api.models import (
    CancelJobResponse,
    CreateJobRequest,
    ErrorResponse,
    ExtractedDocument,
    JobMetadata,
    JobResultsResponse,
    JobStatusResponse,
    ScrapeParameters,
)
from tests.support.contract_objects import document_json, results_json, status_json

JOB = "job_123456789"


def test_the_results_are_read_with_every_field() -> None:
    read = JobResultsResponse.model_validate(results_json(JOB))
    assert read.documents[0].name == "Board Meeting Minutes - 1"
    assert read.metadata.parameters == ScrapeParameters(timeout=1800, confidence_threshold=0.7)
    assert read.metadata.agents_completed == ("coordinator", "navigator", "scraper")
    assert (read.runtime_minutes, read.total_runtime_seconds) == (28.0, 1680)
    assert read.metadata.completed_at is not None
    assert read.metadata.completed_at.isoformat() == "2024-01-15T10:28:00+00:00"


def test_what_is_read_and_written_is_the_same_again() -> None:
    read = JobResultsResponse.model_validate(results_json(JOB))
    assert JobResultsResponse.model_validate_json(read.model_dump_json()) == read


def test_objects_cannot_be_changed() -> None:
    read = JobResultsResponse.model_validate(results_json(JOB))
    with pytest.raises(ValidationError):
        setattr(read, "cost", 5)  # noqa: B010 - written plainly, the type checker refuses it


@pytest.mark.parametrize(
    ("word", "is_active", "ended"),
    [
        ("pending", True, False),
        ("in_progress", True, False),
        ("extracting", True, False),
        ("extracting", None, False),
        ("extracting", False, True),
        ("completed", True, True),
        ("failed", None, True),
        ("cancelled", False, True),
    ],
)
def test_a_job_runs_until_it_is_said_to_have_ended(
    word: str, is_active: bool | None, ended: bool
) -> None:
    read = JobStatusResponse.model_validate(status_json(JOB, word, is_active=is_active))
    assert read.is_ended is ended


@pytest.mark.parametrize("name", ["job_id", "status"])
def test_a_status_without_what_is_required_is_none(name: str) -> None:
    body = status_json(JOB)
    del body[name]
    with pytest.raises(ValidationError):
        JobStatusResponse.model_validate(body)


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        (None, ScrapeParameters()),
        ("x", ScrapeParameters()),
        ({"timeout": 5, "confidence_threshold": 7, "single_page": "yes"}, ScrapeParameters()),
        ({"timeout": "90", "single_page": True}, ScrapeParameters(timeout=90, single_page=True)),
        ({"max_file_size_mb": 12.7}, ScrapeParameters(max_file_size_mb=12)),
    ],
)
def test_parameters_that_were_sent_badly_take_their_default(
    sent: object, read: ScrapeParameters
) -> None:
    assert JobMetadata.model_validate({"parameters": sent}).parameters == read


@pytest.mark.parametrize("metadata", [None, "x", 5, []])
def test_metadata_of_the_wrong_kind_is_empty(metadata: object) -> None:
    read = JobResultsResponse.model_validate(results_json(JOB, metadata=metadata))
    assert read.metadata == JobMetadata()


@pytest.mark.parametrize(
    "changes",
    [
        {"website": "ftp://example.com"},
        {"website": "example.com"},
        {"website": "http://"},
        {"website": "http://[bad"},
        {"website": "http://example.com:99999/"},
        {"website": "https://x.org/" + "a" * 8_000},
        {"prompt": "short"},
        {"prompt": "x" * 501},
        {"parameters": {"timeout": 59}},
        {"parameters": {"timeout": 3601}},
        {"parameters": {"confidence_threshold": 1.1}},
        {"parameters": {"max_file_size_mb": 0}},
        {"parameters": {"file_type": "image"}},
    ],
    ids=lambda v: str(v)[:40],
)
def test_a_request_outside_the_contract_cannot_be_made(changes: dict[str, Any]) -> None:
    good = {"website": "https://example.com", "prompt": "Find all minutes"}
    assert CreateJobRequest.model_validate(good).parameters == ScrapeParameters()
    with pytest.raises(ValidationError):
        CreateJobRequest.model_validate(good | changes)


def test_a_request_says_every_parameter() -> None:
    request = CreateJobRequest(website="https://example.com", prompt="Find all minutes")
    assert json.loads(request.model_dump_json())["parameters"] == {
        "single_page": False,
        "timeout": 1800,
        "confidence_threshold": 0.1,
        "file_type": "document",
        "max_file_size_mb": 100,
    }


@pytest.mark.parametrize(
    ("link", "usable"),
    [
        ("https://example.com/a.pdf", True),
        ("HTTP://EXAMPLE.COM/A", True),
        ("  https://example.com/a b.pdf ", True),
        ("https://münchen.de/ä", True),
        ("http://127.0.0.1:8000/a", True),
        ("https://example.com", True),
        ("javascript:alert(1)", False),
        ("file:///etc/passwd", False),
        ("data:text/plain,x", False),
        ("example.com/a.pdf", False),
        ("https://", False),
        ("", False),
        (None, False),
        ("https://example.com/" + "a" * 8_000, False),
    ],
    ids=lambda v: str(v)[:30],
)
def test_only_a_web_address_is_a_usable_link(link: str | None, usable: bool) -> None:
    assert (link_trouble(link) is None) is usable
    assert ExtractedDocument.model_validate(document_json(1, url=link)).has_usable_link is usable


def test_extensions_and_oddities_are_sent_but_not_described() -> None:
    described = JobStatusResponse.model_json_schema()["properties"]
    assert not {"has_partial_results", "website", "prompt", "oddities"} & described.keys()
    read = ExtractedDocument.model_validate(document_json(1, reasons=["it is a PDF"], url=""))
    assert read.model_dump()["reasons"] == ("it is a PDF",)
    assert "oddities" not in read.model_dump()


def test_a_cancelled_job_is_cancelled_whatever_was_sent() -> None:
    assert CancelJobResponse.model_validate({"status": None}).status == "cancelled"
    assert CancelJobResponse.model_validate({"status": "gone"}).status == "gone"


def test_an_error_says_that_it_is_one() -> None:
    assert ErrorResponse(message="x").model_dump()["error"] is True
