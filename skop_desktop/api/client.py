"""The five calls of the contract on one server: paced, retried where that is safe, kept readable.

Errors are those of ``skop_desktop.errors.ServiceError``. A read (status, results, health) is tried
a few times with growing, random pauses (full jitter) when the connection fails or the service says
429 or 5xx; a longer wait that the service asks for is not slept through here but raised with
``until``. Starting and cancelling a job are repeated only where nothing was sent.
"""

from __future__ import annotations

import asyncio
import random as chance
import ssl
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from http import HTTPStatus
from types import TracebackType
from typing import Final, Self, TypeGuard, TypeVar

import httpx
from pydantic import SecretStr

from skop_desktop.api.answers import PERHAPS_STARTED, error_from_answer, wait_asked_for
from skop_desktop.api.body import LARGEST_BODY
from skop_desktop.api.calls import Answer, Call
from skop_desktop.api.job_id import parse_job_id
from skop_desktop.api.json_walk import Pause
from skop_desktop.api.models import (
    CancelJobResponse,
    CreateJobRequest,
    CreateJobResponse,
    HealthResponse,
    JobResultsResponse,
    JobStatusResponse,
)
from skop_desktop.api.pacing import RequestBudget, RequestKind, Ticket
from skop_desktop.api.reading import (
    read_aside,
    read_cancelled,
    read_created,
    read_health,
    read_results,
    read_status,
)
from skop_desktop.api.wire import TIMEOUT, Wire
from skop_desktop.errors import (
    KeyRefused,
    LimitReached,
    ServiceError,
    ServiceTroubled,
    Unreachable,
    UnreadableAnswer,
)

ATTEMPTS: Final = 3
LONGEST_SLEEP: Final = 5.0
"""Seconds. A longer wait is the follower's to show, not the client's to sleep through."""

_FIRST_PAUSE: Final = 0.5
_LONGEST_PAUSE: Final = 4.0

_Result = TypeVar("_Result")


