"""Why a document did not arrive, worded once: the errors of a transfer made from facts."""

from __future__ import annotations

import errno
import ssl
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import httpx

from skop_desktop.downloads.connection import AddressRefused, NameUnknown
from skop_desktop.downloads.folder_words import is_part_gone, of_folder
from skop_desktop.downloads.snapshot import WantedDocument
from skop_desktop.errors import Detail, TransferError, TransferFault
from skop_desktop.web.tls import IN_WORDS, tls_trouble

_OPEN_ITS_PAGE: Final = "Open its source page to see whether the site offers it in another way."
_SIGN_IN: Final = "Open its source page in your browser, sign in there and save it from there."
_TRY_LATER: Final = "Try again later, or open its source page."
_RETRIED: Final = frozenset({408, 425, 429})
_GONE: Final = frozenset({404, 410})
_SIGN_IN_CODES: Final = frozenset({401, 403})
_SERVER_ERROR: Final = 500
_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
_DISCONNECTED: Final = "Server disconnected"
OF_NETWORK: Final = (httpx.TransportError, httpx.InvalidURL, UnicodeError)
"""What the network and unreadable links raise."""

_NUMBERS: Final = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")


def no_link(wanted: WantedDocument, trouble: str) -> TransferError:
    """There is nothing that could be asked for."""
    return TransferError(
        f"{_first(wanted)} cannot be fetched. {trouble}",
        advice=_OPEN_ITS_PAGE,
        fault=TransferFault.NO_LINK,
    )


def address_refused(wanted: WantedDocument, url: str) -> TransferError:
    """The link, or where the site sends on to, must not be asked for."""
    return TransferError(
        f"The link of {_named(wanted)} leads to a place that a website has no business with: "
        f"{_host(url) or 'an address that is not on the web'}.",
        advice="If you trust it, open the link in your browser.",
        detail=Detail(address=shown_address(url)),
        fault=TransferFault.ADDRESS_REFUSED,
    )


def too_many_redirects(wanted: WantedDocument, url: str, most: int) -> TransferError:
    """The site sends on and on."""
    return TransferError(
        f"The site keeps sending us in a circle for {_named(wanted)}.",
        advice=_OPEN_ITS_PAGE,
        detail=Detail(address=shown_address(url), text=f"More than {most} redirects."),
        fault=TransferFault.SITE_TROUBLED,
    )


def unusable_answer(wanted: WantedDocument, url: str, text: str) -> TransferError:
    """The site answered in a way that cannot be used."""
    return TransferError(
        f"The site sent {_named(wanted)} in a form that cannot be read.",
        advice=_OPEN_ITS_PAGE,
        detail=Detail(address=shown_address(url), text=text),
        fault=TransferFault.SITE_TROUBLED,
    )


def refused(
    wanted: WantedDocument, url: str, code: int, retry_after: float | None
) -> TransferError:
    """The site answered with ``code`` (RFC 9110, 15) instead of the document."""
    name, detail = _named(wanted), Detail(code=code, address=shown_address(url))
    if code in _GONE:
        return TransferError(
            f"The site no longer has {name} at this link.",
            advice=_OPEN_ITS_PAGE,
            detail=detail,
            fault=TransferFault.GONE,
        )
    if code in _SIGN_IN_CODES:
        return TransferError(
            f"The site does not give {name} to everyone: it asks for a sign-in.",
            advice=_SIGN_IN,
            detail=detail,
            fault=TransferFault.SIGN_IN,
        )
    if code in _RETRIED or code >= _SERVER_ERROR:
        busy = "is busy and asked us to wait" if code == httpx.codes.TOO_MANY_REQUESTS else ""
        return TransferError(
            f"The site {busy or 'has a problem of its own'} and did not send {name}.",
            advice=_TRY_LATER,
            detail=detail,
            retryable=True,
            fault=TransferFault.SITE_TROUBLED,
            retry_after=retry_after,
        )
    return TransferError(
        f"The site refused to send {name}.",
        advice=_OPEN_ITS_PAGE,
        detail=detail,
        fault=TransferFault.SITE_TROUBLED,
    )


def not_the_document(
    wanted: WantedDocument, url: str, content_type: str, *, is_sign_in: bool
) -> TransferError:
    """A web page came instead; ``is_sign_in``: it asks for a sign-in."""
    page = "a page to sign in" if is_sign_in else "a web page"
    return TransferError(
        f"What came is not the document: the site sent {page} instead of {_named(wanted)}.",
        advice=_SIGN_IN if is_sign_in else _OPEN_ITS_PAGE,
        detail=Detail(address=shown_address(url), text=f"Content-Type: {content_type[:200]}"),
        fault=TransferFault.NOT_THE_DOCUMENT,
    )


def program_instead(wanted: WantedDocument, url: str, content_type: str) -> TransferError:
    """What came would run when it is opened."""
    return TransferError(
        f"What came is not the document: the site sent a program instead of {_named(wanted)}.",
        advice="It was not saved. Open its source page to see what the site offers there.",
        detail=Detail(address=shown_address(url), text=f"Content-Type: {content_type[:200]}"),
        fault=TransferFault.NOT_THE_DOCUMENT,
    )


def too_large(wanted: WantedDocument, url: str, size: int | None, largest: int) -> TransferError:
    """It has more than ``largest`` bytes: ``size`` of them where the site said so."""
    has = f"It has {spoken_size(size)}" if size is not None else "It has more than that"
    return TransferError(
        f"{_first(wanted)} is larger than you allow. {has}; the limit is {spoken_size(largest)}.",
        advice="Raise the limit in the settings, or open its source page.",
        detail=Detail(address=shown_address(url)),
        fault=TransferFault.TOO_LARGE,
    )


