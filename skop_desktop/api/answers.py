"""Answers that are no success, as the errors of ``skop_desktop.errors``.

The wording of the contract's table ("code, means, the person should read") stands here and nowhere
else. Errors come in two shapes of the contract, and from a proxy in neither: HTML, empty, anything.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any, Final

from skop_desktop.api.calls import Answer, Call, Redactor, shown_address
from skop_desktop.api.limit_headers import limit_word, retry_after
from skop_desktop.api.refused_fields import refused_fields, sentence
from skop_desktop.api.tolerant import text
from skop_desktop.errors import (
    Detail,
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

_EXCERPT: Final = 2_000
_MOST_READ: Final = 256 * 1024
_KEEPS_TRYING: Final = "The app keeps trying."
PERHAPS_STARTED: Final = (
    "It is not known whether the search was started. Look for it with the service before you start "
    "it again: each search costs money."
)
_CHECK_SERVER: Final = "Check the server in Settings."


def error_from_answer(answer: Answer, call: Call, hide: Redactor, wall: datetime) -> ServiceError:
    """What ``answer``, which is no success, means to the person.

    ``wall``: the time now (UTC), for points in time that the answer names as seconds to wait.
    """
    return _translate(_Told.of(answer, call, hide, wall))


def wait_asked_for(answer: Answer, wall: datetime) -> float | None:
    """Seconds until the service wants to be asked again, where it said so."""
    asked = retry_after(answer.headers, wall)
    if asked is None and answer.code == HTTPStatus.TOO_MANY_REQUESTS:
        return limit_word(answer.headers, wall).reset_in
    return asked


@dataclass(frozen=True, slots=True)
class _Told:
    """An answer with its body taken apart."""

    code: int
    call: Call
    fields: Mapping[str, Any]
    message: str
    suggestion: str
    detail: Detail
    until: datetime | None
    location: str
    hide: Redactor

    @classmethod
    def of(cls, answer: Answer, call: Call, hide: Redactor, wall: datetime) -> _Told:
        fields = _object_in(answer.body)
        wait = wait_asked_for(answer, wall)
        message = next((m for m in map(text, _messages(fields)) if m), "")
        return cls(
            code=answer.code,
            call=call,
            fields=fields,
            message=sentence(hide(message)),
            suggestion=sentence(hide(text(fields.get("suggested_action")) or "")),
            detail=Detail(
                code=answer.code,
                address=answer.address,
                text=hide(answer.body[:_EXCERPT].decode("utf-8", "replace")),
            ),
            until=None if wait is None else wall.astimezone(UTC) + timedelta(seconds=wait),
            location=shown_address(hide(answer.headers.get("location", ""))),
            hide=hide,
        )

    @property
    def name(self) -> str:
        """The word of the contract's second shape."""
        found = self.fields.get("error")
        return found if isinstance(found, str) else ""

    def amount(self, field: str) -> float | None:
        found = self.fields.get(field)
        if isinstance(found, bool) or not isinstance(found, int | float | str):
            return None
        try:
            amount = float(found)
        except (ValueError, OverflowError):
            return None
        return amount if math.isfinite(amount) else None


def _object_in(body: bytes) -> Mapping[str, Any]:
    try:
        read = json.loads(body[:_MOST_READ])
    except (ValueError, RecursionError):
        return {}
    if not isinstance(read, dict):
        return {"detail": read} if isinstance(read, list) else {}
    inner = read.get("detail")
    # FastAPI puts whatever an endpoint raised under "detail".
    return {**read, **inner} if isinstance(inner, dict) else read


def _messages(fields: Mapping[str, Any]) -> list[object]:
    detail = fields.get("detail")
    return [fields.get("message"), detail if isinstance(detail, str) else None]


def _translate(told: _Told) -> ServiceError:
    known = _BY_CODE.get(told.code)
    if known is not None:
        return known(told)
    if told.code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return _troubled(told)
    if told.code < HTTPStatus.BAD_REQUEST:
        return _sent_elsewhere(told)
    return ServiceError(
        f"The service refused the request. {told.message}".strip(),
        advice=told.suggestion or _CHECK_SERVER,
        detail=told.detail,
    )


def _field_refused(told: _Told) -> ServiceError:
    refused = refused_fields(told.fields).items()
    fields = {told.hide(name): told.hide(reason) for name, reason in refused}
    if fields:
        happened = "The service did not accept this: " + " ".join(fields.values())
    else:
        happened = f"The service did not accept the request. {told.message}".strip()
    return FieldRefused(
        happened,
        advice=told.suggestion or ("Change it and try again." if fields else ""),
        detail=told.detail,
        fields=fields,
    )


