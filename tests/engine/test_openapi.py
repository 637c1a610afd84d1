"""The API against its own description: many made-up requests, no surprise."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from pydantic import SecretStr
from schemathesis.checks import load_all_checks

from skop_desktop.api.models import JobStatus
from skop_desktop.engine.gate import Gate
from skop_desktop.engine.journal import Journal
from skop_desktop.engine.loopback import listening_on, server_of
from skop_desktop.engine.manners import Manners
from skop_desktop.engine.server import create_app
from skop_desktop.engine.service import JobService
from skop_desktop.engine.store import JobStore
from tests.engine.serving import KEY
from tests.engine.sites import now

HEADERS = {"Authorization": f"Bearer {KEY}"}
EXAMPLES = 15
"""Made-up requests a call, beside some 300 at the bounds of each field."""


async def end_at_once(journal: Journal, *_: object) -> None:
    """Made-up websites are not asked: the job ends where it would begin."""
    journal.start()
    journal.end(JobStatus.COMPLETED, "Found nothing.")


async def serve(listener: socket.socket, file: Path, ending: asyncio.Event) -> None:
    port = listener.getsockname()[1]
    with closing(JobStore(file)) as store:
        service = JobService(store, now, lambda: end_at_once, Manners())
        app = Gate(create_app(service), key=SecretStr(KEY), port=port)
        server = server_of(app)
        async with asyncio.TaskGroup() as group:
            group.create_task(server.serve(sockets=[listener]))
            await ending.wait()
            server.end()
        await service.close()


@contextmanager
def served(file: Path) -> Iterator[str]:
    """The app on a real port, in a thread of its own; its address."""
    loop = asyncio.new_event_loop()
    ending = asyncio.Event()
    with listening_on(0) as listener:
        task = serve(listener, file, ending)
        thread = threading.Thread(target=loop.run_until_complete, args=(task,))
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        loop.call_soon_threadsafe(ending.set)
        thread.join()
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(tmp_path_factory.mktemp("engine") / "jobs.sqlite3") as address:
        yield address


@pytest.fixture(scope="module")
def schema(address: str) -> Any:  # noqa: ANN401 - schemathesis has no public name for it
    load_all_checks()
    return schemathesis.openapi.from_url(f"{address}/openapi.json", headers=HEADERS)


def test_nothing_surprising_is_answered_to_made_up_requests(address: str, tmp_path: Path) -> None:
    """Every value at and beyond each bound, made-up ones, and calls that follow from others."""
    command = [
        *(sys.executable, "-m", "schemathesis.cli", "run", f"{address}/openapi.json"),
        *("--header", f"Authorization: Bearer {KEY}"),
        *("--phases", "coverage,fuzzing,stateful", "--max-examples", str(EXAMPLES)),
        *("--generation-deterministic", "--no-color"),
    ]
    ran = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, timeout=100, check=False
    )
    assert ran.returncode == 0, ran.stdout
    assert "Operations:       5 selected / 5 total" in ran.stdout


def test_what_is_answered_about_a_real_job_is_as_described(schema: Any) -> None:  # noqa: ANN401 - as above
    order = {"website": "http://town.example/", "prompt": "Board minutes from 2024"}
    created = schema["/scrape/"]["POST"].Case(body=order, media_type="application/json")
    job_id = created.call_and_validate(headers=HEADERS).json()["job_id"]
    for path, method in (
        ("/scrape/status/{job_id}", "GET"),
        ("/scrape/results/{job_id}", "GET"),
        ("/scrape/{job_id}", "DELETE"),
    ):
        case = schema[path][method].Case(path_parameters={"job_id": job_id})
        assert case.call_and_validate(headers=HEADERS).status_code == 200
