"""What a transfer says in its row, to a screen reader and on the clipboard."""

from __future__ import annotations

from collections.abc import Iterable

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


def facts(transfer: TransferSnapshot) -> str:
    """What there is to say about a transfer besides its name and state, on one line."""
    match transfer.state:
        case TransferState.RUNNING:
            parts = [amount(transfer)]
            if transfer.speed > 0:
                parts.append(formats.speed(transfer.speed))
            if transfer.seconds_left is not None:
                parts.append(formats.time_left(transfer.seconds_left))
            return _SEPARATOR.join(parts)
        case TransferState.SAVED:
            return formats.size(transfer.bytes_total or transfer.bytes_done)
        case _:
            return one_line(str(transfer.error)) if transfer.error is not None else ""


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
        f"File: {transfer.path}" if transfer.path else "",
        whole_text(str(error.detail)) if error is not None else "",
    )
    return "\n".join(line for line in lines if line)


def as_text(transfers: Iterable[TransferSnapshot]) -> str:
    """The transfers for the clipboard."""
    return "\n\n".join(whole_of(transfer) for transfer in transfers)
