"""One try of a transfer: a copy of what is here, its link, or a look at its source page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from skop_desktop.downloads import outcomes
from skop_desktop.downloads.book import Book
from skop_desktop.downloads.client_lease import ClientLease
from skop_desktop.downloads.kept import copy_kept, kept_path
from skop_desktop.downloads.record import Record
from skop_desktop.downloads.reserve import TargetFolder
from skop_desktop.downloads.snapshot import TransferState
from skop_desktop.downloads.source_pages import SourcePages
from skop_desktop.downloads.steps import Rules, Steps
from skop_desktop.downloads.transfer import copy_saved, fetch
from skop_desktop.errors import TransferError, TransferFault


class Attempts:
    """Does what is next for a transfer, once. ``rules`` gives those of the moment.

    ``kept_folder``: where the engine on this computer keeps what it has fetched already.
    """

    def __init__(
        self,
        book: Book,
        clients: ClientLease,
        rules: Callable[[], Rules],
        kept_folder: Path | None = None,
    ) -> None:
        self._book = book
        self._clients = clients
        self._rules = rules
        self._kept_folder = kept_folder
        self._pages = SourcePages(clients)
        self._folders: dict[Path, TargetFolder] = {}

    async def make(self, record: Record, steps: Steps) -> None:
        """The try. Raises ``TransferError`` and ``LibraryError``.

        Afterwards ``record`` is saved, or it waits with a fresh link.
        """
        try:
            if record.looks_for_link:
                await self._look_for_link(record)
            elif not (await self._copied(record, steps) or await self._was_kept(record, steps)):
                await self._fetch(record, steps)
        except TransferError as error:
            if error.fault is TransferFault.FOLDER_REFUSED:
                # It may come back with other files in it.
                self._folders.pop(record.folder, None)
            raise

    async def _fetch(self, record: Record, steps: Steps) -> None:
        async with self._clients.use() as client:
            await fetch(
                client,
                record.wanted,
                self._folder(record),
                steps,
                self._rules(),
                record.unfinished,
                url=record.fresh_url,
            )

    async def _copied(self, record: Record, steps: Steps) -> bool:
        """Whether the document is in another folder already, and was copied from there."""
        for other in self._book.siblings(record.key):
            if other.state is TransferState.SAVED and other.path is not None:
                record.final_url = other.final_url
                self._book.discard_part(record)
                if await copy_saved(
                    other.path,
                    other.sha256,
                    record.wanted,
                    self._folder(record),
                    steps,
                    self._rules(),
                ):
                    return True
        return False

    async def _was_kept(self, record: Record, steps: Steps) -> bool:
        """Whether the engine on this computer had the document, and it was copied from there."""
        path = kept_path(self._kept_folder, record.wanted)
        if path is None or record.unfinished is not None:
            return False
        return await copy_kept(path, record.wanted, self._folder(record), steps, self._rules())

    async def _look_for_link(self, record: Record) -> None:
        """Reads the source page; the link's own error is told where that has no other."""
        url = await self._pages.fresh_link(record.wanted, self._rules())
        record.looks_for_link = False
        if url is None:
            record.aim()
            raise outcomes.without_fresh_link(record.dead_link or TransferError("The link died."))
        self._book.ledger.fresh(record.key, url)
        record.fresh_url = url
        record.go_on()
        record.aim()

    def _folder(self, record: Record) -> TargetFolder:
        folder = self._folders.get(record.folder)
        if folder is None:
            folder = self._folders[record.folder] = TargetFolder(record.folder)
        return folder
