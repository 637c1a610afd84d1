"""Documents on their way to disk: starts transfers, shows how far they are, acts on them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Final

from skop_desktop.api.models import ExtractedDocument
from skop_desktop.desktop.folders import nearest_folder
from skop_desktop.desktop.reveal import reveal
from skop_desktop.downloads.naming import job_folder_name
from skop_desktop.downloads.orders import TransferOrders
from skop_desktop.downloads.plan import transfer_key
from skop_desktop.downloads.snapshot import (
    QueueSnapshot,
    TransferKey,
    TransferSnapshot,
    TransferState,
    WantedDocument,
)
from skop_desktop.downloads.totals import TransferTotals
from skop_desktop.settings import SettingsFile
from skop_desktop.ui.desk.download_end import DownloadEnd
from skop_desktop.ui.desk.download_order import Order, job_facts, planned
from skop_desktop.ui.desk.opening import Opener
from skop_desktop.ui.desk.room import folder_with_room
from skop_desktop.ui.desk.shown_job import ShownJob
from skop_desktop.ui.desk.told import Doer
from skop_desktop.ui.desk.transfers import IN_HAND, Transfers
from skop_desktop.ui.problems.tabs import BottomTab
from skop_desktop.ui.window import MainWindow

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
        worker: TransferOrders,
        base_folder: Callable[[], Path],
        settings: SettingsFile,
        doer: Doer,
    ) -> None:
        self._window = window
        self._shown = shown
        self._transfers = transfers
        self._worker = worker
        self._base_folder = base_folder
        self._settings = settings
        self._doer = doer
        self._end = DownloadEnd(doer, self._open_this_folder)
        self._opener = Opener(window, doer)
        self._to_open: set[TransferKey] = set()
        self._counts_soon = False
        transfers.subscribe(self._take_in, self._take_off)
        transfers.subscribe_queue(self._show_queue)
        self._connect()

    def _connect(self) -> None:
        documents, downloads = self._window.documents, self._window.tabs.downloads
        self._window.header.download_all_requested.connect(self.download_all)
        documents.download_requested.connect(self.download)
        documents.retry_requested.connect(self._retry_links)
        documents.open_requested.connect(self.open)
        documents.reveal_requested.connect(self.reveal)
        for asked, act in (
            (downloads.cancel_requested, self._worker.cancel),
            (downloads.pause_requested, self._worker.pause),
            (downloads.resume_requested, self._worker.resume),
            (downloads.retry_requested, self._worker.retry),
            (downloads.remove_requested, self._worker.remove),
            (downloads.move_requested, self._worker.move),
            (downloads.pause_all_requested, self._worker.pause_all),
            (downloads.resume_all_requested, self._worker.resume_all),
            (downloads.open_requested, self._open_keys),
            (downloads.reveal_requested, self._reveal_keys),
            (downloads.folder_requested, self.open_folder),
        ):
            asked.connect(act)

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
        job = self._shown.snapshot
        if job is None or not documents:
            return
        keeps_record = self._settings.current.keeps_record
        self._do(Order(job, tuple(documents), self.folder(), keeps_record=keeps_record))

    def save_to(
        self,
        folder: Path,
        documents: Sequence[ExtractedDocument],
        *,
        keeps_record: bool,
        file_name: str = "",
    ) -> None:
        """Fetches ``documents`` of the job on the screen into a folder of the person's choice.

        Each is a transfer of its own there, whatever the job's own folder has of it.
        ``file_name``: as in ``Order``.
        """
        job = self._shown.snapshot
        if job is None or not documents:
            return
        self._do(Order(job, tuple(documents), folder, str(folder), keeps_record, file_name))

    def open(self, document: ExtractedDocument) -> None:
        """Opens a document in its program; one that is not here yet is fetched first."""
        if self._shown.key is None:
            return
        key = transfer_key(str(self._shown.key), document)
        transfer = self._transfers.of_job(self._shown.key).get(key.url)
        if transfer is not None and transfer.state is TransferState.SAVED and transfer.path:
            self._opener.open((transfer.path,))
            return
        self._to_open.add(key)
        self.download((document,))

    def reveal(self, document: ExtractedDocument) -> None:
        """Shows a saved document in its folder."""
        if self._shown.key is None:
            return
        link = transfer_key(str(self._shown.key), document).url
        transfer = self._transfers.of_job(self._shown.key).get(link)
        if transfer is not None:
            self._reveal_keys((transfer.key,))

    def open_folder(self) -> None:
        """Opens the folder of the job on the screen, or the one above where it is not made yet."""
        self._open_this_folder(None)

    def totals(self) -> TransferTotals:
        """All transfers in one line."""
        return self._transfers.totals()

    def _do(self, order: Order) -> None:
        self._doer.do(self._start(order), "download")
        self._window.tabs.show_tab(BottomTab.DOWNLOADS)
        # Now, while nothing else wants the interpreter: drawn amid the first transfers, the whole
        # window takes four times as long.
        self._window.make_room_for_totals()

    async def _start(self, order: Order) -> None:
        wanted = await self._planned(order)
        folder = await self._with_room(order, wanted)
        if folder is None:
            return
        if order.into:
            await self._remember_folder(folder)
            if folder != order.folder:
                wanted = await self._planned(replace(order, into=str(folder)))
        self._worker.start(folder, wanted, job_facts(order.job))

    async def _planned(self, order: Order) -> tuple[WantedDocument, ...]:
        # 100,000 documents take seconds to plan.
        return await asyncio.to_thread(planned, order, self._settings.current.name_template)

    async def _with_room(self, order: Order, wanted: Sequence[WantedDocument]) -> Path | None:
        to_come = [document for document in wanted if self._is_to_come(document.key)]
        if not to_come:
            return order.folder
        in_hand = self._transfers.totals().bytes_left
        return await folder_with_room(self._window, order.folder, to_come, in_hand)

    def _is_to_come(self, key: TransferKey) -> bool:
        known = self._transfers.get(key)
        return known is None or known.state not in {TransferState.SAVED, *IN_HAND}

    async def _remember_folder(self, folder: Path) -> None:
        folders = self._settings.current.recent_folders_with(folder)
        # A convenience: where it cannot be kept, it holds until the app is closed.
        with suppress(OSError):
            await asyncio.to_thread(self._settings.update, recent_folders=folders)

    def folder(self) -> Path:
        """The folder of the job on the screen; the one for all while there is none."""
        job = self._shown.snapshot
        if job is None:
            return self._base_folder()
        return self._base_folder() / job_folder_name(job.website, job.prompt or job.key.job_id)

    def _open_this_folder(self, folder: Path | None) -> None:
        self._doer.do(reveal(nearest_folder(folder or self.folder())), "open the folder")

    def _retry_links(self, links: Sequence[str]) -> None:
        if self._shown.key is not None:
            of_job = self._transfers.of_job(self._shown.key)
            self._worker.retry([of_job[link].key for link in links if link in of_job])

    def _open_keys(self, keys: Sequence[TransferKey]) -> None:
        self._opener.open(self._saved_paths(keys))

    def _reveal_keys(self, keys: Sequence[TransferKey]) -> None:
        for path in self._saved_paths(keys)[:1]:
            self._doer.do(reveal(path), "show in folder")

    def _saved_paths(self, keys: Sequence[TransferKey]) -> list[Path]:
        known = (self._transfers.get(key) for key in keys)
        return [transfer.path for transfer in known if transfer and transfer.path]

    def _take_in(self, batch: Sequence[TransferSnapshot]) -> None:
        self._window.tabs.apply_transfers(batch)
        if self._shown.key is not None:
            job, of_job = str(self._shown.key), self._transfers.of_job(self._shown.key)
            links = dict.fromkeys(t.key.url for t in batch if t.key.job == job)
            self._window.documents.update_transfers([of_job[link] for link in links])
        for transfer in batch:
            self._open_when_saved(transfer)
        self._end.take_in(batch)
        self._show_totals()

    def _take_off(self, keys: Sequence[TransferKey]) -> None:
        self._window.tabs.remove_transfers(keys)
        if self._shown.key is not None:
            self._window.documents.show_transfers(self._transfers.of_job(self._shown.key))
        self._end.take_off(keys)
        self._show_totals()

    def _show_queue(self, queue: QueueSnapshot) -> None:
        self._window.tabs.downloads.show_queue(queue)
        self._window.total.show_queue(queue)

    def _open_when_saved(self, transfer: TransferSnapshot) -> None:
        if transfer.key not in self._to_open or transfer.state in IN_HAND:
            return
        self._to_open.discard(transfer.key)
        if transfer.state is TransferState.SAVED and transfer.path is not None:
            self._opener.open((transfer.path,))

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
        self._end.count(now)
