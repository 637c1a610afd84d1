"""Our models describe themselves as the published page does."""

from __future__ import annotations

from copy import deepcopy
from typing import Any, Literal

import pytest
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from skop_desktop.api.models import (
    ErrorResponse,
    ExtractedDocument,
    JobError,
    JobMetadata,
    JobResultsResponse,
    ScrapeParameters,
)
from tests.support.published import (
    call_differences,
    differences,
    published_openapi,
    published_schemas,
)

MODELS: tuple[type[BaseModel], ...] = (
    JobResultsResponse,
    ErrorResponse,
    ExtractedDocument,
    JobMetadata,
    JobError,
    ScrapeParameters,
)


def our_schemas(mode: Literal["validation", "serialization"]) -> dict[str, Any]:
    wanted = [(model, mode) for model in MODELS]
    _, together = models_json_schema(wanted, ref_template="#/components/schemas/{model}")
    schemas: dict[str, Any] = together["$defs"]
    return schemas


@pytest.mark.parametrize("mode", ["validation", "serialization"])
def test_the_models_are_the_published_ones_field_by_field(
    mode: Literal["validation", "serialization"],
) -> None:
    assert differences(our_schemas(mode), published_schemas()) == []


def test_the_published_page_is_here_whole() -> None:
    page = published_openapi()
    assert page["paths"]["/scrape/results/{job_id}"]["get"]["operationId"] == "getJobResults"
    assert sum(len(s.get("properties", ())) for s in published_schemas().values()) == 45


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("type", "integer"),
        ("format", "hostname"),
        ("description", "Something else"),
        ("minimum", 3),
        ("default", 7),
        ("nullable", True),
        ("enum", ["a"]),
    ],
)
def test_a_difference_in_any_field_is_found(word: str, value: object) -> None:
    ours = deepcopy(our_schemas("validation"))
    ours["ExtractedDocument"]["properties"]["document_type"][word] = value
    (found,) = differences(ours, published_schemas())
    assert found.startswith(f"ExtractedDocument.document_type: {word}")


def test_a_field_too_many_and_one_too_few_are_found() -> None:
    ours = deepcopy(our_schemas("validation"))
    fields = ours["JobError"]["properties"]
    fields["mood"] = fields.pop("error_type")
    assert set(differences(ours, published_schemas())) == {
        "JobError.mood: not published",
        "JobError.error_type: not there",
    }


def test_the_published_call_has_no_difference_to_itself() -> None:
    assert call_differences(published_openapi()) == []


def test_a_difference_in_the_call_is_found() -> None:
    page = published_openapi()
    call = page["paths"]["/scrape/results/{job_id}"]["get"]
    call["operationId"] = "other"
    call["parameters"][0]["schema"]["pattern"] = "x"
    del call["responses"]["404"]
    assert [line.split()[0] for line in call_differences(page)] == [
        "operationId",
        "job_id:",
        "404:",
        "404:",
    ]
