"""The shelf at work: which folders it lists, and what happens when one is chosen."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog

from skop_desktop.aio import answered
from skop_desktop.api.models import ExtractedDocument
from skop_desktop.desktop.folders import nearest_folder
from skop_desktop.ui.desk.told import Doer
from skop_desktop.ui.drag.places import Place, places_of_the_system
from skop_desktop.ui.drag.shelf import Shelf

Documents = tuple[ExtractedDocument, ...]
Save = Callable[[Path, Documents], None]
Places = Callable[[], tuple[Place, ...]]


class SaveTo:
    """``save`` puts documents into a folder; ``places`` looks at the disk for what to list."""

    def __init__(
        self,
        shelf: Shelf,
        *,
        places: Places,
        start_folder: Callable[[], Path],
        save: Save,
        doer: Doer,
    ) -> None:
        self.shelf = shelf
        self._places = places
        self._start_folder = start_folder
        self._save = save
        self._doer = doer
        self._documents: Documents = ()
        self.shelf.place_chosen.connect(self.choose)

    def show_for_drag(self, documents: Sequence[ExtractedDocument]) -> None:
        """Lists the folders while ``documents`` are dragged."""
        self._documents = tuple(documents)
        self.shelf.open_for_drag(len(self._documents))
        self._look()

    def ask(self, documents: Sequence[ExtractedDocument]) -> None:
        """Lists the folders, for ``documents`` to be put into one by keys or a click."""
        if documents:
            self._documents = tuple(documents)
            self.shelf.open_for_keys(len(self._documents))
            self._look()

    def end_drag(self) -> None:
        """No rows are dragged any more."""
        if self.shelf.is_for_drag:
            self.shelf.put_away()

    def choose(self, place: Place) -> None:
        """Puts the documents there."""
        documents = self._documents
        self.shelf.put_away()
        if place.folder is not None:
            self._save(place.folder, documents)
        elif documents:
            # After the drop has been answered: the source waits for it.
            QTimer.singleShot(0, lambda: self._doer.do(self._asked(documents), "choose a folder"))

    def _look(self) -> None:
        self._doer.do(self._listed(), "list folders")

    async def _listed(self) -> None:
        self.shelf.show_places(await asyncio.to_thread(self._places))

    async def _asked(self, documents: Documents) -> None:
        window = self.shelf.window()
        dialog = QFileDialog(window, "Choose a folder")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setDirectory(str(nearest_folder(self._start_folder())))
        try:
            if await answered(dialog) == QFileDialog.DialogCode.Accepted:
                self._save(Path(dialog.selectedFiles()[0]), documents)
        finally:
            dialog.deleteLater()


def places_from(recent: Callable[[], Sequence[Path]], stage: Path) -> Places:
    """Downloads, Desktop, and the folders that were used last."""
    return lambda: places_of_the_system(recent(), leaves_out=stage)
