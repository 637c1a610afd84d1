"""A transfer worker that a test can wait on, and documents for it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from skop_desktop.downloads.connection import transfer_client
from skop_desktop.downloads.options import TransferOptions, Watching
from skop_desktop.downloads.orders import Limits
from skop_desktop.downloads.retry import RetryPolicy
from skop_desktop.downloads.snapshot import (
    QueueSnapshot,
    TransferKey,
    TransferSnapshot,
    TransferState,
    WantedDocument,
)
from skop_desktop.downloads.worker import TransferWorker
from skop_desktop.errors import SkopError, TransferError

JOB = "this-computer job_1"
ENDED = frozenset({TransferState.SAVED, TransferState.FAILED, TransferState.CANCELLED})
QUICK = RetryPolicy(first_pause=0.02, chance=lambda: 0.5)


def wanted(
    url: str,
    name: str = "Minutes",
    document_type: str = "pdf",
    *,
    source_page: str = "http://127.0.0.1/meetings",
    into: str = "",
    job: str = JOB,
    keeps_record: bool = False,
) -> WantedDocument:
    """A document of a job whose website is on this computer."""
    return WantedDocument(
        key=TransferKey(job, url, into),
        name=name,
        document_type=document_type,
        source_page=source_page,
        keeps_record=keeps_record,
        job_website="http://127.0.0.1/",
    )


class Watched:
    """A worker with everything it told. Waits on conditions, never on time."""

    def __init__(self, ledger: Path, options: TransferOptions) -> None:
        self.history: list[TransferSnapshot] = []
        self._latest: dict[TransferKey, TransferSnapshot] = {}
        self.batch_times: list[float] = []
        self.removed: list[TransferKey] = []
        self.queue: list[QueueSnapshot] = []
        self.troubles: list[SkopError] = []
        self._news = threading.Condition()
        self.worker = TransferWorker(
            ledger,
            self._take,
            on_removed=self._take_removed,
            on_queue=self._take_queue,
            on_trouble=self._take_trouble,
            options=options,
        )

    def __getitem__(self, key: TransferKey) -> TransferSnapshot:
        """The newest snapshot of ``key``."""
        return self.now[key]

    @property
    def trouble(self) -> TransferError | None:
        """Why the queue itself has stopped, as it was told last."""
        return self.queue[-1].trouble if self.queue else None

    @property
    def now(self) -> dict[TransferKey, TransferSnapshot]:
        """The newest snapshot of each transfer."""
        with self._news:
            gone = set(self.removed)
            return {key: value for key, value in self._latest.items() if key not in gone}

    @property
    def running(self) -> list[TransferKey]:
        """The transfers that run."""
        now = self.now.items()
        return [key for key, one in now if one.state is TransferState.RUNNING]

    def states(self, key: TransferKey) -> list[TransferState]:
        """The states that ``key`` went through."""
        with self._news:
            told = [snapshot.state for snapshot in self.history if snapshot.key == key]
        return [state for n, state in enumerate(told) if n == 0 or told[n - 1] is not state]

    def wait(self, condition: Callable[[Watched], bool], seconds: float = 30) -> None:
        """Until ``condition`` holds; an error after ``seconds``.

        It does not hold while it asks for a transfer that nothing has been told of yet.
        """

        def holds() -> bool:
            try:
                return condition(self)
            except KeyError:
                return False

        with self._news:
            assert self._news.wait_for(holds, seconds), self.now

    def wait_for(self, key: TransferKey, *states: TransferState) -> TransferSnapshot:
        """The snapshot of ``key`` once it is in one of ``states``."""
        self.wait(lambda watched: key in watched.now and watched.now[key].state in states)
        return self.now[key]

    def wait_for_end(self, count: int) -> None:
        """Until ``count`` transfers are listed and all have ended."""

        def have_ended(watched: Watched) -> bool:
            now = watched.now.values()
            return len(now) == count and all(snapshot.state in ENDED for snapshot in now)

        self.wait(have_ended)

    def _take(self, batch: tuple[TransferSnapshot, ...]) -> None:
        with self._news:
            self.history.extend(batch)
            self._latest.update((snapshot.key, snapshot) for snapshot in batch)
            self.batch_times.append(time.monotonic())
            self._news.notify_all()

    def _take_removed(self, keys: tuple[TransferKey, ...]) -> None:
        with self._news:
            self.removed.extend(keys)
            self._news.notify_all()

    def _take_queue(self, queue: QueueSnapshot) -> None:
        with self._news:
            self.queue.append(queue)
            self._news.notify_all()

    def _take_trouble(self, error: SkopError) -> None:
        with self._news:
            self.troubles.append(error)
            self._news.notify_all()


@contextmanager
def transfers(
    ledger: Path,
    *,
    at_once: int = 6,
    per_host: int = 2,
    retries: RetryPolicy = QUICK,
    silence: float = 20.0,
    bytes_per_second: int | None = None,
    watching: Watching = Watching(),  # noqa: B008 - it cannot change
) -> Iterator[Watched]:
    """A worker that is open, and shut down at the end."""
    options = TransferOptions(
        limits=Limits(at_once, per_host, bytes_per_second),
        retries=retries,
        watching=watching,
        client=lambda: transfer_client(silence=silence),
    )
    watched = Watched(ledger, options)
    watched.worker.open()
    try:
        yield watched
    finally:
        assert watched.worker.shutdown(5), "the worker did not end"
