"""The engine as a program of its own."""

from __future__ import annotations

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from skop_desktop.api.models import AGENTS
from skop_desktop.engine import program
from skop_desktop.engine.program import DATABASE, FOLDER_IN_USE, FOLDER_UNUSABLE, main
from skop_desktop.engine.sample_site_server import SAMPLE_PROMPT
from skop_desktop.engine.store import JobStore
from skop_desktop.resources import resource
from tests.support.file_server import FileServer, good

KEY = "sk-of-this-run"
COMMAND = (sys.executable, "-m", "skop_desktop.engine")


@contextmanager
def engine(folder: Path, *options: str) -> Iterator[tuple[subprocess.Popen[bytes], dict[str, Any]]]:
    """A running engine and what it announced. Killed where the test has not ended it."""
    with subprocess.Popen(
        [*COMMAND, "--data-folder", str(folder), *options],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "SKOP_ENGINE_KEY": KEY},
    ) as process:
        try:
            assert process.stdout is not None
            yield process, json.loads(process.stdout.readline())
        finally:
            process.kill()


def client_of(port: int) -> httpx.Client:
    return httpx.Client(
        base_url=f"http://127.0.0.1:{port}",
        headers={"Authorization": f"Bearer {KEY}"},
        trust_env=False,
    )


def test_it_says_where_it_listens_answers_and_ends_with_its_parent(tmp_path: Path) -> None:
    with engine(tmp_path) as (process, said), client_of(said["port"]) as client:
        assert client.get("/health/").json() == {"status": "healthy"}
        assert said.keys() == {"port", "sample_site", "notes"}
        assert said["sample_site"] is None
        assert client.get("/scrape/status/job_a").status_code == 404
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(30) == 0


@pytest.mark.skipif(os.name != "posix", reason="signals of this kind are POSIX")
def test_it_ends_when_it_is_asked_to(tmp_path: Path) -> None:
    with engine(tmp_path) as (process, _):
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0


