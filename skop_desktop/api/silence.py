"""No answer at all, as an error that names why: offline, no such host, not secure, silence."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from typing import Final

import httpx

from skop_desktop.api.calls import Call, Redactor
from skop_desktop.errors import Detail, ServiceError, Unreachable, UnreadableAnswer

FAILURES: Final = (httpx.HTTPError, httpx.InvalidURL, OSError, UnicodeError)
"""What asking can end in. The last two come through from the socket and from looking up a name."""

NOTHING_SENT: Final = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.InvalidURL,
    UnicodeError,
)
"""Failures after which the service certainly has not seen the request."""

_KEEPS_TRYING: Final = "The app keeps trying."
_PERHAPS_DONE: Final = {
    Call.CREATE: "It is not known whether the search was started. Look for it with the service "
    "before you start it again: each search costs money.",
    Call.CANCEL: "It is not known whether the search was stopped. Try again in a moment.",
}


class AnswerTooLarge(httpx.HTTPError):
    """The answer is larger than any the contract can mean, as sent or once unpacked."""


class AnswerTooSlow(httpx.HTTPError):
    """The answer began but did not end in good time."""


class AnswerGarbled(httpx.HTTPError):
    """The answer is packed in a way that cannot be undone."""


def error_from_failure(
    failure: Exception, call: Call, address: str, hide: Redactor
) -> ServiceError:
    """What it means to the person that asking ``address`` ended in ``failure``."""
    detail = Detail(address=address, text=hide(_facts(failure)))
    if isinstance(failure, AnswerTooLarge | AnswerGarbled):
        return UnreadableAnswer(
            f"The service's answer could not be read. {failure}",
            advice=_PERHAPS_DONE.get(call, "Check that the right server is set."),
            detail=detail,
            retryable=call.can_be_repeated,
        )
    nothing_sent = isinstance(failure, NOTHING_SENT)
    in_doubt = not nothing_sent and not call.can_be_repeated
    happened, advice = _why(failure)
    return Unreachable(
        happened,
        now=_KEEPS_TRYING if call.can_be_repeated else "",
        advice=_PERHAPS_DONE[call] if in_doubt else advice,
        detail=detail,
        retryable=not (in_doubt and call is Call.CREATE),
        nothing_sent=nothing_sent,
    )


_CHECK_ONLINE: Final = "Check that this computer is online, and the server in Settings."
_CHECK_SERVER: Final = "Check the server in Settings."
_CHECK_TRUST: Final = (
    "Check the date of this computer and the server in Settings. "
    "Some company networks need their certificate installed first."
)
_REASONS: Final[tuple[tuple[tuple[type[BaseException], ...], str, str], ...]] = (
    (
        (ssl.SSLError,),
        "The connection to the service is not secure, so nothing was sent.",
        _CHECK_TRUST,
    ),
    (
        (httpx.ProxyError,),
        "The proxy of this network did not let the app through.",
        "Check the proxy in the settings of this computer.",
    ),
    ((socket.gaierror, UnicodeError), "The service was not found.", _CHECK_ONLINE),
    ((ConnectionRefusedError,), "Nothing answers at the address of the service.", _CHECK_SERVER),
    (
        (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout),
        "The service cannot be reached.",
        _CHECK_ONLINE,
    ),
    ((httpx.TimeoutException, AnswerTooSlow), "The service did not answer in time.", ""),
    (
        (httpx.UnsupportedProtocol, httpx.InvalidURL),
        "The address of the service cannot be used.",
        _CHECK_SERVER,
    ),
)


def _why(failure: BaseException) -> tuple[str, str]:
    """What happened, and what the person can do."""
    causes = list(_causes(failure))
    for kinds, happened, advice in _REASONS:
        if any(isinstance(cause, kinds) for cause in causes):
            return happened, advice
    return "The connection to the service broke off.", "Check that this computer is online."


def _causes(failure: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    waiting: list[BaseException | None] = [failure]
    while waiting:
        cause = waiting.pop()
        if cause is None or id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        waiting += [cause.__cause__, cause.__context__]
        if isinstance(cause, BaseExceptionGroup):
            waiting += cause.exceptions


def _facts(failure: BaseException) -> str:
    told = (f"{type(cause).__name__}: {cause}".rstrip(": ") for cause in _causes(failure))
    return "\n".join(dict.fromkeys(told))
