"""Long lists on the screen against short ones: what is not seen costs next to nothing.

``packaging/dev.py benchmark tests/benchmarks/test_large_lists.py``
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Final

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from skop_desktop.downloads.snapshot import TransferState
from skop_desktop.ui.header.view import header_view
from skop_desktop.ui.library.entry import SearchEntry
from skop_desktop.ui.library.pane import LibraryPane
from skop_desktop.ui.problems.tabs import BottomTab, BottomTabs
from tests.benchmarks.growth import seconds, told
from tests.support.snapshots import NOON, with_documents
from tests.support.widgets import named, show
from tests.ui.library.searches import Clock, search
from tests.ui.problems.test_problem_list import errors
from tests.ui.transfers.test_transfer_list import key, transfer

pytestmark = [pytest.mark.benchmark, pytest.mark.gui]

TENFOLD: Final = 15.0
"""Most that ten times the rows may cost where each row has to be looked at."""
UNSEEN: Final = 3.0
"""Most that they may cost where only what is seen has to be."""
FLOOR: Final = 2e-3
"""Seconds; less than this nobody sees."""


def _drawn(work: Callable[[], object]) -> float:
    def both() -> None:
        work()
        QApplication.processEvents()

    return max(seconds(both, runs=1), FLOOR)


def _tabs(qtbot: QtBot, tab: BottomTab) -> BottomTabs:
    tabs = BottomTabs()
    show(qtbot, tabs, 1112, 300)
    tabs.show_tab(tab)
    return tabs


def test_ten_thousand_errors(qtbot: QtBot) -> None:
    took: dict[tuple[str, int], float] = {}
    for count in (1_000, 10_000):
        tabs, found = _tabs(qtbot, BottomTab.ERRORS), errors(count)
        grown = (*found, *errors(1))
        took["shown", count] = _drawn(partial(tabs.set_problems, found, ()))
        took["one more", count] = _drawn(partial(tabs.set_problems, grown, ()))
        field = named(tabs, QLineEdit, "Filter errors")
        took["filtered", count] = _drawn(partial(field.setText, "page-99"))
        took["unfiltered", count] = _drawn(partial(field.setText, ""))
        took["drawn", count] = _drawn(tabs.errors.view.grab)
        took["scrolled", count] = _drawn(tabs.errors.view.scrollToBottom)
    for what in ("shown", "one more", "filtered", "unfiltered"):
        assert told(f"10,000 errors {what}", took[what, 10_000], took[what, 1_000]) < TENFOLD
    for what in ("drawn", "scrolled"):
        assert told(f"10,000 errors {what}", took[what, 10_000], took[what, 1_000]) < UNSEEN


def test_a_batch_of_news_among_thousands_of_transfers(qtbot: QtBot) -> None:
    took = {}
    for count in (500, 5_000):
        tabs = _tabs(qtbot, BottomTab.DOWNLOADS)
        tabs.apply_transfers([transfer(n, TransferState.WAITING) for n in range(count)])
        QApplication.processEvents()
        running = [transfer(n, TransferState.RUNNING) for n in range(0, 60, 2)]
        news = [replace(one, bytes_done=1) for one in running]
        took["news", count] = _drawn(partial(tabs.apply_transfers, news))
        gone = [key(n) for n in range(100, 200)]
        took["100 gone", count] = _drawn(partial(tabs.remove_transfers, gone))
    for what in ("news", "100 gone"):
        assert told(f"{what} of 5,000 transfers", took[what, 5_000], took[what, 500]) < TENFOLD


def test_thousands_of_searches(qtbot: QtBot) -> None:
    took = {}
    for count in (200, 2_000):
        pane = LibraryPane(Clock())
        show(qtbot, pane, 248, 700)
        many = tuple(search(f"n{n}", days=n / 10) for n in range(count))
        took["shown", count] = _drawn(partial(pane.show_entries, many))
        changed = [replace(one, documents=100) for one in many[:20]]
        took["updated", count] = _drawn(partial(_update, pane, changed))
        took["chosen", count] = _drawn(partial(pane.select, many[-1].key))
    for what in ("shown", "updated", "chosen"):
        assert told(f"2,000 searches {what}", took[what, 2_000], took[what, 200]) < TENFOLD


def _update(pane: LibraryPane, entries: list[SearchEntry]) -> None:
    for entry in entries:
        pane.update_entry(entry)


def test_the_head_of_a_job_takes_as_long_whatever_it_found() -> None:
    few, many = with_documents(10), with_documents(100_000)
    little = seconds(lambda: [header_view(few, NOON) for _ in range(100)])
    much = seconds(lambda: [header_view(many, NOON) for _ in range(100)])
    assert told("the head of 100,000 documents, 100 times", much, little) < UNSEEN
