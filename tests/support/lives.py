"""A program that fetches documents in one short life after another, to be killed at any instant.

Run as ``python -m tests.support.lives``. It imports everything once and forks for each line of its
input, a JSON object: ``ledger``, ``folder``, ``marker`` (a file that is there when the ledger has
all documents), ``documents`` (link and name of each) and ``dies_at`` (the number of the operation
on files before which that life ends itself, 0 for none). It answers with the life's process number
and, when that has ended, with ``done`` or ``killed``.
"""

from __future__ import annotations

import json
import os
import signal
import ssl
import sys
import threading
from pathlib import Path
from typing import Any, Final

from skop_desktop.downloads.connection import transfer_client
from skop_desktop.downloads.options import TransferOptions
from skop_desktop.downloads.snapshot import TransferKey, TransferSnapshot, TransferState
from skop_desktop.downloads.worker import TransferWorker
from tests.support.transfers import QUICK, wanted

_ON_FILES: Final = frozenset({"open", "os.link", "os.remove", "os.truncate", "os.setxattr"})
_OWN_LIMIT: Final = 30.0


def live(order: dict[str, Any]) -> int:
    """Fetches what is left to fetch; 0 when every document is saved."""
    told: dict[TransferKey, TransferSnapshot] = {}
    news = threading.Condition()

    def take(batch: tuple[TransferSnapshot, ...]) -> None:
        with news:
            told.update((snapshot.key, snapshot) for snapshot in batch)
            news.notify_all()

    documents = [wanted(url, name) for url, name in order["documents"]]
    marker = Path(order["marker"])
    options = TransferOptions(at_once=4, per_host=4, retries=QUICK, client=_client)
    worker = TransferWorker(Path(order["ledger"]), take, options=options)
    _die_at(order["dies_at"])
    worker.open()
    if not marker.exists():
        worker.start(Path(order["folder"]), documents)
    with news:
        news.wait_for(lambda: len(told) == len(documents), _OWN_LIMIT)
        marker.touch()
        news.wait_for(lambda: all(map(_has_ended, told.values())), _OWN_LIMIT)
        ended_well = all(one.state is TransferState.SAVED for one in told.values())
    for one in told.values():
        if one.error is not None:
            print(one.error, one.error.detail, file=sys.stderr)  # noqa: T201 - why a test failed
    return 0 if worker.shutdown(5) and ended_well and len(told) == len(documents) else 1


def serve() -> None:
    """Lives, one after the other, as long as there are orders."""
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            os._exit(live(json.loads(line)))
        _say(str(child))
        _, status = os.waitpid(child, 0)
        code = os.waitstatus_to_exitcode(status)
        _say({0: "done", -signal.SIGKILL: "killed"}.get(code, f"ended with {code}"))


def _die_at(number: int) -> None:
    """Ends this process, without a word to anybody, before its ``number``-th file operation."""
    count = 0

    def watch(event: str, _: tuple[Any, ...]) -> None:
        nonlocal count
        if event in _ON_FILES:
            count += 1
            if count == number:
                os.kill(os.getpid(), signal.SIGKILL)

    if number:
        sys.addaudithook(watch)


def _client() -> Any:  # noqa: ANN401 - httpx's client, as the worker takes it
    # The system's own store of certificates would take half of a short life to read.
    return transfer_client(tls=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))


def _has_ended(snapshot: TransferSnapshot) -> bool:
    return snapshot.state in {TransferState.SAVED, TransferState.FAILED}


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    serve()
