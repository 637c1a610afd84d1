"""The contract over HTTP: routes, errors in its shape, and its description (OpenAPI)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final

from fastapi import Depends, FastAPI, Path, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, StreamingResponse
from fastapi.security import HTTPBearer
from starlette.exceptions import HTTPException

from skop_desktop.api.job_id import PATTERN
from skop_desktop.api.models import (
    CancelJobResponse,
    CreateJobRequest,
    CreateJobResponse,
    ErrorResponse,
    HealthResponse,
    JobResultsResponse,
    JobStatus,
    JobStatusResponse,
)
from skop_desktop.engine.answers import error_answer
from skop_desktop.engine.openapi import described
from skop_desktop.engine.record import JobRecord
from skop_desktop.engine.service import CannotKeep, JobService

NO_SUCH_JOB: Final = "Job not found or access denied"
_JobId = Annotated[
    str,
    Path(description="Unique job identifier", json_schema_extra={"pattern": PATTERN}),
]
_NOT_FOUND: Final[dict[int | str, dict[str, Any]]] = {
    404: {"model": ErrorResponse, "description": "Job not found"}
}
_INVALID: Final[dict[int | str, dict[str, Any]]] = {
    400: {"model": ErrorResponse, "description": "The request cannot be read"},
    408: {"model": ErrorResponse, "description": "The request took too long to arrive"},
    413: {"model": ErrorResponse, "description": "The request is too large"},
    422: {"model": ErrorResponse, "description": "A field is wrong"},
    503: {"model": ErrorResponse, "description": "Jobs cannot be kept at the moment"},
}
_UNAUTHORIZED: Final[dict[int | str, dict[str, Any]]] = {
    401: {"model": ErrorResponse, "description": "Key missing or wrong"},
    403: {"model": ErrorResponse, "description": "Asked under another name than this computer's"},
}
_FAULT: Final[dict[int | str, dict[str, Any]]] = {
    500: {"model": ErrorResponse, "description": "Internal server error"}
}
_MESSAGES: Final = {404: "There is nothing at this address.", 405: "This cannot be done here."}
_bearer = HTTPBearer(
    auto_error=False,
    scheme_name="bearerAuth",
    description="API key in format 'sk-xxxxxxxxxxxxx' or 'sk_xxxxxxxxxxxxx'",
)


_SECURED: Final = (Depends(_bearer),)


def create_app(service: JobService) -> FastAPI:
    """The contract, answered by ``service``. Who may ask is the gate's business (see ``gate``)."""
    app = FastAPI(
        title="Skop PDF Scraper API",
        version="1.0.0",
        docs_url=None,
        redoc_url=None,
        separate_input_output_schemas=False,
    )
    _add_orders(app, service)
    _add_questions(app, service)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_refused)
    app.add_exception_handler(CannotKeep, _on_full_disk)
    app.add_exception_handler(Exception, _on_fault)
    # FastAPI's documented way to describe an app in one's own words.
    app.openapi = lambda: described(app)  # type: ignore[method-assign]
    return app


def _add_orders(app: FastAPI, service: JobService) -> None:
    @app.post(
        "/scrape/",
        status_code=201,
        summary="Create Scrape Job",
        operation_id="createScrapeJob",
        response_model_exclude_none=True,
        responses=_INVALID | _UNAUTHORIZED | _FAULT,
        dependencies=_SECURED,
    )
    async def create(order: CreateJobRequest) -> CreateJobResponse:
        """Start a job"""
        status = (await service.create(order)).status
        return CreateJobResponse(
            job_id=status.job_id,
            status=status.status,
            message=status.message,
            created_at=status.created_at,
        )

    @app.delete(
        "/scrape/{job_id}",
        summary="Cancel Job",
        operation_id="cancelJob",
        response_model_exclude_none=True,
        responses=_NOT_FOUND | _UNAUTHORIZED | _FAULT,
        dependencies=_SECURED,
    )
    async def cancel(job_id: _JobId) -> CancelJobResponse:
        """Cancel a job; one that has ended stays as it is"""
        status = _found(await service.cancel(job_id)).status.status
        if status != JobStatus.CANCELLED:
            return CancelJobResponse(message="The job had ended already.", status=status)
        return CancelJobResponse(message="Job cancelled.")


def _add_questions(app: FastAPI, service: JobService) -> None:
    @app.get(
        "/scrape/status/{job_id}",
        summary="Get Job Status",
        operation_id="getJobStatus",
        response_model_exclude_none=True,
        responses=_NOT_FOUND | _UNAUTHORIZED | _FAULT,
        dependencies=_SECURED,
    )
    async def status(job_id: _JobId) -> JobStatusResponse:
        """Get where a job is"""
        return _found(await service.find(job_id)).status

    @app.get(
        "/scrape/results/{job_id}",
        summary="Get Job Results",
        description="Get the final results and extracted documents from a completed job",
        response_description="Job results with extracted documents",
        operation_id="getJobResults",
        response_model=JobResultsResponse,
        responses=_NOT_FOUND | _UNAUTHORIZED | _FAULT,
        dependencies=_SECURED,
    )
    async def results(job_id: _JobId) -> Any:  # noqa: ANN401 - what it holds is ``response_model``
        pieces = await service.results(job_id)
        if pieces is None:
            raise HTTPException(404, NO_SUCH_JOB)
        # As they lie on disk: to read and write 100,000 documents would stop everything else.
        return StreamingResponse(pieces, media_type="application/json")

    @app.get(
        "/health/",
        summary="Service Health",
        operation_id="getHealth",
        response_model_exclude_none=True,
    )
    async def health() -> HealthResponse:
        """Get the health of the service"""
        return HealthResponse(status="degraded" if service.trouble else "healthy")


def _found(record: JobRecord | None) -> JobRecord:
    if record is None:
        raise HTTPException(404, NO_SUCH_JOB)
    return record


async def _on_invalid(request: Request, error: Exception) -> JSONResponse:
    """A wrong field is 422 and named; a body that is no JSON at all is 400."""
    assert isinstance(error, RequestValidationError)  # noqa: S101 - Starlette's handler type is wider
    first: Mapping[str, Any] = error.errors()[0]
    if first["type"] == "json_invalid":
        return error_answer(400, "The request is not JSON.", request.url.path)
    place = [str(part) for part in first["loc"] if part != "body"]
    field = ".".join(place) or _field_of(str(first["msg"]))
    reason = str(first["msg"]).removeprefix("Value error, ")
    return error_answer(422, f"{field}: {reason}", request.url.path, field=field, reason=reason)


def _field_of(message: str) -> str:
    """A check over the whole order names its field in its words."""
    return "website" if "website" in message else "body"


async def _on_refused(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101 - as above
    is_ours = error.detail == NO_SUCH_JOB
    message = error.detail if is_ours else _MESSAGES.get(error.status_code, error.detail)
    return error_answer(error.status_code, message, request.url.path, headers=error.headers)


async def _on_full_disk(request: Request, error: Exception) -> JSONResponse:
    return error_answer(503, str(error), request.url.path)


async def _on_fault(request: Request, _error: Exception) -> JSONResponse:
    return error_answer(500, "A fault in this program. Please try again.", request.url.path)
