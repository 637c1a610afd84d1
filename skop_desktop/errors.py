"""What can go wrong, as values that the screen can show.

An error is made where the fact is known, worded there once, and never reworded on the way up::

    SkopError
    ├── InvalidInput            what a person typed cannot be used; names the field
    ├── ServiceError            the Skop service (hosted, local, other) and the way to it
    │   ├── FieldRefused        400, 422: names the fields
    │   ├── KeyRefused          401, 403
    │   ├── NoCredits           402: the shortfall and what to do
    │   ├── JobNotFound         404
    │   ├── LimitReached        429: when it goes on
    │   ├── ServiceTroubled     5xx
    │   ├── Unreachable         no answer at all: offline, no such host, TLS, silence
    │   └── UnreadableAnswer    an answer that is not the contract; names the field
    ├── TransferError           one document did not arrive; names why
    ├── EngineError             the engine on this computer did not start, or ended
    ├── LibraryError            the library on disk cannot be read or written
    └── ScreenLost              the screen went away under the window

Every error says what happened, what the app does now and what the person can do. The technical
side (status code, address, text of the answer) is in ``detail``: one click away, copyable, and
never holding a key.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Detail:
    """The technical side of an error, for a bug report. Holds no key and no cookie."""

    code: int | None = None
    address: str = ""
    text: str = ""

    def __str__(self) -> str:
        lines = [
            f"Status code: {self.code}" if self.code is not None else "",
            f"Address: {self.address}" if self.address else "",
            self.text,
        ]
        return "\n".join(line for line in lines if line)


@dataclass(eq=False)
class SkopError(Exception):
    """Something went wrong, in plain words.

    ``happened``: what happened. ``now``: what the app does now, empty when it does nothing.
    ``advice``: what the person can do. ``retryable``: trying again, unchanged, can help.
    """

    happened: str
    now: str = ""
    advice: str = ""
    detail: Detail = field(default_factory=Detail)
    retryable: bool = False

    def __post_init__(self) -> None:
        Exception.__init__(self, self.happened)

    def __str__(self) -> str:
        return " ".join(part for part in (self.happened, self.now, self.advice) if part)


@dataclass(eq=False)
class InvalidInput(SkopError):
    """What was typed cannot be used. ``field`` names the entry it belongs beside."""

    field_name: str = ""


@dataclass(eq=False)
class ServiceError(SkopError):
    """The service, or the way to it."""


@dataclass(eq=False)
class FieldRefused(ServiceError):
    """400 or 422. ``fields``: name of the field -> what is wrong with it, in plain words."""

    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(eq=False)
class KeyRefused(ServiceError):
    """401 or 403: the key is missing, wrong or not allowed."""


@dataclass(eq=False)
class NoCredits(ServiceError):
    """402. Amounts in US dollars where the service said them."""

    estimated_cost: float | None = None
    current_credits: float | None = None
    shortfall: float | None = None


@dataclass(eq=False)
class JobNotFound(ServiceError):
    """404: no such job, or not this key's."""


@dataclass(eq=False)
class LimitReached(ServiceError):
    """429: too many requests or too many jobs at once. ``until``: when it goes on (UTC)."""

    until: datetime | None = None
    too_many_jobs: bool = False


@dataclass(eq=False)
class ServiceTroubled(ServiceError):
    """5xx. ``until``: the earliest next try (UTC) when the service named one."""

    until: datetime | None = None


@dataclass(eq=False)
class Unreachable(ServiceError):
    """No answer. ``nothing_sent``: the request certainly did not reach the service."""

    nothing_sent: bool = False


@dataclass(eq=False)
class UnreadableAnswer(ServiceError):
    """The answer is not the contract. ``field_name``: the required field that is missing."""

    field_name: str = ""


class TransferFault(StrEnum):
    """Why a document did not arrive; the word is what the ledger and the checks keep."""

    NO_LINK = "no usable link"
    ADDRESS_REFUSED = "address refused"
    GONE = "gone"
    SIGN_IN = "sign-in needed"
    NOT_THE_DOCUMENT = "not the document"
    TOO_LARGE = "too large"
    EMPTY = "empty"
    CUT_SHORT = "cut short"
    NO_ANSWER = "no answer"
    SITE_TROUBLED = "site troubled"
    TLS = "not secure"
    LESS_SECURE = "leads to an insecure address"
    DISK_FULL = "disk full"
    FOLDER_REFUSED = "folder refused"


@dataclass(eq=False)
class TransferError(SkopError):
    """One document did not arrive."""

    fault: TransferFault = TransferFault.NO_ANSWER
    retry_after: float | None = None
    """Seconds the site asked to wait, from ``Retry-After`` (RFC 9110, 10.2.3)."""


@dataclass(eq=False)
class EngineError(SkopError):
    """The engine on this computer did not start, or ended."""


@dataclass(eq=False)
class LibraryError(SkopError):
    """The library on disk cannot be read or written."""


@dataclass(eq=False)
class ScreenLost(SkopError):
    """The screen went away under the window: there is nobody left to show anything to."""
