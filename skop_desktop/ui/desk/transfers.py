"""The newest state of every transfer, by job, link and folder, for whoever draws them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from skop_desktop.downloads.snapshot import (
    QueueSnapshot,
    TransferKey,
    TransferSnapshot,
    TransferState,
)
from skop_desktop.downloads.totals import TransferTotals, totals
from skop_desktop.jobs.snapshot import JobKey

Changed = Callable[[Sequence[TransferSnapshot]], None]
Removed = Callable[[Sequence[TransferKey]], None]
QueueIs = Callable[[QueueSnapshot], None]

IN_HAND: Final = frozenset({TransferState.WAITING, TransferState.RUNNING, TransferState.PAUSED})
"""The states from which a transfer still goes on."""


class Transfers:
    """Belongs to the window's thread; what the worker tells comes through its loop.

    A document that was also dropped into other folders has a transfer for each. The one that stands
    for it is that of the job's own folder; where there is none, the newest of the others.
    """

    def __init__(self) -> None:
        self._by_key: dict[TransferKey, TransferSnapshot] = {}
        self._elsewhere: dict[tuple[str, str], dict[str, None]] = {}
        self._shown: dict[str, dict[str, TransferSnapshot]] = {}
        self._listeners: list[tuple[Changed, Removed]] = []
        self._queue = QueueSnapshot()
        self._queue_listeners: list[QueueIs] = []

    def __len__(self) -> int:
        return len(self._by_key)

    def subscribe(self, changed: Changed, removed: Removed) -> None:
        """Tell every later change, after it has been taken in here."""
        self._listeners.append((changed, removed))

    def subscribe_queue(self, listener: QueueIs) -> None:
        """Tell how it is with all of them at once, now and at every change."""
        self._queue_listeners.append(listener)
        listener(self._queue)

    def apply_queue(self, queue: QueueSnapshot) -> None:
        """Takes what holds for all of them at once."""
        self._queue = queue
        for listener in self._queue_listeners:
            listener(queue)

    def apply(self, batch: Sequence[TransferSnapshot]) -> None:
        """Takes the newest state of some transfers."""
        for transfer in batch:
            if transfer.key.into:
                self._note_elsewhere(transfer)
            self._by_key[transfer.key] = transfer
            self._choose(transfer.key)
        for changed, _ in self._listeners:
            changed(batch)

    def remove(self, keys: Sequence[TransferKey]) -> None:
        """Forgets transfers."""
        for key in keys:
            if self._by_key.pop(key, None) is not None:
                self._elsewhere.get((key.job, key.url), {}).pop(key.into, None)
                self._choose(key)
        for _, removed in self._listeners:
            removed(keys)

    def of_job(self, key: JobKey) -> Mapping[str, TransferSnapshot]:
        """The transfers that stand for the documents of one job, by link."""
        return self._shown.get(str(key), {})

    def get(self, key: TransferKey) -> TransferSnapshot | None:
        """One transfer."""
        return self._by_key.get(key)

    def all_of(self, job: str, url: str) -> tuple[TransferSnapshot, ...]:
        """Every transfer of one document, the job's own first."""
        keys = [TransferKey(job, url)]
        keys += [TransferKey(job, url, into) for into in self._elsewhere.get((job, url), ())]
        return tuple(self._by_key[key] for key in keys if key in self._by_key)

    def totals(self) -> TransferTotals:
        """All of them in one line."""
        return totals(self._by_key.values())

    def _note_elsewhere(self, transfer: TransferSnapshot) -> None:
        """Keeps the folders of a document in the order in which they were last asked for."""
        folders = self._elsewhere.setdefault((transfer.key.job, transfer.key.url), {})
        before = self._by_key.get(transfer.key)
        begins = before is None or (before.state not in IN_HAND and transfer.state in IN_HAND)
        if begins:
            folders.pop(transfer.key.into, None)
            folders[transfer.key.into] = None

    def _choose(self, key: TransferKey) -> None:
        """Which transfer stands for the document of ``key``."""
        of_job = self._shown.setdefault(key.job, {})
        own = self._by_key.get(TransferKey(key.job, key.url))
        others = self._elsewhere.get((key.job, key.url))
        if own is not None:
            of_job[key.url] = own
        elif others:
            of_job[key.url] = self._by_key[TransferKey(key.job, key.url, next(reversed(others)))]
        else:
            of_job.pop(key.url, None)
