"""The service beyond one job: many documents, full disks, old jobs, closing."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sqlite3
import threading
import time
from collections.abc import Awaitable, Callable
from contextlib import aclosing, closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from skop_desktop.api.models import ExtractedDocument, JobResultsResponse, JobStatus
from skop_desktop.engine import kept
from skop_desktop.engine import service as services
from skop_desktop.engine.journal import Journal
from skop_desktop.engine.manners import Manners
from skop_desktop.engine.place import CrawlPlace, tidy
from skop_desktop.engine.resuming import TOO_LONG_AGO
from skop_desktop.engine.service import JOBS_KEPT_FOR, JobService
from skop_desktop.engine.store import JobStore
from tests.engine.serving import client_of, ended, service_in, told
from tests.engine.sites import now, order, until

MANY = 100_000
ORDER = {"website": "http://town.example/", "prompt": "Board minutes from 2024"}

Work = Callable[[Journal], Awaitable[None]]


def doing(work: Work) -> Callable[[], Any]:
    """Loads a crawl that does nothing but ``work``."""

    async def crawl(journal: Journal, _m: Manners, _n: object, _p: CrawlPlace) -> None:
        journal.start()
        await work(journal)
        journal.end(JobStatus.COMPLETED, f"Found {journal.documents} documents.")

    return lambda: crawl


async def for_ever(_: Journal) -> None:
    await asyncio.Event().wait()


SOME_DOCUMENT = ExtractedDocument(
    name="Minutes",
    url="http://town.example/",
    source_page="http://town.example/",
    document_type="pdf",
    confidence_score=0.9,
    reasons=("minutes ✓", "2024 ✓"),
)


def document(number: int) -> ExtractedDocument:
    # A copy: reading fields a hundred thousand times is not what these tests are about.
    named = {"name": f"Minutes {number}", "url": f"http://town.example/{number}.pdf"}
    return SOME_DOCUMENT.model_copy(update=named)


async def find_many(journal: Journal) -> None:
    for number in range(MANY):
        journal.add_document(document(number), is_verified=True)
        if journal.waiting_documents >= 1_000 and journal.keep is not None:
            await journal.keep()


async def test_a_hundred_thousand_documents_are_answered_while_all_else_goes_on(
    tmp_path: Path,
) -> None:
    async with service_in(tmp_path, load=doing(find_many)) as service:
        job_id = (await service.create(order(**ORDER))).status.job_id
        await over(service, job_id)
        service._load_crawl = doing(for_ever)
        other = (await service.create(order("http://other.example/"))).status.job_id
        pieces = await service.results(job_id)
        assert pieces is not None
        steps, is_cancelled, held = [], False, []
        async for piece in pieces:
            held.append(piece)
            steps.append(is_cancelled)
            if len(held) == 3:  # amid the answer the other job is stopped
                cancelled = await service.cancel(other)
                is_cancelled = cancelled is not None and cancelled.status.status == "cancelled"
        assert is_cancelled
        assert steps.count(False) < 5 < steps.count(True)
        assert max(map(len, held)) < 1_000_000
        results = json.loads("".join(held))
        assert len(results["documents"]) == MANY
        assert results["documents"][-1]["url"] == "http://town.example/99999.pdf"
        assert results["total_documents_downloaded"] == MANY


async def over(service: JobService, job_id: str) -> None:
    """Until the job is over and in the store alone."""
    await until(lambda: job_id not in service._running)


async def test_documents_in_the_list_are_not_held_in_memory(tmp_path: Path) -> None:
    held: list[int] = []

    async def watched(journal: Journal) -> None:
        for number in range(5_000):
            journal.add_document(document(number), is_verified=True)
            held.append(journal.waiting_documents)
            if journal.waiting_documents >= 100 and journal.keep is not None:
                await journal.keep()

    async with service_in(tmp_path, load=doing(watched)) as service:
        job_id = (await service.create(order(**ORDER))).status.job_id
        await over(service, job_id)
        assert max(held) == 100


async def test_results_in_pieces_are_what_the_model_of_the_contract_says(tmp_path: Path) -> None:
    tricky = 'A "name": with "documents":[] and \\ and \u2028 in it'

    async def work(journal: Journal) -> None:
        journal.say(tricky)
        journal.add_document(
            ExtractedDocument(name=tricky, url="http://town.example/a.pdf"), is_verified=True
        )
        journal.warn(tricky)
        await asyncio.Event().wait()

    async with service_in(tmp_path, load=doing(work)) as service, client_of(service) as client:
        job_id = (await client.post("/scrape/", json=ORDER)).json()["job_id"]
        said = await told(client, f"/scrape/results/{job_id}", lambda said: said["documents"])
    read = JobResultsResponse.model_validate(said)
    assert [found.name for found in read.documents] == [tricky]
    assert (read.message, read.warnings, read.is_partial) == (tricky, (tricky,), True)


LONG = f"http://town.example/{'x' * 7_900}"
FULL = "The disk of this computer is full, so the search cannot be kept."


def fill_disk(service: JobService) -> None:
    """No page more for the store: SQLite says what it says of a full disk."""
    service._safe._store._db.execute("PRAGMA max_page_count = 1")


async def test_a_disk_that_is_full_is_told_and_ends_the_job_with_what_it_found(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    go_on = asyncio.Event()

    async def work(journal: Journal) -> None:
        await go_on.wait()
        for number in range(500):
            journal.add_document(document(number), is_verified=True)
        await asyncio.Event().wait()

    async with service_in(tmp_path, load=doing(work)) as service, client_of(service) as client:
        job_id = (await client.post("/scrape/", json=ORDER)).json()["job_id"]
        fill_disk(service)
        go_on.set()
        status = await ended(client, job_id)
        assert (status["status"], status["message"]) == ("failed", FULL)
        assert (await client.get("/health/")).json() == {"status": "degraded"}
        results = (await client.get(f"/scrape/results/{job_id}")).json()
        assert len(results["documents"]) == 500
        refused = await client.post("/scrape/", json=ORDER | {"website": LONG})
        assert refused.status_code == 503
        assert refused.json()["message"] == FULL
        service._safe._store._db.execute("PRAGMA max_page_count = 100000")
        assert (await client.post("/scrape/", json=ORDER)).status_code == 201
        assert (await client.get("/health/")).json() == {"status": "healthy"}
    assert "cannot be kept" in caplog.text


async def test_a_folder_that_cannot_be_written_any_more_is_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with service_in(tmp_path, load=doing(for_ever)) as service, client_of(service) as client:
        service._safe._store._db.execute("PRAGMA query_only = ON")
        refused = await client.post("/scrape/", json=ORDER)
        service._safe._store._db.execute("PRAGMA query_only = OFF")
        assert refused.status_code == 503
        assert "cannot be written to" in refused.json()["message"]
    assert caplog.records[0].levelno == logging.ERROR


async def test_a_disk_that_fails_the_crawl_is_told_in_plain_words(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def work(_: Journal) -> None:
        with closing(JobStore(tmp_path / "small.sqlite")) as store:
            store._db.execute("PRAGMA max_page_count = 1")
            store.keep_fact("a", "b" * 100_000)

    async with service_in(tmp_path, load=doing(work)) as service, client_of(service) as client:
        job_id = (await client.post("/scrape/", json=ORDER)).json()["job_id"]
        status = await ended(client, job_id)
    assert (status["status"], status["message"]) == ("failed", FULL)
    assert "ended by a fault" not in caplog.text


async def test_closing_does_not_wait_for_work_that_cannot_be_stopped(tmp_path: Path) -> None:
    is_stuck, has_closed = asyncio.Event(), asyncio.Event()

    async def work(_: Journal) -> None:
        try:
            is_stuck.set()
            await asyncio.Event().wait()
        finally:
            await asyncio.shield(has_closed.wait())

    async with service_in(tmp_path, load=doing(work)) as service:
        await service.create(order(**ORDER))
        await is_stuck.wait()
    has_closed.set()
    await asyncio.gather(*asyncio.all_tasks() - {asyncio.current_task()}, return_exceptions=True)


async def test_jobs_of_one_site_take_turns_and_other_sites_do_not_wait(tmp_path: Path) -> None:
    under_way: list[str] = []

    async def work(journal: Journal) -> None:
        under_way.append(journal.request.website)
        await asyncio.Event().wait()

    async with service_in(tmp_path, load=doing(work)) as service, client_of(service) as client:
        websites = ["http://town.example/", "https://www.Town.example/minutes", "http://b.example"]
        jobs = []
        for website in websites:
            created = await client.post("/scrape/", json=ORDER | {"website": website})
            jobs.append(created.json()["job_id"])
            # Jobs that need not wait may begin in any order: the crawl is loaded in threads.
            await until(lambda: under_way)
        await until(lambda: len(under_way) == 2)
        waiting = (await client.get(f"/scrape/status/{jobs[1]}")).json()
        assert waiting["message"] == "Waiting for another search of this site to end."
        assert waiting["status"] == "pending"
        await client.delete(f"/scrape/{jobs[0]}")
        await until(lambda: len(under_way) == 3)
    assert under_way == [websites[0], websites[2], websites[1]]


def files_in(folder: Path) -> set[str]:
    """All files below ``folder``; of what is removed meanwhile, some may be told."""
    return {
        (Path(place) / name).relative_to(folder).as_posix()
        for place, _, names in os.walk(folder)
        for name in names
    }


async def test_old_jobs_go_with_their_files_and_running_ones_stay(tmp_path: Path) -> None:
    old, new = Journal("job_old", order(**ORDER), now), Journal("job_new", order(**ORDER), now)
    with closing(JobStore(tmp_path / "jobs.sqlite")) as store:
        for journal in (old, new):
            journal.end(JobStatus.COMPLETED, "Found 0 documents.")
            store.save(journal.record())
        longer_ago = (now() - JOBS_KEPT_FOR - timedelta(days=1)).isoformat(timespec="microseconds")
        store._db.execute("UPDATE job SET ended_at = ? WHERE job_id = 'job_old'", (longer_ago,))
    for job_id in ("job_old", "job_new", "job_never"):
        place = CrawlPlace.of(tmp_path, job_id)
        assert place.frontier_file is not None
        assert place.kept is not None
        for file in (place.frontier_file, place.kept / "a.pdf", place.kept / "b.pdf"):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(b"%PDF")
    a_month_ago = time.time() - 30 * 24 * 3600
    os.utime(tmp_path / "kept" / "job_new" / "b.pdf", (a_month_ago, a_month_ago))
    async with service_in(tmp_path, load=doing(for_ever)) as service:
        running = (await service.create(order(**ORDER))).status.job_id
        kept_files, notes = tmp_path / "kept", tmp_path / "crawls"
        await until(lambda: files_in(kept_files) == {"job_new/a.pdf"} and not files_in(notes))
        assert not (kept_files / "job_old").exists()
        assert await service.find("job_old") is None
        assert await service.find("job_new") is not None
        assert await service.find(running) is not None


async def test_kept_files_are_tidied_when_a_job_has_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "MOST_BYTES", 5)

    async def keep_three(journal: Journal) -> None:
        folder = CrawlPlace.of(tmp_path, journal.job_id).kept
        assert folder is not None
        folder.mkdir(parents=True)
        for name in "abc":
            (folder / name).write_bytes(b"1234")

    async with service_in(tmp_path, load=doing(keep_three)) as service:
        for _ in range(2):
            await over(service, (await service.create(order(**ORDER))).status.job_id)
        await until(lambda: len(files_in(tmp_path / "kept")) == 1)


async def test_what_ends_while_it_is_tidied_is_tidied_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_tidying, go_on, rounds = threading.Event(), threading.Event(), 0

    def held(*given: Any, **named: Any) -> None:  # noqa: ANN401 - passed on
        nonlocal rounds
        rounds += 1
        is_tidying.set()
        assert go_on.wait(20)
        tidy(*given, **named)

    monkeypatch.setattr(services, "tidy", held)
    async with service_in(tmp_path, load=doing(find_few)) as service:
        await until(is_tidying.is_set)
        await over(service, (await service.create(order(**ORDER))).status.job_id)
        await until(service._has_ended.is_set)
        go_on.set()
        await until(lambda: rounds > 1)


async def test_a_disk_that_fails_once_does_not_end_the_tidying(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forget, asked = JobStore.forget, 0

    def failing_first(store: JobStore, before: datetime) -> int:
        nonlocal asked
        asked += 1
        if asked == 1:
            raise sqlite3.OperationalError("disk I/O error")
        return forget(store, before)

    monkeypatch.setattr(JobStore, "forget", failing_first)
    async with service_in(tmp_path, load=doing(find_few)) as service:
        await until(lambda: asked)
        await over(service, (await service.create(order(**ORDER))).status.job_id)
        await until(lambda: asked > 1)


async def test_a_job_of_long_ago_does_not_go_on(tmp_path: Path) -> None:
    journal = Journal("job_a", order(**ORDER), lambda: now() - timedelta(days=20))
    journal.start()
    journal.add_document(document(1), is_verified=True)
    with closing(JobStore(tmp_path / "jobs.sqlite")) as store:
        store.save(journal.record())
    async with service_in(tmp_path, load=doing(for_ever)) as service, client_of(service) as client:
        status = (await client.get("/scrape/status/job_a")).json()
        results = (await client.get("/scrape/results/job_a")).json()
    assert (status["status"], status["message"]) == ("failed", TOO_LONG_AGO)
    assert len(results["documents"]) == 1


async def test_an_answer_nobody_reads_to_its_end_holds_nothing_up(tmp_path: Path) -> None:
    async with service_in(tmp_path, load=doing(find_few)) as service:
        job_id = (await service.create(order(**ORDER))).status.job_id
        await over(service, job_id)
        pieces = await service.results(job_id)
        assert pieces is not None
        async with aclosing(pieces):  # type: ignore[type-var]  # an async generator, told as iterator
            await anext(pieces)
        found = await service.find(job_id)
        assert found is not None
        assert found.status.status == "completed"


async def find_few(journal: Journal) -> None:
    for number in range(2_000):
        journal.add_document(document(number), is_verified=True)
