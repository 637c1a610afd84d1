"""Bodies of answers, read into the objects of the contract with nothing readable lost.

What is required and absent is ``UnreadableAnswer`` and names the field. Everything else that is not
as the contract has it is left out and said in ``oddities``. A large body is read in a thread that
gives way between entries, so that the window does not feel it.
"""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from threading import Event
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ValidationError

from skop_desktop.api.json_walk import NotAnObject, Pause, Reader, Unusable, Walked, no_pause, walk
from skop_desktop.api.models import (
    CancelJobResponse,
    CreateJobResponse,
    ExtractedDocument,
    HealthResponse,
    JobError,
    JobResultsResponse,
    JobStatus,
    JobStatusResponse,
)
from skop_desktop.api.tolerant import in_short, text
from skop_desktop.errors import Detail, UnreadableAnswer

LARGE: Final = 256 * 1024
"""Bytes. A larger body is read in a thread."""

_ENTRIES_BETWEEN_REST: Final = 64
_ENTRIES_BETWEEN_FREEZES: Final = 32 * _ENTRIES_BETWEEN_REST
_REST: Final = 0.0002
_EXCERPT: Final = 500

_Object = TypeVar("_Object", bound=BaseModel)
_Listed = TypeVar("_Listed", JobStatusResponse, JobResultsResponse)
_Result = TypeVar("_Result")

_LISTS: Final = {
    "documents": "the document list",
    "errors": "the error list",
    "warnings": "the warning list",
    "agents_completed": "the list of agents",
}


def read_results(body: bytes, *, asked: str = "", pause: Pause = no_pause) -> JobResultsResponse:
    """The results in ``body``. ``asked``: the job they must be of.

    Raises ``UnreadableAnswer``.
    """
    return _read_job(JobResultsResponse, body, asked, pause)


def read_status(body: bytes, *, asked: str = "", pause: Pause = no_pause) -> JobStatusResponse:
    """The status in ``body``. ``asked``: the job it must be of.

    Raises ``UnreadableAnswer``.
    """
    return _read_job(JobStatusResponse, body, asked, pause)


def read_created(body: bytes) -> CreateJobResponse:
    """The job that was started. Its ID is what counts: it costs money from now on.

    Raises ``UnreadableAnswer``.
    """
    fields = _walked(CreateJobResponse, body).fields
    if text(fields.get("status")) is None:
        fields["status"] = JobStatus.PENDING.value
    return _validated(CreateJobResponse, fields, body)


def read_cancelled(body: bytes) -> CancelJobResponse:
    """That a job was cancelled; an empty body says so as well. Raises ``UnreadableAnswer``."""
    if not body.strip():
        return CancelJobResponse()
    return _validated(CancelJobResponse, _walked(CancelJobResponse, body).fields, body)


def read_health(body: bytes) -> HealthResponse:
    """How the service is. Raises ``UnreadableAnswer``."""
    return _validated(HealthResponse, _walked(HealthResponse, body).fields, body)


async def read_aside(read: Callable[[Pause], _Result], size: int) -> _Result:
    """What ``read`` gives; in a thread when ``size`` (bytes) is large.

    A cancelled caller is let go at once, and the thread ends at its next entry.
    """
    if size <= LARGE:
        return read(no_pause)
    gone = Event()
    try:
        return await asyncio.to_thread(read, _considerate(gone))
    finally:
        gone.set()


class _Abandoned(Exception):
    """Nobody waits for the answer any more."""


def _considerate(gone: Event) -> Pause:
    """A pause that really rests: giving up the lock alone, a busy thread takes it back at once.

    What was read is also taken out of the garbage collector's rounds: documents hold no cycles, and
    going through 100,000 of them stops every thread for 60 to 250 ms, again and again.
    """
    entries = 0

    def pause() -> None:
        nonlocal entries
        entries += 1
        if entries % _ENTRIES_BETWEEN_REST == 0:
            if gone.is_set():
                raise _Abandoned
            if entries % _ENTRIES_BETWEEN_FREEZES == 0:
                gc.freeze()
            time.sleep(_REST)

    return pause