def less_secure(wanted: WantedDocument, url: str) -> TransferError:
    """An encrypted link leads to an address that is not."""
    return TransferError(
        f"The link of {_named(wanted)} leads from a secure address to one that is not: what comes"
        f" from {_host(url)} could be read and changed on its way.",
        advice="If you do not mind that, open the link in your browser.",
        detail=Detail(address=shown_address(url)),
        fault=TransferFault.LESS_SECURE,
    )


def empty(wanted: WantedDocument, url: str) -> TransferError:
    """The site said yes and sent nothing."""
    return TransferError(
        f"The site sent an empty file for {_named(wanted)}.",
        advice=_OPEN_ITS_PAGE,
        detail=Detail(address=shown_address(url)),
        fault=TransferFault.EMPTY,
    )


def cut_short(wanted: WantedDocument, url: str, text: str) -> TransferError:
    """The body ended before its end."""
    return TransferError(
        f"The connection broke before all of {_named(wanted)} was here.",
        advice=_TRY_LATER,
        detail=Detail(address=shown_address(url), text=text),
        retryable=True,
        fault=TransferFault.CUT_SHORT,
    )


def folder_trouble(wanted: WantedDocument, error: OSError, folder: Path) -> TransferError:
    """The disk or the folder did not take the file; looks on the disk whether it is still there."""
    detail = Detail(text=f"{errno.errorcode.get(error.errno or 0, 'OSError')}: {error.strerror}")
    name = f"“{folder.name or folder}”"
    if error.errno in _FULL:
        return TransferError(
            f"The disk is full, so {_named(wanted)} could not be saved.",
            advice="Make room or choose another folder, then try again.",
            detail=detail,
            fault=TransferFault.DISK_FULL,
        )
    happened, advice = of_folder(error, folder)
    return TransferError(
        f"{_first(wanted)} could not be saved: {happened.format(folder=name)}",
        advice=advice,
        detail=detail,
        fault=TransferFault.FOLDER_REFUSED,
        retryable=is_part_gone(error, folder),  # the next try makes another
    )


def unexpected(wanted: WantedDocument, error: BaseException) -> TransferError:
    """A mistake of ours; the text of the error is left to the log."""
    return TransferError(
        f"{_first(wanted)} could not be fetched because of a mistake in this app.",
        advice="Try again. If it happens again, please report it.",
        detail=Detail(text=type(error).__name__),
        fault=TransferFault.NO_ANSWER,
    )


def with_next_try(error: TransferError, tries_left: int, seconds: float) -> TransferError:
    """``error`` of a transfer that is tried again in ``seconds``."""
    if error.retry_after is not None and seconds >= 1:
        return replace(error, now=f"It goes on in {_span(seconds)}.")
    number = _NUMBERS[tries_left] if tries_left < len(_NUMBERS) else str(tries_left)
    tries = "more try follows" if tries_left == 1 else "more tries follow"
    return replace(error, now=f"{number} {tries}.")


def of_network(
    wanted: WantedDocument, url: str, error: BaseException, *, has_begun: bool = False
) -> TransferError:
    """What ``error``, one of ``OF_NETWORK``, means; ``has_begun``: bytes had come."""
    if not isinstance(error, httpx.TransportError):
        return no_link(wanted, "Its link cannot be read.")
    if has_begun:
        return cut_short(wanted, url, _technical(error))
    return _from_transport(wanted, url, error)


@lru_cache
def shown_address(url: str) -> str:
    """``url`` without a user name or password that may stand in it."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


def _from_transport(wanted: WantedDocument, url: str, error: httpx.TransportError) -> TransferError:
    detail = Detail(address=shown_address(url), text=_technical(error))
    if isinstance(error, httpx.UnsupportedProtocol) or _caused_by(error, AddressRefused):
        return address_refused(wanted, url)
    trouble = tls_trouble(error)
    if trouble is not None and not _caused_by(error, ssl.SSLEOFError):
        return TransferError(
            f"{_first(wanted)} was not fetched, because the connection to {_host(url)} is not"
            f" secure: {IN_WORDS[trouble]}",
            advice="Open its source page: your browser says more of what is wrong with the site.",
            detail=detail,
            fault=TransferFault.TLS,
        )
    if isinstance(error, httpx.RemoteProtocolError) and _DISCONNECTED not in str(error):
        return unusable_answer(wanted, url, _technical(error))
    unknown = f"No website answers to the name {_host(url)}, so {_named(wanted)} was not fetched."
    is_unknown = _caused_by(error, NameUnknown)
    return TransferError(
        unknown if is_unknown else f"The site did not answer for {_named(wanted)}.",
        advice=_TRY_LATER,
        detail=detail,
        retryable=True,
        fault=TransferFault.NO_ANSWER,
    )


def spoken_size(size: int) -> str:
    """Bytes in decimal units, as file managers and shops count them: ``812 MB``."""
    for unit, name in ((10**9, "GB"), (10**6, "MB"), (10**3, "kB")):
        if size >= unit:
            number = f"{size / unit:.1f}".removesuffix(".0") if size < 100 * unit else size // unit
            return f"{number} {name}"
    return f"{size} bytes"


def _technical(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"[:500]


def _caused_by(error: BaseException, kind: type[BaseException]) -> bool:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, kind):
            return True
        cause = cause.__cause__ or cause.__context__
    return False


def _named(wanted: WantedDocument) -> str:
    return f"“{wanted.name}”" if wanted.name else "this document"


def _first(wanted: WantedDocument) -> str:
    """Its name at the start of a sentence."""
    return _named(wanted) if wanted.name else "This document"


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _span(seconds: float) -> str:
    if seconds < 90:  # noqa: PLR2004 - above this, minutes read better
        return "a second" if round(seconds) == 1 else f"{round(seconds)} seconds"
    return f"{round(seconds / 60)} minutes"
