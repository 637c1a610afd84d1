"""Paths of files on this computer: from its own engine only, and kept over a restart."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from skop_desktop.api.client import SkopClient
from skop_desktop.api.models import JobResultsResponse
from skop_desktop.api.pacing import RequestBudget
from skop_desktop.api.server import CLOUD, THIS_COMPUTER, Server, ServerKind
from skop_desktop.jobs.follow import follow
from skop_desktop.jobs.kept_files import without_foreign_paths
from skop_desktop.jobs.library import Library
from skop_desktop.jobs.schema import STEPS
from skop_desktop.jobs.snapshot import JobKey, JobSnapshot
from tests.support.contract_objects import document_json, results_json
from tests.support.job_script import JOB, RESULTS, Script
from tests.support.snapshots import with_documents
from tests.support.virtual_clock import VirtualClock

FILE = "/data/kept/job_1/ab.pdf"
OTHER = Server(ServerKind.OTHER, "http://127.0.0.1:4711")
BODY = results_json(JOB, [document_json(1, kept_file=FILE), document_json(2)])


@pytest.mark.parametrize("server", [THIS_COMPUTER, CLOUD])
async def test_a_path_counts_only_from_this_computer(
    script: Script,
    client: SkopClient,
    budget: RequestBudget,
    clock: VirtualClock,
    server: Server,
) -> None:
    script.status("completed")
    script.service.answer("GET", RESULTS, json=BODY)
    last: JobSnapshot | None = None
    async for snapshot in follow(JobKey(server.identity, JOB), client, budget, clock=clock):
        last = snapshot
    assert last is not None
    expected = FILE if server is THIS_COMPUTER else None
    assert [document.kept_file for document in last.documents] == [expected, None]
    assert last.documents[0].name == "Board Meeting Minutes - 1"


def test_another_server_at_this_computers_address_is_another_server() -> None:
    results = JobResultsResponse.model_validate(BODY)
    told = without_foreign_paths(OTHER.identity, results)
    assert [document.kept_file for document in told.documents] == [None, None]
    assert without_foreign_paths(THIS_COMPUTER.identity, results) is results


def test_the_library_keeps_the_path_over_a_restart(tmp_path: Path) -> None:
    key = JobKey(THIS_COMPUTER.identity, JOB)
    known = with_documents(2, key)
    saved = replace(known, results=JobResultsResponse.model_validate(BODY))
    with Library(tmp_path / "library.db") as library:
        library.save(saved)
    with Library(tmp_path / "library.db") as library:
        loaded = library.load(key)
    assert loaded is not None
    assert [document.kept_file for document in loaded.documents] == [FILE, None]


def test_a_library_from_before_there_were_paths_is_read(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with Library(path) as library:
        library.save(with_documents(2))
    with closing(sqlite3.connect(path)) as older, older:
        older.execute("ALTER TABLE document DROP COLUMN kept_file")
        older.execute(f"PRAGMA user_version = {len(STEPS) - 1}")
    with Library(path) as library:
        loaded = library.load(with_documents(2).key)
    assert loaded == with_documents(2)
