"""Sizes, numbers, times and money, in the person's own locale."""

from __future__ import annotations

from datetime import datetime
from math import isfinite
from typing import Final
from urllib.parse import unquote, urlsplit

from PySide6.QtCore import QDate, QDateTime, QLocale, QTime

NOTHING: Final = "—"
"""What stands where a value is not known."""

_MINUTE: Final = 60
_HOUR: Final = 3_600
_MOST: Final = 2**63 - 1
"""The largest whole number that Qt can write; what services send has no limit."""


def count(number: int | None) -> str:
    """``12,345``."""
    whole = _whole(number)
    return NOTHING if whole is None else QLocale().toString(whole)


def percent(share: float | None) -> str:
    """``95 %`` of a share from 0 to 1."""
    whole = None if share is None else _whole(share * 100)
    return NOTHING if whole is None else f"{QLocale().toString(whole)} %"


def size(number_of_bytes: float | None) -> str:
    """``2.3 MB`` of bytes (decimal units, as file managers and the service count)."""
    whole = _whole(number_of_bytes)
    if whole is None:
        return NOTHING
    digits = 0 if whole < 1_000_000 else 1  # noqa: PLR2004 - one megabyte
    form = QLocale.DataSizeFormat.DataSizeSIFormat
    return QLocale().formattedDataSize(whole, digits, form)


def speed(bytes_a_second: float) -> str:
    """``4.2 MB/s``."""
    return f"{size(bytes_a_second)}/s"


def money(dollars: float | None) -> str:
    """``$2.16``: the service bills in US dollars, whatever the locale."""
    if dollars is None or not isfinite(dollars):
        return NOTHING
    # Qt writes no cents behind a whole number.
    return QLocale().toCurrencyString(float(dollars), "$", 2)


def duration(seconds: float | None) -> str:
    """``45 s``, ``11 min 20 s``, ``2 h 5 min``."""
    if seconds is None or not isfinite(seconds):
        return NOTHING
    whole = max(0, int(seconds))
    if whole < _MINUTE:
        return f"{whole} s"
    if whole < _HOUR:
        return f"{whole // _MINUTE} min {whole % _MINUTE} s"
    return f"{whole // _HOUR} h {whole % _HOUR // _MINUTE} min"


def time_left(seconds: float) -> str:
    """``about 4 min left``, without a precision nobody has."""
    if not isfinite(seconds):
        return NOTHING
    if seconds < _MINUTE:
        return "less than a minute left" if seconds > 10 else "a few seconds left"  # noqa: PLR2004
    if seconds < _HOUR:
        return f"about {round(seconds / _MINUTE)} min left"
    return f"about {QLocale().toString(seconds / _HOUR, 'f', 1)} h left"


def clock_time(moment: datetime) -> str:
    """``10:04`` on this computer's clock."""
    local = _local(moment)
    return QLocale().toString(local.time(), QLocale.FormatType.ShortFormat)


def moment_short(moment: datetime | None) -> str:
    """``15 Jan 2024, 10:25`` in the order and words of the locale."""
    if moment is None:
        return NOTHING
    local = _local(moment)
    date = QLocale().toString(local.date(), "d MMM yyyy")
    return f"{date}, {clock_time(moment)}"


def when(moment: datetime, now: datetime | None = None) -> str:
    """The time of today, or the date with it: for "as of", "started" and "next try".

    ``now``: the moment that counts as now, for those who keep a clock of their own.
    """
    today = QDateTime.currentDateTime() if now is None else _local(now)
    return clock_time(moment) if _local(moment).date() == today.date() else moment_short(moment)


def site(address: str) -> str:
    """``riverton.gov`` of a web address."""
    try:
        parts = urlsplit(address)
        return (parts.hostname or address).removeprefix("www.")
    except ValueError:
        return address


def address_short(address: str) -> str:
    """``riverton.gov/meetings`` of a web address, readable letters and no scheme."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    if not parts.netloc:
        return address
    server = parts.netloc.rpartition("@")[2]  # a name and password in front are nobody's business
    return (server.removeprefix("www.") + unquote(parts.path)).rstrip("/")


def _local(moment: datetime) -> QDateTime:
    if moment.tzinfo is None:
        date = QDate(moment.year, moment.month, moment.day)
        return QDateTime(date, QTime(moment.hour, moment.minute, moment.second))
    return QDateTime.fromSecsSinceEpoch(int(moment.timestamp()))


def _whole(number: float | None) -> int | None:
    """``number`` as Qt can write it; ``None`` where it is none, infinity and NaN included."""
    if number is None:
        return None
    try:
        return max(-_MOST, min(_MOST, round(number)))
    except (ValueError, OverflowError):
        return None
