"""A loopback website, a folder and a ledger for each test."""

from __future__ import annotations

import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.downloads.late_sites import take_only_meant_silence
from tests.support.file_server import FileServer
from tests.support.transfers import Watched, transfers


@pytest.fixture
def site() -> Iterator[FileServer]:
    with FileServer() as server:
        yield server


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "Skop" / "riverton.gov – Minutes"


@pytest.fixture
def ledger_path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "transfers.sqlite"


@pytest.fixture
def watched(ledger_path: Path) -> Iterator[Watched]:
    with transfers(ledger_path) as running:
        yield running


@pytest.fixture
def only_meant_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    """A site is silent when it means to be, not when it is late."""
    take_only_meant_silence(monkeypatch)


@pytest.fixture
def tls_site(tmp_path: Path) -> Iterator[str]:
    """The address of a server whose certificate it signed itself."""
    certificate = tmp_path / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
         "-nodes", "-subj", "/CN=127.0.0.1", "-keyout", certificate, "-out", certificate,
         "-days", "2", "-batch"],
        check=True,
        capture_output=True,
    )  # fmt: skip
    key_and_certificate = certificate.read_text()
    assert "PRIVATE KEY" in key_and_certificate
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=_shake_hands, args=(listener, context))
        thread.start()
        yield f"https://127.0.0.1:{listener.getsockname()[1]}/a.pdf"
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()


def _shake_hands(listener: socket.socket, context: ssl.SSLContext) -> None:
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        with connection, suppress(OSError), context.wrap_socket(connection, server_side=True):
            pass
