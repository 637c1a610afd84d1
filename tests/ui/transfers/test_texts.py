"""What a transfer and all transfers together say."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale

from skop_desktop.downloads.snapshot import (
    QueueSnapshot,
    TransferKey,
    TransferSnapshot,
    TransferState,
)
from skop_desktop.downloads.totals import TransferTotals
from skop_desktop.errors import Detail, TransferError, TransferFault
from skop_desktop.ui.transfers import texts
from skop_desktop.ui.transfers.total_line import total_words

KEY = TransferKey("this-computer job_1", "https://riverton.gov/docs/minutes%201.pdf")
LOST = TransferError(
    "The site did not answer.",
    now="Two more tries follow.",
    detail=Detail(address="https://riverton.gov/docs/1.pdf", text="ReadTimeout"),
)


@pytest.fixture(autouse=True)
def _english_numbers() -> object:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    yield
    QLocale.setDefault(before)


def transfer(state: TransferState, **facts: object) -> TransferSnapshot:
    return TransferSnapshot(KEY, "Minutes – March 2024", "https://riverton.gov/m", state, **facts)  # type: ignore[arg-type]  # facts by name


@pytest.mark.parametrize(
    ("done", "whole", "words"),
    [
        (2_300_000, 4_100_000, "2.3 of 4.1 MB"),
        (180_000, 4_100_000, "180 kB of 4.1 MB"),
        (2_300_000, None, "2.3 MB"),
        (0, 4_100_000, "0 bytes of 4.1 MB"),
    ],
)
def test_the_amount_names_its_unit_once_where_it_can(
    done: int, whole: int | None, words: str
) -> None:
    sent = transfer(TransferState.RUNNING, bytes_done=done, bytes_total=whole)
    assert texts.amount(sent) == words


def test_a_running_transfer_tells_amount_speed_and_time_left() -> None:
    running = transfer(
        TransferState.RUNNING,
        bytes_done=2_300_000,
        bytes_total=4_600_000,
        speed=1_200_000.0,
        seconds_left=130.0,
    )
    assert texts.facts(running) == "2.3 of 4.6 MB · 1.2 MB/s · about 2 min left"
    assert texts.spoken(running) == (
        f"Minutes – March 2024, Downloading, 50 %, {texts.facts(running)}"
    )


def test_a_failed_transfer_tells_why_and_what_follows() -> None:
    failed = transfer(TransferState.FAILED, error=LOST)
    assert texts.facts(failed) == "The site did not answer. Two more tries follow."
    whole = texts.whole_of(failed)
    assert "Failed: The site did not answer." in whole
    assert f"Link: {KEY.url}" in whole
    assert "ReadTimeout" in whole


def test_a_saved_transfer_tells_size_and_place() -> None:
    saved = transfer(TransferState.SAVED, bytes_done=2_300_000, path=Path("a") / "minutes.pdf")
    assert texts.facts(saved) == "2.3 MB"
    assert f"File: {Path('a') / 'minutes.pdf'}" in texts.whole_of(saved)


def test_a_saved_file_with_a_note_tells_the_note_first() -> None:
    damaged = transfer(
        TransferState.SAVED, bytes_done=2_300_000, note="May be damaged.", is_damaged=True
    )
    assert texts.facts(damaged) == "May be damaged. · 2.3 MB"
    assert "Saved, May be damaged." in texts.spoken(damaged)


def test_a_document_that_goes_elsewhere_names_its_folder() -> None:
    key = KEY._replace(into=str(Path("home") / "ada" / "Desktop"))
    elsewhere = replace(transfer(TransferState.SAVED, bytes_done=2_300_000), key=key)
    assert texts.facts(elsewhere) == "to Desktop · 2.3 MB"
    assert f"Folder: {key.into}" in texts.whole_of(elsewhere)


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (1_000.0, "Next try in 1 min 5 s · The site did not answer."),
        (1_064.5, "Next try in 1 s · The site did not answer."),
        (1_065.0, "The next try begins · The site did not answer."),
        (1_070.0, "The next try begins · The site did not answer."),
        (None, "The site did not answer. Two more tries follow."),
    ],
)
def test_a_waiting_transfer_counts_down_to_its_next_try(now: float | None, words: str) -> None:
    waiting = transfer(TransferState.WAITING, error=LOST, next_try_at=1_065.0)
    assert texts.facts(waiting, now) == words


def test_a_paused_transfer_tells_what_is_here_of_it() -> None:
    paused = transfer(TransferState.PAUSED, bytes_done=2_300_000, bytes_total=4_100_000)
    assert texts.facts(paused) == "2.3 of 4.1 MB"
    assert texts.facts(transfer(TransferState.PAUSED, bytes_total=4_100_000)) == ""


def test_a_document_without_a_name_is_called_by_its_link() -> None:
    nameless = TransferSnapshot(KEY, " \n", "", TransferState.WAITING)
    assert texts.name_of(nameless) == "riverton.gov/docs/minutes 1.pdf"


@pytest.mark.parametrize(
    ("totals", "words"),
    [
        (TransferTotals(), ""),
        (
            TransferTotals(
                saved=3, running=2, waiting=10, all=15, bytes_per_second=4.2e6, seconds_left=65
            ),
            "3 of 15 · 4.2 MB/s · about 1 min left",
        ),
        (TransferTotals(saved=2, failed=1, waiting=1, all=4), "3 of 4 · 1 failed"),
        (TransferTotals(saved=15, all=15), "15 of 15 saved"),
        (TransferTotals(saved=14, failed=1, all=15), "14 of 15 saved · 1 failed"),
    ],
)
def test_all_downloads_fit_in_one_line(totals: TransferTotals, words: str) -> None:
    assert total_words(totals, QueueSnapshot()) == words


PAUSED = QueueSnapshot(is_paused=True)
FULL = TransferError("The disk is full.", fault=TransferFault.DISK_FULL)


@pytest.mark.parametrize(
    ("totals", "queue", "words"),
    [
        (TransferTotals(saved=3, paused=12, all=15), QueueSnapshot(), "Paused · 3 of 15"),
        (TransferTotals(saved=3, waiting=9, all=12), PAUSED, "Paused · 3 of 12"),
        (
            TransferTotals(saved=3, waiting=9, all=12),
            QueueSnapshot(trouble=FULL),
            "Disk full · 3 of 12",
        ),
        (TransferTotals(waiting=9, all=9), QueueSnapshot(trouble=LOST), "No network · 0 of 9"),
        (TransferTotals(running=1, paused=2, all=3), QueueSnapshot(), "0 of 3"),
        (TransferTotals(saved=3, all=3), PAUSED, "3 of 3 saved"),
    ],
)
def test_the_line_says_why_nothing_goes_on(
    totals: TransferTotals, queue: QueueSnapshot, words: str
) -> None:
    assert total_words(totals, queue) == words
