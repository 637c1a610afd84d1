"""Facts of the town of Eldermere, which exists nowhere: its bodies and when they met."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

TOWN: Final = "Town of Eldermere"
ADDRESS: Final = "14 Mill Street, Eldermere"
YEARS: Final = (2022, 2023, 2024, 2025)
TUESDAY, WEDNESDAY, THURSDAY = 1, 2, 3


class Paper(StrEnum):
    """What a meeting leaves behind."""

    MINUTES = "minutes"
    AGENDA = "agenda"
    PACKET = "packet"


@dataclass(frozen=True, slots=True)
class Body:
    """A board or committee. ``short`` is what its own pages call it in links."""

    name: str
    short: str
    folder: str
    place: str
    members: tuple[str, ...]


TOWN_BOARD: Final = Body(
    "Town Board",
    "Board",
    "board",
    "Town Hall, upper meeting room",
    ("Ruth Hallam, Supervisor", "Per Okafor", "Linda Vance", "Tomas Brandt", "Asha Merrow"),
)
PLANNING_BOARD: Final = Body(
    "Planning Board",
    "Planning Board",
    "planning",
    "Town Hall, lower meeting room",
    ("Carl Denby, Chair", "Wanda Ruiz", "Elise Thorne", "Neil Abbott", "Joan Sedley"),
)
FINANCE: Final = Body(
    "Finance Committee",
    "Finance Committee",
    "finance",
    "Town Hall, clerk's office",
    ("Linda Vance, Chair", "Howard Pell", "Miriam Stroud"),
)
PARKS: Final = Body(
    "Parks and Recreation Commission",
    "Parks Commission",
    "parks",
    "Boathouse, Mere Road",
    ("Asha Merrow, Chair", "Bill Tarrant", "Sofia Lindqvist"),
)
LIBRARY: Final = Body(
    "Library Board of Trustees",
    "Library Trustees",
    "library",
    "Eldermere Public Library, reading room",
    ("Grace Ilves, President", "Peter Wyle", "Dorothy Kemp", "Sam Achterberg"),
)
SCHOOL: Final = Body(
    "School Building Committee",
    "School Building Committee",
    "school-building",
    "Eldermere School, library",
    ("Tomas Brandt, Chair", "Helen Marsh", "Yusuf Demir"),
)


@dataclass(frozen=True, slots=True)
class Meeting:
    """One sitting of a body; ``number`` steers which business came up."""

    body: Body
    day: date
    kind: str = "regular meeting"

    @property
    def number(self) -> int:
        """A figure that is different from meeting to meeting."""
        return self.day.toordinal() // 7 + len(self.body.name)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """The ``nth`` (1 to 4) ``weekday`` (Monday is 0) of a month."""
    first = calendar.weekday(year, month, 1)
    return date(year, month, 1 + (weekday - first) % 7 + 7 * (nth - 1))


def _meetings(
    body: Body, weekday: int, nth: int, months: dict[int, tuple[int, ...]]
) -> list[Meeting]:
    return [
        Meeting(body, nth_weekday(year, month, weekday, nth))
        for year, held in months.items()
        for month in held
    ]


EVERY_MONTH: Final = tuple(range(1, 13))
BOARD_MEETINGS: Final = (
    *_meetings(
        TOWN_BOARD,
        TUESDAY,
        2,
        {2022: (3, 6, 9, 12), 2023: (2, 4, 6, 8, 10, 12), 2024: EVERY_MONTH, 2025: (1, 2, 3, 4)},
    ),
    Meeting(TOWN_BOARD, date(2024, 8, 27), "special meeting"),
)
PLANNING_MEETINGS: Final = tuple(
    _meetings(PLANNING_BOARD, THURSDAY, 4, {2023: (3, 9), 2024: (1, 4, 7, 10), 2025: (1,)})
)
FINANCE_MEETINGS: Final = tuple(_meetings(FINANCE, WEDNESDAY, 3, {2023: (11,), 2024: (2, 6, 11)}))
PARKS_MEETINGS: Final = tuple(_meetings(PARKS, WEDNESDAY, 1, {2024: (5, 9), 2025: (3,)}))
LIBRARY_MEETINGS: Final = tuple(_meetings(LIBRARY, THURSDAY, 2, {2023: (10,), 2024: (4, 10)}))
SCHOOL_MEETINGS: Final = tuple(_meetings(SCHOOL, TUESDAY, 3, {2024: (3,)}))


def long_date(day: date) -> str:
    """``January 9, 2024``, whatever the locale of the machine."""
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"


MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
