"""Drags: rows out of the window by the best way there is, folders and job IDs into it."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, Protocol

from PySide6.QtGui import QGuiApplication, QPixmap
from shiboken6 import isValid

from skop_desktop.api.models import ExtractedDocument
from skop_desktop.desktop.folders import downloads_folder
from skop_desktop.desktop.patience import files_there
from skop_desktop.documents.columns import DocumentColumns
from skop_desktop.downloads.naming import file_name
from skop_desktop.downloads.orders import TransferOrders
from skop_desktop.downloads.plan import transfer_key
from skop_desktop.downloads.snapshot import TransferSnapshot, TransferState
from skop_desktop.errors import SkopError
from skop_desktop.messages import Level, Message, MessageAction, message_of
from skop_desktop.settings import SettingsFile
from skop_desktop.ui.desk.downloads import DownloadsDesk
from skop_desktop.ui.desk.native_drag import NativeDrag, NativeRow
from skop_desktop.ui.desk.save_to import SaveTo, places_from
from skop_desktop.ui.desk.shown_job import ShownJob
from skop_desktop.ui.desk.staging import Staging
from skop_desktop.ui.desk.told import Doer
from skop_desktop.ui.desk.transfers import Transfers
from skop_desktop.ui.documents.type_icons import type_icon
from skop_desktop.ui.drag.card import card
from skop_desktop.ui.drag.direct_save import DirectSaveDrag
from skop_desktop.ui.drag.drop_in import DropIn
from skop_desktop.ui.drag.held import HeldRows
from skop_desktop.ui.drag.ladder import DraggedRow, Rung, Target, rung_for, target_of
from skop_desktop.ui.drag.offers import FilesOffer, Offer
from skop_desktop.ui.drag.places import Place
from skop_desktop.ui.drag.running import run_drag
from skop_desktop.ui.drag.shelf import Shelf
from skop_desktop.ui.drag.words import documents as counted
from skop_desktop.ui.window import MainWindow

_ABOUT: Final = "a drag of documents"
Documents = Sequence[ExtractedDocument]


class Preferences(Protocol):
    """What is set, and where documents go."""

    file: SettingsFile

    def download_folder(self) -> Path:
        """The folder in which each search has one of its own."""

    def set_download_folder(self, folder: Path | None) -> None:
        """Documents go into ``folder`` from now on; ``None`` is the default folder."""


def target_of_this_desktop(settings: SettingsFile) -> Target:
    """What drags meet on this desktop as things are set."""
    return target_of(
        QGuiApplication.platformName(), os.environ, is_native_on=settings.current.drags_natively
    )


class DragDesk:
    """``stage``: where documents are fetched to be dragged on. ``target``: what drags meet."""

    def __init__(
        self,
        window: MainWindow,
        shown: ShownJob,
        downloads: DownloadsDesk,
        transfers: Transfers,
        *,
        worker: TransferOrders,
        preferences: Preferences,
        stage: Path,
        open_job: Callable[[str], None],
        doer: Doer,
        target: Callable[[SettingsFile], Target] = target_of_this_desktop,
    ) -> None:
        self._window = window
        self._source = window.documents.view.viewport()
        self._shown = shown
        self._downloads = downloads
        self._transfers = transfers
        self._preferences = preferences
        self._open_job = open_job
        self._doer = doer
        self._target = target
        self._direct: DirectSaveDrag | None = None
        self._held: HeldRows | None = None
        self._staging = Staging(stage, transfers, worker, self._stage)
        self._native = NativeDrag(self._staging)
        self.save_to = SaveTo(
            Shelf(window.documents, window.documents.filter_bar),
            places=places_from(lambda: preferences.file.current.recent_folders, stage),
            start_folder=preferences.download_folder,
            save=self._save,
            doer=doer,
        )
        self._drop_in = DropIn(window)
        self._connect()

    def _connect(self) -> None:
        self._window.documents.drag_requested.connect(self.drag)
        self._window.documents.save_to_requested.connect(self.save_to.ask)
        self._drop_in.folder_dropped.connect(self._take_folder)
        self._drop_in.job_dropped.connect(self._open_job)

    def save_selected_to(self) -> None:
        """Asks which folder the selected documents are to be put into."""
        self.save_to.ask(self._window.documents.selected_documents())

    def drag(self, documents: Documents) -> None:
        """Drags ``documents`` of the job on the screen; returns when the button has been let go."""
        if self._shown.key is None or self._held is not None:
            return
        on_disk = self._files_of(documents)
        rows = [
            DraggedRow(file, document.size_bytes)
            for document, file in zip(documents, on_disk, strict=True)
        ]
        there = [file for file in on_disk if file is not None]
        rung = rung_for(rows, self._target(self._preferences.file))
        if rung is Rung.NATIVE:
            if self._dragged_natively(documents, on_disk):
                return
            rung = rung_for(rows, Target.FILES_ONLY)
        self.save_to.show_for_drag(documents)
        match rung:
            case Rung.FILES:
                run_drag(self._source, FilesOffer(there), self._card(documents))
            case Rung.DIRECT_SAVE:
                self._drag_to_be_saved(documents)
            case Rung.STAGE:
                self._hold(documents)
                return
            case _:
                self._drag_to_the_shelf(documents)
        if isValid(self._source):  # the app may have ended while the drag ran
            self.save_to.end_drag()

    def _dragged_natively(self, documents: Documents, on_disk: Sequence[Path | None]) -> bool:
        """Without the shelf: those drags carry nothing that it could know as ours."""
        rows = [
            NativeRow(document, _file_name(document), file)
            for document, file in zip(documents, on_disk, strict=True)
        ]
        if not self._native.is_available:
            return False
        try:
            self._native.run(self._source, str(self._shown.key), rows)
        except OSError:
            return False
        return True

    def _drag_to_be_saved(self, documents: Documents) -> None:
        self._direct = DirectSaveDrag(
            self._source,
            _file_name(documents[0]),
            save=lambda folder: self._downloads.save_to(folder, documents, keeps_record=False),
            refuse=lambda error: self._refuse(error, documents),
        )
        self._direct.run(self._card(documents))

    def _drag_to_the_shelf(self, documents: Documents) -> None:
        self._tell(
            Level.INFO,
            f"{_begun(documents)} not downloaded yet, and other programs cannot take "
            "them so. Drop them on a folder in the list at the side, or download them first.",
        )
        run_drag(self._source, Offer(), self._card(documents))

    def _hold(self, documents: Documents) -> None:
        missing = [
            document
            for document, file in zip(documents, self._files_of(documents), strict=True)
            if file is None
        ]
        self._tell(Level.INFO, f"Getting {counted(len(missing))}. Hold on, then drop.")
        picture = self._card(documents, f"Getting {counted(len(missing))}")
        held = self._held = HeldRows(self._source, self.save_to.shelf, picture)
        held.put_down.connect(self._put_down)
        held.ready.connect(lambda: self._go_on(documents))
        self._staging.fetch(str(self._shown.key), missing, lambda ended: self._staged(held, ended))

    def _put_down(self, place: Place | None) -> None:
        self._held = None
        if place is not None:
            self.save_to.choose(place)
        self.save_to.end_drag()

    def _go_on(self, documents: Documents) -> None:
        self._held = None
        self._doer.withdraw(_ABOUT)
        self.drag(documents)

    def _staged(self, held: HeldRows, ended: Sequence[TransferSnapshot]) -> None:
        lost = sum(transfer.state is not TransferState.SAVED for transfer in ended)
        if lost:
            if self._held is held:
                held.let_go()
                self._held = None
                self.save_to.end_drag()
            words = f"{counted(lost)} did not arrive; Downloads says why."
            self._tell(Level.WARNING, words)
        elif self._held is held:
            held.go_on()
        else:
            self._tell(Level.DONE, "Ready: drag again.")

    def _files_of(self, documents: Documents) -> list[Path | None]:
        """Where each of ``documents`` is on disk now."""
        job = str(self._shown.key)
        known = [
            [t.path for t in self._transfers.all_of(job, transfer_key(job, one).url) if _is_here(t)]
            for one in documents
        ]
        there = files_there(path for paths in known for path in paths if path is not None)
        return [next((path for path in paths if path in there), None) for paths in known]

    def _card(self, documents: Documents, words: str = "") -> QPixmap:
        first = documents[0]
        kind = DocumentColumns.build((first,)).types[0]
        symbol = type_icon(kind) if len(documents) == 1 else "files"
        named = (first.name or "") if len(documents) == 1 else counted(len(documents))
        return card(words or named or counted(1), symbol, self._window.documents.view)

    def _save(self, folder: Path, documents: Documents) -> None:
        self._downloads.save_to(folder, documents, keeps_record=True)

    def _stage(self, folder: Path, documents: Documents, file_name: str) -> None:
        self._downloads.save_to(folder, documents, keeps_record=False, file_name=file_name)

    def _refuse(self, error: SkopError, documents: Documents) -> None:
        choose = MessageAction("Choose folder…", lambda: self.save_to.ask(documents))
        self._doer.tell(message_of(error, choose, about=_ABOUT))

    def _tell(self, level: Level, words: str) -> None:
        self._doer.tell(Message(level, words, about=_ABOUT))

    def _take_folder(self, folder: Path) -> None:
        before = self._preferences.download_folder()
        if folder == before:
            return
        self._preferences.set_download_folder(folder)
        again = None if before == downloads_folder() else before
        undo = MessageAction("Undo", lambda: self._preferences.set_download_folder(again))
        words = f"Documents are saved in “{folder.name or folder}” from now on."
        self._doer.tell(Message(Level.DONE, words, action=undo, about="the download folder"))


def _is_here(transfer: TransferSnapshot) -> bool:
    return transfer.state is TransferState.SAVED and transfer.path is not None


def _file_name(document: ExtractedDocument) -> str:
    """What the place of the drop is told before the document has come."""
    kind = document.document_type or ""
    return file_name(document.name or "", document.url or "", document_type=kind)


def _begun(documents: Documents) -> str:
    return "This document is" if len(documents) == 1 else f"These {counted(len(documents))} are"
