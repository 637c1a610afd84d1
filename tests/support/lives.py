"""The transfers' own process in one short life after another, to be killed at any instant.

Run as ``python -m tests.support.lives``. It imports everything once and forks for each line of its
input, a JSON object: ``ledger``, ``folder``, ``marker`` (a file that is there when the ledger has
all documents), ``documents`` (link and name of each) and ``dies_at`` (the number of the operation
on files before which that life ends itself, 0 for none). Each life is a process group: the app's
side, which orders and listens, and the process that fetches, with the pipes and the code that it
has when the app starts it. It answers with the number of the group and, when that has ended, with
``done`` or ``killed``.
"""

from __future__ import annotations

import json
import os
import signal
import ssl
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from skop_desktop.downloads.connection import transfer_client
from skop_desktop.downloads.options import TransferOptions
from skop_desktop.downloads.orders import Limits, Order
from skop_desktop.downloads.serving import serve as serve_transfers
from skop_desktop.downloads.snapshot import TransferKey, TransferSnapshot, TransferState
from skop_desktop.downloads.wire import News, Opening, read_message, write_message
from tests.support.transfers import QUICK, wanted

_ON_FILES: Final = frozenset({"open", "os.link", "os.remove", "os.truncate", "os.setxattr"})
_OWN_LIMIT: Final = 30


def live(order: dict[str, Any]) -> int:
    """One life of the group: fetches what is left to fetch; 0 when every document is saved."""
    os.setpgid(0, 0)
    signal.alarm(_OWN_LIMIT)
    to_child, from_app = os.pipe()
    to_app, from_child = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(from_app)
        os.close(to_app)
        _die_at(order["dies_at"])
        with os.fdopen(to_child, "rb") as orders, os.fdopen(from_child, "wb") as news:
            os._exit(serve_transfers(orders, news, _options))
    os.close(to_child)
    os.close(from_child)
    told = _as_the_app(order, from_app, to_app)
    _, status = os.waitpid(child, 0)
    ended_well = all(one.state is TransferState.SAVED for one in told.values())
    for one in told.values():
        if one.error is not None:
            print(one.error, one.error.detail, file=sys.stderr)  # noqa: T201 - why a test failed
    return 0 if status == 0 and ended_well and len(told) == len(order["documents"]) else 1


def _as_the_app(
    order: dict[str, Any], from_app: int, to_app: int
) -> Mapping[TransferKey, TransferSnapshot]:
    """Orders what was not ordered before and listens until all has ended."""
    told: dict[TransferKey, TransferSnapshot] = {}
    documents = tuple(wanted(url, name) for url, name in order["documents"])
    marker = Path(order["marker"])
    with os.fdopen(from_app, "wb") as orders, os.fdopen(to_app, "rb") as news:
        write_message(orders, Opening(Path(order["ledger"]), Limits(4, 4)))
        if not marker.exists():
            write_message(orders, Order("start", (Path(order["folder"]), documents, None)))
        while isinstance(message := read_message(news), News):
            if message.told == "batch":
                told.update((snapshot.key, snapshot) for snapshot in message.value)
            if len(told) == len(documents):
                marker.touch()
                if all(map(_has_ended, told.values())):
                    break
        orders.close()
        while read_message(news) is not None:
            pass
    return told


def serve() -> None:
    """Lives, one after the other, as long as there are orders."""
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            os._exit(live(json.loads(line)))
        with suppress(OSError):  # whoever of the two comes first
            os.setpgid(child, child)
        _say(str(child))
        _, status = os.waitpid(child, 0)
        code = os.waitstatus_to_exitcode(status)
        _say({0: "done", -signal.SIGKILL: "killed"}.get(code, f"ended with {code}"))


def _die_at(number: int) -> None:
    """Ends this group, without a word to anybody, before its ``number``-th file operation."""
    count = 0

    def watch(event: str, _: tuple[Any, ...]) -> None:
        nonlocal count
        if event in _ON_FILES:
            count += 1
            if count == number:
                os.killpg(0, signal.SIGKILL)

    if number:
        sys.addaudithook(watch)


def _options(opening: Opening) -> TransferOptions:
    # The system's own store of certificates would take half of a short life to read.
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    return TransferOptions(opening.limits, QUICK, client=lambda: transfer_client(tls=tls))


def _has_ended(snapshot: TransferSnapshot) -> bool:
    return snapshot.state in {TransferState.SAVED, TransferState.FAILED}


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    serve()
