"""The table of documents as people work it, and every shortcut of the window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSlider,
)

from skop_desktop.ui.problems.problem_view import ProblemView
from tests.e2e.screen import Screen, Start
from tests.e2e.service_jobs import results, status
from tests.e2e.watching import by_name, by_type, until
from tests.support.contract_objects import document_json, job_error_json
from tests.support.file_dialogs import file_dialog, type_path
from tests.support.scripted_service import ScriptedService
from tests.support.table_cells import click_title, titles_shown
from tests.support.widgets import click, press, type_into

pytestmark = [pytest.mark.gui, pytest.mark.timeout(60)]

JOB = "job_4fc7"
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def found(name: str, kind: str, confidence: float, megabytes: float, day: int) -> dict[str, object]:
    return document_json(
        day,
        name=name,
        url=f"https://example.com/{name.replace(' ', '-')}.{kind}",
        document_type=kind,
        confidence_score=confidence,
        file_size_mb=megabytes,
        source_page=f"https://example.com/page-{day}",
        extracted_at=f"2024-01-{day:02}T10:00:00Z",
    )


async def shown(screen: Screen, service: ScriptedService) -> None:
    """Four documents of which each column gives another order."""
    documents = [
        found("Minutes 10", "pdf", 0.5, 2.0, 9),
        found("Minutes 2", "docx", 0.95, 0.3, 30),
        found("Agenda", "xlsx", 0.07, 11.0, 2),
        found("Budget", "pdf", 0.8, 1.5, 11),
    ]
    errors = [job_error_json(n) for n in range(1, 4)]
    service.answer("GET", f"/scrape/status/{JOB}", json=status(JOB, "completed"))
    body = results(service, JOB, documents, errors=errors, warnings=["Slow site"])
    service.answer("GET", f"/scrape/results/{JOB}", json=body)
    screen.open_job(JOB)
    await until(lambda: len(screen.column("Name")) == 4)


async def test_each_heading_sorts_its_column_both_ways(
    screen: Screen, service: ScriptedService
) -> None:
    await shown(screen, service)
    orders = {
        "Name": ["Agenda", "Budget", "Minutes 2", "Minutes 10"],
        "Confidence": ["Agenda", "Minutes 10", "Budget", "Minutes 2"],
        "Size": ["Minutes 2", "Budget", "Minutes 10", "Agenda"],
        "Found on": ["Agenda", "Minutes 10", "Budget", "Minutes 2"],
        "Found at": ["Agenda", "Minutes 10", "Budget", "Minutes 2"],
    }
    screen.window.resize(1900, 860)
    await until(lambda: "Found at" in titles_shown(screen.table))
    assert set(orders) <= set(titles_shown(screen.table))
    for title, order in orders.items():
        seen = []
        for _ in range(2):
            click_title(screen.table, title)
            seen.append(screen.column("Name"))
        assert sorted(seen) == sorted([order, order[::-1]]), title
    click_title(screen.table, "Type")
    kinds = screen.column("Type")
    assert kinds in (sorted(kinds), sorted(kinds, reverse=True))


async def test_text_type_and_confidence_filter_together(
    screen: Screen, service: ScriptedService
) -> None:
    await shown(screen, service)
    field = by_name(screen.window, QLineEdit, "Filter documents")
    type_into(field, "minutes")
    await screen.sees_column("Name", ["Minutes 2", "Minutes 10"])
    await screen.sees("2 of 4 shown")
    slider = by_name(screen.window, QSlider, "Minimum confidence")
    slider.setFocus()
    for _ in range(12):
        press(slider, Qt.Key.Key_Right)
    await screen.sees_column("Name", ["Minutes 2"])
    field.clear()
    await screen.sees_column("Name", ["Minutes 2", "Budget"])
    type_into(field, "nothing has this")
    await screen.sees("No document matches the filter")
    await screen.press_button("Show all documents")
    await until(lambda: len(screen.column("Name")) == 4)
    menu = by_name(screen.window, QPushButton, "File types").menu()
    assert menu is not None
    pdf = next(action for action in menu.actions() if action.text().startswith("PDF"))
    pdf.trigger()
    await screen.sees_column("Name", ["Minutes 10", "Budget"])


async def test_copied_rows_are_text_and_a_table(screen: Screen, service: ScriptedService) -> None:
    await shown(screen, service)
    screen.choose("Minutes 2", "Budget")
    await screen.sees("2 selected")
    press(screen.table, Qt.Key.Key_C, CONTROL)
    copied = QGuiApplication.clipboard().mimeData()
    assert "Minutes 2\t95 %\tDOCX" in copied.text()
    assert "<table" in copied.html()
    assert "https://example.com/Minutes-2.docx" in copied.html()
    assert "Agenda" not in copied.text()


async def test_errors_and_warnings_can_be_read_and_copied(
    screen: Screen, service: ScriptedService
) -> None:
    await shown(screen, service)
    errors = by_name(screen.window, ProblemView, "Errors")
    assert errors.model().rowCount() == 3
    errors.setFocus()
    errors.selectAll()
    press(errors, Qt.Key.Key_C, CONTROL)
    copied = QGuiApplication.clipboard().text()
    assert "Page 1 did not answer within 30 seconds" in copied
    assert "https://example.com/page-3" in copied
    await screen.press_button("Copy all errors")
    assert QGuiApplication.clipboard().text() == copied


async def test_sort_columns_and_size_are_as_they_were_left(
    start: Start, service: ScriptedService
) -> None:
    async with start() as screen:
        await shown(screen, service)
        click_title(screen.table, "Size")
        order = screen.column("Name")
        screen.window.resize(1100, 720)
        await until(lambda: screen.window.size().toTuple() == (1100, 720))
    async with start() as screen:
        await until(lambda: screen.column("Name") == order)
        assert screen.window.size().toTuple() == (1100, 720)


async def test_ctrl_n_ctrl_o_and_ctrl_f_put_the_cursor_where_they_say(
    screen: Screen, service: ScriptedService
) -> None:
    await shown(screen, service)
    await screen.keys(Qt.Key.Key_F, CONTROL)
    assert by_name(screen.window, QLineEdit, "Filter documents").hasFocus()
    await screen.keys(Qt.Key.Key_O, CONTROL)
    assert by_name(screen.window, QLineEdit, "Job ID").hasFocus()
    await screen.keys(Qt.Key.Key_N, CONTROL)
    assert by_name(screen.window, QLineEdit, "Website").hasFocus()


async def test_ctrl_d_takes_the_selected_and_ctrl_shift_d_all(
    screen: Screen, service: ScriptedService
) -> None:
    await shown(screen, service)
    screen.choose("Budget")
    await until(lambda: screen.has_button("Download selected"))
    await screen.keys(Qt.Key.Key_D, CONTROL)
    await until(lambda: screen.downloads.model.rowCount() == 1)
    await screen.keys(Qt.Key.Key_D, CONTROL | SHIFT)
    await until(lambda: screen.downloads.model.rowCount() == 4)
    await screen.press_button("Cancel all")


async def test_f5_looks_again_and_del_removes(screen: Screen, service: ScriptedService) -> None:
    service.answer("GET", f"/scrape/status/{JOB}", json=status(JOB))
    screen.open_job(JOB)
    await screen.sees_status("Running")
    asked = len(service.requests)
    await screen.keys(Qt.Key.Key_F5)
    await until(lambda: len(service.requests) > asked)
    await screen.keys(Qt.Key.Key_Delete, to=screen.table)
    await screen.sees("is out of the library")


async def test_del_in_a_field_only_deletes_letters(
    screen: Screen, service: ScriptedService
) -> None:
    await shown(screen, service)
    field = by_name(screen.window, QLineEdit, "Filter documents")
    field.setFocus()
    type_into(field, "ab")
    press(field, Qt.Key.Key_Home)
    press(field, Qt.Key.Key_Delete)
    assert field.text() == "b"
    field.clear()
    press(field, Qt.Key.Key_Delete)
    assert len(screen.searches()) == 1


@pytest.mark.parametrize(
    ("key", "title"), [(Qt.Key.Key_Comma, "Settings"), (Qt.Key.Key_E, "Export")]
)
async def test_ctrl_comma_and_ctrl_e_open_what_they_say(
    screen: Screen, service: ScriptedService, key: Qt.Key, title: str
) -> None:
    await shown(screen, service)
    await screen.keys(key, CONTROL)
    dialog = await until(lambda: open_dialog(screen))
    assert title in dialog.windowTitle()
    dialog.reject()


async def test_f1_lists_the_shortcuts(screen: Screen) -> None:
    await screen.keys(Qt.Key.Key_F1)
    dialog = await until(lambda: open_dialog(screen))
    words = " ".join(edit.toPlainText() for edit in dialog.findChildren(QPlainTextEdit))
    words += screen.texts
    assert "Ctrl+Shift+D" in words or "Ctrl+D" in words
    dialog.reject()


async def test_the_list_is_exported_to_the_chosen_place(
    screen: Screen, service: ScriptedService, tmp_path: Path
) -> None:
    await shown(screen, service)
    menu = by_name(screen.window, QPushButton, "Export").menu()
    assert menu is not None
    menu.actions()[0].trigger()
    dialog = await file_dialog(screen.window)
    target = tmp_path / "list.csv"
    await type_path(dialog, target)
    save = by_type(dialog, QDialogButtonBox).button(QDialogButtonBox.StandardButton.Save)
    await until(save.isEnabled)
    click(save)
    await screen.sees("list.csv is written.")
    written = target.read_text(encoding="utf-8-sig")
    assert "Minutes 10" in written
    assert "https://example.com/Agenda.xlsx" in written


def open_dialog(screen: Screen) -> QDialog | None:
    dialogs = (one for one in screen.window.findChildren(QDialog) if one.isVisible())
    return next(dialogs, None)
