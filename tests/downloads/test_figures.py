"""Speed, time left, totals, pauses: figures that are shown, computed without a clock."""

from __future__ import annotations

from datetime import UTC, datetime

import httpx
import pytest

from skop_desktop.downloads.answer import retry_after
from skop_desktop.downloads.record import Speedometer
from skop_desktop.downloads.retry import RetryPolicy
from skop_desktop.downloads.snapshot import TransferKey, TransferSnapshot, TransferState
from skop_desktop.downloads.totals import totals
from skop_desktop.errors import TransferError

NOW = datetime(2024, 1, 15, 10, 0, tzinfo=UTC)


def snapshot(
    state: TransferState, done: int = 0, total: int | None = None, speed: float = 0
) -> TransferSnapshot:
    return TransferSnapshot(TransferKey("job", "u"), "Minutes", "", state, done, total, speed)


def test_a_steady_speed_is_shown_as_it_is_and_a_stalled_one_falls() -> None:
    meter = Speedometer(0.0)
    for second in range(1, 11):
        speed = meter.read(second * 1_000_000, float(second))
    assert speed == pytest.approx(1_000_000)
    for second in range(11, 31):
        speed = meter.read(10_000_000, float(second))
    assert speed < 10_000


def test_the_first_moment_is_not_a_speed() -> None:
    meter = Speedometer(0.0)
    assert meter.read(1_000_000, 0.001) == 0


def test_the_total_line() -> None:
    line = totals(
        [
            *[snapshot(TransferState.SAVED, 100, 100)] * 3,
            snapshot(TransferState.FAILED),
            snapshot(TransferState.CANCELLED),
            snapshot(TransferState.RUNNING, 50, 100, speed=20),
            snapshot(TransferState.RUNNING, 0, 100, speed=30),
            snapshot(TransferState.WAITING),
        ]
    )
    assert (line.saved, line.failed, line.running, line.waiting, line.cancelled) == (3, 1, 2, 1, 1)
    assert line.all == 7
    assert line.bytes_per_second == 50
    assert line.seconds_left == pytest.approx((50 + 100 + 100) / 50)
    assert line.share == pytest.approx((3 + 1 + 0.5) / 7)
    assert line.is_busy


def test_the_total_of_nothing_and_of_what_has_ended() -> None:
    assert totals([]).share is None
    ended = totals([snapshot(TransferState.SAVED, 9, 9), snapshot(TransferState.FAILED)])
    assert (ended.all, ended.share, ended.seconds_left, ended.is_busy) == (2, None, None, False)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("30", 30),
        ("0", 0),
        ("999999999999", 600),
        ("Mon, 15 Jan 2024 10:01:00 GMT", 60),
        ("Mon, 15 Jan 2024 09:00:00 GMT", 0),
        ("Mon, 15 Jan 2024 10:00:30 -0000", 30),
        ("-5", None),
        ("soon", None),
        ("", None),
    ],
)
def test_a_site_may_name_the_pause_in_seconds_or_as_a_date(
    value: str, seconds: float | None
) -> None:
    assert retry_after(httpx.Headers({"Retry-After": value}), NOW) == seconds


def test_pauses_grow_stay_bounded_and_follow_the_site() -> None:
    policy = RetryPolicy(first_pause=2, longest_pause=10, chance=lambda: 1.0)
    error = TransferError("x", retryable=True)
    assert [policy.pause(error, tries) for tries in range(1, 6)] == [2, 4, 8, 10, 10]
    assert policy.pause(TransferError("x", retryable=True, retry_after=300), 1) == 300
    assert policy.tries_left(error, 1) == 2
    assert policy.tries_left(error, 3) == 0
    assert policy.tries_left(TransferError("x"), 1) == 0
