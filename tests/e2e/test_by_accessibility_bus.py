"""The whole job through the accessibility bus only, as a screen reader sees and works the app."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from skop_desktop.resources import resource
from tests.e2e.private_desktop import private_desktop, require_tools, run_driver
from tests.e2e.service_jobs import completed, results, served, status
from tests.support.contract_objects import document_json, job_error_json, results_json, status_json
from tests.support.saved_documents import saved_documents
from tests.support.scripted_service import ScriptedService

pytestmark = [pytest.mark.desktop, pytest.mark.timeout(300)]

_FEWEST = 15
_PUBLIC_NAMES = 21
"""Rows of the table of accessible names; a name that stands for two roles counts twice."""


@pytest.fixture
def desktop(tmp_path: Path) -> Iterator[dict[str, str]]:
    require_tools()
    home = tmp_path / "home"
    home.mkdir()
    with private_desktop(home) as env:
        yield env


@contextmanager
def app(env: dict[str, str], folder: Path, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """The real program in its own process, with folders of its own."""
    own = ["--data-folder", str(folder / "data"), "--download-folder", str(folder / "documents")]
    process = subprocess.Popen([sys.executable, "-m", "skop_desktop", *own, *arguments], env=env)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(10)


def told(
    env: dict[str, str], process: subprocess.Popen[bytes], *scenario: str
) -> dict[str, object]:
    ended = run_driver(env, str(process.pid), *scenario)
    answer: dict[str, object] = json.loads(ended.stdout or "{}")
    assert ended.returncode == 0, f"{answer.get('missing')}\n{answer.get('tree')}\n{ended.stderr}"
    return answer


def fingerprints(folder: Path) -> set[str]:
    files = saved_documents(folder)
    return {hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_the_sample_job_ends_with_its_documents_on_disk(
    desktop: dict[str, str], tmp_path: Path
) -> None:
    with app({**desktop, "SKOP_SAMPLE_PACE": "0.1"}, tmp_path, "--sample") as process:
        answer = told(desktop, process, "sample")
    rows = answer["rows"]
    titles = answer["titles"]
    assert isinstance(rows, list)
    assert isinstance(titles, list)
    assert len(rows) >= _FEWEST
    assert {row[titles.index("Saved")] for row in rows} == {"Saved"}
    assert all(row[titles.index("Confidence")].endswith(" %") for row in rows)
    on_disk = fingerprints(tmp_path / "documents")
    assert len(on_disk) >= _FEWEST
    assert on_disk <= fingerprints(resource("sample_site"))


def test_every_public_name_is_on_the_bus_with_its_role(
    desktop: dict[str, str], tmp_path: Path
) -> None:
    with ScriptedService() as service:
        problems: dict[str, Any] = {
            "errors": [job_error_json(1)],
            "warnings": ["The site is slow."],
        }
        running = status("job_a", has_partial_results=True, **problems)
        service.answer("GET", "/scrape/status/job_a", json=running)
        partial = results(service, "job_a", served(service, "job_a", 2), is_partial=True)
        service.answer("GET", "/scrape/results/job_a", json=partial)
        completed(service, "job_b", 2, **problems)
        with app(desktop, tmp_path, "--server", service.url) as process:
            answer = told(desktop, process, "names", "job_a", "job_b")
    found = answer["found"]
    assert isinstance(found, list)
    assert len(found) == _PUBLIC_NAMES


def test_a_job_id_of_another_server_ends_with_its_documents_on_disk(
    desktop: dict[str, str], tmp_path: Path
) -> None:
    content = b"%PDF-1.4\nminutes of a small town\n%%EOF\n"
    with ScriptedService() as service:
        service.answer("GET", "/minutes.pdf", body=content, content_type="application/pdf")
        service.answer("GET", "/scrape/status/job_4fc7", json=status_json("job_4fc7", "completed"))
        document = document_json(
            1, url=f"{service.url}/minutes.pdf", name="Minutes, March", confidence_score=0.95
        )
        results = results_json("job_4fc7", documents=[document])
        results["metadata"]["original_website"] = service.url
        service.answer("GET", "/scrape/results/job_4fc7", json=results)
        with app(desktop, tmp_path, "--server", service.url) as process:
            answer = told(desktop, process, "job", f"{service.url}/scrape/results/job_4fc7")
    rows = answer["rows"]
    assert isinstance(rows, list)
    assert [row[:2] for row in rows] == [["Minutes, March", "95 %"]]
    (saved,) = saved_documents(tmp_path / "documents")
    assert saved.name == "Minutes, March.pdf"
    assert saved.read_bytes() == content
