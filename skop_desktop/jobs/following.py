"""The owner of every job that is followed: opens, starts, stops, remembers them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any, Final

from skop_desktop.api.models import CreateJobRequest
from skop_desktop.api.pacing import RequestBudget
from skop_desktop.api.server import Server, server_from_identity
from skop_desktop.errors import LibraryError, SkopError, Unreachable
from skop_desktop.jobs.async_library import AsyncLibrary
from skop_desktop.jobs.clock import Clock, SystemClock
from skop_desktop.jobs.connection import ClientFor, Connection
from skop_desktop.jobs.follow import follow
from skop_desktop.jobs.keeping import Keeper
from skop_desktop.jobs.snapshot import JobKey, JobSnapshot
from skop_desktop.jobs.starting import just_started, same_request

Subscriber = Callable[[JobSnapshot], None]

_CLOSING_TAKES: Final = 0.7


@dataclass(slots=True)
class _Job:
    snapshot: JobSnapshot
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    task: asyncio.Task[None] | None = None

    @property
    def is_asking(self) -> bool:
        """Whether it spends requests: neither complete nor waiting for a person."""
        snapshot = self.snapshot
        waits_for_person = snapshot.trouble is not None and snapshot.next_try is None
        return not snapshot.is_complete and not waits_for_person


class Following:
    """Follows jobs on any number of servers, publishes their snapshots and keeps them.

    To be made, used and closed on one event loop. ``client_for`` gives the client of a server (and
    starts the engine for this computer's); ``budget_for`` the one budget that all clients of that
    server share. ``report`` is told what the library cannot do; following goes on without it.
    """

    def __init__(
        self,
        library: AsyncLibrary,
        client_for: ClientFor,
        budget_for: Callable[[Server], RequestBudget],
        *,
        report: Callable[[SkopError], None],
        clock: Clock | None = None,
    ) -> None:
        self._library = library
        self._client_for = client_for
        self._budget_for = budget_for
        self._clock = clock or SystemClock()
        self._keeper = Keeper(library, self._clock, report)
        self._report = report
        self._jobs: dict[JobKey, _Job] = {}
        self._connections: dict[str, Connection] = {}
        self._subscribers: list[Subscriber] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._searches: set[asyncio.Task[JobKey]] = set()
        self._is_closed = False
        self._spawn(self._keeper.run(), "keep jobs")

    def subscribe(self, callback: Subscriber) -> Callable[[], None]:
        """Have ``callback`` called on the loop's thread with each snapshot; returns the way out.

        An error in ``callback`` goes to the loop's exception handler and hurts nobody else.
        """
        self._subscribers.append(callback)

        def unsubscribe() -> None:
            if callback in self._subscribers:
                self._subscribers.remove(callback)

        return unsubscribe

    def snapshot(self, key: JobKey) -> JobSnapshot | None:
        """The newest snapshot of a job that is followed now; see ``load`` for all others."""
        job = self._jobs.get(key)
        return job.snapshot if job else self._keeper.pending(key)

    async def load(self, key: JobKey) -> JobSnapshot | None:
        """The newest snapshot of any job, ``None`` for an unknown one. Raises ``LibraryError``."""
        return self.snapshot(key) or await self._library.load(key)

    async def open(self, server: Server, job_id: str) -> JobKey:
        """Show and follow ``job_id``. A job that is followed already is asked about at once.

        A job that the library has is shown from there first, and is only asked about where
        something is left to ask. A removed one is back in the list.
        """
        key = JobKey(server.identity, job_id)
        if key in self._jobs:
            self.refresh(key)
            self._publish(self._jobs[key].snapshot)
            return key
        known = None
        try:
            await self._library.restore(key)
            known = await self._library.load(key)
            if known is None:
                await self._library.save(JobSnapshot(key))
        except LibraryError as error:
            self._report(error)
        self._start(server, known or JobSnapshot(key))
        return key

    async def search(self, server: Server, request: CreateJobRequest) -> JobKey:
        """Start a job, once and never again by itself, and follow it.

        Raises what the service says. Where the caller is cancelled meanwhile the job, which may
        cost money, is followed all the same.
        """
        task = asyncio.create_task(self._search(server, request), name="start a search")
        self._searches.add(task)
        task.add_done_callback(self._searches.discard)
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            task.add_done_callback(self._tell_what_nobody_awaits)
            raise

    async def search_again(self, key: JobKey) -> JobKey:
        """Start a new job that asks for what ``key`` asked for; raises as ``search`` does.

        Raises ``InvalidInput`` where nobody knows (any more) what that was.
        """
        request = same_request(await self.load(key))
        return await self.search(server_from_identity(key.server), request)

    async def stop(self, key: JobKey) -> None:
        """Have the service stop the job; the snapshots tell when it has. Raises what it says."""
        connection = self._connection(server_from_identity(key.server))
        try:
            await connection.cancel_job(key.job_id)
        finally:
            self.refresh(key)

    def refresh(self, key: JobKey) -> None:
        """Ask about the job now, as far as the service's limits allow."""
        if key in self._jobs:
            self._jobs[key].wake.set()

    def replace_clients(self, server_identity: str) -> None:
        """Have ``client_for`` asked again for this server, and its jobs asked about now."""
        if server_identity in self._connections:
            self._connections[server_identity].replace()
        for key, job in self._jobs.items():
            if key.server == server_identity:
                job.wake.set()

    async def remove(self, key: JobKey) -> None:
        """Stop following the job and take it out of the library; ``restore`` undoes both.

        The job itself goes on at the service. Raises ``LibraryError``.
        """
        pending = self.snapshot(key)
        job = self._jobs.pop(key, None)
        if job is not None and job.task is not None:
            job.task.cancel()
            await asyncio.wait({job.task})
        self._keeper.drop(key)
        if pending is not None:
            await self._library.save(pending)
        await self._library.remove(key)

    async def restore(self, key: JobKey) -> bool:
        """Undo ``remove``. False where the job is gone for good. Raises ``LibraryError``."""
        if not await self._library.restore(key):
            return False
        known = await self._library.load(key)
        if known is not None:
            self._start(server_from_identity(key.server), known)
        return True

    async def resume_unfinished(self) -> tuple[JobKey, ...]:
        """Go on with every job of the library that was not complete. Raises ``LibraryError``."""
        keys = await self._library.unfinished()
        for key in keys:
            known = await self._library.load(key)
            if known is not None:
                self._start(server_from_identity(key.server), known)
        return keys

    async def aclose(self) -> None:
        """Stop following, save what is not saved yet; takes less than a second.

        A search that is being started gets that time to learn its job ID.
        """
        self._is_closed = True
        if self._searches:
            await asyncio.wait(self._searches, timeout=_CLOSING_TAKES / 2)
        ending = (*self._searches, *self._tasks)
        for task in ending:
            task.cancel()
        await asyncio.gather(*ending, return_exceptions=True)
        try:
            async with asyncio.timeout(_CLOSING_TAKES / 2):
                await self._keeper.flush()
        except TimeoutError:
            return  # the library's own thread still does what it was given

    async def _search(self, server: Server, request: CreateJobRequest) -> JobKey:
        answer = await self._connection(server).create_job(request)
        started = just_started(server.identity, request, answer, self._clock.now())
        try:
            await self._library.save(started)
        except LibraryError as error:
            self._report(error)
        self._start(server, started, age=0.0)
        return started.key

    def _tell_what_nobody_awaits(self, task: asyncio.Task[JobKey]) -> None:
        error = None if task.cancelled() else task.exception()
        if isinstance(error, SkopError):
            self._report(error)

    def _start(self, server: Server, known: JobSnapshot, age: float | None = None) -> None:
        if self._is_closed or known.key in self._jobs:
            return
        self._keeper.note_kept(known)
        job = self._jobs[known.key] = _Job(known)
        work = self._follow(self._connection(server), job, age)
        job.task = self._spawn(work, f"follow {known.key}")

    async def _follow(self, connection: Connection, job: _Job, age: float | None) -> None:
        server, key = connection.server, job.snapshot.key
        snapshots = follow(
            key,
            connection,
            self._budget_for(server),
            known=job.snapshot,
            age=age,
            wake=job.wake,
            active_jobs=lambda: self._active_jobs(server),
            clock=self._clock,
        )
        try:
            async with aclosing(snapshots):
                async for snapshot in snapshots:
                    self._take_in(job, snapshot)
        finally:
            if self._jobs.get(key) is job:
                del self._jobs[key]
                self._keeper.forget_kept(key)

    def _take_in(self, job: _Job, snapshot: JobSnapshot) -> None:
        was_offline = isinstance(job.snapshot.trouble, Unreachable)
        job.snapshot = snapshot
        self._keeper.keep(snapshot)
        self._publish(snapshot)
        if was_offline and snapshot.trouble is None:
            self._wake_those_offline(snapshot.key.server)

    def _wake_those_offline(self, server: str) -> None:
        for key, job in self._jobs.items():
            if key.server == server and isinstance(job.snapshot.trouble, Unreachable):
                job.wake.set()

    def _publish(self, snapshot: JobSnapshot) -> None:
        loop = asyncio.get_running_loop()
        for subscriber in self._subscribers:
            loop.call_soon(self._deliver, subscriber, snapshot)

    def _deliver(self, subscriber: Subscriber, snapshot: JobSnapshot) -> None:
        if subscriber in self._subscribers:
            subscriber(snapshot)

    def _active_jobs(self, server: Server) -> int:
        return sum(
            job.is_asking for key, job in self._jobs.items() if key.server == server.identity
        )

    def _connection(self, server: Server) -> Connection:
        return self._connections.setdefault(server.identity, Connection(server, self._client_for))

    def _spawn(self, work: Coroutine[Any, Any, None], name: str) -> asyncio.Task[None]:
        task = asyncio.create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            task.get_loop().call_exception_handler(
                {"message": f"{task.get_name()} failed", "exception": error, "task": task}
            )
