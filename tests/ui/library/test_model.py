from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QLocale, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from skop_desktop.jobs.snapshot import JobState
from skop_desktop.ui.library.model import LibraryModel
from tests.ui.library.searches import Clock, search


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def model(clock: Clock) -> Iterator[LibraryModel]:
    made = LibraryModel(clock)
    tester = QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal)
    yield made
    del tester


def rows(model: LibraryModel) -> list[str]:
    return [str(model.index(row).data()) for row in range(model.rowCount())]


def test_searches_stand_newest_first_under_their_headings(model: LibraryModel) -> None:
    model.show_entries([search("old", days=40), search("new"), search("day", days=1)])
    may = QLocale().standaloneMonthName(5)
    assert rows(model) == ["Today", "Search new", "Yesterday", "Search day", may, "Search old"]


def test_headings_cannot_be_chosen(model: LibraryModel) -> None:
    model.show_entries([search("new")])
    assert model.flags(model.index(0)) == Qt.ItemFlag.NoItemFlags
    assert model.flags(model.index(1)) & Qt.ItemFlag.ItemIsSelectable


def test_an_update_changes_one_row_and_nothing_else(qtbot: QtBot, model: LibraryModel) -> None:
    model.show_entries([search("a"), search("b", days=1)])
    changed = replace(search("b", days=1), opened_at=None, documents=12)
    with (
        qtbot.assertNotEmitted(model.layoutChanged),
        qtbot.assertNotEmitted(model.rowsInserted),
        qtbot.waitSignal(model.dataChanged) as told,
    ):
        model.update_entry(changed)
    assert told.args is not None
    assert told.args[0].row() == told.args[1].row() == 3
    entry = model.entry_at(model.index(3))
    assert entry is not None
    assert entry.documents == 12
    assert entry.opened_at == search("b", days=1).opened_at


def test_an_update_that_changes_nothing_says_nothing(qtbot: QtBot, model: LibraryModel) -> None:
    model.show_entries([search("a")])
    with qtbot.assertNotEmitted(model.dataChanged):
        model.update_entry(search("a"))


def test_a_job_that_is_followed_for_the_first_time_stands_on_top(model: LibraryModel) -> None:
    model.show_entries([search("a", days=0.1)])
    model.update_entry(replace(search("b", state=JobState.RUNNING), opened_at=None))
    assert rows(model) == ["Today", "Search b", "Search a"]


def test_after_midnight_today_is_yesterday(model: LibraryModel, clock: Clock) -> None:
    model.show_entries([search("a")])
    kept = QPersistentModelIndex(model.index(1))
    clock.now += timedelta(days=1)
    model.keep_up_with_the_date()
    assert rows(model) == ["Yesterday", "Search a"]
    assert kept.isValid()


def test_no_reset_ever(qtbot: QtBot, model: LibraryModel) -> None:
    model.show_entries([search("a"), search("b", days=1)])
    with qtbot.assertNotEmitted(model.modelReset):
        model.show_entries([search("b", days=0), search("c", days=9)])
        model.show_entries([])
    assert model.rowCount() == 0


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    before=st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from([0, 1, 3, 40, 400])),
    after=st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from([0, 1, 3, 40, 400])),
)
def test_any_list_becomes_any_other_and_what_was_marked_stays_marked(
    model: LibraryModel, before: dict[str, int], after: dict[str, int]
) -> None:
    model.show_entries([])
    model.show_entries([search(name, days=days) for name, days in before.items()])
    held = {name: QPersistentModelIndex(model.index_of(search(name).key)) for name in before}
    model.show_entries([search(name, days=days) for name, days in after.items()])
    fresh = LibraryModel(Clock())
    fresh.show_entries([search(name, days=days) for name, days in after.items()])
    assert rows(model) == rows(fresh)
    for name, index in held.items():
        assert index.isValid() == (name in after)
        if name in after:
            assert index.data() == f"Search {name}"
