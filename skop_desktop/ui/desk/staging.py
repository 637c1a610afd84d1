"""Documents that are fetched for a drag that waits: into the stage, a folder of the app's own.

What is dropped may be read long after (a mail that is still being written), so the stage is
emptied at the next start, and what the list of downloads still says of it goes with it.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from skop_desktop.api.models import ExtractedDocument
from skop_desktop.downloads.orders import TransferOrders
from skop_desktop.downloads.plan import transfer_key
from skop_desktop.downloads.snapshot import TransferKey, TransferSnapshot
from skop_desktop.ui.desk.transfers import IN_HAND, Transfers

Ended = Callable[[Sequence[TransferSnapshot]], None]


def empty_stage(stage: Path) -> None:
    """Removes what earlier runs staged. Blocks; before the transfers go on."""
    shutil.rmtree(stage, ignore_errors=True)


class Staging:
    """``save`` fetches documents of the job on the screen into a folder, under a name if given."""

    def __init__(
        self,
        stage: Path,
        transfers: Transfers,
        worker: TransferOrders,
        save: Callable[[Path, Sequence[ExtractedDocument], str], None],
    ) -> None:
        self._stage = stage
        self._transfers = transfers
        self._worker = worker
        self._save = save
        self._ours: set[TransferKey] = set()
        self._waits: list[tuple[frozenset[TransferKey], Ended]] = []
        transfers.subscribe(self._take_in, self._take_off)

    def fetch(self, job: str, documents: Sequence[ExtractedDocument], ended: Ended) -> None:
        """Fetches ``documents`` and tells their transfers once each has ended, well or not."""
        self._fetch(job, documents, ended, self._stage, "")

    def fetch_as(self, job: str, document: ExtractedDocument, file: Path, ended: Ended) -> None:
        """As ``fetch``, past the stage: ``document`` is written to where it was dropped."""
        self._fetch(job, (document,), ended, file.parent, file.name)

    def _fetch(
        self,
        job: str,
        documents: Sequence[ExtractedDocument],
        ended: Ended,
        folder: Path,
        file_name: str,
    ) -> None:
        keys = frozenset(transfer_key(job, document, str(folder)) for document in documents)
        self._ours |= keys
        self._waits.append((keys, ended))
        # One that failed, or whose file has gone, begins anew.
        self._worker.remove([key for key in keys if self._is_over(key)])
        self._save(folder, documents, file_name)

    def _is_over(self, key: TransferKey) -> bool:
        known = self._transfers.get(key)
        return known is not None and known.state not in IN_HAND

    def _take_in(self, batch: Sequence[TransferSnapshot]) -> None:
        stage = str(self._stage)
        old = [t.key for t in batch if t.key.into == stage and t.key not in self._ours]
        if old:
            self._worker.cancel(old)
            self._worker.remove(old)
        self._tell()

    def _take_off(self, keys: Sequence[TransferKey]) -> None:
        del keys
        self._tell()

    def _tell(self) -> None:
        for wait in tuple(self._waits):
            keys, ended = wait
            known = [self._transfers.get(key) for key in keys]
            transfers = [one for one in known if one is not None]
            if len(transfers) == len(keys) and all(t.state not in IN_HAND for t in transfers):
                self._waits.remove(wait)
                ended(transfers)
