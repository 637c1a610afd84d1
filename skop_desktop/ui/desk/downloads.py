"""Documents on their way to disk: starts transfers, shows how far they are, tells the end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from skop_desktop.api.models import ExtractedDocument
from skop_desktop.desktop.folders import nearest_folder
from skop_desktop.desktop.open_file import open_file
from skop_desktop.desktop.reveal import reveal
from skop_desktop.downloads.naming import job_folder_name
from skop_desktop.downloads.plan import transfer_key, wanted_documents
from skop_desktop.downloads.snapshot import TransferKey, TransferSnapshot, TransferState
from skop_desktop.downloads.totals import TransferTotals
from skop_desktop.downloads.worker import TransferWorker
from skop_desktop.jobs.snapshot import JobSnapshot
from skop_desktop.messages import Level, Message, MessageAction
from skop_desktop.ui import formats
from skop_desktop.ui.desk.shown_job import ShownJob
from skop_desktop.ui.desk.told import Doer
from skop_desktop.ui.desk.transfers import Transfers
from skop_desktop.ui.problems.tabs import BottomTab
from skop_desktop.ui.window import MainWindow

_END_OF_DOWNLOADS: Final = "end of downloads"
_QUICK_TO_COUNT: Final = 2_000
_COUNT_EACH: Final = 0.5
"""Seconds between two sums over more transfers than that."""


class DownloadsDesk:
    """``base_folder`` gives the folder in which each search has one of its own."""

    def __init__(
        self,
        window: MainWindow,
        shown: ShownJob,
        transfers: Transfers,
        *,
        worker: TransferWorker,
        base_folder: Callable[[], Path],
        doer: Doer,
    ) -> None:
        self._window = window
        self._shown = shown
        self._transfers = transfers
        self._worker = worker
        self._base_folder = base_folder
        self._doer = doer
        self._to_open: set[TransferKey] = set()
        self._was_busy = False
        self._counts_soon = False
        transfers.subscribe(self._take_in, self._take_off)
        self._connect()

    def _connect(self) -> None:
        documents, downloads = self._window.documents, self._window.tabs.downloads
        self._window.header.download_all_requested.connect(self.download_all)
        documents.download_requested.connect(self.download)
        documents.retry_requested.connect(self._retry_links)
        documents.open_requested.connect(self.open)
        documents.reveal_requested.connect(self.reveal)
        downloads.cancel_requested.connect(self._worker.cancel)
        downloads.retry_requested.connect(self._worker.retry)
        downloads.remove_requested.connect(self._worker.remove)
        downloads.open_requested.connect(self._open_keys)
        downloads.reveal_requested.connect(self._reveal_keys)
        downloads.folder_requested.connect(self.open_folder)

    def download_all(self) -> None:
        """Fetches every document of the job on the screen, once the whole list is here."""
        view = self._window.header.view
        if self._shown.snapshot is not None and view is not None and view.can_download:
            self.download(self._shown.snapshot.documents)

    def download_selected(self) -> None:
        """Fetches the documents that are selected in the table."""
        self.download(self._window.documents.selected_documents())

    def download(self, documents: Sequence[ExtractedDocument]) -> None:
        """Fetches ``documents`` of the job on the screen."""
        snapshot = self._shown.snapshot
        if snapshot is None or not documents:
            return
        self._doer.do(self._start(snapshot, tuple(documents), self._folder()), "download")
        self._window.tabs.show_tab(BottomTab.DOWNLOADS)

    def open(self, document: ExtractedDocument) -> None:
        """Opens a document in its program; one that is not here yet is fetched first."""
        snapshot = self._shown.snapshot
        if snapshot is None:
            return
        key = transfer_key(str(snapshot.key), document)
        transfer = self._transfers.get(key)
        if transfer is not None and transfer.state is TransferState.SAVED and transfer.path:
            self._doer.do(open_file(transfer.path), "open a document")
            return
        self._to_open.add(key)
        self.download((document,))

    def reveal(self, document: ExtractedDocument) -> None:
        """Shows a saved document in its folder."""
        if self._shown.key is not None:
            self._reveal_keys((transfer_key(str(self._shown.key), document),))

    def open_folder(self) -> None:
        """Opens the folder of the job on the screen, or the one above where it is not made yet."""
        self._doer.do(reveal(nearest_folder(self._folder())), "open the folder")

    def totals(self) -> TransferTotals:
        """All transfers in one line."""
        return self._transfers.totals()

    def _take_in(self, batch: Sequence[TransferSnapshot]) -> None:
        self._window.tabs.apply_transfers(batch)
        shown = str(self._shown.key) if self._shown.key else ""
        self._window.documents.update_transfers([t for t in batch if t.key.job == shown])
        for transfer in batch:
            self._open_when_saved(transfer)
        self._show_totals()

    def _take_off(self, keys: Sequence[TransferKey]) -> None:
        self._window.tabs.remove_transfers(keys)
        if self._shown.key is not None:
            self._window.documents.show_transfers(self._transfers.of_job(self._shown.key))
        self._show_totals()

    async def _start(
        self, snapshot: JobSnapshot, documents: tuple[ExtractedDocument, ...], folder: Path
    ) -> None:
        # 100,000 documents take seconds to plan.
        wanted = await asyncio.to_thread(
            wanted_documents, str(snapshot.key), documents, job_website=snapshot.website
        )
        self._worker.start(folder, wanted)

    def _folder(self) -> Path:
        snapshot = self._shown.snapshot
        if snapshot is None:
            return self._base_folder()
        return self._base_folder() / job_folder_name(
            snapshot.website, snapshot.prompt or snapshot.key.job_id
        )

    def _retry_links(self, links: Sequence[str]) -> None:
        if self._shown.key is not None:
            job = str(self._shown.key)
            self._worker.retry([TransferKey(job, link) for link in links])

    def _open_keys(self, keys: Sequence[TransferKey]) -> None:
        for path in self._saved_paths(keys):
            self._doer.do(open_file(path), "open a document")

    def _reveal_keys(self, keys: Sequence[TransferKey]) -> None:
        for path in self._saved_paths(keys)[:1]:
            self._doer.do(reveal(path), "show in folder")

    def _saved_paths(self, keys: Sequence[TransferKey]) -> list[Path]:
        known = (self._transfers.get(key) for key in keys)
        return [transfer.path for transfer in known if transfer and transfer.path]

    def _open_when_saved(self, transfer: TransferSnapshot) -> None:
        if transfer.key not in self._to_open:
            return
        if transfer.state in {TransferState.WAITING, TransferState.RUNNING}:
            return
        self._to_open.discard(transfer.key)
        if transfer.state is TransferState.SAVED and transfer.path is not None:
            self._doer.do(open_file(transfer.path), "open a document")

    def _show_totals(self) -> None:
        if len(self._transfers) <= _QUICK_TO_COUNT:
            self._count()
        elif not self._counts_soon:
            self._counts_soon = True
            self._doer.do(self._count_soon(), "count transfers")

    async def _count_soon(self) -> None:
        await asyncio.sleep(_COUNT_EACH)
        self._counts_soon = False
        self._count()

    def _count(self) -> None:
        now = self._transfers.totals()
        self._window.show_totals(now)
        if self._was_busy and not now.is_busy:
            self._tell_end(now)
        self._was_busy = now.is_busy

    def _tell_end(self, ended: TransferTotals) -> None:
        words = f"{formats.count(ended.saved)} of {formats.count(ended.all)} documents saved."
        if ended.failed:
            words += f" {formats.count(ended.failed)} did not arrive; Downloads says why."
        self._doer.tell(
            Message(
                Level.WARNING if ended.failed else Level.DONE,
                words,
                action=MessageAction("Open folder", self.open_folder),
                about=_END_OF_DOWNLOADS,
            )
        )
