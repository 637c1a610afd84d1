"""Run in a network namespace of its own: a worker without any network, which then gets one.

Arguments: ledger, folder. Prints a line a step; the test reads them.
"""

from __future__ import annotations

import socket
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from skop_desktop.downloads.options import Watching
from skop_desktop.downloads.retry import RetryPolicy
from skop_desktop.downloads.snapshot import TransferState
from tests.support.file_server import FileServer, good
from tests.support.transfers import transfers, wanted

ADDRESS = "198.51.100.7"
PDF = b"%PDF-1.7\n" + b"x" * 1_000 + b"%%EOF"
SOON = Watching(first_probe=0.05, longest_probe=0.2)
ONE_TRY = RetryPolicy(most_tries=1)


def ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True)


def tell(what: object) -> None:
    sys.stdout.write(f"{what}\n")


def main() -> None:
    ledger, folder = Path(sys.argv[1]), Path(sys.argv[2])
    ip("link", "set", "lo", "up")
    with (
        FileServer({"/local": good(PDF + b"local")}) as local,
        transfers(ledger, retries=ONE_TRY, watching=SOON) as watched,
    ):
        far = wanted(f"http://{ADDRESS}:8080/far", "far")
        far = replace(far, job_website=f"http://{ADDRESS}/")
        near = wanted(local.url("/local"), "near")
        watched.worker.start(folder, [far])
        watched.wait(lambda w: w.trouble is not None)
        tell(watched.trouble)
        watched.worker.start(folder, [near])
        watched.wait_for(near.key, TransferState.SAVED)
        # Several probes go out in vain and burn no try.
        watched.wait(lambda w: w.states(far.key).count(TransferState.RUNNING) >= 3)
        tell(watched[far.key].state.value in {"waiting", "running"})

        # The website is there before its address: a network that has come up refuses nothing.
        with _Elsewhere():
            ip("address", "add", f"{ADDRESS}/24", "dev", "lo")
            ip("route", "add", "default", "dev", "lo")
            watched.wait_for(far.key, TransferState.SAVED)
            watched.wait(lambda w: w.trouble is None)
        tell(watched[far.key].state.value)


class _Elsewhere(FileServer):
    """A website on each address that comes up."""

    def __init__(self) -> None:
        super().__init__({"/far": good(PDF)})
        self._server.socket.close()
        self._server.socket = socket.create_server(("", 8080), backlog=8)


main()
