"""What a transfer and all transfers together say."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QLocale

from skop_desktop.downloads.snapshot import TransferKey, TransferSnapshot, TransferState
from skop_desktop.downloads.totals import TransferTotals
from skop_desktop.errors import Detail, TransferError
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
    assert total_words(totals) == words
