"""The library keeps jobs over restarts, whatever happens to its file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from skop_desktop.api.models import (
    ExtractedDocument,
    JobResultsResponse,
    ScrapeParameters,
)
from skop_desktop.errors import Detail, JobNotFound, LibraryError, Unreachable
from skop_desktop.jobs.library import Library
from skop_desktop.jobs.schema import STEPS
from skop_desktop.jobs.snapshot import Asked, JobKey, JobSnapshot, JobState
from tests.support.contract_objects import document_json, job_error_json, results_json
from tests.support.snapshots import KEY, NOON, looked_up, with_documents

OTHER = JobKey("https://skop.example.org", "job_2")


class Clock:
    """A clock that goes on by a second a look."""

    def __init__(self) -> None:
        self.time = NOON

    def __call__(self) -> datetime:
        self.time += timedelta(seconds=1)
        return self.time


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "library.db"


@pytest.fixture
def library(path: Path) -> Iterator[Library]:
    with Library(path, now=Clock()) as opened:
        yield opened


def reopened(path: Path) -> Library:
    return Library(path)


def test_a_job_comes_back_as_it_was_saved(library: Library, path: Path) -> None:
    odd = document_json(3, confidence_score=7, url="javascript:alert(1)", reasons=["title", "año"])
    bare = {"name": None, "url": None}
    body = results_json(
        KEY.job_id, [document_json(1), odd, bare], errors=[job_error_json(1)], is_partial=False
    )
    results = JobResultsResponse.model_validate(body).model_copy(update={"oddities": ("odd",)})
    known = looked_up(status="completed")
    saved = replace(
        known,
        results=results,
        asked=Asked("https://example.com", "Find the minutes", ScrapeParameters(timeout=600)),
    )
    library.save(saved)
    with reopened(path) as again:
        loaded = again.load(KEY)
    assert loaded == saved
    assert loaded is not None
    assert loaded.results is not None
    assert loaded.results.oddities == ("odd",)
    assert loaded.documents[1].oddities == saved.documents[1].oddities != ()


def test_a_job_that_is_not_here_is_none(library: Library) -> None:
    assert library.load(KEY) is None


def test_the_same_job_id_on_two_servers_is_two_jobs(library: Library) -> None:
    library.save(looked_up(JobKey("a", "job_1")))
    library.save(with_documents(2, JobKey("b", "job_1")))
    assert len(library.entries()) == 2


def test_entries_are_newest_first_and_tell_what_the_list_shows(library: Library) -> None:
    library.save(with_documents(3))
    library.save(looked_up(OTHER, website="https://b.example", prompt="All the budgets"))
    newest, oldest = library.entries()
    assert (newest.key, newest.prompt, newest.website) == (
        OTHER,
        "All the budgets",
        "https://b.example",
    )
    assert (newest.state, newest.documents, newest.ended_at) == (JobState.RUNNING, 15, None)
    assert (oldest.state, oldest.documents) == (JobState.COMPLETED, 3)
    assert oldest.ended_at == datetime(2024, 1, 15, 10, 28, tzinfo=UTC)
    assert oldest.opened_at == NOON + timedelta(seconds=2)


def test_saving_again_keeps_the_place_in_the_list(library: Library) -> None:
    library.save(looked_up())
    library.save(looked_up(OTHER))
    library.save(with_documents(1))
    assert [entry.key for entry in library.entries()] == [OTHER, KEY]


def test_a_word_nobody_has_seen_comes_back(library: Library) -> None:
    library.save(looked_up(status="extracting"))
    loaded = library.load(KEY)
    assert loaded is not None
    assert loaded.state is JobState.RUNNING
    assert library.entries()[0].state is JobState.RUNNING


def test_growing_partial_results_are_kept_in_order(library: Library, path: Path) -> None:
    for number in (1, 3, 3, 8):
        library.save(with_documents(number, status="in_progress"))
    with reopened(path) as again:
        loaded = again.load(KEY)
    assert loaded == with_documents(8, status="in_progress")


def test_only_new_documents_are_written(library: Library, path: Path) -> None:
    library.save(with_documents(500, status="in_progress"))
    with closing(sqlite3.connect(path)) as watching:
        watching.execute("CREATE TABLE written (n INTEGER)")
        watching.execute(
            "CREATE TRIGGER watch AFTER INSERT ON document BEGIN INSERT INTO written VALUES (1);END"
        )
        library.save(with_documents(503, status="in_progress"))
        assert watching.execute("SELECT count(*) FROM written").fetchone() == (3,)


def test_results_that_changed_replace_what_was_there(library: Library) -> None:
    library.save(with_documents(5, status="in_progress"))
    final = with_documents(2)
    assert final.results is not None
    changed = (final.documents[0], ExtractedDocument.model_validate(document_json(9)))
    shorter = replace(final, results=final.results.model_copy(update={"documents": changed}))
    library.save(shorter)
    assert library.load(KEY) == shorter


def test_unfinished_jobs_are_those_with_something_left_to_ask(library: Library) -> None:
    library.save(with_documents(1))
    library.save(looked_up(JobKey("a", "job_1")))
    library.save(looked_up(JobKey("a", "job_2"), "completed"))
    library.save(JobSnapshot(JobKey("a", "job_3")))
    library.save(JobSnapshot(JobKey("a", "job_4"), trouble=JobNotFound("No such job.")))
    assert [key.job_id for key in library.unfinished()] == ["job_3", "job_2", "job_1"]


def test_a_job_that_does_not_exist_says_so_after_a_restart(library: Library, path: Path) -> None:
    detail = Detail(404, "https://api.skop.dev/scrape/status/job_4fc79a89797e", "Not Found")
    library.save(JobSnapshot(KEY, trouble=JobNotFound("No.", advice="Look.", detail=detail)))
    with reopened(path) as again:
        loaded = again.load(KEY)
    assert loaded is not None
    assert loaded.state is JobState.NOT_FOUND
    assert loaded.trouble is not None
    assert (loaded.trouble.happened, loaded.trouble.advice) == ("No.", "Look.")
    assert loaded.trouble.detail == detail


def test_a_trouble_of_the_run_is_not_kept(library: Library) -> None:
    library.save(replace(looked_up(), trouble=Unreachable("Offline.")))
    assert library.load(KEY) == looked_up()


def test_removing_can_be_undone_until_it_is_purged(library: Library, path: Path) -> None:
    library.save(with_documents(4))
    library.remove(KEY)
    assert (library.entries(), library.load(KEY), library.unfinished()) == ((), None, ())
    assert library.restore(KEY) is True
    assert library.load(KEY) == with_documents(4)
    library.remove(KEY)
    library.purge_removed()
    assert library.restore(KEY) is False
    with closing(sqlite3.connect(path)) as looking:
        assert looking.execute("SELECT count(*) FROM document").fetchone() == (0,)


def test_a_late_save_does_not_bring_a_removed_job_back(library: Library) -> None:
    library.save(looked_up())
    library.remove(KEY)
    library.save(with_documents(1))
    assert library.entries() == ()


def test_a_job_is_news_until_it_was_looked_at_and_again_when_it_ends(library: Library) -> None:
    library.save(looked_up())
    assert library.entries()[0].seen is False
    library.mark_seen(KEY)
    library.save(looked_up())
    assert library.entries()[0].seen is True
    library.save(looked_up(status="completed"))
    assert library.entries()[0].seen is False
    library.mark_seen(KEY)
    library.save(with_documents(1))
    assert library.entries()[0].seen is True


def test_an_older_file_is_brought_up_to_date_and_loses_nothing(path: Path) -> None:
    with Library(path) as old:
        old.save(with_documents(3))
    newer = (*STEPS, ("ALTER TABLE job ADD COLUMN note TEXT NOT NULL DEFAULT ''",))
    with Library(path, steps=newer) as migrated:
        assert migrated.load(KEY) == with_documents(3)
    with closing(sqlite3.connect(path)) as looking:
        assert looking.execute("PRAGMA user_version").fetchone() == (len(newer),)
        assert looking.execute("SELECT note FROM job").fetchone() == ("",)


def test_a_step_that_fails_leaves_the_older_file_whole(path: Path) -> None:
    with Library(path) as old:
        old.save(with_documents(3))
    failing = (*STEPS, ("ALTER TABLE job ADD COLUMN note TEXT", "ALTER TABLE nothing DROP x"))
    with pytest.raises(LibraryError):
        Library(path, steps=failing)
    with Library(path) as again:
        assert again.load(KEY) == with_documents(3)


def test_a_newer_file_is_refused_in_plain_words_and_not_touched(path: Path) -> None:
    with Library(path) as old:
        old.save(looked_up())
    with closing(sqlite3.connect(path)) as newer:
        newer.execute(f"PRAGMA user_version = {len(STEPS) + 1}")
    before = path.read_bytes()
    with pytest.raises(LibraryError, match=r"newer version.*Nothing in it was changed.*newest"):
        Library(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"not a database at all" * 200, b"SQLite format 3\0" * 400])
def test_a_file_that_is_no_library_is_moved_aside_and_said_so(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    with Library(path, now=lambda: NOON) as library:
        assert library.set_aside == path.with_name("library.broken-20240115T120000.db")
        assert library.set_aside.read_bytes() == content
        library.save(with_documents(2))
        assert library.load(KEY) == with_documents(2)


def test_a_damaged_library_is_moved_aside_whole(path: Path) -> None:
    with Library(path) as library:
        library.save(with_documents(2_000))
    content = bytearray(path.read_bytes())
    content[4096 * 4 : 4096 * 9] = b"\xa5" * 4096 * 5
    path.write_bytes(content)
    with Library(path) as library:
        assert library.set_aside is not None
        assert library.set_aside.read_bytes() == bytes(content)
        assert library.entries() == ()


def test_a_whole_library_is_not_moved(library: Library) -> None:
    assert library.set_aside is None


def test_an_empty_file_becomes_a_library(path: Path) -> None:
    path.parent.mkdir()
    path.touch()
    with Library(path) as library:
        assert library.set_aside is None
        assert library.entries() == ()


def test_a_folder_in_its_place_is_a_library_error(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(LibraryError, match="cannot be read or written"):
        Library(path)
    assert path.is_dir()


def test_a_full_disk_is_said_and_leaves_the_save_before(library: Library, path: Path) -> None:
    library.save(with_documents(3, status="in_progress"))
    library._connection.execute("PRAGMA max_page_count = 20")
    with pytest.raises(LibraryError, match="disk is full"):
        library.save(with_documents(5_000))
    library._connection.execute("PRAGMA max_page_count = 1000000")
    assert library.load(KEY) == with_documents(3, status="in_progress")
    library.save(with_documents(5_000))
    with reopened(path) as again:
        assert again.load(KEY) == with_documents(5_000)


def test_a_record_that_cannot_be_read_is_a_library_error(library: Library, path: Path) -> None:
    library.save(with_documents(1))
    with closing(sqlite3.connect(path)) as other:
        other.execute("UPDATE job SET status = '{'")
        other.commit()
    with pytest.raises(LibraryError, match="cannot be read"):
        library.load(KEY)
    assert len(library.entries()) == 1
