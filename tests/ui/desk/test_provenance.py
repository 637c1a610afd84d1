"""Checking and archiving the files of the job on the screen."""

from __future__ import annotations

import os
import threading
import zipfile
from itertools import count
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QFileDialog, QLabel, QPushButton, QRadioButton

from skop_desktop.aio import Tasks
from skop_desktop.messages import Level, Message, MessageBus
from skop_desktop.provenance.check import CheckReport
from skop_desktop.provenance.progress import Progress
from skop_desktop.ui.desk import provenance
from skop_desktop.ui.desk.provenance import ProvenanceDesk
from skop_desktop.ui.desk.shown_job import ShownJob
from skop_desktop.ui.desk.told import Doer
from skop_desktop.ui.desk.transfers import Transfers
from skop_desktop.ui.provenance.archive_dialog import ArchiveDialog
from skop_desktop.ui.provenance.check_dialog import CheckDialog
from skop_desktop.ui.window import MainWindow
from tests.support.file_dialogs import file_dialog, type_path
from tests.support.saved_folder import saved_folder
from tests.support.snapshots import with_documents
from tests.support.waiting import until
from tests.support.widgets import click, named
from tests.ui.desk.dialogs import is_open

pytestmark = pytest.mark.gui

FILES = {f"Minutes {number}.pdf": b"%PDF" + bytes(number) for number in range(3)}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return saved_folder(tmp_path / "Skop" / "Riverton", FILES)


@pytest.fixture
async def desk(window: MainWindow, doer: Doer, folder: Path) -> ProvenanceDesk:
    shown = ShownJob(window, doer, Transfers().of_job)
    shown.show(with_documents(3))
    return ProvenanceDesk(window, shown, lambda: folder, doer)


async def opened(window: MainWindow, kind: type[CheckDialog] | type[ArchiveDialog]) -> QDialog:
    await until(lambda: any(map(is_open, window.findChildren(kind))))
    return next(filter(is_open, window.findChildren(kind)))


def result(dialog: QDialog) -> str:
    return named(dialog, QLabel, "Result").text()


async def answer_the_file_dialog(window: MainWindow, path: Path | None) -> str:
    """Gives the file dialog a name, or closes it; the name it proposed."""
    dialog = await file_dialog(window)
    proposed = Path(dialog.selectedFiles()[0]).name if dialog.selectedFiles() else ""
    if path is None:
        dialog.reject()
    else:
        await type_path(dialog, path)
        dialog.accept()
    await until(lambda: not window.findChildren(QFileDialog))
    return proposed


def move_away(folder: Path) -> None:
    folder.rename(folder.with_name("elsewhere"))


async def test_the_folder_of_the_job_is_checked_at_once(
    desk: ProvenanceDesk, window: MainWindow, folder: Path
) -> None:
    (folder / "Minutes 1.pdf").unlink()
    desk.check_files()
    dialog = await opened(window, CheckDialog)
    await until(lambda: result(dialog) == "1 missing, 2 unchanged.")
    (folder / "Minutes 1.pdf").write_bytes(FILES["Minutes 1.pdf"])
    click(named(dialog, QPushButton, "Check again"))
    await until(lambda: result(dialog) == "All 3 files are as they were downloaded.")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    await until(lambda: not window.findChildren(CheckDialog))


async def test_another_folder_can_be_checked(
    desk: ProvenanceDesk, window: MainWindow, tmp_path: Path
) -> None:
    other = saved_folder(tmp_path / "Other", {"one.pdf": b"1"})
    desk.check_files()
    dialog = await opened(window, CheckDialog)
    await until(lambda: named(dialog, QPushButton, "Choose folder…").isEnabled())
    click(named(dialog, QPushButton, "Choose folder…"))
    await answer_the_file_dialog(window, other)
    await until(lambda: result(dialog) == "The file is as it was downloaded.")
    assert named(dialog, QLabel, f"Folder: {other}").isVisible()


async def test_a_folder_that_is_not_there_is_told_in_the_dialog(
    desk: ProvenanceDesk, window: MainWindow, folder: Path, told: list[Message]
) -> None:
    move_away(folder)
    desk.check_files()
    dialog = await opened(window, CheckDialog)
    await until(lambda: result(dialog) == "The folder “Riverton” is not there.")
    assert told == []


async def test_without_a_job_a_folder_is_asked_for(
    window: MainWindow, doer: Doer, folder: Path, told: list[Message]
) -> None:
    shown = ShownJob(window, doer, Transfers().of_job)
    desk = ProvenanceDesk(window, shown, lambda: folder, doer)
    desk.check_files()
    dialog = await opened(window, CheckDialog)
    assert result(dialog) == "Choose the folder of a search."
    desk.save_as_archive()
    assert [message.level for message in told] == [Level.INFO]


class SlowDisk:
    """``check`` that goes on until it is stopped, as on a slow disk; ``has_ended`` tells when."""

    def __init__(self) -> None:
        self.has_begun = threading.Event()
        self.has_ended = threading.Event()

    def check(self, _folder: Path, progress: Progress) -> CheckReport:
        self.has_begun.set()
        progress.begin("Reading the files", 1_000)
        try:
            while True:
                progress.advance(0)
                os.sched_yield()
        finally:
            self.has_ended.set()


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> SlowDisk:
    disk = SlowDisk()
    monkeypatch.setattr(provenance, "check", disk.check)
    # A busy computer may take longer than the app has for it when it ends.
    monkeypatch.setattr(provenance, "_TIDY_UP", 20.0)
    return disk


