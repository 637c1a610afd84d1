from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QLocale

from skop_desktop.errors import Unreachable
from skop_desktop.jobs.records import LibraryEntry
from skop_desktop.jobs.snapshot import JobState
from skop_desktop.ui.library.entry import entry_of_record, entry_of_snapshot
from skop_desktop.ui.library.sections import section_of
from tests.support.job_snapshots import KEY, NOW, running, with_results, with_trouble
from tests.ui.library.searches import NOON, search


def month(number: int) -> str:
    """The month in the language of the person."""
    return QLocale().standaloneMonthName(number)


def test_a_running_search_tells_site_count_and_state() -> None:
    entry = entry_of_snapshot(running())
    assert entry.detail == "riverton.gov · 15 found · running"
    assert entry.title == "Board meeting minutes 2024"


def test_a_completed_search_says_its_state_to_the_ear_where_the_eye_sees_a_check_mark() -> None:
    entry = search("a")
    assert entry.detail == "riverton.gov · 9 found"
    assert entry.spoken == "Search a, riverton.gov, 9 found, completed"


def test_a_search_that_is_offline_says_so_in_place_of_its_state() -> None:
    entry = entry_of_snapshot(with_trouble(running(), Unreachable("x")))
    assert entry.detail.endswith("· offline")


def test_nothing_found_is_a_count_too() -> None:
    assert entry_of_snapshot(with_results(running("completed"), [])).documents == 0


def test_a_search_that_nobody_counted_shows_no_count() -> None:
    entry = entry_of_snapshot(running(total_documents_found=None))
    assert entry.detail == "riverton.gov · running"


def test_a_kept_search_looks_as_it_did_when_it_was_followed() -> None:
    snapshot = with_results(running("completed"))
    record = LibraryEntry(
        key=KEY,
        prompt=snapshot.prompt,
        website=snapshot.website,
        state=JobState.COMPLETED,
        documents=2,
        opened_at=NOW,
        ended_at=NOW,
        seen=True,
    )
    assert entry_of_record(record) == entry_of_snapshot(snapshot, NOW)


def test_a_search_without_a_prompt_is_named_by_its_job_id() -> None:
    assert entry_of_snapshot(running(prompt=None)).title == KEY.job_id


def test_a_prompt_over_several_lines_is_shown_on_one() -> None:
    assert entry_of_snapshot(running(prompt="two\nlines\u202e")).title == "two lines"


@pytest.mark.parametrize(
    ("days", "heading"),
    [
        (-3, "Today"),
        (0, "Today"),
        (0.6, "Yesterday"),
        (1, "Yesterday"),
        (2, "Last week"),
        (7, "Last week"),
        (8, month(6)),
        (40, month(5)),
        (300, f"{month(8)} 2023"),
    ],
)
def test_searches_stand_under_the_day_week_or_month(days: float, heading: str) -> None:
    opened_at = search("a", days=days).opened_at
    assert opened_at is not None
    assert section_of(opened_at, NOON.date()) == heading


def test_an_entry_without_site_or_count_has_no_stray_dots() -> None:
    entry = replace(search("a", documents=None, state=JobState.FAILED), website="")
    assert entry.detail == "failed"