def _key_refused(told: _Told) -> ServiceError:
    return KeyRefused(
        "Your key was not accepted.",
        advice=told.suggestion or "Check the key in Settings.",
        detail=told.detail,
    )


def _no_credits(told: _Told) -> ServiceError:
    cost, have, short = (
        told.amount(name) for name in ("estimated_cost", "current_credits", "shortfall")
    )
    if short is None and cost is not None and have is not None:
        short = max(0.0, cost - have)
    parts = ["There are not enough credits for this search."]
    if cost is not None and have is not None:
        parts.append(f"It may cost ${cost:,.2f}, and ${have:,.2f} are left.")
    if short is not None:
        parts.append(f"${short:,.2f} are missing.")
    return NoCredits(
        " ".join(parts),
        advice=told.suggestion or "Add credits with the service, then start the search again.",
        detail=told.detail,
        estimated_cost=cost,
        current_credits=have,
        shortfall=short,
    )


def _not_found(told: _Told) -> ServiceError:
    if not told.call.is_of_a_job:
        return UnreadableAnswer(
            "This server does not seem to run the Skop service.",
            advice=_CHECK_SERVER,
            detail=told.detail,
        )
    return JobNotFound(
        "There is no such job, or it is not yours.",
        advice="Check the job ID, and that the right server and key are set.",
        detail=told.detail,
    )


def _limit_reached(told: _Told) -> ServiceError:
    active, most = told.amount("active_jobs"), told.amount("max_concurrent")
    if told.name == "concurrency_limit_exceeded" or (active is not None and most is not None):
        counts = "" if active is None or most is None else f" ({active:.0f} of {most:.0f})"
        return LimitReached(
            f"As many searches as the service allows at once are running{counts}.",
            advice=told.suggestion or "Wait until one has ended, or stop one.",
            detail=told.detail,
            retryable=True,
            until=told.until,
            too_many_jobs=True,
        )
    goes_on = told.call.can_be_repeated
    return LimitReached(
        "The service takes no more requests for now.",
        now="The app goes on by itself." if goes_on else "",
        advice="" if goes_on else told.suggestion or "Try again in a while.",
        detail=told.detail,
        retryable=True,
        until=told.until,
    )


def _troubled(told: _Told) -> ServiceError:
    repeats = told.call.can_be_repeated
    return ServiceTroubled(
        "The service has a problem.",
        now=_KEEPS_TRYING if repeats else "",
        advice=_advice_when_in_doubt(told.call),
        detail=told.detail,
        retryable=told.call is not Call.CREATE,
        until=told.until,
    )


def _sent_elsewhere(told: _Told) -> ServiceError:
    return UnreadableAnswer(
        "The server sends the app on to another address"
        + (f" ({told.location[:200]})." if told.location else "."),
        advice="If this network asks for a sign-in, open a browser and sign in. "
        "Otherwise check the server in Settings.",
        detail=told.detail,
        retryable=True,
    )


def _proxy_wants_sign_in(told: _Told) -> ServiceError:
    return Unreachable(
        "The network asks for a sign-in before it lets the app through.",
        now=_KEEPS_TRYING if told.call.can_be_repeated else "",
        advice="Open a browser and sign in to the network, or ask who runs it.",
        detail=told.detail,
        retryable=True,
        nothing_sent=True,
    )


def _advice_when_in_doubt(call: Call) -> str:
    if call is Call.CREATE:
        return PERHAPS_STARTED
    return "" if call.can_be_repeated else "Try again in a moment."


_BY_CODE: Final[Mapping[int, Callable[[_Told], ServiceError]]] = {
    HTTPStatus.BAD_REQUEST: _field_refused,
    HTTPStatus.UNPROCESSABLE_ENTITY: _field_refused,
    HTTPStatus.UNAUTHORIZED: _key_refused,
    HTTPStatus.FORBIDDEN: _key_refused,
    HTTPStatus.PAYMENT_REQUIRED: _no_credits,
    HTTPStatus.NOT_FOUND: _not_found,
    HTTPStatus.TOO_MANY_REQUESTS: _limit_reached,
    HTTPStatus.REQUEST_TIMEOUT: _troubled,
    HTTPStatus.TOO_EARLY: _troubled,
    HTTPStatus.PROXY_AUTHENTICATION_REQUIRED: _proxy_wants_sign_in,
    HTTPStatus.NETWORK_AUTHENTICATION_REQUIRED: _proxy_wants_sign_in,
}
