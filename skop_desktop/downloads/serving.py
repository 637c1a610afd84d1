"""Transfers that take orders from one pipe and tell their news on another."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, BinaryIO, Final

from skop_desktop.downloads.addresses import AddressGuard
from skop_desktop.downloads.connection import transfer_client
from skop_desktop.downloads.options import TransferOptions
from skop_desktop.downloads.orders import Order
from skop_desktop.downloads.wire import (
    News,
    Opening,
    Outbox,
    Told,
    UnreadableMessage,
    read_message,
)
from skop_desktop.downloads.worker import TransferWorker

_log = logging.getLogger(__name__)
_LAST_ORDERS_WITHIN: Final = 5.0
"""Seconds for what was ordered before the end to get into the ledger; mostly it takes none."""


def options_for(opening: Opening) -> TransferOptions:
    """The app's own: its limits, and connections only to where its guard allows."""
    guard = AddressGuard()
    return TransferOptions(
        limits=opening.limits,
        may_fetch=guard.may_fetch,
        client=lambda: transfer_client(guard=guard),
        kept_folder=opening.kept_folder,
    )


def serve(
    orders: BinaryIO,
    news: BinaryIO,
    options: Callable[[Opening], TransferOptions] = options_for,
) -> int:
    """Runs transfers until ``orders`` ends.

    The exit status: 0, or 1 where the orders were none or something did not end.
    """
    opening = read_message(orders)
    if not isinstance(opening, Opening):
        return 1
    outbox = Outbox(news, "news")
    worker = TransferWorker(
        opening.ledger,
        _teller(outbox, "batch"),
        on_removed=_teller(outbox, "removed"),
        on_queue=_teller(outbox, "queue"),
        on_trouble=_teller(outbox, "trouble"),
        on_done=_teller(outbox, "done"),
        options=options(opening),
    )
    worker.open()
    try:
        while isinstance(order := read_message(orders), Order):
            worker.take(order)
    except UnreadableMessage:
        _log.exception("An order cannot be read")
    has_ended = worker.shutdown(_LAST_ORDERS_WITHIN)
    outbox.close()
    return 0 if has_ended else 1


def _teller(outbox: Outbox, told: Told) -> Callable[[Any], None]:
    return lambda value: outbox.put(News(told, value))