class SkopClient:
    """One server. Several clients of the same server share one ``budget``.

    ``random``, ``sleep`` and ``clock`` (seconds, the budget's clock) are there to be replaced in
    tests. ``trust``: instead of the system's store of certificates.
    """

    def __init__(
        self,
        address: str,
        *,
        key: SecretStr | None = None,
        budget: RequestBudget,
        random: chance.Random | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        clock: Callable[[], float] = time.monotonic,
        trust: ssl.SSLContext | None = None,
        timeout: httpx.Timeout = TIMEOUT,
        largest_body: int = LARGEST_BODY,
    ) -> None:
        self._wire = Wire(address, key=key, trust=trust, timeout=timeout, largest=largest_body)
        self._budget = budget
        self._random = random or chance.Random()  # noqa: S311 - spreads retries, keeps no secret
        self._sleep = sleep
        self._clock = clock

    def __repr__(self) -> str:
        return f"SkopClient({self._wire.address!r})"

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """End every connection. The client cannot be used again."""
        await self._wire.close()

    async def create_job(self, request: CreateJobRequest) -> CreateJobResponse:
        """Start a job (``POST /scrape/``). On the hosted service this spends money."""
        body = request.model_dump_json().encode()
        answer = await self._ask("POST", "/scrape/", Call.CREATE, body=body)
        return await self._read(lambda sent, _: read_created(sent), answer, Call.CREATE)

    async def job_status(self, job_id: str, *, attempts: int = ATTEMPTS) -> JobStatusResponse:
        """Where a job is (``GET /scrape/status/{job_id}``)."""
        job_id = parse_job_id(job_id)
        path = f"/scrape/status/{job_id}"
        answer = await self._ask("GET", path, Call.STATUS, attempts=attempts)
        return await self._read(_of_job(read_status, job_id), answer, Call.STATUS)

    async def job_results(self, job_id: str, *, attempts: int = ATTEMPTS) -> JobResultsResponse:
        """The documents of a job (``GET /scrape/results/{job_id}``)."""
        job_id = parse_job_id(job_id)
        path = f"/scrape/results/{job_id}"
        answer = await self._ask("GET", path, Call.RESULTS, attempts=attempts)
        return await self._read(_of_job(read_results, job_id), answer, Call.RESULTS)

    async def cancel_job(self, job_id: str) -> CancelJobResponse:
        """Stop a job (``DELETE /scrape/{job_id}``)."""
        path = f"/scrape/{parse_job_id(job_id)}"
        answer = await self._ask("DELETE", path, Call.CANCEL)
        return await self._read(lambda sent, _: read_cancelled(sent), answer, Call.CANCEL)

    async def health(self, *, attempts: int = ATTEMPTS) -> HealthResponse:
        """How the service is (``GET /health/``). Sends no key."""
        answer = await self._ask("GET", "/health/", Call.HEALTH, attempts=attempts)
        return await self._read(lambda sent, _: read_health(sent), answer, Call.HEALTH)

    async def _ask(
        self,
        method: str,
        path: str,
        call: Call,
        *,
        body: bytes | None = None,
        attempts: int = ATTEMPTS,
    ) -> Answer:
        """The success that the service answers with. Raises ``ServiceError``."""
        pause = 0.0
        trouble: ServiceError | None = None
        for attempt in range(max(1, attempts)):
            if attempt:
                await self._sleep(pause)
            if (closed := self._closed(call)) is not None:
                raise trouble or closed
            answer = await self._ask_once(method, path, call, body)
            if isinstance(answer, Answer) and answer.is_success:
                return answer
            trouble, wait = self._trouble(answer, call)
            pause = (wait or 0.0) + self._random.uniform(
                0, min(_LONGEST_PAUSE, _FIRST_PAUSE * 2**attempt)
            )
            gives_up = (
                attempt + 1 >= attempts
                or pause > LONGEST_SLEEP
                or not _can_try_again(trouble, call)
            )
            if _is_rate_limit(trouble) and (gives_up or wait is not None):
                self._note_limit(trouble, call, wait)
            if gives_up:
                break
        assert trouble is not None  # noqa: S101 - the loop runs at least once and then returns
        raise trouble

    async def _ask_once(
        self, method: str, path: str, call: Call, body: bytes | None
    ) -> Answer | ServiceError:
        ticket = self._budget.note_request(_kind(call), self._clock())
        answer = await self._wire.ask(method, path, call, body)
        self._note(ticket, answer)
        return answer

    def _note(self, ticket: Ticket, answer: Answer | ServiceError) -> None:
        if isinstance(answer, Answer):
            if answer.code != HTTPStatus.TOO_MANY_REQUESTS:
                now, wall = self._clock(), datetime.now(UTC)
                self._budget.note_headers(ticket, answer.headers, now, wall)
        elif isinstance(answer, KeyRefused) or (
            isinstance(answer, Unreachable) and answer.nothing_sent
        ):
            self._budget.take_back(ticket)

    def _note_limit(self, trouble: LimitReached, call: Call, wait: float | None) -> None:
        now = self._clock()
        goes_on = self._budget.note_limit(_kind(call), now, wait)
        trouble.until = datetime.now(UTC) + timedelta(seconds=goes_on - now)

    def _trouble(
        self, answer: Answer | ServiceError, call: Call
    ) -> tuple[ServiceError, float | None]:
        """The error, and the seconds that the service asks to wait."""
        if isinstance(answer, ServiceError):
            return answer, None
        wall = datetime.now(UTC)
        trouble = error_from_answer(answer, call, self._wire.hide, wall)
        return trouble, wait_asked_for(answer, wall)

    def _closed(self, call: Call) -> LimitReached | None:
        """Why nothing may be asked now, without asking."""
        now = self._clock()
        kind = _kind(call)
        if self._budget.may_ask(kind, now, urgent=call is Call.CANCEL):
            return None
        wait = self._budget.opens_at(kind, now) - now
        return LimitReached(
            "The service takes only so many requests an hour, and they are used up.",
            now="The app goes on by itself." if call.can_be_repeated else "",
            advice="" if call.can_be_repeated else "Try again in a while.",
            retryable=True,
            until=datetime.now(UTC) + timedelta(seconds=wait),
        )

    async def _read(
        self, read: Callable[[bytes, Pause], _Result], answer: Answer, call: Call
    ) -> _Result:
        try:
            return await read_aside(partial(read, answer.body), len(answer.body))
        except UnreadableAnswer as fault:
            facts = self._wire.hide(fault.detail.text)
            fault.detail = replace(
                fault.detail, code=answer.code, address=answer.address, text=facts
            )
            if call is Call.CREATE:
                fault.advice, fault.retryable = PERHAPS_STARTED, False
            raise


def _of_job(read: Callable[..., _Result], job_id: str) -> Callable[[bytes, Pause], _Result]:
    return lambda sent, pause: read(sent, asked=job_id, pause=pause)


def _kind(call: Call) -> RequestKind:
    return RequestKind.STATUS if call is Call.STATUS else RequestKind.GENERAL


def _is_rate_limit(trouble: ServiceError) -> TypeGuard[LimitReached]:
    """Not a refusal for too many jobs at once, which says nothing about requests an hour."""
    return isinstance(trouble, LimitReached) and not trouble.too_many_jobs


def _can_try_again(trouble: ServiceError, call: Call) -> bool:
    if call.can_be_repeated:
        return isinstance(trouble, Unreachable | ServiceTroubled | LimitReached)
    return isinstance(trouble, Unreachable) and trouble.nothing_sent