def test_it_needs_a_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("SKOP_ENGINE_KEY", raising=False)
    assert main(["--data-folder", str(tmp_path)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "SKOP_ENGINE_KEY" in said.err


def test_a_data_folder_that_cannot_be_used_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SKOP_ENGINE_KEY", KEY)
    file = tmp_path / "file"
    file.write_text("here")
    assert main(["--data-folder", str(file / "below")]) == FOLDER_UNUSABLE
    said = capsys.readouterr()
    assert len(said.err.splitlines()) == 1
    assert KEY not in said.err


def finished(client: httpx.Client, order: dict[str, Any]) -> tuple[list[dict[str, Any]], str]:
    """Every status of a job until it has ended, and its id."""
    job_id = client.post("/scrape/", json=order).raise_for_status().json()["job_id"]
    seen: list[dict[str, Any]] = []
    while not seen or seen[-1]["is_active"]:
        seen.append(client.get(f"/scrape/status/{job_id}").raise_for_status().json())
    return seen, job_id


def test_the_sample_job_finds_the_boards_minutes(tmp_path: Path) -> None:
    options = ("--sample-site", str(resource("sample_site")), "--sample-pace", "0.02")
    with engine(tmp_path, *options) as (process, said), client_of(said["port"]) as client:
        seen, job_id = finished(client, {"website": said["sample_site"], "prompt": SAMPLE_PROMPT})
        results = client.get(f"/scrape/results/{job_id}").json()
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(10) == 0
    assert seen[-1]["status"] == "completed"
    progress = [status["progress"] for status in seen if "progress" in status]
    assert progress == sorted(progress)
    assert seen[-1]["agents_completed"] == list(AGENTS)
    sure = [d for d in results["documents"] if d["confidence_score"] > 0.9]
    assert sum("/files/board/minutes/" in document["url"] for document in sure) == 13
    assert not any("agenda" in document["name"].lower() for document in results["documents"])
    kinds = {error["error_type"] for error in results["errors"]}
    assert kinds == {"timeout", "sign_in", "not_found"}
    assert any("robots.txt" in warning for warning in results["warnings"])


def test_links_of_the_sample_and_its_jobs_outlive_a_restart(tmp_path: Path) -> None:
    options = ("--sample-site", str(resource("sample_site")), "--sample-pace", "0")
    with engine(tmp_path, *options) as (_, said), client_of(said["port"]) as client:
        site = said["sample_site"]
        order = {"website": site, "prompt": SAMPLE_PROMPT, "parameters": {"single_page": True}}
        _, job_id = finished(client, order)
        results = client.get(f"/scrape/results/{job_id}").json()
    with engine(tmp_path, *options) as (_, said), client_of(said["port"]) as client:
        assert said["sample_site"] == site
        assert client.get(f"/scrape/results/{job_id}").json() == results


def test_a_job_that_ran_at_a_crash_goes_on_by_itself_at_the_next_start(tmp_path: Path) -> None:
    options = ("--sample-site", str(resource("sample_site")))
    slow, quick = (*options, "--sample-pace", "20"), (*options, "--sample-pace", "0")
    with engine(tmp_path, *slow) as (process, said), client_of(said["port"]) as client:
        order = {
            "website": said["sample_site"],
            "prompt": SAMPLE_PROMPT,
            "parameters": {"single_page": True},
        }
        job_id = client.post("/scrape/", json=order).json()["job_id"]
        process.kill()
        process.wait(10)
    with engine(tmp_path, *quick) as (_, said), client_of(said["port"]) as client:
        while client.get(f"/scrape/status/{job_id}").json()["is_active"]:
            continue
        status = client.get(f"/scrape/status/{job_id}").json()
    assert status["status"] == "completed"
    assert status["total_pages_crawled"] == 1


def test_a_second_engine_does_not_work_in_the_same_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SKOP_ENGINE_KEY", KEY)
    monkeypatch.setattr(program, "_PATIENCE_WITH_ANOTHER", 0.1)
    with engine(tmp_path):
        assert main(["--data-folder", str(tmp_path)]) == FOLDER_IN_USE
    assert "Another engine works in" in capsys.readouterr().err


def test_a_folder_of_a_later_version_is_not_touched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SKOP_ENGINE_KEY", KEY)
    JobStore(tmp_path / DATABASE).close()
    with closing(sqlite3.connect(tmp_path / DATABASE)) as db:
        db.execute("PRAGMA user_version = 99")
    before = (tmp_path / DATABASE).read_bytes()
    assert main(["--data-folder", str(tmp_path)]) == FOLDER_UNUSABLE
    assert "later" in capsys.readouterr().err
    assert (tmp_path / DATABASE).read_bytes() == before


def test_a_damaged_list_of_jobs_is_set_aside_and_told(tmp_path: Path) -> None:
    (tmp_path / DATABASE).write_bytes(b"damaged" * 1_000)
    with engine(tmp_path) as (_, said), client_of(said["port"]) as client:
        assert client.get("/health/").json() == {"status": "healthy"}
        (aside,) = tmp_path.glob("*broken*")
        assert aside.name in said["notes"][0]


@pytest.mark.skipif(os.name != "posix", reason="processes of this kind are POSIX")
def test_it_ends_when_its_parent_is_killed(tmp_path: Path) -> None:
    start = (
        "import subprocess, sys, time\n"
        f"subprocess.Popen({[*COMMAND, '--data-folder', str(tmp_path)]!r}, stdin=subprocess.PIPE)\n"
        "time.sleep(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", start],
        stdout=subprocess.PIPE,
        env={**os.environ, "SKOP_ENGINE_KEY": KEY},
    ) as parent:
        assert parent.stdout is not None
        port = json.loads(parent.stdout.readline())["port"]
        parent.kill()
        parent.wait()
        with client_of(port) as client:
            until_gone(client)


def until_gone(client: httpx.Client) -> None:
    """Until nobody answers any more; the test's own time limit is the only one."""
    while True:
        try:
            client.get("/health/")
        except httpx.TransportError:
            return


def test_it_ends_whoever_keeps_it_waiting(tmp_path: Path) -> None:
    """An order whose body does not come, over a connection that stays open."""
    with (
        engine(tmp_path) as (process, said),
        socket.create_connection(("127.0.0.1", said["port"])) as connection,
    ):
        head = f"POST /scrape/ HTTP/1.1\r\nHost: 127.0.0.1:{said['port']}\r\n"
        wanted = "Content-Length: 9\r\nExpect: 100-continue\r\n\r\n"
        connection.sendall(f"{head}Authorization: Bearer {KEY}\r\n{wanted}".encode())
        assert connection.recv(100).startswith(b"HTTP/1.1 100 ")
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(30) == 0


def test_it_ends_amid_a_page_of_five_megabytes(tmp_path: Path) -> None:
    links = b"".join(b"<li><a href=/%d/>Board minutes of 2024</a>" % n for n in range(120_000))
    with (
        FileServer({"/": good(b"<html>" + links, "text/html")}) as site,
        engine(tmp_path, "--delay", "0") as (process, said),
        client_of(said["port"]) as client,
    ):
        client.post("/scrape/", json={"website": site.url("/"), "prompt": SAMPLE_PROMPT})
        while not site.asked()["/"]:
            continue
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(30) == 0
