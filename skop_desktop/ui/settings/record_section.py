"""What is kept of where files came from, and how they leave the window."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QVBoxLayout

from skop_desktop.ui.parts.check_box import CheckBox
from skop_desktop.ui.parts.labels import label
from skop_desktop.ui.settings.section import Section
from skop_desktop.ui.settings.view import SettingsView
from skop_desktop.ui.theme.tokens import LARGE, SMALL, TIGHT

_INDENT: Final = LARGE + SMALL
_CHOICES: Final = {
    "keeps_record": (
        "Keep a list beside the files",
        "manifest.csv and job.json say what each file is, where it came from and when.",
    ),
    "marks_origin": (
        "Write the web address into each file's own marks",
        "Your system then shows where a file came from.",
    ),
    "drags_natively": (
        "Drag documents straight into {target}",
        "Not yet tried on a real desktop. Dragging into this window works without it.",
    ),
}


class RecordSection(Section):
    """``setting_changed``: the name in ``Settings``, and whether it is on."""

    setting_changed = Signal(str, object)

    def __init__(self) -> None:
        super().__init__("Where files came from")
        self._boxes = {name: CheckBox(words) for name, (words, _) in _CHOICES.items()}
        self._hints = {
            name: label(hint, "caption", wrap=True) for name, (_, hint) in _CHOICES.items()
        }
        for name, box in self._boxes.items():
            box.setAccessibleDescription(_CHOICES[name][1])
            box.toggled.connect(lambda is_on, name=name: self.setting_changed.emit(name, is_on))
            under = QVBoxLayout()
            under.setContentsMargins(_INDENT, 0, 0, 0)
            under.addWidget(self._hints[name])
            together = QVBoxLayout()
            together.setSpacing(TIGHT)
            together.addWidget(box)
            together.addLayout(under)
            self.body.addLayout(together)

    def show_settings(self, view: SettingsView) -> None:
        """Shows what is on in ``view``."""
        for name, box in self._boxes.items():
            blocker = QSignalBlocker(box)
            box.setChecked(getattr(view, name))
            blocker.unblock()
        native = self._boxes["drags_natively"]
        native.setText(_CHOICES["drags_natively"][0].format(target=view.native_drag_target))
        native.setVisible(bool(view.native_drag_target))
        self._hints["drags_natively"].setVisible(bool(view.native_drag_target))
