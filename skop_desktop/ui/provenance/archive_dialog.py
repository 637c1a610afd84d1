"""Saving the downloaded files as an archive: one choice, then how far it is."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QHBoxLayout,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from skop_desktop.errors import SkopError
from skop_desktop.provenance.bag import BagKind
from skop_desktop.ui.parts.buttons import button
from skop_desktop.ui.parts.labels import label
from skop_desktop.ui.provenance.work_line import WorkLine
from skop_desktop.ui.theme.tokens import LARGE, MEDIUM, SMALL, TIGHT, WIDE

_PURPOSE: Final = (
    "Puts the documents of this search together with the list of where each came from, in the "
    "form that archives and libraries take in (BagIt). Your own folder stays as it is."
)
_CHOICES: Final = {
    BagKind.ZIP: ("One zip file", "To send, or to keep in one piece."),
    BagKind.FOLDER: ("A folder", "To look into without unpacking."),
}
_INDENT: Final = LARGE + SMALL
_WIDTH: Final = 460


class ArchiveDialog(QDialog):
    """To be shown by ``open()``; closing it stops what runs. ``save_requested``: a ``BagKind``."""

    save_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Save as archive")
        self.setMinimumWidth(_WIDTH)
        self._choice = QButtonGroup(self)
        self._kinds = list(_CHOICES)
        self._choices = QWidget()
        self._work = WorkLine()
        self._trouble = label("", "error", wrap=True)
        self._trouble.setAccessibleName("What went wrong")
        self._save = button("Choose where…", kind="primary")
        self._save.setDefault(True)
        self._save.clicked.connect(self._ask)
        self._cancel = button("Cancel")
        self._cancel.clicked.connect(self.reject)
        self._assemble()
        self.show_choice()

    def show_choice(self) -> None:
        """Before anything is written."""
        self._trouble.clear()
        self._show_parts(is_working=False)
        self._choice.button(self._choice.checkedId()).setFocus()

    def show_working(self) -> None:
        """The archive is being written."""
        self._trouble.clear()
        self._work.begin()
        self._show_parts(is_working=True)
        self._cancel.setFocus()

    def show_progress(self, words: str, done: int, total: int) -> None:
        """``words``: what is done now; ``done`` of ``total`` bytes."""
        self._work.show_work(words, done, total)

    def show_trouble(self, trouble: SkopError) -> None:
        """Nothing was written; the person can choose again."""
        self._trouble.setText(str(trouble))
        self._show_parts(is_working=False)
        self._save.setFocus()

    def _ask(self) -> None:
        self.save_requested.emit(self._kinds[self._choice.checkedId()])

    def _show_parts(self, *, is_working: bool) -> None:
        self._choices.setVisible(not is_working)
        self._save.setVisible(not is_working)
        self._work.setVisible(is_working)
        self._trouble.setVisible(bool(self._trouble.text()))

    def _assemble(self) -> None:
        column = QVBoxLayout(self._choices)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SMALL)
        for number, (words, hint) in enumerate(_CHOICES.values()):
            radio = QRadioButton(words)
            radio.setAccessibleDescription(hint)
            self._choice.addButton(radio, number)
            under = QHBoxLayout()
            under.setContentsMargins(_INDENT, 0, 0, 0)
            under.addWidget(label(hint, "caption"))
            together = QVBoxLayout()
            together.setSpacing(TIGHT)
            together.addWidget(radio)
            together.addLayout(under)
            column.addLayout(together)
        self._choice.button(0).setChecked(True)
        foot = QHBoxLayout()
        foot.setSpacing(SMALL)
        foot.addStretch()
        foot.addWidget(self._save)
        foot.addWidget(self._cancel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(WIDE, WIDE, WIDE, LARGE)
        layout.setSpacing(MEDIUM)
        layout.addWidget(label("Save as archive", "title"))
        layout.addWidget(label(_PURPOSE, "muted", wrap=True))
        layout.addWidget(self._choices)
        layout.addWidget(self._work)
        layout.addWidget(self._trouble)
        layout.addStretch()
        layout.addLayout(foot)
