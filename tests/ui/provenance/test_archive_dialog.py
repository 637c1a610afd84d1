from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QRadioButton
from pytestqt.qtbot import QtBot

from skop_desktop.errors import SkopError
from skop_desktop.provenance.bag import BagKind, BagReport
from skop_desktop.provenance.check import CheckedFile, FileState
from skop_desktop.ui.provenance import archive_words
from skop_desktop.ui.provenance.archive_dialog import ArchiveDialog
from tests.support.widgets import click, named, press, show, texts_shown

pytestmark = pytest.mark.gui

CHANGED = CheckedFile("a.pdf", FileState.CHANGED, "a.pdf")
NEW = CheckedFile("notes.txt", FileState.NEW, "notes.txt")


@pytest.fixture
def dialog(qtbot: QtBot) -> ArchiveDialog:
    made = ArchiveDialog()
    show(qtbot, made, 460, 260)
    return made


def test_a_zip_is_the_choice_that_enter_takes(dialog: ArchiveDialog, qtbot: QtBot) -> None:
    with qtbot.waitSignal(dialog.save_requested) as asked:
        press(dialog, Qt.Key.Key_Return)
    assert asked.args == [BagKind.ZIP]


def test_a_folder_can_be_chosen_with_the_keyboard(dialog: ArchiveDialog, qtbot: QtBot) -> None:
    dialog.show_choice()
    zip_choice = named(dialog, QRadioButton, "One zip file")
    assert zip_choice.hasFocus()
    press(zip_choice, Qt.Key.Key_Down)
    with qtbot.waitSignal(dialog.save_requested) as asked:
        click(named(dialog, QPushButton, "Choose where…"))
    assert asked.args == [BagKind.FOLDER]


def test_while_it_writes_only_the_bar_and_cancel_are_there(
    dialog: ArchiveDialog, qtbot: QtBot
) -> None:
    dialog.show_working()
    dialog.show_progress("Writing the archive", 3, 4)
    (bar,) = dialog.findChildren(QProgressBar)
    assert bar.value() == bar.maximum() * 3 // 4
    assert "Writing the archive… 75 %" in texts_shown(dialog)
    assert not named(dialog, QRadioButton, "One zip file").isVisible()
    assert named(dialog, QPushButton, "Cancel").hasFocus()
    with qtbot.waitSignal(dialog.rejected):
        click(named(dialog, QPushButton, "Cancel"))


def test_after_trouble_another_place_can_be_chosen(dialog: ArchiveDialog) -> None:
    dialog.show_working()
    dialog.show_trouble(SkopError("There is not enough space.", advice="Choose another disk."))
    words = named(dialog, QLabel, "What went wrong")
    assert words.text() == "There is not enough space. Choose another disk."
    assert words.isVisible()
    assert named(dialog, QPushButton, "Choose where…").hasFocus()


@pytest.mark.parametrize(
    ("left_out", "words"),
    [
        ((), ""),
        (
            (CHANGED,),
            "“a.pdf” has changed since it was downloaded and was left out.",
        ),
        (
            (CHANGED, CHANGED, NEW),
            (
                "3 files were left out, each because it has changed since it was downloaded or is "
                "not in the list of downloads; “Check files” shows them."
            ),
        ),
    ],
)
def test_the_end_is_told_with_what_was_left_out(
    left_out: tuple[CheckedFile, ...], words: str
) -> None:
    told = f"“Minutes.zip” is saved with 38 documents. {words}".strip()
    assert archive_words.saved(BagReport(Path("x", "Minutes.zip"), 38, left_out)) == told


def test_only_files_of_the_list_make_an_archive_incomplete() -> None:
    assert archive_words.is_complete(BagReport(Path("x"), 1, (NEW,)))
    assert not archive_words.is_complete(BagReport(Path("x"), 1, (NEW, CHANGED)))