def _read_job(model: type[_Listed], body: bytes, asked: str, pause: Pause) -> _Listed:
    walked = _walked(model, body, pause)
    fields = walked.fields
    if "documents" in model.model_fields:
        _require_documents(fields, body)
    notes = list(_notes_on_lists(walked))
    # Their entries are checked already; a second time would hold the interpreter in one piece.
    lists = {name: tuple(fields.pop(name, ())) for name in _READERS if name in model.model_fields}
    read = _validated(model, {"documents": (), **fields}, body)
    if asked and read.job_id != asked:
        raise _unreadable(f"It is about another job ({read.job_id}).", body, "job_id")
    notes += _notes_on_fields(read, fields)
    return read.model_copy(update={**lists, "oddities": tuple(notes)})


def _read_document(entry: object) -> ExtractedDocument:
    return _read_entry(ExtractedDocument, entry)


def _read_error(entry: object) -> JobError:
    return _read_entry(JobError, {"error_message": entry} if isinstance(entry, str) else entry)


def _read_entry(model: type[_Object], entry: object) -> _Object:
    if not isinstance(entry, Mapping):
        raise Unusable
    try:
        return model.model_validate(entry)
    except ValidationError:
        raise Unusable from None


def _read_text(entry: object) -> str:
    read = text(entry.get("message") if isinstance(entry, Mapping) else entry)
    if read is None:
        raise Unusable
    return read


_READERS: Final[Mapping[str, Reader]] = {
    "documents": _read_document,
    "errors": _read_error,
    "warnings": _read_text,
    "agents_completed": _read_text,
}


def _walked(model: type[BaseModel], body: bytes, pause: Pause = no_pause) -> Walked:
    wanted: Collection[str] = model.model_fields.keys() - {"oddities"}
    try:
        return walk(body, wanted, _READERS, pause)
    except NotAnObject as fault:
        reason = str(fault)
    raise _unreadable(reason, body)


def _validated(model: type[_Object], fields: Mapping[str, Any], body: bytes) -> _Object:
    try:
        return model.model_validate(fields)
    except ValidationError as fault:
        names = [str(place) for error in fault.errors() for place in error["loc"][:1]]
    name = names[0] if names else ""
    problem = "is missing" if fields.get(name) is None else "cannot be read"
    raise _unreadable(f"“{name}” {problem}.", body, name)


def _require_documents(fields: dict[str, Any], body: bytes) -> None:
    if "documents" not in fields:
        raise _unreadable("“documents” is missing.", body, "documents")
    if not isinstance(fields["documents"], list | None):
        raise _unreadable("“documents” is not a list.", body, "documents")


def _unreadable(reason: str, body: bytes, field_name: str = "") -> UnreadableAnswer:
    return UnreadableAnswer(
        f"The service's answer could not be read. {reason}",
        advice="If this goes on, check that the right server is set.",
        detail=Detail(text=body[:_EXCERPT].decode("utf-8", "replace")),
        retryable=True,
        field_name=field_name,
    )


def _notes_on_lists(walked: Walked) -> Iterator[str]:
    """What is said of lists. A list that is none becomes an empty one."""
    if walked.replaced:
        yield "Some characters were not readable and are shown as �."
    for name, words in _LISTS.items():
        if (dropped := walked.dropped.get(name, 0)) > 0:
            entries = "entry" if dropped == 1 else "entries"
            yield f"{dropped:,} {entries} of {words} could not be read."
        sent = walked.fields.get(name, [])
        if isinstance(sent, list):
            continue
        walked.fields[name] = []
        if sent is not None:
            yield f"{words.capitalize()} could not be read ({in_short(sent)})."
        elif name == "documents":
            yield "The service sent no list of documents."


def _notes_on_fields(read: BaseModel, sent: Mapping[str, Any]) -> Iterator[str]:
    for name, value in sent.items():
        if value is None:
            continue
        unusable = getattr(read, name) is None
        if unusable or (name == "metadata" and not isinstance(value, Mapping)):
            label = name.replace("_", " ")
            yield f"The {label} that was sent is not usable ({in_short(value)})."
