"""The job on the screen is drawn in every region that shows it."""

from __future__ import annotations

import asyncio

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from skop_desktop.ui.desk.shown_job import ShownJob
from skop_desktop.ui.desk.told import Doer
from skop_desktop.ui.window import MainWindow
from tests.support.snapshots import KEY, looked_up, with_documents
from tests.support.waiting import until
from tests.support.widgets import named, press, type_into

pytestmark = pytest.mark.gui


@pytest.fixture
async def shown(window: MainWindow, doer: Doer) -> ShownJob:
    return ShownJob(window, doer, lambda _key: {})


async def test_a_job_is_shown_with_its_documents_and_its_title(
    shown: ShownJob, window: MainWindow
) -> None:
    shown.show(with_documents(3))
    assert window.shows_job
    assert shown.key == KEY
    assert window.documents.model.rowCount() == 3
    assert window.windowTitle().endswith(" – Skop Desktop")


async def test_news_of_the_job_leave_the_form_of_a_new_search_open(
    shown: ShownJob, window: MainWindow
) -> None:
    shown.show(looked_up())
    window.show_search()
    shown.draw(with_documents(3))
    await asyncio.sleep(0)
    assert window.search.isVisible()
    assert not window.shows_job
    window.show_job()
    assert window.documents.model.rowCount() == 3


async def test_many_documents_are_laid_out_beside_the_windows_thread(
    shown: ShownJob, window: MainWindow
) -> None:
    shown.show(with_documents(2_500))
    assert window.documents.model.rowCount() == 0
    await until(lambda: window.documents.model.rowCount() == 2_500)


async def test_a_table_that_is_late_does_not_replace_that_of_the_next_job(
    shown: ShownJob, window: MainWindow
) -> None:
    shown.show(with_documents(2_500))
    other = type(KEY)(KEY.server, "job_000000000000")
    shown.show(with_documents(2, other))
    for _ in range(20):
        await asyncio.sleep(0.01)
    assert window.documents.model.rowCount() == 2


async def test_a_filter_is_for_the_search_it_was_typed_for(
    shown: ShownJob, window: MainWindow
) -> None:
    shown.show(with_documents(3))
    field = named(window, QLineEdit, "Filter documents")
    type_into(field, "no such words")
    press(field, Qt.Key.Key_Return)
    assert window.documents.model.rowCount() == 0
    shown.draw(with_documents(4))
    assert window.documents.model.rowCount() == 0
    other = type(KEY)(KEY.server, "job_000000000000")
    shown.show(with_documents(2, other))
    assert field.text() == ""
    assert window.documents.model.rowCount() == 2


async def test_the_same_documents_are_laid_out_once(shown: ShownJob, window: MainWindow) -> None:
    snapshot = with_documents(3)
    shown.show(snapshot)
    resets: list[str] = []
    window.documents.model.layoutChanged.connect(lambda: resets.append("laid out"))
    window.documents.model.modelReset.connect(lambda: resets.append("reset"))
    shown.draw(snapshot)
    assert resets == []


async def test_after_leaving_no_job_is_on_the_screen(shown: ShownJob) -> None:
    shown.show(with_documents(1))
    shown.leave()
    assert shown.key is None
    assert shown.snapshot is None
