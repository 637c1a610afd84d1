"""The engine's program from outside: started, given a job, watched by the system's own counters."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import httpx

from skop_desktop.local_engine import KEY_VARIABLE

_TICK: Final = os.sysconf("SC_CLK_TCK")
_ASK_EACH: Final = 0.2
_COMPILED: Final = Path(__file__).parents[2] / "build" / "compiled"
_KB_A_MB: Final = 1_000


@dataclass(frozen=True, slots=True)
class Job:
    """What one search took. ``cpu``: seconds, helper processes included. ``peak``: MB of memory
    of the engine's own process.
    """

    status: dict[str, Any]
    results: dict[str, Any]
    wall: float
    cpu: float
    peak: float

    @property
    def pages(self) -> int:
        """Pages read."""
        return int(self.status["total_pages_crawled"])


@dataclass(frozen=True, slots=True)
class EngineProgram:
    """A running engine. ``started``: seconds from nothing to its first answer."""

    pid: int
    client: httpx.Client
    started: float

    def search(self, website: str, prompt: str, within: float = 900, **parameters: object) -> Job:
        """Do one job to its end."""
        before, begun = cpu_of(self.pid), time.monotonic()
        order = {"website": website, "prompt": prompt, "parameters": parameters}
        created = self.client.post("/scrape/", json=order)
        created.raise_for_status()
        job_id = created.json()["job_id"]
        while (status := self._ask(f"/scrape/status/{job_id}"))["is_active"]:
            assert time.monotonic() - begun < within, status
            time.sleep(_ASK_EACH)
        wall, cpu = time.monotonic() - begun, cpu_of(self.pid) - before
        peak = memory_of(self.pid)
        return Job(status, self._ask(f"/scrape/results/{job_id}"), wall, cpu, peak)

    def _ask(self, path: str) -> dict[str, Any]:
        answer = self.client.get(path)
        answer.raise_for_status()
        return dict(answer.json())


@contextmanager
def engine(data_folder: Path, *options: str) -> Iterator[EngineProgram]:
    """The engine without a delay between requests, and its end."""
    key = secrets.token_hex(8)
    command = [sys.executable, "-m", "skop_desktop.engine", "--data-folder", str(data_folder)]
    begun = time.perf_counter()
    with subprocess.Popen(
        [*command, "--delay", "0", *options],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**as_installed(), KEY_VARIABLE: key},
    ) as process:
        assert process.stdout is not None
        try:
            port = json.loads(process.stdout.readline())["port"]
            with httpx.Client(
                base_url=f"http://127.0.0.1:{port}",
                headers={"Authorization": f"Bearer {key}"},
                timeout=30,
                trust_env=False,
            ) as client:
                client.get("/health/").raise_for_status()
                yield EngineProgram(process.pid, client, time.perf_counter() - begun)
        finally:
            process.terminate()


def as_installed() -> dict[str, str]:
    """An environment that keeps compiled modules, as an installed app has them."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": str(_COMPILED)}


def cpu_of(pid: int) -> float:
    """Seconds of the processor: the process, its children that live and those that have ended."""
    own = _times(pid)
    return sum(own) / _TICK + sum(cpu_of(child) for child in _children(pid))


def _times(pid: int) -> Sequence[int]:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except FileNotFoundError:
        return ()
    return [int(field) for field in fields[11:15]]


def _children(pid: int) -> list[int]:
    try:
        listed = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except FileNotFoundError:
        return []
    return [int(child) for child in listed.split()]


def memory_of(pid: int | str = "self", counter: str = "VmHWM") -> float:
    """MB of memory: the most there ever was (``VmHWM``) or what there is now (``VmRSS``)."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(counter):
            return int(line.split()[1]) / _KB_A_MB
    raise AssertionError(f"no {counter}")
