"""Where documents go, and how many at a time."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from skop_desktop.ui.parts.buttons import button
from skop_desktop.ui.parts.labels import ElidedLabel, label
from skop_desktop.ui.parts.step_box import StepBox
from skop_desktop.ui.settings.section import Section
from skop_desktop.ui.settings.view import MOST_TRANSFERS, SettingsView
from skop_desktop.ui.theme.tokens import SMALL


class DownloadsSection(Section):
    """``folder_changed``: the path that was chosen, empty for the app's own choice."""

    folder_changed = Signal(str)
    transfers_at_once_changed = Signal(int)

    def __init__(self) -> None:
        super().__init__("Downloads")
        self._folder = ElidedLabel()
        self._choose = button("Choose…", name="Choose download folder")
        self._usual = button("Use the usual folder", kind="link")
        self._at_once = StepBox(1, MOST_TRANSFERS)
        self._at_once.setKeyboardTracking(False)
        self._at_once.setAccessibleName("Documents at a time")
        self.body.addLayout(_row(label("Folder"), self._folder, self._choose))
        self.body.addWidget(self._usual)
        at_once = label("Documents at a time")
        at_once.setBuddy(self._at_once)
        at_once.setAccessibleName("Documents at a time:")
        row = _row(at_once, self._at_once)
        row.addStretch()
        self.body.addLayout(row)
        self._choose.clicked.connect(self._choose_folder)
        self._usual.clicked.connect(lambda: self.folder_changed.emit(""))
        self._at_once.valueChanged.connect(self._count_changed)
        self._shown_count = 0

    def show_settings(self, view: SettingsView) -> None:
        """Shows folder and number of ``view``."""
        self._folder.setText(view.download_folder)
        self._folder.setAccessibleName(f"Download folder: {view.download_folder}")
        self._usual.setVisible(not view.is_default_folder)
        self._shown_count = view.transfers_at_once
        self._at_once.setValue(view.transfers_at_once)

    def _choose_folder(self) -> None:
        dialog = QFileDialog(self, "Choose the download folder", self._folder.text())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.folder_changed)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _count_changed(self, count: int) -> None:
        if count != self._shown_count:
            self._shown_count = count
            self.transfers_at_once_changed.emit(count)


def _row(first: QWidget, middle: QWidget, *others: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(SMALL)
    row.addWidget(first)
    row.addWidget(middle, 1 if others else 0)
    for other in others:
        row.addWidget(other)
    return row
