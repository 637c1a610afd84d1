"""Whether saved files are still what was downloaded: a calm summary, and what differs."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QGuiApplication
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from skop_desktop.errors import SkopError
from skop_desktop.provenance.check import CheckedFile, CheckReport
from skop_desktop.ui.parts.buttons import button
from skop_desktop.ui.parts.labels import ElidedLabel, label
from skop_desktop.ui.parts.symbol import Symbol
from skop_desktop.ui.provenance.checked_list import CheckedView
from skop_desktop.ui.provenance.checked_words import as_text, summary, unreadable_rows, worst_first
from skop_desktop.ui.provenance.work_line import WorkLine
from skop_desktop.ui.theme.icons import Tone
from skop_desktop.ui.theme.tokens import LARGE, MEDIUM, SMALL, WIDE

_PURPOSE: Final = (
    "Every file is read again and compared with the fingerprint that was taken when it was "
    "downloaded. Nothing is changed."
)
_SIZE: Final = (640, 460)


class CheckDialog(QDialog):
    """To be shown by ``open()``. ``check_requested``: check the folder that is shown.

    ``folder_requested``: another one is to be chosen. ``stop_requested``: end what runs.
    """

    check_requested = Signal()
    folder_requested = Signal()
    stop_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Check files")
        self.resize(*_SIZE)
        self._report: CheckReport | None = None
        self._folder = ElidedLabel()
        self._work = WorkLine()
        self._symbol = Symbol()
        self._outcome = label("", "heading", wrap=True)
        self._outcome.setAccessibleName("Result")
        self._more = label("", "muted", wrap=True)
        self._files = CheckedView()
        self._files.copy_requested.connect(self._copy)
        self._list = QFrame()
        self._choose = button("Choose folder…", symbol="folder-open")
        self._choose.clicked.connect(self.folder_requested)
        self._copy_all = button("Copy result", symbol="copy")
        self._copy_all.clicked.connect(self._copy_everything)
        self._copied = label("", "good")
        self._again = button("Check again", symbol="rotate-cw")
        self._again.clicked.connect(self.check_requested)
        self._stop = button("Stop", symbol="square")
        self._stop.clicked.connect(self.stop_requested)
        self._close = button("Close")
        self._close.clicked.connect(self.reject)
        self._assemble()
        self.ask_for_folder()

    def show_folder(self, folder: str) -> None:
        """The folder that is about to be checked."""
        self._folder.setText(folder)
        self._folder.setAccessibleName(f"Folder: {folder}")

    def ask_for_folder(self) -> None:
        """No folder is known yet."""
        self.show_folder("")
        self._show_outcome("folder", "muted", "Choose the folder of a search.", "")
        self._again.setVisible(False)

    def show_working(self) -> None:
        """A check has begun."""
        self._report = None
        self._work.begin()
        self._show_parts(is_working=True, has_files=False)

    def show_progress(self, words: str, done: int, total: int) -> None:
        """``words``: what is done now; ``done`` of ``total`` bytes."""
        self._work.show_work(words, done, total)

    def show_stopped(self) -> None:
        """The check was stopped."""
        self._show_outcome("info", "muted", "Stopped.", "Not all files were read.")

    def show_trouble(self, trouble: SkopError) -> None:
        """The check could not be made."""
        more = " ".join(part for part in (trouble.now, trouble.advice) if part)
        self._show_outcome("triangle-alert", "warn", trouble.happened, more)

    def show_report(self, report: CheckReport) -> None:
        """What the check found."""
        self._files.show_files(worst_first(report))
        if report.is_as_downloaded:
            self._show_outcome("circle-check", "good", summary(report), unreadable_rows(report))
        else:
            self._show_outcome("triangle-alert", "warn", summary(report), unreadable_rows(report))
        self._report = report
        self._show_parts(is_working=False, has_files=bool(report.files))

    def _show_outcome(self, symbol: str, tone: Tone, words: str, more: str) -> None:
        self._report = None
        self._symbol.show_symbol(symbol, tone)
        self._outcome.setText(words)
        self._more.setText(more)
        self._show_parts(is_working=False, has_files=False)
        if self.isVisible():
            spoken = QAccessibleAnnouncementEvent(self, f"{words} {more}".strip())
            QAccessible.updateAccessibility(spoken)

    def _show_parts(self, *, is_working: bool, has_files: bool) -> None:
        held_focus = self._stop.hasFocus() or self._again.hasFocus()
        self._copied.clear()
        self._work.setVisible(is_working)
        self._stop.setVisible(is_working)
        for part in (self._symbol, self._outcome):
            part.setVisible(not is_working)
        self._more.setVisible(not is_working and bool(self._more.text()))
        self._again.setVisible(not is_working)
        self._choose.setEnabled(not is_working)
        self._copy_all.setVisible(self._report is not None)
        self._list.setVisible(has_files)
        if held_focus:
            (self._stop if is_working else self._again).setFocus()

    def _copy_everything(self) -> None:
        self._copy(self._files.rows.files)

    def _copy(self, files: list[CheckedFile]) -> None:
        if self._report is not None:
            QGuiApplication.clipboard().setText(as_text(self._report, files))
            self._copied.setText("Copied")

    def _assemble(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(WIDE, WIDE, WIDE, LARGE)
        layout.setSpacing(MEDIUM)
        layout.addWidget(label("Check files", "title"))
        layout.addWidget(label(_PURPOSE, "muted", wrap=True))
        layout.addLayout(self._folder_row())
        layout.addWidget(self._work)
        result = QHBoxLayout()
        result.setSpacing(SMALL)
        result.addWidget(self._symbol, 0, Qt.AlignmentFlag.AlignTop)
        result.addWidget(self._outcome, 1)
        layout.addLayout(result)
        layout.addWidget(self._more)
        self._list.setProperty("role", "card")
        inside = QVBoxLayout(self._list)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self._files)
        layout.addWidget(self._list, 100)
        layout.addStretch(1)
        layout.addLayout(self._foot())
        self._close.setFocus()

    def _folder_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SMALL)
        row.addWidget(Symbol("folder", "muted"))
        row.addWidget(self._folder, 1)
        row.addWidget(self._choose)
        return row

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SMALL)
        row.addWidget(self._copy_all)
        row.addWidget(self._copied)
        row.addStretch()
        row.addWidget(self._again)
        row.addWidget(self._stop)
        row.addWidget(self._close)
        return row
