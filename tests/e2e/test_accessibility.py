"""Every screen by its widgets: what can be used has a name and can be reached by the keyboard."""

from __future__ import annotations

from collections.abc import Callable, Coroutine

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QScrollBar,
    QTabBar,
    QWidget,
)

from skop_desktop.ui.settings.settings_dialog import SettingsDialog
from tests.e2e.screen import Screen, focused
from tests.e2e.service_jobs import completed, results, served, status
from tests.e2e.watching import until
from tests.support.contract_objects import error_json, job_error_json
from tests.support.scripted_service import ScriptedService

pytestmark = [pytest.mark.gui, pytest.mark.timeout(60)]

JOB = "job_4fc7"
INTERACTIVE = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
)
State = Callable[[Screen, ScriptedService], Coroutine[None, None, None]]


def interactive(root: QWidget) -> list[QWidget]:
    """What a person can use below ``root``, without the parts that Qt makes inside of others."""
    return [
        widget
        for widget in root.findChildren(QWidget)
        if isinstance(widget, INTERACTIVE)
        and not isinstance(widget, (QScrollBar, QHeaderView))
        and widget.isVisible()
        and not is_part_of_another(widget)
    ]


def is_part_of_another(widget: QWidget) -> bool:
    """Qt's own parts: the field in a spin box, the clear button in a field, a table's corner."""
    parent = widget.parentWidget()
    return isinstance(parent, (QAbstractSpinBox, QLineEdit, QComboBox, QAbstractItemView))


def is_reached_by_arrows(widget: QWidget, reached: set[QWidget]) -> bool:
    """Tab leads to one of a group of choices; the arrows to the others."""
    return isinstance(widget, QRadioButton) and any(
        isinstance(other, QRadioButton) and other.parent() is widget.parent() for other in reached
    )


def name_of(widget: QWidget) -> str:
    """The name that the accessibility bus gives: the widget's own, or a button's text."""
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    tabs = widget.tabText(0) if isinstance(widget, QTabBar) else ""
    return (widget.accessibleName() or text or tabs).strip()


def described(widget: QWidget) -> str:
    return f"{type(widget).__name__} {name_of(widget)!r} in {type(widget.parentWidget()).__name__}"


async def start(screen: Screen, _service: ScriptedService) -> None:
    await screen.sees("Try the sample")


async def search_form(screen: Screen, _service: ScriptedService) -> None:
    await screen.press_button("New search")
    await screen.press_button("More choices")


async def running_job(screen: Screen, service: ScriptedService) -> None:
    body = status(JOB, has_partial_results=True, errors=[job_error_json(n) for n in range(12)])
    service.answer("GET", f"/scrape/status/{JOB}", json=body)
    partial = results(service, JOB, served(service, JOB, 2), is_partial=True)
    service.answer("GET", f"/scrape/results/{JOB}", json=partial)
    screen.open_job(JOB)
    await until(lambda: len(screen.column("Name")) == 2)


async def finished_job_with_downloads(screen: Screen, service: ScriptedService) -> None:
    completed(service, JOB)
    screen.open_job(JOB)
    await screen.press_button("Download all")
    await screen.sees("documents saved")
    screen.choose("Minutes 1")
    await screen.sees("Show in folder")


async def several_chosen(screen: Screen, service: ScriptedService) -> None:
    completed(service, JOB)
    screen.open_job(JOB)
    await until(lambda: len(screen.column("Name")) == 3)
    screen.choose("Minutes 1", "Minutes 2")
    await screen.sees("2 selected")


async def nothing_found(screen: Screen, service: ScriptedService) -> None:
    completed(service, JOB, 0)
    screen.open_job(JOB)
    await screen.sees("No documents found")


async def job_not_found(screen: Screen, _service: ScriptedService) -> None:
    screen.open_job(JOB)
    await screen.sees("Job not found")


async def key_refused(screen: Screen, service: ScriptedService) -> None:
    service.answer("GET", f"/scrape/status/{JOB}", status=401, json=error_json(401, "No"))
    screen.open_job(JOB)
    await screen.sees("Your key was not accepted")


async def offline(screen: Screen, service: ScriptedService) -> None:
    await running_job(screen, service)
    service.close()
    await screen.keys(Qt.Key.Key_F5)
    await screen.sees_status("Offline")


async def settings(screen: Screen, _service: ScriptedService) -> None:
    await screen.keys(Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    dialog = await until(lambda: screen.window.findChild(SettingsDialog))
    await until(dialog.isVisible)


STATES: tuple[State, ...] = (
    start,
    search_form,
    running_job,
    finished_job_with_downloads,
    several_chosen,
    nothing_found,
    job_not_found,
    key_refused,
    offline,
    settings,
)


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
async def test_what_can_be_used_has_a_name_and_tab_leads_to_it(
    screen: Screen, service: ScriptedService, state: State
) -> None:
    await state(screen, service)
    used = interactive(screen.window)
    assert used
    assert [described(widget) for widget in used if not name_of(widget)] == []
    usable = [widget for widget in used if widget.isEnabled()]
    reached = reached_by_tab(screen.window.findChild(SettingsDialog) or screen.window, len(usable))
    assert [described(widget) for widget in reached if not name_of(widget)] == []
    in_front = [widget for widget in usable if widget.window() in {one.window() for one in reached}]
    # A spin box may hand the keyboard to the field inside of it.
    missed = [
        widget
        for widget in in_front
        if widget not in reached
        and not any(widget.isAncestorOf(other) for other in reached)
        and not is_reached_by_arrows(widget, reached)
    ]
    assert [described(widget) for widget in missed] == []
    assert in_front


def reached_by_tab(window: QWidget, number: int) -> set[QWidget]:
    """What has the keyboard after each of so many presses of Tab, and then some."""
    window.activateWindow()
    reached = set()
    for _ in range(3 * number):
        QTest.keyClick(focused(window), Qt.Key.Key_Tab)
        reached.add(focused(window))
    return reached
