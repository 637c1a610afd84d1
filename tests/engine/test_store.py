"""Jobs on disk."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from skop_desktop.api.models import ExtractedDocument, JobStatus
from skop_desktop.engine.journal import Journal
from skop_desktop.engine.store import JobStore, as_failed
from skop_desktop.sqlite_file import WrittenByNewerApp
from tests.engine.sites import now, order

BEGIN = now()
_seconds = count()


def moment() -> datetime:
    """Another one each time: real clocks may stand still between two looks at them."""
    return BEGIN + timedelta(seconds=next(_seconds))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "engine" / "jobs.sqlite"


@pytest.fixture
def store(file: Path) -> Iterator[JobStore]:
    with closing(JobStore(file)) as opened:
        yield opened


def journal_with(*names: str, job_id: str = "job_a") -> Journal:
    journal = Journal(job_id, order("http://town.example/"), moment)
    journal.start()
    for name in names:
        journal.add_document(
            ExtractedDocument(
                name=name, url=f"http://town.example/{name}.pdf", reasons=("minutes ✓",)
            ),
            is_verified=True,
        )
    return journal


def names(store: JobStore, job_id: str = "job_a") -> list[str | None]:
    return [
        ExtractedDocument.model_validate_json(document).name
        for document in store.documents(job_id, 0, 1_000)
    ]


def test_a_job_is_read_back_as_it_was_saved(store: JobStore) -> None:
    journal = journal_with("a", "b")
    journal.add_error(
        "scraper", "timeout", "Too slow.", "http://town.example/", is_recoverable=True
    )
    journal.warn("Something")
    journal.end(JobStatus.COMPLETED, "Found 2 documents.")
    store.save(journal.record())
    found, saved = store.load("job_a"), journal.record()
    assert found is not None
    assert (found.request, found.status, found.verified) == (saved.request, saved.status, 2)
    assert found.runtime_seconds == saved.runtime_seconds > 0
    assert (names(store), store.count("job_a")) == (["a", "b"], 2)


def test_documents_are_appended_and_the_same_place_twice_does_no_harm(store: JobStore) -> None:
    assert store.save(journal_with("a").record()) == 1
    assert store.save(journal_with("b", "c").record(), 1) == 3
    assert store.save(journal_with("b", "c").record(), 1) == 3
    assert names(store) == ["a", "b", "c"]
    assert store.documents("job_a", 1, 1) != store.documents("job_a", 2, 1)


def test_documents_that_are_found_again_take_the_place_of_what_was_there(store: JobStore) -> None:
    store.save(journal_with("a", "b", "c").record())
    store.save(journal_with("d").record(), 1)
    assert names(store) == ["a", "d"]


def test_jobs_that_had_not_ended_are_told_oldest_first(file: Path) -> None:
    journals = [journal_with("x", job_id=f"job_{name}") for name in "abc"]
    with closing(JobStore(file)) as store:
        for journal in reversed(journals):
            store.save(journal.record())
        journals[1].end(JobStatus.CANCELLED, "Stopped.")
        store.save(journals[1].record(), 1)
    with closing(JobStore(file)) as store:
        assert [record.status.job_id for record in store.unfinished()] == ["job_a", "job_c"]
        assert store.job_ids() == {"job_a", "job_b", "job_c"}
        assert store.job_ids(unfinished=True) == {"job_a", "job_c"}


def test_a_job_that_cannot_go_on_ends_as_failed_with_the_reason(store: JobStore) -> None:
    store.save(journal_with("a").record())
    (record,) = store.unfinished()
    store.save(as_failed(record, "Too long ago.", now()), 1)
    found = store.load("job_a")
    assert found is not None
    assert (found.status.status, found.status.message) == ("failed", "Too long ago.")
    assert found.status.is_active is False
    assert found.results().is_partial is None
    assert store.count("job_a") == 1
    assert store.unfinished() == []


def test_only_jobs_that_ended_long_ago_are_forgotten_with_their_documents(
    store: JobStore,
) -> None:
    running, ended = journal_with("a"), journal_with("b", job_id="job_b")
    ended.end(JobStatus.COMPLETED, "Found 1 document.")
    for journal in (running, ended):
        store.save(journal.record())
    assert store.forget(now() - timedelta(days=1)) == 0
    assert store.forget(now() + timedelta(days=1)) == 1
    assert store.job_ids() == {"job_a"}
    assert (store.count("job_a"), store.count("job_b")) == (1, 0)


def test_a_job_nobody_knows_is_none(store: JobStore) -> None:
    assert store.load("job_other") is None
    assert store.count("job_other") == 0


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
    with pytest.raises(WrittenByNewerApp):
        JobStore.opened(file, now())


def test_a_file_that_is_no_database_is_set_aside(file: Path) -> None:
    file.parent.mkdir()
    file.write_bytes(b"not a database" * 1_000)
    store, aside = JobStore.opened(file, now())
    with closing(store):
        assert store.job_ids() == frozenset()
    assert aside is not None
    assert aside.name.startswith("jobs.broken-")
    assert aside.read_bytes().startswith(b"not a database")


def test_a_file_that_broke_while_it_was_written_is_set_aside(file: Path) -> None:
    with closing(JobStore(file)) as store:
        for number in range(200):
            store.save(journal_with("a" * 500, job_id=f"job_{number}").record())
    whole = bytearray(file.read_bytes())
    whole[8_192:-4_096:64] = b"\xff" * len(whole[8_192:-4_096:64])
    file.write_bytes(whole)
    file.with_name("jobs.sqlite-wal").write_bytes(b"")
    store, aside = JobStore.opened(file, now())
    with closing(store):
        assert store.job_ids() == frozenset()
    assert aside is not None


def test_a_sound_file_of_an_engine_that_was_killed_is_used_on(file: Path) -> None:
    with closing(JobStore(file)) as killed:
        killed.save(journal_with("a").record())
        copy = file.with_name("copy.sqlite")
        for ending in ("", "-wal"):
            source = file.with_name(file.name + ending)
            copy.with_name(copy.name + ending).write_bytes(source.read_bytes())
    store, aside = JobStore.opened(copy, now())
    with closing(store):
        assert aside is None
        assert names(store) == ["a"]
