"""The owner of all followed jobs: opens, starts, stops, remembers and lets go of them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import pytest

from skop_desktop.api.client import SkopClient
from skop_desktop.api.models import CreateJobRequest, ScrapeParameters
from skop_desktop.api.pacing import RequestBudget
from skop_desktop.api.server import Server, ServerKind
from skop_desktop.errors import (
    EngineError,
    InvalidInput,
    NoCredits,
    SkopError,
    Unreachable,
)
from skop_desktop.jobs.async_library import AsyncLibrary
from skop_desktop.jobs.clock import Clock, SystemClock
from skop_desktop.jobs.following import Following
from skop_desktop.jobs.snapshot import JobKey, JobSnapshot, JobState
from tests.support.contract_objects import created_json, named_error_json, status_json
from tests.support.job_script import JOB, RESULTS, STATUS, Script
from tests.support.snapshots import with_documents
from tests.support.virtual_clock import VirtualClock

SERVER = Server(ServerKind.OTHER, "https://skop.example.org")
KEY = JobKey(SERVER.identity, JOB)
REQUEST = CreateJobRequest(
    website="https://example.com",
    prompt="Find all board meeting minutes",
    parameters=ScrapeParameters(timeout=600),
)
PATIENCE = 20


class Seen:
    """What a subscriber was told, and a wait for what it will be."""

    def __init__(self) -> None:
        self.snapshots: list[JobSnapshot] = []
        self._news = asyncio.Event()

    def __call__(self, snapshot: JobSnapshot) -> None:
        self.snapshots.append(snapshot)
        self._news.set()

    async def until(self, accepts: Callable[[JobSnapshot], bool], key: JobKey = KEY) -> JobSnapshot:
        async with asyncio.timeout(PATIENCE):
            while True:
                for snapshot in self.snapshots:
                    if snapshot.key == key and accepts(snapshot):
                        return snapshot
                self._news.clear()
                await self._news.wait()


class App:
    """What the composition root puts together, for one server that may move."""

    def __init__(self, library: AsyncLibrary, address: str, clock: Clock) -> None:
        self.address = address
        self.library = library
        self.clock = clock
        self.troubles: list[SkopError] = []
        self.clients: list[SkopClient] = []
        self.engine_trouble: EngineError | None = None
        self.budget = RequestBudget()
        self.following = Following(
            library,
            self._client_for,
            lambda _: self.budget,
            report=self.troubles.append,
            clock=clock,
        )
        self.seen = Seen()
        self.following.subscribe(self.seen)

    async def _client_for(self, server: Server) -> SkopClient:
        assert server == SERVER
        if self.engine_trouble is not None:
            raise self.engine_trouble
        self.clients.append(
            SkopClient(self.address, budget=self.budget, clock=self.clock.monotonic)
        )
        return self.clients[-1]

    async def aclose(self) -> None:
        await self.following.aclose()
        for client in self.clients:
            await client.aclose()
        await self.library.aclose()


@asynccontextmanager
async def running(path: Path, address: str, clock: Clock | None = None) -> AsyncIterator[App]:
    async with AsyncExitStack() as stack:
        app = App(await AsyncLibrary.open(path), address, clock or SystemClock())
        stack.push_async_callback(app.aclose)
        yield app


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "library.db"


@pytest.fixture
async def app(path: Path, script: Script) -> AsyncIterator[App]:
    async with running(path, script.service.url) as started:
        yield started


@pytest.fixture
async def patient_app(path: Path, script: Script, clock: VirtualClock) -> AsyncIterator[App]:
    """Asks again only when it is woken: by itself a job would find out a few seconds later."""
    clock.holds = True
    async with running(path, script.service.url, clock) as started:
        yield started


def complete(snapshot: JobSnapshot) -> bool:
    return snapshot.is_complete


def offline(snapshot: JobSnapshot) -> bool:
    return isinstance(snapshot.trouble, Unreachable)


async def test_an_opened_job_is_followed_published_and_kept(app: App, script: Script) -> None:
    now = datetime.now(UTC).isoformat()
    script.status("in_progress", "completed", created_at=now, estimated_completion=None)
    script.results(3)
    assert await app.following.open(SERVER, JOB) == KEY
    assert [entry.key for entry in await app.library.entries()] == [KEY]
    last = await app.seen.until(complete)
    assert await app.following.load(KEY) == last
    await app.following.aclose()
    assert await app.library.load(KEY) == last
    assert app.troubles == []


async def test_a_job_that_is_followed_is_not_followed_twice(app: App, script: Script) -> None:
    answered = Event()
    script.service.answer("GET", STATUS, json=status_json(JOB, "completed"), delay=answered)
    script.results()
    await asyncio.gather(*(app.following.open(SERVER, JOB) for _ in range(5)))
    answered.set()
    await app.seen.until(complete)
    assert (script.asked(STATUS), script.asked(RESULTS)) == (1, 1)


async def test_a_complete_job_opens_from_the_library_without_the_network(
    app: App, script: Script
) -> None:
    known = with_documents(4, KEY)
    await app.library.save(known)
    written = app.library._library._connection.total_changes
    await app.following.open(SERVER, JOB)
    assert await app.seen.until(complete) == known
    assert await app.following.load(KEY) == known
    await app.following.aclose()
    # Its row once, for "not removed"; none of its documents.
    assert app.library._library._connection.total_changes == written + 1
    assert script.service.requests == []


async def test_a_search_is_posted_once_and_knows_what_it_asked(app: App, script: Script) -> None:
    script.service.answer("POST", "/scrape/", status=201, json=created_json(JOB))
    script.status("completed")
    script.results()
    key = await app.following.search(SERVER, REQUEST)
    (entry,) = await app.library.entries()
    assert (key, entry.key, entry.prompt) == (KEY, KEY, REQUEST.prompt)
    first = app.seen.snapshots[0] if app.seen.snapshots else await app.seen.until(lambda _: True)
    assert (first.state, first.website) == (JobState.PENDING, REQUEST.website)
    assert first.parameters == REQUEST.parameters
    await app.seen.until(complete)
    assert script.asked("/scrape/") == 1


async def test_a_search_that_is_refused_raises_and_leaves_nothing(app: App, script: Script) -> None:
    body = named_error_json("insufficient_credits", "No credits.", shortfall=2.5)
    script.service.answer("POST", "/scrape/", status=402, json=body)
    with pytest.raises(NoCredits):
        await app.following.search(SERVER, REQUEST)
    assert await app.library.entries() == ()


async def test_a_search_nobody_waits_for_any_more_is_followed_all_the_same(
    app: App, script: Script
) -> None:
    answered = Event()
    script.service.answer("POST", "/scrape/", status=201, json=created_json(JOB), delay=answered)
    script.status("completed")
    script.results()
    searching = asyncio.create_task(app.following.search(SERVER, REQUEST))
    await asyncio.to_thread(script.service.wait_for_requests, 1)
    searching.cancel()
    with pytest.raises(asyncio.CancelledError):
        await searching
    answered.set()
    await app.seen.until(complete)
    assert script.asked("/scrape/") == 1


async def test_a_search_can_be_started_again_as_it_was(app: App, script: Script) -> None:
    known = with_documents(1, KEY)
    await app.library.save(known)
    script.service.answer("POST", "/scrape/", status=201, json=created_json("job_again"))
    key = await app.following.search_again(KEY)
    assert key == JobKey(SERVER.identity, "job_again")
    sent = next(r for r in script.service.requests if r.method == "POST").json
    assert (sent["website"], sent["prompt"]) == (known.website, known.prompt)
    assert sent["parameters"]["confidence_threshold"] == 0.7


async def test_what_nobody_knows_cannot_be_searched_again(app: App) -> None:
    with pytest.raises(InvalidInput, match="not known here"):
        await app.following.search_again(KEY)


async def test_stopping_asks_the_service_and_then_shows_what_it_did(
    patient_app: App, script: Script, clock: VirtualClock
) -> None:
    app = patient_app
    script.status("in_progress")
    await app.following.open(SERVER, JOB)
    await app.seen.until(lambda s: s.state is JobState.RUNNING)
    script.service.forget("GET", STATUS)
    script.status("cancelled")
    script.fault(RESULTS, 404)
    script.service.answer(
        "DELETE", f"/scrape/{JOB}", json={"message": "Stopped.", "status": "cancelled"}
    )
    clock.elapsed += 1
    await app.following.stop(KEY)
    last = await app.seen.until(complete)
    assert last.state is JobState.CANCELLED


async def test_a_removed_job_is_let_go_and_can_be_brought_back(app: App, script: Script) -> None:
    script.status("in_progress")
    await app.following.open(SERVER, JOB)
    await app.seen.until(lambda s: s.state is JobState.RUNNING)
    await app.following.remove(KEY)
    assert not any(task.get_name() == f"follow {KEY}" for task in asyncio.all_tasks())
    assert await app.library.entries() == ()
    assert await app.following.load(KEY) is None
    script.service.forget("GET", STATUS)
    script.status("completed")
    script.results(2)
    assert await app.following.restore(KEY) is True
    await app.seen.until(complete)
    assert [entry.key for entry in await app.library.entries()] == [KEY]


async def test_a_removed_job_that_is_opened_again_is_back_with_its_documents(
    app: App, script: Script
) -> None:
    await app.library.save(with_documents(3, KEY))
    await app.following.remove(KEY)
    await app.following.open(SERVER, JOB)
    assert len((await app.seen.until(complete)).documents) == 3
    assert len(await app.library.entries()) == 1
    assert script.service.requests == []


async def test_after_a_restart_what_still_runs_is_followed_again(
    path: Path, script: Script
) -> None:
    script.status("in_progress")
    async with running(path, script.service.url) as before:
        await before.following.open(SERVER, JOB)
        await before.seen.until(lambda s: s.state is JobState.RUNNING)
    script.service.forget("GET", STATUS)
    script.status("completed")
    script.results(2)
    async with running(path, script.service.url) as after:
        assert await after.following.resume_unfinished() == (KEY,)
        assert after.following.snapshot(KEY) is not None
        await after.seen.until(complete)
        assert after.seen.snapshots[0].state is JobState.RUNNING
    async with running(path, script.service.url) as later:
        assert await later.following.resume_unfinished() == ()


async def test_closing_waits_for_no_answer(path: Path, script: Script) -> None:
    never = Event()
    script.service.answer("GET", STATUS, json={}, delay=never)
    script.service.answer("POST", "/scrape/", json={}, delay=never)
    async with running(path, script.service.url) as app:
        await app.following.open(SERVER, JOB)
        searching = asyncio.create_task(app.following.search(SERVER, REQUEST))
        await asyncio.to_thread(script.service.wait_for_requests, 2)
        await app.following.aclose()
        assert not never.is_set()
        with pytest.raises(asyncio.CancelledError):
            await searching
        assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_a_search_answered_while_closing_is_not_lost(
    path: Path, script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A third of a second is a person's patience; a busy computer's answer may take longer.
    monkeypatch.setattr("skop_desktop.jobs.following._CLOSING_TAKES", 2 * PATIENCE)
    answered = Event()
    script.service.answer("POST", "/scrape/", status=201, json=created_json(JOB), delay=answered)
    async with running(path, script.service.url) as app:
        searching = asyncio.create_task(app.following.search(SERVER, REQUEST))
        await asyncio.to_thread(script.service.wait_for_requests, 1)
        closing = asyncio.create_task(app.following.aclose())
        await asyncio.sleep(0)
        answered.set()
        await closing
        assert await searching == KEY
        assert await app.library.unfinished() == (KEY,)


async def test_the_first_answer_after_an_offline_spell_wakes_the_other_jobs(
    patient_app: App, script: Script, clock: VirtualClock
) -> None:
    app, other = patient_app, "job_other"
    for job in (JOB, other):
        script.service.answer("GET", f"/scrape/status/{job}", close=True)
        await app.following.open(SERVER, job)
        await app.seen.until(offline, JobKey(SERVER.identity, job))
    for job in (JOB, other):
        path = f"/scrape/status/{job}"
        script.service.forget("GET", path)
        script.service.answer("GET", path, json=status_json(job, "completed"))
        script.service.answer("GET", f"/scrape/results/{job}", close=True)
    clock.elapsed += 1
    app.following.refresh(KEY)
    await app.seen.until(lambda s: s.is_ended, JobKey(SERVER.identity, other))


async def test_an_engine_that_moved_is_asked_where_it_is_now(
    patient_app: App, script: Script, clock: VirtualClock
) -> None:
    app = patient_app
    script.service.answer("GET", STATUS, close=True)
    await app.following.open(SERVER, JOB)
    await app.seen.until(offline)
    with Script.started() as moved:
        moved.status("completed")
        moved.results(2)
        app.address = moved.service.url
        clock.elapsed += 1
        app.following.replace_clients(SERVER.identity)
        await app.seen.until(complete)
        await app.aclose()
    assert len(app.clients) == 2


async def test_an_engine_that_does_not_start_is_a_trouble_of_its_jobs(
    patient_app: App, script: Script, clock: VirtualClock
) -> None:
    app = patient_app
    app.engine_trouble = EngineError("The engine did not start.")
    await app.following.open(SERVER, JOB)
    troubled = await app.seen.until(lambda s: s.trouble is not None)
    assert troubled.trouble is app.engine_trouble
    assert troubled.next_try is not None
    app.engine_trouble = None
    script.status("completed")
    script.results()
    clock.elapsed += 1
    app.following.replace_clients(SERVER.identity)
    await app.seen.until(complete)


async def test_a_subscriber_that_fails_or_leaves_hurts_nobody(app: App, script: Script) -> None:
    failed: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: failed.append(context))

    def fail(_: JobSnapshot) -> None:
        raise ValueError("a fault in a widget")

    left = Seen()
    app.following.subscribe(left)()
    app.following.subscribe(fail)
    script.status("completed")
    script.results()
    await app.following.open(SERVER, JOB)
    await app.seen.until(complete)
    assert failed
    assert left.snapshots == []
