"""Saved files and their list: checking them, and saving them as an archive."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

from PySide6.QtWidgets import QDialog, QFileDialog

from skop_desktop.aio import ExclusiveTask, answered
from skop_desktop.desktop.folders import nearest_folder
from skop_desktop.desktop.reveal import reveal
from skop_desktop.desktop.threads import in_thread_of_its_own
from skop_desktop.downloads.naming import component
from skop_desktop.errors import SkopError
from skop_desktop.messages import Level, Message, MessageAction
from skop_desktop.provenance.bag import BagKind, BagReport, save_bag
from skop_desktop.provenance.check import check
from skop_desktop.provenance.progress import Progress, Stopped
from skop_desktop.ui import words
from skop_desktop.ui.desk.shown_job import ShownJob
from skop_desktop.ui.desk.told import Doer
from skop_desktop.ui.provenance import archive_words
from skop_desktop.ui.provenance.archive_dialog import ArchiveDialog
from skop_desktop.ui.provenance.check_dialog import CheckDialog
from skop_desktop.ui.window import MainWindow

_LOOK_EACH: Final = 0.1
_TIDY_UP: Final = 0.7
"""Seconds for work that was stopped to remove what it has written."""

_Result = TypeVar("_Result")


class ProvenanceDesk:
    """``folder`` gives the folder of the job on the screen."""

    def __init__(
        self, window: MainWindow, shown: ShownJob, folder: Callable[[], Path], doer: Doer
    ) -> None:
        self._window = window
        self._shown = shown
        self._folder = folder
        self._doer = doer

    def check_files(self) -> None:
        """Shows whether the files of the job are as they were downloaded."""
        self._doer.do(self._check_files(), "check files")

    def save_as_archive(self) -> None:
        """Asks for a form and a place, and saves the files of the job there."""
        if self._shown.snapshot is None:
            self._doer.tell(Message(Level.INFO, "Open a search first; its files are then saved."))
            return
        self._doer.do(self._save_as_archive(), "save as archive")

    async def _check_files(self) -> None:
        await _Checking(CheckDialog(self._window), self._doer).run(
            self._folder() if self._shown.snapshot is not None else None
        )

    async def _save_as_archive(self) -> None:
        snapshot = self._shown.snapshot
        if snapshot is None:
            return
        folder, title = self._folder(), component(words.job_title(snapshot), 80)
        dialog = ArchiveDialog(self._window)
        saving = self._doer.one_at_a_time()

        def save(kind: BagKind) -> None:
            saving.start(self._save(dialog, folder, f"{title} – archive", kind), name="archive")

        dialog.save_requested.connect(save)
        await _until_closed(dialog, saving)

    async def _save(self, dialog: ArchiveDialog, folder: Path, name: str, kind: BagKind) -> None:
        target = await _asked_target(dialog, nearest_folder(folder.parent), name, kind)
        if target is None:
            return
        dialog.show_working()
        progress = Progress()
        try:
            report = await _watched(
                lambda: save_bag(folder, target, kind, progress), progress, dialog.show_progress
            )
        except SkopError as error:
            dialog.show_trouble(error)
            return
        dialog.accept()
        self._tell(report)

    def _tell(self, report: BagReport) -> None:
        self._doer.tell(
            Message(
                Level.DONE if archive_words.is_complete(report) else Level.WARNING,
                archive_words.saved(report),
                action=MessageAction(
                    "Show in folder", lambda: self._doer.do(reveal(report.path), "show in folder")
                ),
            )
        )


class _Checking:
    """One dialog "Check files" from its opening to its end."""

    def __init__(self, dialog: CheckDialog, doer: Doer) -> None:
        self._dialog = dialog
        self._checking = doer.one_at_a_time()
        self._folder: Path | None = None
        self._progress = Progress()
        self._doer = doer
        dialog.check_requested.connect(self._start)
        dialog.folder_requested.connect(lambda: doer.do(self._choose(), "choose a folder"))
        dialog.stop_requested.connect(self._stop)

    async def run(self, folder: Path | None) -> None:
        if folder is not None:
            self._take(folder)
        await _until_closed(self._dialog, self._checking)

    def _take(self, folder: Path) -> None:
        self._folder = folder
        self._dialog.show_folder(str(folder))
        self._start()

    def _start(self) -> None:
        if self._folder is not None:
            self._checking.start(self._check(self._folder), name="check files")

    def _stop(self) -> None:
        self._progress.stop()

    async def _check(self, folder: Path) -> None:
        progress = self._progress = Progress()
        self._dialog.show_working()
        try:
            report = await _watched(
                lambda: check(folder, progress), progress, self._dialog.show_progress
            )
        except SkopError as error:
            self._dialog.show_trouble(error)
        except Stopped:
            self._dialog.show_stopped()
        else:
            self._dialog.show_report(report)

    async def _choose(self) -> None:
        dialog = QFileDialog(self._dialog, "Choose the folder to check")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setDirectory(str(nearest_folder(self._folder or Path.home())))
        chosen = await _chosen(dialog)
        if chosen is not None:
            self._take(chosen)


async def _until_closed(dialog: QDialog, work: ExclusiveTask) -> None:
    try:
        await answered(dialog)
    finally:
        work.cancel()
        dialog.deleteLater()


async def _asked_target(
    parent: ArchiveDialog, start: Path, name: str, kind: BagKind
) -> Path | None:
    dialog = QFileDialog(parent, "Save the archive")
    dialog.setDirectory(str(start))
    if kind is BagKind.ZIP:
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter("Archive (*.zip)")
        dialog.setDefaultSuffix("zip")
        dialog.selectFile(f"{name}.zip")
    else:
        dialog.setWindowTitle("Choose where the archive's folder is made")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    chosen = await _chosen(dialog)
    return chosen / name if chosen is not None and kind is BagKind.FOLDER else chosen


async def _chosen(dialog: QFileDialog) -> Path | None:
    try:
        is_accepted = await answered(dialog) == QFileDialog.DialogCode.Accepted
        return Path(dialog.selectedFiles()[0]) if is_accepted else None
    finally:
        dialog.deleteLater()


async def _watched(
    work: Callable[[], _Result],
    progress: Progress,
    show: Callable[[str, int, int], None],
) -> _Result:
    """What ``work`` returns or raises in a thread; it is stopped, and tidies up, when cancelled."""

    def run() -> _Result | SkopError | Stopped:
        try:
            return work()
        except (SkopError, Stopped) as error:
            return error

    running = asyncio.ensure_future(in_thread_of_its_own(run))
    try:
        while not (await asyncio.wait({running}, timeout=_LOOK_EACH))[0]:
            show(progress.words, progress.done, progress.total)
        ended = running.result()
    finally:
        progress.stop()
        await asyncio.wait({running}, timeout=_TIDY_UP)
        running.cancel()
    if isinstance(ended, SkopError | Stopped):
        raise ended
    return ended
