"""Sizes, numbers, times and money as people read them in their own locale."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale

from skop_desktop.ui import formats
from skop_desktop.ui.formats import NOTHING

MOMENT = datetime(2024, 1, 15, 10, 25)  # noqa: DTZ001 - this computer's clock
AMERICAN, GERMAN, ARABIC, HEBREW = "en_US", "de_DE", "ar_EG", "he_IL"


@pytest.fixture(autouse=True)
def locale(request: pytest.FixtureRequest) -> Iterator[QLocale]:
    """The locale a test asks for (American unless told otherwise); the one before comes back."""
    before = QLocale()
    chosen = QLocale(getattr(request, "param", AMERICAN))
    QLocale.setDefault(chosen)
    yield chosen
    QLocale.setDefault(before)


def in_locale(*cases: tuple[str, str]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(("locale", "shown"), cases, indirect=["locale"])


def plain(text: str) -> str:
    """``text`` with common spaces, and without the marks of direction that a locale adds."""
    kept = "".join(c for c in text if c not in "\u200e\u200f\u061c")
    return " ".join(kept.replace("\xa0", " ").replace("\u202f", " ").split())


@in_locale((AMERICAN, "12,345"), (GERMAN, "12.345"), (ARABIC, "١٢٬٣٤٥"), (HEBREW, "12,345"))
def test_counts(shown: str) -> None:
    assert plain(formats.count(12_345)) == shown


@in_locale((AMERICAN, "95 %"), (GERMAN, "95 %"), (ARABIC, "٩٥ %"))
def test_percents(shown: str) -> None:
    assert plain(formats.percent(0.951)) == shown


@in_locale((AMERICAN, "2.3 MB"), (GERMAN, "2,3 MB"), (ARABIC, "٢٫٣ م.ب"), (HEBREW, "2.3 MB"))
def test_sizes(shown: str) -> None:
    assert plain(formats.size(2_345_678)) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [(0, "0 bytes"), (999, "999 bytes"), (2_300, "2 kB"), (1_000_000, "1.0 MB"), (4e9, "4.0 GB")],
)
def test_sizes_are_as_exact_as_people_need(number: float, shown: str) -> None:
    assert formats.size(number) == shown


@in_locale((AMERICAN, "4.2 MB/s"), (GERMAN, "4,2 MB/s"))
def test_speeds(shown: str) -> None:
    assert formats.speed(4_200_000) == shown


@in_locale((AMERICAN, "$2.16"), (GERMAN, "2,16 $"), (HEBREW, "2.16 $"))
def test_money_is_dollars_everywhere(shown: str) -> None:
    assert plain(formats.money(2.1584)) == shown


@pytest.mark.parametrize("dollars", [0, 0.0, 0.001])
def test_money_has_cents_behind_whole_dollars_too(dollars: float) -> None:
    assert formats.money(dollars) == "$0.00"


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(0, "0 s"), (59.9, "59 s"), (680, "11 min 20 s"), (3_600, "1 h 0 min"), (7_500, "2 h 5 min")],
)
def test_durations(seconds: float, shown: str) -> None:
    assert formats.duration(seconds) == shown


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (-5, "a few seconds left"),
        (9, "a few seconds left"),
        (30, "less than a minute left"),
        (240, "about 4 min left"),
        (5_400, "about 1.5 h left"),
    ],
)
def test_the_time_left_has_no_precision_that_nobody_has(seconds: float, shown: str) -> None:
    assert formats.time_left(seconds) == shown


@in_locale((GERMAN, "about 1,5 h left"))
def test_the_time_left_is_in_numbers_of_the_locale(shown: str) -> None:
    assert formats.time_left(5_400) == shown


@in_locale(
    (AMERICAN, "15 Jan 2024, 10:25 AM"),
    (GERMAN, "15 Jan. 2024, 10:25"),
    (ARABIC, "١٥ يناير ٢٠٢٤, ١٠:٢٥ ص"),
)
def test_dates_have_words_and_digits_of_the_locale(shown: str) -> None:
    assert plain(formats.moment_short(MOMENT)) == shown


def test_a_moment_elsewhere_is_told_by_this_computers_clock() -> None:
    here = datetime(2024, 1, 15, 10, 25).astimezone()
    elsewhere = here.astimezone(timezone(timedelta(hours=-9)))
    assert formats.clock_time(elsewhere) == formats.clock_time(MOMENT)
    assert plain(formats.clock_time(MOMENT)) == "10:25 AM"


def test_today_is_a_time_and_any_other_day_has_its_date() -> None:
    assert formats.when(MOMENT, MOMENT + timedelta(hours=2)) == formats.clock_time(MOMENT)
    assert formats.when(MOMENT, MOMENT + timedelta(days=1)) == formats.moment_short(MOMENT)
    before = datetime.now(UTC)
    told = formats.when(before)
    after = datetime.now(UTC)
    assert told in {formats.when(before, before), formats.when(before, after)}, "midnight may pass"


@pytest.mark.parametrize(
    "write",
    [
        formats.count,
        formats.percent,
        formats.size,
        formats.money,
        formats.duration,
        formats.moment_short,
    ],
)
def test_what_is_not_known_is_a_dash(write: object) -> None:
    assert callable(write)
    assert write(None) == NOTHING


@pytest.mark.parametrize("locale", [AMERICAN, GERMAN, ARABIC], indirect=True)
@pytest.mark.parametrize(
    "write",
    [
        formats.percent,
        formats.size,
        formats.speed,
        formats.money,
        formats.duration,
        formats.time_left,
    ],
)
@given(value=st.floats())
def test_no_number_is_too_odd(write: object, value: float) -> None:
    assert callable(write)
    assert write(value)


@given(number=st.integers())
def test_no_count_is_too_large(number: int) -> None:
    assert formats.count(number)
    assert formats.count(number * 10**30)
    assert formats.size(number * 10**30)


@given(moment=st.datetimes() | st.datetimes(timezones=st.timezones()))
def test_no_moment_is_too_odd(moment: datetime) -> None:
    assert formats.moment_short(moment)
    assert formats.when(moment)
    assert formats.when(moment, moment) == formats.clock_time(moment)


@pytest.mark.parametrize(
    ("address", "site", "short"),
    [
        ("https://www.riverton.gov/a%20b/", "riverton.gov", "riverton.gov/a b"),
        ("https://user:secret@host.example:8443/p", "host.example", "host.example:8443/p"),
        ("http://[::1", "http://[::1", "http://[::1"),
        ("riverton", "riverton", "riverton"),
        ("", "", ""),
    ],
)
def test_addresses_are_short_and_never_tell_a_password(address: str, site: str, short: str) -> None:
    assert formats.site(address) == site
    assert formats.address_short(address) == short
