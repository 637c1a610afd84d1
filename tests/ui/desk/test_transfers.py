"""The newest state of every transfer, by job and link."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from skop_desktop.downloads.snapshot import (
    QueueSnapshot,
    TransferKey,
    TransferSnapshot,
    TransferState,
)
from skop_desktop.jobs.snapshot import JobKey
from skop_desktop.ui.desk.transfers import Transfers

JOB = JobKey("skop-cloud", "job_4fc79a89797e")
OTHER = JobKey("skop-cloud", "job_000000000000")


def transfer(n: int, state: TransferState, job: JobKey = JOB) -> TransferSnapshot:
    key = TransferKey(str(job), f"https://example.com/{n}.pdf")
    return TransferSnapshot(
        key, name=f"Minutes {n}", source_page="https://example.com/meetings", state=state
    )


def test_the_newest_state_of_each_transfer_is_kept_by_job_and_link() -> None:
    transfers = Transfers()
    transfers.apply([transfer(1, TransferState.WAITING), transfer(2, TransferState.WAITING)])
    transfers.apply([transfer(1, TransferState.SAVED), transfer(1, TransferState.FAILED, OTHER)])
    states = {link[-5:]: one.state for link, one in transfers.of_job(JOB).items()}
    assert states == {"1.pdf": TransferState.SAVED, "2.pdf": TransferState.WAITING}
    assert len(transfers.of_job(OTHER)) == 1
    assert transfers.of_job(JobKey("skop-cloud", "job_111111111111")) == {}
    found = transfers.get(transfer(1, TransferState.SAVED).key)
    assert found is not None
    assert found.state is TransferState.SAVED


def test_listeners_are_told_after_it_has_been_taken_in() -> None:
    transfers = Transfers()
    heard: list[tuple[int, int]] = []

    def changed(batch: Sequence[TransferSnapshot]) -> None:
        heard.append((len(batch), len(transfers.of_job(JOB))))

    def removed(keys: Sequence[TransferKey]) -> None:
        heard.append((-len(keys), len(transfers.of_job(JOB))))

    transfers.subscribe(changed, removed)
    both = [transfer(1, TransferState.SAVED), transfer(2, TransferState.SAVED)]
    transfers.apply(both)
    transfers.remove([both[0].key])
    assert heard == [(2, 2), (-1, 1)]
    assert transfers.get(both[0].key) is None


def states(transfers: Transfers) -> dict[str, TransferState]:
    return {link[-5:]: one.state for link, one in transfers.of_job(JOB).items()}


def elsewhere(folder: str, state: TransferState) -> TransferSnapshot:
    own = transfer(1, state)
    return replace(own, key=own.key._replace(into=folder))


def test_what_was_saved_elsewhere_stands_for_a_document_until_the_job_has_it() -> None:
    transfers = Transfers()
    transfers.apply([elsewhere("/desktop", TransferState.SAVED)])
    assert states(transfers) == {"1.pdf": TransferState.SAVED}
    transfers.apply([transfer(1, TransferState.WAITING)])
    assert states(transfers) == {"1.pdf": TransferState.WAITING}
    transfers.apply([elsewhere("/desktop", TransferState.FAILED)])
    assert states(transfers) == {"1.pdf": TransferState.WAITING}
    assert len(transfers) == 2

    transfers.remove([transfer(1, TransferState.WAITING).key])
    assert states(transfers) == {"1.pdf": TransferState.FAILED}
    transfers.remove([elsewhere("/desktop", TransferState.FAILED).key])
    assert states(transfers) == {}


def test_of_several_folders_the_one_asked_for_last_stands_for_the_document() -> None:
    transfers = Transfers()
    transfers.apply([elsewhere("/a", TransferState.SAVED), elsewhere("/b", TransferState.FAILED)])
    assert states(transfers) == {"1.pdf": TransferState.FAILED}
    transfers.apply([elsewhere("/a", TransferState.WAITING)])
    assert states(transfers) == {"1.pdf": TransferState.WAITING}
    transfers.apply([elsewhere("/b", TransferState.FAILED)])
    assert states(transfers) == {"1.pdf": TransferState.WAITING}
    own = transfer(1, TransferState.SAVED).key
    assert [one.key.into for one in transfers.all_of(own.job, own.url)] == ["/b", "/a"]


def test_how_it_is_with_all_of_them_is_told_at_once_and_at_each_change() -> None:
    transfers = Transfers()
    heard: list[QueueSnapshot] = []
    transfers.subscribe_queue(heard.append)
    transfers.apply_queue(QueueSnapshot(is_paused=True))
    assert [queue.is_paused for queue in heard] == [False, True]


def test_removing_what_is_not_there_hurts_nobody() -> None:
    transfers = Transfers()
    transfers.remove([transfer(1, TransferState.SAVED).key])
    assert transfers.totals().all == 0


def test_the_totals_are_over_all_jobs() -> None:
    transfers = Transfers()
    transfers.apply(
        [
            transfer(1, TransferState.SAVED),
            transfer(2, TransferState.WAITING),
            transfer(1, TransferState.SAVED, OTHER),
        ]
    )
    assert (transfers.totals().all, transfers.totals().saved) == (3, 2)
