"""The five calls of the contract, one answer to a call, and keys kept out of what is told."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from pydantic import SecretStr

_LOOKS_LIKE_A_KEY: Final = re.compile(r"\bsk[-_][A-Za-z0-9_-]{4,}|(?<=Bearer )\S+", re.IGNORECASE)
_HIDDEN: Final = "[key]"


class Call(StrEnum):
    """What is asked of the service."""

    CREATE = "create"
    STATUS = "status"
    RESULTS = "results"
    CANCEL = "cancel"
    HEALTH = "health"

    @property
    def is_of_a_job(self) -> bool:
        """Whether the call names a job that may not exist."""
        return self in {Call.STATUS, Call.RESULTS, Call.CANCEL}

    @property
    def can_be_repeated(self) -> bool:
        """Whether asking twice is the same as asking once, whatever became of the first time."""
        return self in {Call.STATUS, Call.RESULTS, Call.HEALTH}


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, read whole. ``address``: what was asked, for the details of an error."""

    code: int
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes = field(default=b"", repr=False)
    address: str = ""

    @property
    def is_success(self) -> bool:
        """Whether the service did what was asked."""
        return 200 <= self.code < 300  # noqa: PLR2004 - RFC 9110, 15.3


class Redactor:
    """Takes keys out of text that is told: the one in use, and whatever looks like one."""

    def __init__(self, key: SecretStr | None) -> None:
        self._key = key

    def __call__(self, told: str) -> str:
        """``told`` without keys."""
        own = self._key.get_secret_value() if self._key is not None else ""
        return _LOOKS_LIKE_A_KEY.sub(_HIDDEN, told.replace(own, _HIDDEN) if own else told)


def shown_address(address: str) -> str:
    """``address`` without what may be secret in it: sign-in, query and fragment."""
    try:
        parts = urlsplit(address)
        host = parts.netloc.rpartition("@")[2]
    except ValueError:
        return ""
    return urlunsplit((parts.scheme, host, parts.path, "", ""))
