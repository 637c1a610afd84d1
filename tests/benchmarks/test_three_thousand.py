"""The archivist's night: 3,000 documents of a moody site, the app killed twice and ended once.

``packaging/dev.py benchmark tests/benchmarks/test_three_thousand.py``

The whole app on a desktop of its own, worked over the accessibility bus. What counts is that every
file is there once, byte for byte, and in the list; how long it took is only printed.
"""

from __future__ import annotations

import csv
import hashlib
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

import pytest

from tests.benchmarks.engine_program import memory_of
from tests.e2e.pointer import until
from tests.e2e.private_desktop import private_desktop, require_tools, run_driver
from tests.e2e.service_jobs import results, status
from tests.support.contract_objects import document_json
from tests.support.file_server import (
    Answer,
    FileServer,
    Ranged,
    cut,
    dripping,
    good,
    in_turn,
    refusal,
)
from tests.support.scripted_service import ScriptedService

pytestmark = [pytest.mark.benchmark, pytest.mark.desktop, pytest.mark.timeout(900)]

COUNT: Final = 3_000
ENDS: Final = ((600, signal.SIGKILL), (1_500, signal.SIGKILL), (2_100, signal.SIGTERM))
"""After how many saved files the app is ended, and how."""
FINISHED_WITHIN: Final = 600.0
PAGE: Final = 100
POOL: Final = random.Random(5).randbytes(300_000)  # noqa: S311 - the same bytes in each run


def content(number: int) -> bytes:
    """A PDF of 20 to 270 kB that is no other's."""
    size = 20_000 + number * 7_919 % 250_000
    return b"%%PDF-1.7\n%% %d\n" % number + POOL[:size] + b"\n%%EOF\n"


def slow(held: bytes) -> Answer:
    """Over two seconds."""
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\nConnection: close\r\n"
    return dripping(head + b"Content-Length: %d\r\n\r\n" % len(held) + held, 20, 0.1)


MOODS: Final[Mapping[int, Callable[[bytes], Answer]]] = {
    7: lambda held: in_turn(refusal(503), Ranged(held)),
    17: lambda held: in_turn(cut(held, len(held) // 2), Ranged(held)),
    67: slow,
}
LOST: Final[Mapping[int, Answer]] = {
    37: good(b"<html><title>Sign in</title><form></form></html>"),
    47: refusal(410),
}
MOVED: Final = 27
SAME_AS_THE_ONE_BEFORE: Final = 57
"""Moods by the place of a document on its page of a hundred; all others are answered as asked."""


@dataclass
class Night:
    """The site's documents. ``wanted``: fingerprints of those that can be had."""

    service: ScriptedService
    site: FileServer
    wanted: set[str] = field(default_factory=set)

    def script(self) -> None:
        """Answers for the job and for every document, seven of a hundred with a mood."""
        documents = [self._document(number) for number in range(COUNT)]
        job = results(self.service, "job_a", documents)
        job["metadata"]["original_website"] = self.site.url("/")
        self.service.answer("GET", "/scrape/status/job_a", json=status("job_a", "completed"))
        self.service.answer("GET", "/scrape/results/job_a", json=job)

    def _document(self, number: int) -> dict[str, object]:
        answer, held = self._mood(number)
        self.site.answers[f"/files/{number}.pdf"] = answer
        if held is not None:
            self.wanted.add(hashlib.sha256(held).hexdigest())
        return document_json(
            number,
            name=f"Board minutes {number:04}",
            url=self.site.url(f"/files/{number}.pdf"),
            source_page=self.site.url(f"/page{number // PAGE}"),
            file_size_mb=len(content(number)) / 1e6,
        )

    def _mood(self, number: int) -> tuple[Answer, bytes | None]:
        """What the site answers, and what the document is in the end, if it can be had."""
        mood = number % PAGE
        if mood in LOST:
            return LOST[mood], None
        held = content(number - 1 if mood == SAME_AS_THE_ONE_BEFORE else number)
        if mood == MOVED:
            return self._moved(number, held), held
        return MOODS.get(mood, Ranged)(held), held

    def _moved(self, number: int, held: bytes) -> Answer:
        """The link has died; the source page has a fresh one."""
        fresh = f"/fresh/minutes-{number}.pdf"
        page = f'<html><a href="{fresh}">Board minutes {number:04}</a></html>'
        self.site.answers[f"/page{number // PAGE}"] = good(page.encode(), "text/html")
        self.site.answers[fresh] = Ranged(held)
        return refusal(404)


@contextmanager
def night() -> Iterator[Night]:
    with ScriptedService() as service, FileServer() as site:
        made = Night(service, site)
        made.script()
        yield made


def saved(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.suffix == ".pdf"]


def are_saved(folder: Path, count: int) -> bool:
    return len(saved(folder)) >= count


def test_every_document_is_there_once_and_in_the_list(tmp_path: Path) -> None:
    require_tools()
    home, documents = tmp_path / "home", tmp_path / "documents"
    home.mkdir()
    own = ["--data-folder", str(tmp_path / "data"), "--download-folder", str(documents)]
    with night() as made, private_desktop(home) as env:

        def started(*more: str) -> subprocess.Popen[bytes]:
            return subprocess.Popen([sys.executable, "-m", "skop_desktop", *own, *more], env=env)

        process = started("--server", made.service.url, "job_a")
        begun = time.monotonic()
        pressed = run_driver(env, str(process.pid), "download")
        assert not pressed.returncode, pressed.stdout + pressed.stderr
        for count, how in ENDS:
            until(partial(are_saved, documents, count), f"{count} files", 300)
            process.send_signal(how)
            process.wait()
            process = started()
        all_of_them = partial(are_saved, documents, len(made.wanted))
        until(all_of_them, "all files", FINISHED_WITHIN)
        until(lambda: not [*documents.rglob("*.part")], "no part to be left")
        took, memory = time.monotonic() - begun, memory_of(process.pid, "VmRSS")
        process.terminate()
        process.wait()
        asked = made.site.asked()
    files = saved(documents)
    found = Counter(hashlib.sha256(path.read_bytes()).hexdigest() for path in files)
    print(  # noqa: T201 - what was measured
        f"\n{len(files):,} files of {COUNT:,} documents in {took:.0f} s, {sum(asked.values()):,} "
        f"requests, three starts anew; the window's process has {memory:.0f} MB"
    )
    assert found.keys() == made.wanted
    assert set(found.values()) == {1}
    (record,) = documents.rglob("manifest.csv")
    listed = csv.DictReader(record.read_text("utf-8-sig").splitlines())
    rows = {row["File"]: row["SHA-256"] for row in listed}
    assert rows.keys() == {path.name for path in files}
    assert set(rows.values()) == made.wanted
