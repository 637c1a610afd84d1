"""The engine's calls, and their description (OpenAPI 3.1) in the words of the published page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue, models_json_schema
from pydantic_core.core_schema import WithDefaultSchema

from skop_desktop.api.job_id import PATTERN
from skop_desktop.api.models import (
    CancelJobResponse,
    CreateJobRequest,
    CreateJobResponse,
    ErrorResponse,
    HealthResponse,
    JobResultsResponse,
    JobStatusResponse,
)

_UNAUTHORIZED: Final = {
    401: "Key missing or wrong",
    403: "Asked under another name than this computer's",
}
_INVALID: Final = {
    400: "The request cannot be read",
    408: "The request took too long to arrive",
    413: "The request is too large",
    422: "A field is wrong",
    503: "Jobs cannot be kept at the moment",
}
_NOT_FOUND: Final = {404: "Job not found"}
_FAULT: Final = {500: "Internal server error"}
_ABOUT: Final = (
    "AI-powered document discovery and extraction from websites using natural language prompts"
)
_KEY: Final = {
    "type": "http",
    "scheme": "bearer",
    "description": "API key in format 'sk-xxxxxxxxxxxxx' or 'sk_xxxxxxxxxxxxx'",
}
_NEEDS_KEY: Final = [{"bearerAuth": list[str]()}]
_JOB_ID: Final = {
    "name": "job_id",
    "in": "path",
    "required": True,
    "description": "Unique job identifier",
    "schema": {"type": "string", "pattern": PATTERN},
}


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the contract. ``order``: its body. ``troubles``: what else may be answered."""

    method: str
    path: str
    name: str
    summary: str
    about: str
    answer: type[BaseModel]
    troubles: Mapping[int, str]
    order: type[BaseModel] | None = None
    status: int = 200
    about_answer: str = "Successful Response"

    def described(self) -> dict[str, Any]:
        """The call as an OpenAPI operation."""
        answers = {self.status: (self.about_answer, self.answer)}
        answers |= {status: (words, ErrorResponse) for status, words in self.troubles.items()}
        said: dict[str, Any] = {
            "summary": self.summary,
            "description": self.about,
            "operationId": self.name,
            "security": _NEEDS_KEY if 401 in self.troubles else [],  # noqa: PLR2004 - RFC 9110, 15.5.2
            "responses": {
                str(status): {"description": words, "content": _json_of(model)}
                for status, (words, model) in answers.items()
            },
        }
        if "{job_id}" in self.path:
            said["parameters"] = [_JOB_ID]
        if self.order is not None:
            said["requestBody"] = {"required": True, "content": _json_of(self.order)}
        return said


CREATE: Final = Call(
    "POST",
    "/scrape/",
    "createScrapeJob",
    "Create Scrape Job",
    "Start a job",
    CreateJobResponse,
    _INVALID | _UNAUTHORIZED | _FAULT,
    order=CreateJobRequest,
    status=201,
)
CANCEL: Final = Call(
    "DELETE",
    "/scrape/{job_id}",
    "cancelJob",
    "Cancel Job",
    "Cancel a job; one that has ended stays as it is",
    CancelJobResponse,
    _NOT_FOUND | _UNAUTHORIZED | _FAULT,
)
STATUS: Final = Call(
    "GET",
    "/scrape/status/{job_id}",
    "getJobStatus",
    "Get Job Status",
    "Get where a job is",
    JobStatusResponse,
    _NOT_FOUND | _UNAUTHORIZED | _FAULT,
)
RESULTS: Final = Call(
    "GET",
    "/scrape/results/{job_id}",
    "getJobResults",
    "Get Job Results",
    "Get the final results and extracted documents from a completed job",
    JobResultsResponse,
    _NOT_FOUND | _UNAUTHORIZED | _FAULT,
    about_answer="Job results with extracted documents",
)
HEALTH: Final = Call(
    "GET",
    "/health/",
    "getHealth",
    "Service Health",
    "Get the health of the service",
    HealthResponse,
    {},
)


def description_of(calls: Sequence[Call]) -> dict[str, Any]:
    """The OpenAPI of the engine. The results call is that of the published page."""
    named = [model for call in calls for model in (call.order, call.answer)]
    models = dict.fromkeys(model for model in (*named, ErrorResponse) if model is not None)
    _, listed = models_json_schema(
        [(model, "validation") for model in models],
        ref_template="#/components/schemas/{model}",
        schema_generator=_Published,
    )
    paths: dict[str, dict[str, Any]] = {}
    for call in calls:
        paths.setdefault(call.path, {})[call.method.lower()] = call.described()
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Skop PDF Scraper API",
            "description": _ABOUT,
            "version": "1.0.0",
            "contact": {"email": "support@skop.dev"},
            "license": {"name": "MIT"},
        },
        "paths": paths,
        "components": {"schemas": listed["$defs"], "securitySchemes": {"bearerAuth": _KEY}},
        "security": _NEEDS_KEY,
    }


class _Published(GenerateJsonSchema):
    """As the published page has it: nothing sent is no default."""

    def default_schema(self, schema: WithDefaultSchema) -> JsonSchemaValue:
        said = super().default_schema(schema)
        if said.get("default", "") is None:
            del said["default"]
        return said


def _json_of(model: type[BaseModel]) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{model.__name__}"}}}
