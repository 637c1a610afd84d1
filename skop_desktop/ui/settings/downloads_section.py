"""Where documents go, how many at a time, how fast and how large."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout

from skop_desktop.ui import formats
from skop_desktop.ui.parts.buttons import button
from skop_desktop.ui.parts.choice_box import ChoiceBox
from skop_desktop.ui.parts.field import Field
from skop_desktop.ui.parts.labels import ElidedLabel, label
from skop_desktop.ui.parts.step_box import StepBox
from skop_desktop.ui.settings.section import Section
from skop_desktop.ui.settings.view import (
    LARGEST,
    MOST_PER_HOST,
    MOST_TRANSFERS,
    SPEEDS,
    SettingsView,
)
from skop_desktop.ui.theme.tokens import LARGE, SMALL


class DownloadsSection(Section):
    """``folder_changed``: the path that was chosen, empty for the app's own choice.

    ``setting_changed``: the name in ``Settings``, and its new value.
    """

    folder_changed = Signal(str)
    setting_changed = Signal(str, object)

    def __init__(self) -> None:
        super().__init__("Downloads")
        self._folder = ElidedLabel()
        self._choose = button("Choose…", name="Choose download folder")
        self._usual = button("Use the usual folder", kind="link")
        self._at_once = StepBox(1, MOST_TRANSFERS)
        self._per_host = StepBox(1, MOST_PER_HOST)
        self._speed = ChoiceBox(SPEEDS)
        self._largest = ChoiceBox(LARGEST)
        self._numbers = {"transfers_at_once": self._at_once, "transfers_per_host": self._per_host}
        self._shown: dict[str, int] = {}
        self._lay_out()
        self._wire()

    def show_settings(self, view: SettingsView) -> None:
        """Shows folder and limits of ``view``."""
        self._folder.setText(view.download_folder)
        self._folder.setAccessibleName(f"Download folder: {view.download_folder}")
        self._usual.setVisible(not view.is_default_folder)
        for name, box in self._numbers.items():
            self._shown[name] = getattr(view, name)
            box.setValue(self._shown[name])
        self._speed.show_value(view.bytes_per_second, formats.speed(view.bytes_per_second or 0))
        self._largest.show_value(view.largest_file, formats.size(view.largest_file))

    def _lay_out(self) -> None:
        folder = QHBoxLayout()
        folder.setSpacing(SMALL)
        folder.addWidget(label("Folder"))
        folder.addWidget(self._folder, 1)
        folder.addWidget(self._choose)
        self.body.addLayout(folder)
        self.body.addWidget(self._usual)
        grid = QGridLayout()
        grid.setHorizontalSpacing(LARGE)
        grid.setVerticalSpacing(SMALL)
        fields = (
            Field("Documents at a time", self._at_once),
            Field("From one site at a time", self._per_host),
            Field("Speed limit", self._speed),
            Field("Largest document", self._largest),
        )
        for place, field in enumerate(fields):
            grid.addWidget(field, place // 2, place % 2)
        for column in (0, 1):
            grid.setColumnStretch(column, 1)
        self.body.addLayout(grid)

    def _wire(self) -> None:
        self._choose.clicked.connect(self._choose_folder)
        self._usual.clicked.connect(lambda: self.folder_changed.emit(""))
        for name, box in self._numbers.items():
            box.setKeyboardTracking(False)
            box.valueChanged.connect(lambda number, name=name: self._number_changed(name, number))
        for name, choice in (("bytes_per_second", self._speed), ("largest_file", self._largest)):
            choice.chosen.connect(lambda value, name=name: self.setting_changed.emit(name, value))

    def _choose_folder(self) -> None:
        dialog = QFileDialog(self, "Choose the download folder", self._folder.text())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.folder_changed)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _number_changed(self, name: str, number: int) -> None:
        if number != self._shown.get(name):
            self._shown[name] = number
            self.setting_changed.emit(name, number)
