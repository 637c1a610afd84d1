"""Headers about limits, in every form that services send them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from skop_desktop.api.limit_headers import limit_word, retry_after

NOW = datetime(2024, 1, 15, 10, 0, tzinfo=UTC)
EPOCH = int(NOW.timestamp())


@pytest.mark.parametrize(
    "reset",
    [
        "600",
        "600.0",
        str(EPOCH + 600),
        str((EPOCH + 600) * 1000),
        "2024-01-15T10:10:00Z",
        "2024-01-15T11:10:00+01:00",
        "2024-01-15T10:10:00",
        "Mon, 15 Jan 2024 10:10:00 GMT",
    ],
)
def test_the_reset_is_read_in_every_form(reset: str) -> None:
    word = limit_word({"X-Rate-Limit-Remaining": "42", "X-Rate-Limit-Reset": reset}, NOW)
    assert word.remaining == 42
    assert word.reset_in == pytest.approx(600)


@pytest.mark.parametrize("reset", ["", "soon", "nan", "inf", "-5", "0", "90000", str(EPOCH - 9)])
def test_a_reset_that_cannot_be_is_as_if_not_sent(reset: str) -> None:
    assert limit_word({"X-Rate-Limit-Reset": reset}, NOW).reset_in is None


@pytest.mark.parametrize("remaining", ["", "many", "-1", "nan", "1e99"])
def test_a_count_that_cannot_be_is_as_if_not_sent(remaining: str) -> None:
    assert limit_word({"x-rate-limit-remaining": remaining}, NOW).remaining is None


@pytest.mark.parametrize(
    "name", ["X-Rate-Limit-Remaining", "X-RateLimit-Remaining", "ratelimit-remaining"]
)
def test_other_spellings_count(name: str) -> None:
    assert limit_word({name: "7"}, NOW).remaining == 7


def test_a_wrong_clock_on_this_computer_shifts_nothing() -> None:
    headers = {"Date": "Mon, 15 Jan 2024 10:00:00 GMT", "X-Rate-Limit-Reset": str(EPOCH + 600)}
    wrong = datetime(2031, 5, 5, tzinfo=UTC)
    assert limit_word(headers, wrong).reset_in == pytest.approx(600)
    headers = {"date": headers["Date"], "Retry-After": "Mon, 15 Jan 2024 10:00:30 GMT"}
    assert retry_after(headers, wrong) == 30


@pytest.mark.parametrize(
    ("sent", "seconds"),
    [
        ("120", 120),
        ("0", 0),
        ("Mon, 15 Jan 2024 10:02:00 GMT", 120),
        ("Monday, 15-Jan-24 10:02:00 GMT", 120),
        ("Mon, 15 Jan 2024 09:00:00 GMT", 0),
        ("-3", None),
        ("999999999", None),
        ("later", None),
        ("", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(sent: str, seconds: float | None) -> None:
    assert retry_after({"Retry-After": sent}, NOW) == seconds
