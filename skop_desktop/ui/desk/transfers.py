"""The newest state of every transfer, by job and link, for whoever draws them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from skop_desktop.downloads.snapshot import TransferKey, TransferSnapshot
from skop_desktop.downloads.totals import TransferTotals, totals
from skop_desktop.jobs.snapshot import JobKey

Changed = Callable[[Sequence[TransferSnapshot]], None]
Removed = Callable[[Sequence[TransferKey]], None]


class Transfers:
    """Belongs to the window's thread; what the worker tells comes through its loop."""

    def __init__(self) -> None:
        self._by_job: dict[str, dict[str, TransferSnapshot]] = {}
        self._listeners: list[tuple[Changed, Removed]] = []

    def __len__(self) -> int:
        return sum(len(of_job) for of_job in self._by_job.values())

    def subscribe(self, changed: Changed, removed: Removed) -> None:
        """Tell every later change, after it has been taken in here."""
        self._listeners.append((changed, removed))

    def apply(self, batch: Sequence[TransferSnapshot]) -> None:
        """Takes the newest state of some transfers."""
        for transfer in batch:
            self._by_job.setdefault(transfer.key.job, {})[transfer.key.url] = transfer
        for changed, _ in self._listeners:
            changed(batch)

    def remove(self, keys: Sequence[TransferKey]) -> None:
        """Forgets transfers."""
        for key in keys:
            self._by_job.get(key.job, {}).pop(key.url, None)
        for _, removed in self._listeners:
            removed(keys)

    def of_job(self, key: JobKey) -> Mapping[str, TransferSnapshot]:
        """The transfers of one job, by link."""
        return self._by_job.get(str(key), {})

    def get(self, key: TransferKey) -> TransferSnapshot | None:
        """One transfer."""
        return self._by_job.get(key.job, {}).get(key.url)

    def totals(self) -> TransferTotals:
        """All of them in one line."""
        return totals(t for of_job in self._by_job.values() for t in of_job.values())
