"""Why a site gave no answer, in plain words."""

from __future__ import annotations

import ssl
from enum import StrEnum
from typing import Final

from skop_desktop.engine.guard import AddressRefused, LookupFailed, NoNetwork, NoSuchHost
from skop_desktop.engine.line import BrokenOff
from skop_desktop.engine.unpacking import Unpackable
from skop_desktop.web.tls import IN_WORDS, TlsTrouble, tls_trouble


class Fault(StrEnum):
    """Why there is no answer; the word is the ``error_type`` of the contract."""

    TIMEOUT = "timeout"
    NO_SUCH_HOST = "no_such_host"
    LOOKUP_FAILED = "lookup_failed"
    NO_NETWORK = "no_network"
    NO_CONNECTION = "no_connection"
    NOT_SECURE = "not_secure"
    ADDRESS_REFUSED = "address_refused"
    REDIRECTS = "too_many_redirects"
    UNREADABLE = "unreadable_answer"


_MAY_PASS: Final = frozenset(
    {Fault.TIMEOUT, Fault.LOOKUP_FAILED, Fault.NO_NETWORK, Fault.NO_CONNECTION, Fault.UNREADABLE}
)


_TOLD: Final[tuple[tuple[type[Exception], Fault, str], ...]] = (
    (
        AddressRefused,
        Fault.ADDRESS_REFUSED,
        "The link leads into a private network, so it was not followed.",
    ),
    (NoSuchHost, Fault.NO_SUCH_HOST, "There is no website at this address."),
    (
        LookupFailed,
        Fault.LOOKUP_FAILED,
        "The website's name could not be looked up: the name servers gave no answer.",
    ),
    (NoNetwork, Fault.NO_NETWORK, "This computer is not connected to a network."),
    (OSError, Fault.NO_CONNECTION, "The site could not be reached."),
    (Exception, Fault.UNREADABLE, "The site broke off its answer."),
)
"""What each error means, in words; the first that fits counts."""


class FetchFailed(Exception):
    """No answer could be had. ``words``: what happened, as the person reads it."""

    def __init__(self, fault: Fault, words: str) -> None:
        super().__init__(words)
        self.fault = fault
        self.words = words

    @property
    def is_recoverable(self) -> bool:
        """Whether asking again later can help."""
        return self.fault in _MAY_PASS


def failure_of(error: OSError | BrokenOff | Unpackable) -> FetchFailed:
    """What an error of a connection means."""
    if isinstance(error, ssl.SSLError):
        words = IN_WORDS[tls_trouble(error) or TlsTrouble.OTHER]
        return FetchFailed(
            Fault.NOT_SECURE,
            f"The page was not read, because the connection is not secure: {words}",
        )
    fault, words = next((fault, words) for kind, fault, words in _TOLD if isinstance(error, kind))
    return FetchFailed(fault, words)


def too_slow(patience: float) -> str:
    """A page that does not answer, in words."""
    unit = "second" if patience == 1 else "seconds"
    return f"The page took longer than {patience:g} {unit} to answer."
