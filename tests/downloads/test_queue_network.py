"""Without any network nothing is tried in vain, and everything goes on by itself."""

from __future__ import annotations

import errno
import os
import socket
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from skop_desktop.downloads.addresses import AddressGuard
from skop_desktop.downloads.connection import TransferClient, transfer_client
from skop_desktop.downloads.no_network import NoNetwork, is_local
from skop_desktop.downloads.options import TransferOptions, Watching
from skop_desktop.downloads.retry import RetryPolicy
from skop_desktop.downloads.snapshot import TransferState, WantedDocument
from skop_desktop.web.route import has_route
from tests.support.file_server import FileServer, good
from tests.support.transfers import Watched, wanted

PDF = b"%PDF-1.7\n" + b"x" * 1_000 + b"%%EOF"
ROOT = Path(__file__).parents[2]
SAVED, FAILED = TransferState.SAVED, TransferState.FAILED


def test_in_a_computer_without_a_network(tmp_path: Path) -> None:
    script = Path(__file__).with_name("without_network.py")
    command = ["unshare", "--net", sys.executable, str(script)]
    if (
        sys.platform != "linux"
        or subprocess.run(
            ["unshare", "--net", "ip", "link"], capture_output=True, check=False
        ).returncode
    ):
        pytest.skip("NOT TESTED: no network. Making one needs Linux and the rights of root.")
    told = subprocess.run(
        [*command, str(tmp_path / "ledger.sqlite"), str(tmp_path / "folder")],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    trouble, is_waiting, end = told.stdout.splitlines()
    assert trouble.startswith("There is no network. It goes on by itself")
    assert is_waiting == "True"
    assert end == "saved"


class NameServer:
    """Leads every known name to this computer; ``error`` as the system raises it."""

    def __init__(self, *names: str, error: int | None = None) -> None:
        self.names = set(names)
        self.error = error
        self.asked: list[str] = []

    async def __call__(self, host: str) -> Sequence[str]:
        self.asked.append(host)
        if self.error is not None:
            raise socket.gaierror(self.error, "injected")
        if host not in self.names:
            raise socket.gaierror(socket.EAI_NONAME, "injected")
        return ["127.0.0.1"]


def options(names: NameServer, *, knows_way: bool = True) -> TransferOptions:
    guard = AddressGuard(resolver=names, kept=0.0)

    async def may_fetch(host: str, job_website: str) -> bool:
        return await guard.may_fetch(host, job_website)

    def client() -> TransferClient:
        return transfer_client(guard=guard)

    watching = Watching(
        first_probe=0.02, longest_probe=0.1, resolver=names, knows_way=lambda: knows_way
    )
    retries = RetryPolicy(most_tries=2, first_pause=0.01)
    return TransferOptions(may_fetch=may_fetch, client=client, watching=watching, retries=retries)


def of(site: FileServer, host: str, path: str) -> WantedDocument:
    document = wanted(site.url(path, host), path[1:])
    return replace(document, job_website=site.url("/", host))


def test_names_that_cannot_be_looked_up_are_tried_until_they_can(
    site: FileServer, ledger_path: Path, folder: Path
) -> None:
    site.answers |= {"/a": good(PDF), "/b": good(PDF + b"b")}
    names = NameServer("riverton.gov", "oakdale.gov", error=socket.EAI_AGAIN)
    documents = [of(site, "riverton.gov", "/a"), of(site, "oakdale.gov", "/b")]
    watched = Watched(ledger_path, options(names))
    watched.worker.open()
    watched.worker.start(folder, documents)
    watched.wait(lambda w: w.trouble is not None)
    asked = len(names.asked)
    watched.wait(lambda _: len(names.asked) > asked + 6)
    assert not {SAVED, FAILED} & {one.state for one in watched.now.values()}
    names.error = None
    watched.wait_for_end(2)
    assert watched.worker.shutdown(5)
    assert {one.state for one in watched.now.values()} == {SAVED}
    assert watched.trouble is None


def test_one_host_that_is_not_there_is_its_own_trouble(
    site: FileServer, ledger_path: Path, folder: Path
) -> None:
    watched = Watched(ledger_path, options(NameServer()))
    watched.worker.open()
    document = of(site, "no-such-town.gov", "/a")
    watched.worker.start(folder, [document])
    watched.wait_for(document.key, FAILED)
    assert watched.worker.shutdown(5)
    assert watched.queue == []


def test_where_no_way_leads_out_an_unknown_name_is_no_network(
    site: FileServer, ledger_path: Path, folder: Path
) -> None:
    names = NameServer()
    watched = Watched(ledger_path, options(names, knows_way=False))
    watched.worker.open()
    document = of(site, "riverton.gov", "/a")
    watched.worker.start(folder, [document])
    watched.wait(lambda w: w.trouble is not None)
    # Pressing "Resume" tries at once; it is still so.
    count = len(watched.queue)
    watched.worker.resume_all()
    watched.wait(lambda w: len(w.queue) >= count + 2 and w.trouble is not None)
    site.answers["/a"] = good(PDF)
    names.names.add("riverton.gov")
    watched.wait_for(document.key, SAVED)
    assert watched.worker.shutdown(5)


def test_closing_without_a_network_is_quick(
    site: FileServer, ledger_path: Path, folder: Path
) -> None:
    watched = Watched(ledger_path, options(NameServer(error=socket.EAI_AGAIN)))
    watched.worker.open()
    watched.worker.start(folder, [of(site, "riverton.gov", "/a")])
    watched.wait(lambda w: w.trouble is not None)
    # One that waits for the network would never end.
    assert watched.worker.shutdown(5)


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1:8080", True),
        ("localhost", True),
        ("[::1]:80", True),
        ("app.localhost:1", True),
        ("riverton.gov", False),
        ("192.168.1.4:80", False),
        ("[2001:db8::1]:80", False),
        ("", False),
    ],
)
def test_this_computer_needs_no_network(host: str, *, expected: bool) -> None:
    assert is_local(host) is expected


async def test_what_this_computer_does_not_answer_is_no_matter_of_the_network() -> None:
    watch = NoNetwork(lambda: None, first_pause=1, longest_pause=1, knows_way=lambda: False)
    error = OSError(errno.ENETUNREACH, "injected")
    assert not await watch.is_gone("localhost:80", error)
    assert await watch.is_gone("198.51.100.7", error)
    watch.close()


def test_asking_for_a_way_out_answers_at_once() -> None:
    assert isinstance(has_route(), bool)
