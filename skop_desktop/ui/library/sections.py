"""Under which heading a search stands: Today, Yesterday, Last week, then by month."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from PySide6.QtCore import QLocale

_A_WEEK: Final = 7


def section_of(opened_at: datetime, today: date) -> str:
    """The heading for a search opened at ``opened_at``, on this computer's calendar."""
    day = opened_at.astimezone().date()
    ago = (today - day).days
    if ago <= 0:
        return "Today"
    if ago == 1:
        return "Yesterday"
    if ago <= _A_WEEK:
        return "Last week"
    month = QLocale().standaloneMonthName(day.month, QLocale.FormatType.LongFormat)
    return month if day.year == today.year else f"{month} {day.year}"
