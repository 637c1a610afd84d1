"""What a transfer says in its row, to a screen reader and on the clipboard."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil
from pathlib import Path

from skop_desktop.downloads.snapshot import TransferSnapshot, TransferState
from skop_desktop.ui import formats
from skop_desktop.ui.parts.safe_text import one_line, whole_text
from skop_desktop.ui.words import TRANSFER_STATES

_SEPARATOR = " · "


def name_of(transfer: TransferSnapshot) -> str:
    """The document's name on one line, or its link where nobody named it."""
    return one_line(transfer.name) or one_line(formats.address_short(transfer.key.url))


def amount(transfer: TransferSnapshot) -> str:
    """``2.3 of 4.1 MB``; ``2.3 MB`` while the whole is not known."""
    done = formats.size(transfer.bytes_done)
    if not transfer.bytes_total:
        return done
    whole = formats.size(transfer.bytes_total)
    number, _, unit = done.rpartition(" ")
    same_unit = bool(number) and whole.endswith(f" {unit}")
    return f"{number if same_unit else done} of {whole}"


def facts(transfer: TransferSnapshot, now: float | None = None) -> str:
    """What there is to say about a transfer besides its name and state, on one line.

    ``now``: seconds since 1970, for the countdown to the next try; without it there is none.
    """
    parts = (folder_words(transfer), *_facts(transfer, now))
    return _SEPARATOR.join(part for part in parts if part)


def folder_words(transfer: TransferSnapshot) -> str:
    """``to Desktop`` of a document that goes into a folder of the person's own choice."""
    into = transfer.key.into
    return f"to {one_line(Path(into).name or into)}" if into else ""


def has_countdown(transfer: TransferSnapshot) -> bool:
    """Whether what is said of ``transfer`` changes by itself from second to second."""
    return transfer.state is TransferState.WAITING and transfer.next_try_at is not None


def _facts(transfer: TransferSnapshot, now: float | None) -> list[str]:
    match transfer.state:
        case TransferState.RUNNING:
            speed = formats.speed(transfer.speed) if transfer.speed > 0 else ""
            left = transfer.seconds_left
            return [amount(transfer), speed, formats.time_left(left) if left is not None else ""]
        case TransferState.PAUSED:
            return [amount(transfer) if transfer.bytes_done else ""]
        case TransferState.SAVED:
            whole = formats.size(transfer.bytes_total or transfer.bytes_done)
            return [one_line(transfer.note), whole]
        case TransferState.WAITING if now is not None and has_countdown(transfer):
            return [_until_next_try(transfer, now)]
        case _:
            return [one_line(str(transfer.error)) if transfer.error is not None else ""]


def _until_next_try(transfer: TransferSnapshot, now: float) -> str:
    seconds = max(0, ceil((transfer.next_try_at or now) - now))
    words = f"Next try in {formats.duration(seconds)}" if seconds else "The next try begins"
    happened = one_line(transfer.error.happened) if transfer.error is not None else ""
    return _SEPARATOR.join(part for part in (words, happened) if part)


def spoken(transfer: TransferSnapshot) -> str:
    """The row as a screen reader says it."""
    share = transfer.share
    running = transfer.state is TransferState.RUNNING and share is not None
    word = TRANSFER_STATES[transfer.state].word
    parts = (name_of(transfer), word, formats.percent(share) if running else "", facts(transfer))
    return ", ".join(part for part in parts if part)


def whole_of(transfer: TransferSnapshot) -> str:
    """Everything about a transfer that helps a person or a bug report."""
    error = transfer.error
    lines = (
        name_of(transfer),
        ": ".join(part for part in (TRANSFER_STATES[transfer.state].word, facts(transfer)) if part),
        f"Link: {whole_text(transfer.key.url)}",
        f"Found on: {whole_text(transfer.source_page)}" if transfer.source_page else "",
        f"Folder: {whole_text(transfer.key.into)}" if transfer.key.into else "",
        f"File: {transfer.path}" if transfer.path else "",
        whole_text(str(error.detail)) if error is not None else "",
    )
    return "\n".join(line for line in lines if line)


def as_text(transfers: Iterable[TransferSnapshot]) -> str:
    """The transfers for the clipboard."""
    return "\n\n".join(whole_of(transfer) for transfer in transfers)
