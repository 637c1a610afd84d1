"""What a failed try means for its transfer, in words."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

from skop_desktop.errors import LibraryError, TransferError, TransferFault


def looking_for_link(error: TransferError) -> TransferError:
    """A dead link whose source page is about to be read again."""
    return replace(error, now="Its source page is read again, to find a fresh link.")


def without_fresh_link(error: TransferError) -> TransferError:
    """A dead link; its source page has no other."""
    return _and(error, "Its source page was read again and has no fresh link to it.")


def page_not_read(error: TransferError) -> TransferError:
    """A dead link; its source page could not be read."""
    return _and(error, "Its source page was to be read again for a fresh link, and did not come.")


def fresh_link_failed(error: TransferError) -> TransferError:
    """The link that the source page gave instead of a dead one."""
    return _and(error, "This was the fresh link from its source page; the first one had died.")


def from_ledger(error: LibraryError) -> TransferError:
    """The ledger could not be written, so nothing was fetched."""
    cause = error.__cause__
    is_full = isinstance(cause, sqlite3.Error) and cause.sqlite_errorcode == sqlite3.SQLITE_FULL
    return TransferError(
        error.happened,
        advice=error.advice,
        detail=error.detail,
        fault=TransferFault.DISK_FULL if is_full else TransferFault.FOLDER_REFUSED,
        retryable=is_full,
    )


def _and(error: TransferError, words: str) -> TransferError:
    return replace(error, happened=f"{error.happened} {words}", now="")
