"""The programs that transfers are measured against, and the site they all fetch from."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

_NEEDED: Final = {"nginx": "nginx-light", "aria2c": "aria2", "curl": "curl"}
_STARTED_WITHIN: Final = 10.0
_SITE: Final = """
{user} daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/nginx.log;
events {{ worker_connections 1024; }}
http {{
    access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000;
    default_type application/pdf;
    client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
    uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
    server {{ listen 127.0.0.1:{port}; root {root}; }}
}}
"""


def require() -> None:
    """Skips where a peer is missing, with the line that installs it."""
    missing = [package for tool, package in _NEEDED.items() if shutil.which(tool) is None]
    if missing:
        pytest.skip(f"to compare with them: apt-get install -y {' '.join(missing)}")


@contextmanager
def nginx(root: Path, folder: Path) -> Iterator[str]:
    """The address of a site that serves ``root``; ``folder`` takes nginx's own files."""
    folder.mkdir()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    config = folder / "nginx.conf"
    # Started by root, nginx would serve as somebody who may not read what is ours.
    user = "user root;" if os.geteuid() == 0 else ""
    config.write_text(_SITE.format(user=user, folder=folder, root=root, port=port))
    process = subprocess.Popen(["nginx", "-c", str(config), "-e", str(folder / "nginx.log")])
    try:
        until = time.monotonic() + _STARTED_WITHIN
        while not _answers(port):
            assert time.monotonic() < until, (folder / "nginx.log").read_text()
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def aria2c(links: Sequence[str], into: Path, at_once: int) -> float:
    """Seconds that ``aria2c`` takes; no checksum is asked of it."""
    into.mkdir()
    listed = into.with_suffix(".links")
    listed.write_text("\n".join(links))
    return _timed("aria2c", "--no-conf", "-q", f"-j{at_once}", "-d", str(into), "-i", str(listed))


def curl(links: Sequence[str], into: Path, at_once: int) -> float:
    """Seconds that ``curl --parallel`` takes."""
    into.mkdir()
    listed = into.with_suffix(".curl")
    listed.write_text("".join(f'url = "{link}"\nremote-name\n' for link in links))
    return _timed(
        "curl", "-q", "-s", "-Z", "--parallel-max", str(at_once),
        "--output-dir", str(into), "-K", str(listed),
    )  # fmt: skip


def httpx_loop(links: Sequence[str], into: Path, at_once: int) -> float:
    """Seconds that httpx takes by itself."""
    into.mkdir()
    listed = into.with_suffix(".httpx")
    listed.write_text("\n".join(links))
    module = [sys.executable, "-m", "tests.benchmarks.httpx_loop"]
    run = subprocess.run(
        [*module, str(listed), str(into), str(at_once)], check=True, stdout=subprocess.PIPE
    )
    return float(run.stdout)


def _timed(*command: str) -> float:
    begun = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begun
