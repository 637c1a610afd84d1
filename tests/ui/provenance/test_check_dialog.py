from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QListView, QProgressBar, QPushButton
from pytestqt.qtbot import QtBot

from skop_desktop.errors import SkopError
from skop_desktop.provenance.check import CheckedFile, CheckReport, FileState
from skop_desktop.ui.provenance.check_dialog import CheckDialog
from tests.support.widgets import click, named, press, show, texts_shown

pytestmark = pytest.mark.gui

FOLDER = Path("Skop", "riverton.gov – Minutes")
UNCHANGED = tuple(CheckedFile(f"{n}.pdf", FileState.UNCHANGED, f"{n}.pdf") for n in range(40))
DIFFERING = (
    CheckedFile("moved.pdf", FileState.MOVED, "sorted/March.pdf"),
    CheckedFile("gone.pdf", FileState.MISSING),
    CheckedFile("a.pdf", FileState.CHANGED, "a.pdf", "Its size has changed."),
    CheckedFile("b.pdf", FileState.CHANGED, "b.pdf", "Its contents have changed."),
)
MIXED = CheckReport(FOLDER, "manifest.csv", UNCHANGED + DIFFERING)
FINE = CheckReport(FOLDER, "manifest.csv", UNCHANGED)


@pytest.fixture
def dialog(qtbot: QtBot) -> Iterator[CheckDialog]:
    made = CheckDialog()
    show(qtbot, made, 640, 460)
    yield made
    QGuiApplication.clipboard().clear()


def result(dialog: CheckDialog) -> str:
    return named(dialog, QLabel, "Result").text()


def rows(dialog: CheckDialog) -> list[str]:
    model = named(dialog, QListView, "Checked files").model()
    role = Qt.ItemDataRole.AccessibleTextRole
    return [model.index(row, 0).data(role) for row in range(model.rowCount())]


def shown_buttons(dialog: CheckDialog) -> set[str]:
    return {button.text() for button in dialog.findChildren(QPushButton) if button.isVisible()}


def test_the_result_is_one_sentence_and_the_worst_comes_first(dialog: CheckDialog) -> None:
    dialog.show_report(MIXED)
    assert result(dialog) == "2 changed, 1 missing, 1 with another name, 40 unchanged."
    assert rows(dialog)[:5] == [
        "a.pdf: Changed. Its size has changed.",
        "b.pdf: Changed. Its contents have changed.",
        "gone.pdf: No longer in the folder.",
        "moved.pdf: Now called “sorted/March.pdf”.",
        "0.pdf: As it was downloaded.",
    ]


@pytest.mark.parametrize(
    ("files", "words"),
    [
        (UNCHANGED, "All 40 files are as they were downloaded."),
        (UNCHANGED[:1], "The file is as it was downloaded."),
        (
            (*UNCHANGED, CheckedFile("x", FileState.NEW, "x")),
            "All 40 files are as they were downloaded. 1 more is not in the list.",
        ),
        ((), "The list has no files."),
    ],
)
def test_a_folder_that_is_fine_is_told_so(
    dialog: CheckDialog, files: tuple[CheckedFile, ...], words: str
) -> None:
    dialog.show_report(CheckReport(FOLDER, "manifest.csv", files))
    assert result(dialog) == words


def test_rows_that_nobody_can_read_are_told(dialog: CheckDialog) -> None:
    dialog.show_report(CheckReport(FOLDER, "manifest.csv", UNCHANGED, unreadable_rows=2))
    assert any("2 rows of manifest.csv" in text for text in texts_shown(dialog))


def test_the_whole_result_is_copied(dialog: CheckDialog) -> None:
    dialog.show_report(MIXED)
    click(named(dialog, QPushButton, "Copy result"))
    copied = QGuiApplication.clipboard().text()
    assert copied.splitlines()[:4] == [f"Folder: {FOLDER}", result(dialog), "", rows(dialog)[0]]
    assert len(copied.splitlines()) == 3 + len(MIXED.files)
    assert "Copied" in texts_shown(dialog)


def test_selected_rows_are_copied_with_the_keyboard(dialog: CheckDialog) -> None:
    dialog.show_report(MIXED)
    files = named(dialog, QListView, "Checked files")
    files.setFocus()
    press(files, Qt.Key.Key_Home)
    press(files, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    press(files, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().splitlines()[3:] == rows(dialog)[:2]


def test_while_it_reads_there_is_a_bar_that_never_runs_backwards(dialog: CheckDialog) -> None:
    dialog.show_working()
    (bar,) = dialog.findChildren(QProgressBar)
    assert bar.isVisible()
    assert (bar.minimum(), bar.maximum()) == (0, 0)
    dialog.show_progress("Reading the files", 50, 100)
    dialog.show_progress("Looking for files with another name", 50, 200)
    assert bar.value() == bar.maximum() // 2
    assert "Looking for files with another name… 50 %" in texts_shown(dialog)
    assert shown_buttons(dialog) == {"Choose folder…", "Stop", "Close"}
    dialog.show_report(FINE)
    assert not bar.isVisible()
    assert shown_buttons(dialog) == {"Choose folder…", "Copy result", "Check again", "Close"}


def test_each_button_asks_for_what_it_says(dialog: CheckDialog, qtbot: QtBot) -> None:
    dialog.show_report(FINE)
    with qtbot.waitSignal(dialog.check_requested):
        click(named(dialog, QPushButton, "Check again"))
    with qtbot.waitSignal(dialog.folder_requested):
        click(named(dialog, QPushButton, "Choose folder…"))
    dialog.show_working()
    with qtbot.waitSignal(dialog.stop_requested):
        click(named(dialog, QPushButton, "Stop"))


def test_the_keyboard_stays_on_the_button_that_takes_the_other_s_place(
    dialog: CheckDialog,
) -> None:
    dialog.show_report(FINE)
    named(dialog, QPushButton, "Check again").setFocus()
    dialog.show_working()
    assert named(dialog, QPushButton, "Stop").hasFocus()
    dialog.show_stopped()
    assert named(dialog, QPushButton, "Check again").hasFocus()
    assert result(dialog) == "Stopped."


def test_trouble_is_told_with_what_to_do(dialog: CheckDialog) -> None:
    dialog.show_report(MIXED)
    dialog.show_trouble(SkopError("There is no list.", advice="Choose the folder of a search."))
    assert result(dialog) == "There is no list."
    assert "Choose the folder of a search." in texts_shown(dialog)
    assert not named(dialog, QListView, "Checked files").isVisible()
    assert "Copy result" not in shown_buttons(dialog)


def test_without_a_folder_one_is_asked_for(dialog: CheckDialog) -> None:
    assert result(dialog) == "Choose the folder of a search."
    assert shown_buttons(dialog) == {"Choose folder…", "Close"}


def test_a_name_from_elsewhere_is_plain_text_on_one_line(dialog: CheckDialog) -> None:
    hostile = CheckedFile("<b>x</b>\n\u202efdp.exe", FileState.MISSING)
    dialog.show_report(CheckReport(FOLDER, "manifest.csv", (hostile,)))
    assert rows(dialog) == ["<b>x</b> fdp.exe: No longer in the folder."]
