"""The contract over HTTP: its calls, and errors in its shape."""

from __future__ import annotations

from typing import Final

from pydantic import BaseModel, ValidationError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from skop_desktop.api.models import (
    CancelJobResponse,
    CreateJobRequest,
    CreateJobResponse,
    HealthResponse,
    JobStatus,
)
from skop_desktop.engine.answers import error_answer
from skop_desktop.engine.openapi import (
    CANCEL,
    CREATE,
    HEALTH,
    RESULTS,
    STATUS,
    description_of,
)
from skop_desktop.engine.record import JobRecord
from skop_desktop.engine.safe import CannotKeep
from skop_desktop.engine.service import JobService

NO_SUCH_JOB: Final = "Job not found or access denied"
DESCRIPTION_PATH: Final = "/openapi.json"
_JSON: Final = "application/json"
_MESSAGES: Final = {404: "There is nothing at this address.", 405: "This cannot be done here."}


def create_app(service: JobService) -> Starlette:
    """The contract, answered by ``service``. Who may ask is the gate's business (see ``gate``).

    Not by FastAPI: its import alone takes as long as all else until the first answer.
    """
    calls = _Calls(service)
    answered = (
        (CREATE, calls.create),
        (CANCEL, calls.cancel),
        (STATUS, calls.status),
        (RESULTS, calls.results),
        (HEALTH, calls.health),
    )
    routes = [Route(call.path, answer, methods=[call.method]) for call, answer in answered]
    return Starlette(
        routes=[*routes, Route(DESCRIPTION_PATH, _description)],
        exception_handlers={
            HTTPException: _on_refused,
            CannotKeep: _on_full_disk,
            Exception: _on_fault,
        },
    )


class _Calls:
    """What each call of the contract answers."""

    def __init__(self, service: JobService) -> None:
        self._service = service

    async def create(self, request: Request) -> Response:
        try:
            order = CreateJobRequest.model_validate_json(await request.body())
        except ValidationError as error:
            return _invalid(request, error)
        status = (await self._service.create(order)).status
        created = CreateJobResponse(
            job_id=status.job_id,
            status=status.status,
            message=status.message,
            created_at=status.created_at,
        )
        return _answer(created, CREATE.status)

    async def cancel(self, request: Request) -> Response:
        status = _found(await self._service.cancel(_job_id(request))).status.status
        if status != JobStatus.CANCELLED:
            return _answer(CancelJobResponse(message="The job had ended already.", status=status))
        return _answer(CancelJobResponse(message="Job cancelled."))

    async def status(self, request: Request) -> Response:
        return _answer(_found(await self._service.find(_job_id(request))).status)

    async def results(self, request: Request) -> Response:
        pieces = await self._service.results(_job_id(request))
        if pieces is None:
            raise HTTPException(404, NO_SUCH_JOB)
        # As they lie on disk: to read and write 100,000 documents would stop everything else.
        return StreamingResponse(pieces, media_type=_JSON)

    async def health(self, _: Request) -> Response:
        return _answer(HealthResponse(status="degraded" if self._service.trouble else "healthy"))


async def _description(_: Request) -> Response:
    return JSONResponse(description_of((CREATE, CANCEL, STATUS, RESULTS, HEALTH)))


def _answer(model: BaseModel, status: int = 200) -> Response:
    return Response(model.model_dump_json(exclude_none=True), status, media_type=_JSON)


def _job_id(request: Request) -> str:
    return str(request.path_params["job_id"])


def _found(record: JobRecord | None) -> JobRecord:
    if record is None:
        raise HTTPException(404, NO_SUCH_JOB)
    return record


def _invalid(request: Request, error: ValidationError) -> JSONResponse:
    """A wrong field is 422 and named; a body that is no JSON at all is 400."""
    first = error.errors(include_url=False, include_context=False)[0]
    if first["type"] == "json_invalid":
        return error_answer(400, "The request is not JSON.", request.url.path)
    field = ".".join(map(str, first["loc"])) or _field_of(first["msg"])
    reason = first["msg"].removeprefix("Value error, ")
    return error_answer(422, f"{field}: {reason}", request.url.path, field=field, reason=reason)


def _field_of(message: str) -> str:
    """A check over the whole order names its field in its words."""
    return "website" if "website" in message else "body"


async def _on_refused(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101 - Starlette's handler type is wider
    is_ours = error.detail == NO_SUCH_JOB
    message = error.detail if is_ours else _MESSAGES.get(error.status_code, error.detail)
    return error_answer(error.status_code, message, request.url.path, headers=error.headers)


async def _on_full_disk(request: Request, error: Exception) -> JSONResponse:
    return error_answer(503, str(error), request.url.path)


async def _on_fault(request: Request, _error: Exception) -> JSONResponse:
    return error_answer(500, "A fault in this program. Please try again.", request.url.path)
