"""The sample site grown to 2,000 pages, served by nginx, and what is true of it."""

from __future__ import annotations

import getpass
import json
import re
import shutil
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urljoin, urlsplit

import pytest

PAGES: Final = 2_000
_SCRIPT: Final = Path(__file__).parents[2] / "packaging" / "make_sample_site.py"
_CLOSED: Final = "/internal/"
_STARTED_WITHIN: Final = 10.0
_HREF: Final = re.compile(r'<a [^>]*?href="([^"]+)"')
_LOGGED: Final = re.compile(r"(?P<method>\w+) (?P<status>\d+) (?P<path>\S+)")
_CONFIG: Final = """
daemon off; user {user}; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/nginx.log;
events {{ worker_connections 1024; }}
http {{
    log_format short '$request_method $status $request_uri';
    access_log {folder}/asked.log short;
    sendfile on; tcp_nopush on; keepalive_requests 100000; charset utf-8;
    types {{ text/html html; text/css css; text/xml xml; text/plain txt; image/svg+xml svg;
        application/pdf pdf;
        application/vnd.openxmlformats-officedocument.wordprocessingml.document docx;
        application/vnd.openxmlformats-officedocument.spreadsheetml.sheet xlsx; }}
    map $arg_id $viewed {{ default /none; {views} }}
    client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
    uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
    server {{
        listen 127.0.0.1:{port}; root {root}; index index.html;
        location = /documents/view {{ rewrite ^ $viewed break; }}
    }}
}}
"""


@dataclass(frozen=True)
class GrownSite:
    """The site in ``folder``, at ``address``; its nginx notes each request in ``log``."""

    folder: Path
    address: str
    log: Path

    @property
    def prompt(self) -> str:
        """What it is searched for."""
        return str(self._known("asked.json")["prompt"])

    @cached_property
    def relevant(self) -> frozenset[str]:
        """Paths of the documents that answer the prompt; all can be reached by links."""
        return frozenset(self._known("asked.json")["documents"])

    @cached_property
    def links(self) -> dict[str, tuple[str, ...]]:
        """Where each page leads, by paths; numbers of documents are resolved."""
        root = self.folder / "www"
        return {
            "/" + file.parent.relative_to(root).as_posix().removeprefix(".").strip("/")
            + "/" * (file.parent != root): self._links_of(file)
            for file in root.rglob("index.html")
        }  # fmt: skip

    def path_of(self, url: str) -> str:
        """Which file an address of the site means."""
        parts = urlsplit(url)
        number = parts.query.removeprefix("id=")
        return str(self._views.get(number, unquote(parts.path)))

    def asked(self) -> list[str]:
        """Paths that were asked for, in order; those that were not there left out."""
        matches = (_LOGGED.match(line) for line in self.log.read_text().splitlines())
        return [
            self.path_of(match["path"])
            for match in matches
            if match is not None and match["status"] in {"200", "206"}
        ]

    def pages_asked(self) -> list[str]:
        """Pages that were asked for, each once, in order."""
        return list(dict.fromkeys(path for path in self.asked() if path in self.links))

    def forget_log(self) -> None:
        """Start a new record of what is asked for."""
        with self.log.open("r+") as log:  # nginx appends to the file it has open
            log.truncate(0)

    def breadth_first(self) -> list[str]:
        """Pages as breadth-first reads them from the start page, obeying robots.txt."""
        order, waiting = [], deque(["/"])
        known = {"/"}
        while waiting:
            page = waiting.popleft()
            order.append(page)
            for path in self.links[page]:
                if path in self.links and path not in known and not path.startswith(_CLOSED):
                    known.add(path)
                    waiting.append(path)
        return order

    def pages_until(self, pages: Sequence[str], share: float = 1.0) -> int:
        """How many of ``pages``, in order, show ``share`` of the relevant documents."""
        seen: set[str] = set()
        for count, page in enumerate(pages, 1):
            seen.update(self.relevant.intersection(self.links[page]))
            if len(seen) >= share * len(self.relevant):
                return count
        raise AssertionError(f"only {len(seen)} of {len(self.relevant)} are shown")

    def shown_by(self, pages: Sequence[str]) -> float:
        """Share of the relevant documents that ``pages`` link to."""
        seen = {path for page in pages for path in self.links[page]}
        return len(seen & self.relevant) / len(self.relevant)

    def _known(self, name: str) -> dict[str, Any]:
        return dict(json.loads((self.folder / name).read_text("utf-8")))

    @cached_property
    def _views(self) -> dict[str, str]:
        return dict(self._known("site.json")["views"])

    def _links_of(self, file: Path) -> tuple[str, ...]:
        here = "/" + file.relative_to(self.folder / "www").as_posix()
        html = file.read_text("utf-8")
        return tuple(self.path_of(urljoin(here, address)) for address in _HREF.findall(html))


def require() -> None:
    """Skips where nginx is missing, with the line that installs it."""
    if shutil.which("nginx") is None:
        pytest.skip("to serve the site: apt-get install -y nginx-light")


@contextmanager
def grown_site(folder: Path, *, with_sitemap: bool = True) -> Iterator[GrownSite]:
    """The site, written below ``folder`` and served until the end."""
    site = folder / "site"
    subprocess.run(
        [sys.executable, str(_SCRIPT), "--pages", str(PAGES), "--out", str(site)],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    _say_where_it_is(site, address, with_sitemap=with_sitemap)
    own = folder / "nginx"
    own.mkdir()
    views = json.loads((site / "site.json").read_text("utf-8"))["views"]
    config = own / "nginx.conf"
    config.write_text(
        _CONFIG.format(
            folder=own,
            user=getpass.getuser(),  # another user may not enter the folder of the tests
            root=site / "www",
            port=port,
            views=" ".join(f"{number} {path};" for number, path in views.items()),
        )
    )
    process = subprocess.Popen(["nginx", "-c", str(config), "-e", str(own / "nginx.log")])
    try:
        until = time.monotonic() + _STARTED_WITHIN
        while not _answers(port):
            assert time.monotonic() < until, (own / "nginx.log").read_text()
        yield GrownSite(site, address, own / "asked.log")
    finally:
        process.terminate()
        process.wait()


def _say_where_it_is(site: Path, address: str, *, with_sitemap: bool) -> None:
    """Puts the site's address where the script left a place for it."""
    origin = json.loads((site / "site.json").read_text("utf-8"))["origin"]
    for name in ("robots.txt", "sitemap.xml"):
        file = site / "www" / name
        file.write_text(file.read_text("utf-8").replace(origin, address), "utf-8")
    if not with_sitemap:
        (site / "www" / "sitemap.xml").unlink()
        robots = site / "www" / "robots.txt"
        robots.write_text(robots.read_text("utf-8").partition("Sitemap:")[0], "utf-8")


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
