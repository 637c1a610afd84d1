"""The engine's description of itself, as the published page has it."""

from __future__ import annotations

from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

_ABOUT: Final = (
    "AI-powered document discovery and extraction from websites using natural language prompts"
)
_NOT_OURS: Final = ("HTTPValidationError", "ValidationError")


def described(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI of ``app``, made once. The results call is that of the published page."""
    if app.openapi_schema is None:
        schema = get_openapi(
            title=app.title,
            version=app.version,
            openapi_version="3.1.0",
            description=_ABOUT,
            routes=app.routes,
            separate_input_output_schemas=False,
        )
        # Not by parameter: FastAPI would warn that it cannot check an e-mail address.
        schema["info"] |= {"contact": {"email": "support@skop.dev"}, "license": {"name": "MIT"}}
        schema["security"] = [{"bearerAuth": []}]
        schema["components"]["securitySchemes"]["bearerAuth"].setdefault("type", "http")
        for name in _NOT_OURS:
            schema["components"]["schemas"].pop(name, None)
        schema["paths"]["/health/"]["get"]["security"] = []
        for path in schema["paths"].values():
            for operation in path.values():
                _tidy(operation)
        app.openapi_schema = schema
    return app.openapi_schema


def _tidy(operation: dict[str, Any]) -> None:
    """Without what FastAPI adds for itself: an id that does not fit is no such job, 404."""
    answers = operation["responses"]
    if "requestBody" not in operation:
        answers.pop("422", None)
    for parameter in operation.get("parameters", []):
        parameter["schema"].pop("title", None)
        parameter["schema"].pop("description", None)
