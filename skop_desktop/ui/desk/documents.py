"""What can be done with documents beside fetching them: preview, export, copy, their pages."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from skop_desktop.aio import answered
from skop_desktop.api.models import ExtractedDocument
from skop_desktop.desktop.folders import nearest_folder
from skop_desktop.desktop.open_link import open_link
from skop_desktop.desktop.reveal import reveal
from skop_desktop.documents.export import ExportKind, export
from skop_desktop.documents.preview import Previewer
from skop_desktop.downloads.naming import component
from skop_desktop.downloads.snapshot import TransferSnapshot, TransferState
from skop_desktop.messages import Level, Message, MessageAction
from skop_desktop.ui import words
from skop_desktop.ui.desk.shown_job import ShownJob
from skop_desktop.ui.desk.told import Doer
from skop_desktop.ui.desk.transfers import Transfers
from skop_desktop.ui.window import MainWindow

_PREVIEW_WIDTH = 560
"""Pixels: the pane's usual width at 200 % scaling."""


class DocumentsDesk:
    """``start_folder`` gives where the export dialog opens."""

    def __init__(
        self,
        window: MainWindow,
        shown: ShownJob,
        transfers: Transfers,
        *,
        previewer: Previewer,
        start_folder: Callable[[], Path],
        doer: Doer,
    ) -> None:
        self._window = window
        self._shown = shown
        self._transfers = transfers
        self._previewer = previewer
        self._start_folder = start_folder
        self._previewing = doer.one_at_a_time()
        self._doer = doer
        transfers.subscribe(self._take_in, lambda _keys: None)
        self._connect()

    def _connect(self) -> None:
        documents, header = self._window.documents, self._window.header
        documents.current_changed.connect(self._show_preview)
        documents.export_requested.connect(self.export)
        documents.open_source_requested.connect(self.open_page)
        documents.copy_link_requested.connect(self.copy)
        header.open_site_requested.connect(self.open_page)
        header.copy_requested.connect(self.copy)
        self._window.library.copy_requested.connect(self.copy)
        self._window.notice.copy_requested.connect(self.copy)
        self._window.tabs.page_requested.connect(self.open_page)

    def open_page(self, address: str) -> None:
        """Opens a web page in the browser."""
        self._doer.do(open_link(address), "open a page")

    def copy(self, text: str) -> None:
        """Puts ``text`` on the clipboard."""
        QGuiApplication.clipboard().setText(text)

    def export(self, kind: str) -> None:
        """Asks where to, and writes the list of documents there."""
        self._doer.do(self._export(ExportKind(kind)), "export")

    def export_as_table(self) -> None:
        """Exports in the form that opens in every spreadsheet."""
        self.export(ExportKind.XLSX)

    def focus_filter(self) -> None:
        """Puts the cursor where documents are filtered."""
        self._window.documents.focus_filter()

    def _take_in(self, batch: Sequence[TransferSnapshot]) -> None:
        """The document on the right may just have been saved."""
        shown = self._window.documents.current_document
        if shown is None:
            return
        for transfer in batch:
            if transfer.state is TransferState.SAVED and transfer.key.url == shown.url:
                self._show_preview(shown)

    def _show_preview(self, document: ExtractedDocument | None) -> None:
        path = self._saved_path(document) if document else None
        if document is None or path is None:
            self._previewing.cancel()
            return
        self._previewing.start(self._preview(document, path), name="preview")

    async def _preview(self, document: ExtractedDocument, path: Path) -> None:
        preview = await self._previewer.preview(path, _PREVIEW_WIDTH)
        self._window.documents.show_preview(
            document.url or "", preview.png, preview.text, preview.pages
        )

    def _saved_path(self, document: ExtractedDocument) -> Path | None:
        if self._shown.key is None:
            return None
        transfer = self._transfers.of_job(self._shown.key).get((document.url or "").strip())
        is_saved = transfer is not None and transfer.state is TransferState.SAVED
        return transfer.path if transfer is not None and is_saved else None

    async def _export(self, kind: ExportKind) -> None:
        snapshot = self._shown.snapshot
        if snapshot is None:
            return
        dialog = QFileDialog(self._window, "Export the list of documents")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(kind.value)
        dialog.setDirectory(str(nearest_folder(self._start_folder())))
        dialog.selectFile(f"{component(words.job_title(snapshot), 80)}.{kind.value}")
        if await answered(dialog) != QFileDialog.DialogCode.Accepted:
            return
        path = Path(dialog.selectedFiles()[0])
        documents = self._window.documents.shown_documents()
        saved = {
            link: transfer.path
            for link, transfer in self._transfers.of_job(snapshot.key).items()
            if transfer.path is not None
        }
        report = await asyncio.to_thread(export, path, kind, documents, saved)
        self._doer.tell(
            Message(
                Level.DONE,
                " ".join((f"{path.name} is written.", *report.notes)),
                action=MessageAction(
                    "Show in folder", lambda: self._doer.do(reveal(path), "show in folder")
                ),
            )
        )
