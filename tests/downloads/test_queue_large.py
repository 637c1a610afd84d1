"""Very many transfers: neither the queue nor who listens has to wait for them."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from skop_desktop.downloads.batches import Batches
from skop_desktop.downloads.options import TransferOptions
from skop_desktop.downloads.snapshot import TransferKey, TransferSnapshot, TransferState
from skop_desktop.downloads.worker import TransferWorker
from tests.support.file_server import FileServer, good
from tests.support.transfers import wanted

MANY = 20_000
PDF = b"%PDF-1.7\n" + b"x" * 1_000 + b"%%EOF"


class Counted:
    """Counts what is told; keeps the newest state of each transfer."""

    def __init__(self) -> None:
        self.states: dict[TransferKey, TransferState] = {}
        self.largest_batch = 0
        self._news = threading.Condition()

    def take(self, batch: tuple[TransferSnapshot, ...]) -> None:
        with self._news:
            self.largest_batch = max(self.largest_batch, len(batch))
            self.states |= {snapshot.key: snapshot.state for snapshot in batch}
            self._news.notify_all()

    def remove(self, keys: tuple[TransferKey, ...]) -> None:
        with self._news:
            for key in keys:
                self.states.pop(key, None)
            self._news.notify_all()

    def wait(self, holds: Callable[[], bool]) -> None:
        with self._news:
            assert self._news.wait_for(holds, 60)


def test_thousands_wait_and_what_was_moved_to_the_top_does_not(
    site: FileServer, ledger_path: Path, folder: Path
) -> None:
    site.answers["/last"] = good(PDF)
    documents = [wanted(f"http://10.0.0.{n % 50}/{n}", f"{n}") for n in range(MANY)]
    last = wanted(site.url("/last"), "last")
    told = Counted()
    worker = TransferWorker(
        ledger_path, told.take, on_removed=told.remove, options=TransferOptions()
    )
    worker.open()
    worker.pause_all()
    worker.start(folder, [*documents, last])
    worker.move([last.key], documents[0].key)
    told.wait(lambda: len(told.states) == MANY + 1)
    assert told.largest_batch <= 2_000
    assert set(told.states.values()) == {TransferState.WAITING}
    worker.cancel([document.key for document in documents[: MANY - 2_000]])
    worker.resume_all()
    told.wait(lambda: told.states[last.key] is TransferState.SAVED)
    told.wait(lambda: Counter(told.states.values())[TransferState.FAILED] > 500)
    worker.remove([document.key for document in documents])
    told.wait(lambda: len(told.states) == 1)
    assert worker.shutdown(20)


@pytest.fixture
def given() -> list[tuple[TransferSnapshot, ...]]:
    return []


async def test_a_batch_holds_only_so_much_and_nothing_is_lost(
    given: list[tuple[TransferSnapshot, ...]],
) -> None:
    gone: list[TransferKey] = []
    batches = Batches(given.append, gone.extend, shortest_gap=0, largest=10)
    keys = [TransferKey("job", f"{n}") for n in range(35)]
    for key in keys:
        batches.add(TransferSnapshot(key, key.url, "", TransferState.WAITING))
    batches.add(TransferSnapshot(keys[30], "again", "", TransferState.WAITING))
    batches.add(TransferSnapshot(keys[30], "then", "", TransferState.RUNNING))
    batches.removed((keys[0], keys[34]))
    assert gone == [keys[0], keys[34]]
    batches.flush()
    assert [len(batch) for batch in given] == [10, 10, 10, 4]
    told = [(one.key, one.name) for batch in given for one in batch]
    assert [name for key, name in told if key == keys[30]] == ["again", "then"]
    assert {key for key, _ in told} == set(keys[1:34])


async def test_a_change_after_a_batch_was_given_is_told_in_the_next(
    given: list[tuple[TransferSnapshot, ...]],
) -> None:
    is_given = asyncio.Event()

    def take(batch: tuple[TransferSnapshot, ...]) -> None:
        given.append(batch)
        is_given.set()

    batches = Batches(take, lambda _: None, shortest_gap=0, largest=1)
    keys = [TransferKey("job", f"{n}") for n in range(3)]
    for key in keys:
        batches.add(TransferSnapshot(key, "first", "", TransferState.RUNNING))
    await is_given.wait()
    batches.add(TransferSnapshot(keys[0], "second", "", TransferState.RUNNING))
    batches.flush()
    assert [one.name for batch in given for one in batch] == ["first"] * 3 + ["second"]
