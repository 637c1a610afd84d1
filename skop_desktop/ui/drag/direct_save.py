"""A drag of rows over X11's direct save: the name goes out, the folder comes back."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget

from skop_desktop.desktop.patience import takes_files
from skop_desktop.desktop.x11_direct_save import Answer, DirectSave, NoFolder
from skop_desktop.desktop.x11_properties import XServerLost
from skop_desktop.errors import SkopError
from skop_desktop.ui.drag.offers import DirectSaveOffer
from skop_desktop.ui.drag.running import run_drag

_TRIES: Final = 200
_TRY_EACH: Final = 5
"""Milliseconds. Nobody moves from one window to another in less."""


class DirectSaveDrag:
    """One drag. ``save`` is told the folder, once; ``refuse`` why a place cannot be saved to.

    Lives on after the button was let go, until the target has asked; keep it until the next drag.
    """

    def __init__(
        self,
        source: QWidget,
        name: str,
        *,
        save: Callable[[Path], None],
        refuse: Callable[[SkopError], None],
    ) -> None:
        self._source = source
        self._save = save
        self._refuse = refuse
        self._direct = DirectSave(int(source.window().winId()), name)
        self._answer: Answer | None = None
        self._tries = 0

    def run(self, picture: QPixmap) -> None:
        """Drags until the button is let go."""
        offering = QTimer(interval=_TRY_EACH)
        offering.timeout.connect(lambda: self._offer(offering))
        offering.start()
        if not run_drag(self._source, DirectSaveOffer(self.answer), picture):
            with suppress(XServerLost):
                self._direct.withdraw()
        offering.stop()

    def answer(self) -> Answer:
        """What the target is told each time it asks. Quick: its window stands still meanwhile."""
        if self._answer is not None:
            return self._answer
        try:
            folder = self._direct.folder()
        except XServerLost:
            return Answer.ERROR
        if folder is None:
            return Answer.NOTHING_YET
        self._answer = self._answer_to(folder)
        return self._answer

    def _answer_to(self, folder: Path | NoFolder) -> Answer:
        if isinstance(folder, NoFolder):
            self._refuse(_no_folder(folder))
            return Answer.FAILED
        if not takes_files(folder):
            self._refuse(
                SkopError(
                    f"Files cannot be put into “{folder}”.",
                    now="Nothing was saved there.",
                    advice="Choose another folder.",
                )
            )
            return Answer.ERROR
        self._save(folder)
        return Answer.SAVED

    def _offer(self, offering: QTimer) -> None:
        self._tries += 1
        with suppress(XServerLost):
            if not self._direct.offer() and self._tries < _TRIES:
                return
        offering.stop()


def _no_folder(why: NoFolder) -> SkopError:
    happened = {
        NoFolder.NOT_ON_DISK: "The documents were dropped on a place that is no folder on a disk.",
        NoFolder.ANOTHER_COMPUTER: "The documents were dropped on a folder of another computer.",
    }[why]
    return SkopError(
        happened, now="Nothing was saved there.", advice="Choose a folder of this computer."
    )
