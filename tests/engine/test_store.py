"""Jobs on disk."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from skop_desktop.api.models import ExtractedDocument, JobStatus
from skop_desktop.engine.journal import Journal
from skop_desktop.engine.store import CLOSED, JobStore, StoreTooNew
from tests.engine.sites import now, order


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "engine" / "jobs.sqlite3"


@pytest.fixture
def store(file: Path) -> Iterator[JobStore]:
    with closing(JobStore(file)) as opened:
        yield opened


def journal_with(*names: str) -> Journal:
    journal = Journal("job_a", order("http://town.example/"), now)
    journal.start()
    for name in names:
        journal.add_document(
            ExtractedDocument(
                name=name, url=f"http://town.example/{name}.pdf", reasons=("minutes ✓",)
            ),
            is_verified=True,
        )
    return journal


def test_a_job_is_read_back_as_it_was_saved(store: JobStore) -> None:
    journal = journal_with("a", "b")
    journal.add_error(
        "scraper", "timeout", "Too slow.", "http://town.example/", is_recoverable=True
    )
    journal.warn("Something")
    journal.end(JobStatus.COMPLETED, "Found 2 documents.")
    store.save(journal.record(), 0)
    assert store.load("job_a") == journal.record()


def test_only_new_documents_are_written_and_twice_does_no_harm(store: JobStore) -> None:
    journal = journal_with("a")
    saved = store.save(journal.record(), 0)
    journal = journal_with("a", "b")
    assert store.save(journal.record(), saved) == 2
    assert store.save(journal.record(), saved) == 2
    found = store.load("job_a")
    assert found is not None
    assert [document.name for document in found.documents] == ["a", "b"]


def test_a_job_that_ran_when_the_engine_closed_ends_as_failed(file: Path) -> None:
    with closing(JobStore(file)) as store:
        store.save(journal_with("a").record(), 0)
    with closing(JobStore(file)) as store:
        assert store.end_interrupted(now()) == 1
        found = store.load("job_a")
        assert found is not None
        assert (found.status.status, found.status.message) == ("failed", CLOSED)
        assert found.status.is_active is False
        assert found.results().is_partial is None
        assert len(found.documents) == 1
        assert store.end_interrupted(now()) == 0


def test_a_job_nobody_knows_is_none(store: JobStore) -> None:
    assert store.load("job_other") is None


def test_a_fact_outlives_a_run_and_can_change(file: Path) -> None:
    with closing(JobStore(file)) as store:
        assert store.fact("port") is None
        store.keep_fact("port", "1")
        store.keep_fact("port", "2")
    with closing(JobStore(file)) as store:
        assert store.fact("port") == "2"


def test_a_file_of_a_later_version_is_left_alone(file: Path) -> None:
    JobStore(file).close()
    with closing(sqlite3.connect(file)) as db:
        db.execute("PRAGMA user_version = 99")
    with pytest.raises(StoreTooNew):
        JobStore(file)