async def test_stop_ends_a_check_and_says_so(
    desk: ProvenanceDesk, window: MainWindow, slow: SlowDisk
) -> None:
    desk.check_files()
    dialog = await opened(window, CheckDialog)
    await until(slow.has_begun.is_set)
    click(named(dialog, QPushButton, "Stop"))
    await until(lambda: result(dialog) == "Stopped.")
    assert slow.has_ended.is_set()


@pytest.mark.parametrize("way", ["the dialog", "the app"])
async def test_closing_ends_a_check(
    window: MainWindow, folder: Path, slow: SlowDisk, unexpected: list[BaseException], way: str
) -> None:
    tasks = Tasks(unexpected.append)
    doer = Doer(tasks, MessageBus())
    shown = ShownJob(window, doer, Transfers().of_job)
    shown.show(with_documents(1))
    ProvenanceDesk(window, shown, lambda: folder, doer).check_files()
    dialog = await opened(window, CheckDialog)
    await until(slow.has_begun.is_set)
    if way == "the dialog":
        dialog.reject()
        await until(slow.has_ended.is_set)
    await tasks.aclose()
    assert slow.has_ended.is_set()
    assert unexpected == []


async def test_an_archive_is_saved_as_one_zip_and_told(
    desk: ProvenanceDesk, window: MainWindow, told: list[Message], tmp_path: Path
) -> None:
    desk.save_as_archive()
    dialog = await opened(window, ArchiveDialog)
    click(named(dialog, QPushButton, "Choose where…"))
    proposed = await answer_the_file_dialog(window, tmp_path / "Minutes.zip")
    assert proposed.endswith(" – archive.zip")
    await until(lambda: told)
    (message,) = told
    assert message.level is Level.DONE
    assert message.text == "“Minutes.zip” is saved with 3 documents."
    assert message.action is not None
    assert message.action.words == "Show in folder"
    with zipfile.ZipFile(tmp_path / "Minutes.zip") as archive:
        assert "Minutes/data/Minutes 1.pdf" in archive.namelist()
    await until(lambda: not window.findChildren(ArchiveDialog))


async def test_an_archive_is_saved_as_a_folder_and_what_was_left_out_is_told(
    desk: ProvenanceDesk, window: MainWindow, told: list[Message], folder: Path, tmp_path: Path
) -> None:
    (folder / "Minutes 1.pdf").write_bytes(b"other")
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    desk.save_as_archive()
    dialog = await opened(window, ArchiveDialog)
    radio = named(dialog, QRadioButton, "A folder")
    click(radio, QPoint(radio.height() // 2, radio.height() // 2))
    click(named(dialog, QPushButton, "Choose where…"))
    await answer_the_file_dialog(window, shelf)
    await until(lambda: told)
    assert told[0].level is Level.WARNING
    assert "“Minutes 1.pdf” has changed since it was downloaded" in told[0].text
    (bag,) = shelf.iterdir()
    assert bag.name.endswith(" – archive")
    assert (bag / "bagit.txt").exists()


async def test_a_place_that_is_not_chosen_leads_back_to_the_choice(
    desk: ProvenanceDesk, window: MainWindow, told: list[Message]
) -> None:
    desk.save_as_archive()
    dialog = await opened(window, ArchiveDialog)
    click(named(dialog, QPushButton, "Choose where…"))
    await answer_the_file_dialog(window, None)
    assert dialog.isVisible()
    assert named(dialog, QPushButton, "Choose where…").isVisible()
    click(named(dialog, QPushButton, "Cancel"))
    await until(lambda: not window.findChildren(ArchiveDialog))
    assert told == []


async def test_trouble_with_an_archive_stays_in_its_dialog(
    desk: ProvenanceDesk, window: MainWindow, folder: Path, tmp_path: Path
) -> None:
    (folder / "manifest.csv").unlink()
    desk.save_as_archive()
    dialog = await opened(window, ArchiveDialog)
    click(named(dialog, QPushButton, "Choose where…"))
    await answer_the_file_dialog(window, tmp_path / "Minutes.zip")
    wrong = named(dialog, QLabel, "What went wrong")
    await until(lambda: wrong.text().startswith("There is no list of downloaded files"))
    assert not (tmp_path / "Minutes.zip").exists()


async def test_an_archive_that_is_cancelled_leaves_nothing(
    desk: ProvenanceDesk,
    window: MainWindow,
    told: list[Message],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    is_writing = threading.Event()

    class WaitsForCancel(Progress):
        def begin(self, words: str, total: int) -> None:
            super().begin(words, total)
            if words == "Writing the archive":
                is_writing.set()

        def advance(self, count: int) -> None:
            super().advance(count)
            if is_writing.is_set():
                self._stop.wait(20)

    monkeypatch.setattr(provenance, "Progress", WaitsForCancel)
    desk.save_as_archive()
    dialog = await opened(window, ArchiveDialog)
    click(named(dialog, QPushButton, "Choose where…"))
    await answer_the_file_dialog(window, shelf / "Minutes.zip")
    await until(is_writing.is_set)
    click(named(dialog, QPushButton, "Cancel"))
    await until(lambda: not window.findChildren(ArchiveDialog))
    await until(lambda: not list(shelf.iterdir()))
    assert told == []


async def test_the_window_goes_on_while_files_are_read(
    desk: ProvenanceDesk, window: MainWindow, slow: SlowDisk
) -> None:
    desk.check_files()
    await opened(window, CheckDialog)
    await until(slow.has_begun.is_set)
    looks = count()
    await until(lambda: next(looks) > 20)
    assert not slow.has_ended.is_set()
