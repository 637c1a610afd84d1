"""Documents that a reader on another thread waits for."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from concurrent.futures import CancelledError
from pathlib import Path
from threading import Event

import pytest

from skop_desktop.api.models import ExtractedDocument
from skop_desktop.downloads.plan import transfer_key
from skop_desktop.downloads.snapshot import TransferSnapshot, TransferState
from skop_desktop.downloads.worker import TransferWorker
from skop_desktop.errors import TransferError, TransferFault
from skop_desktop.ui.desk.native_drag import NativeDrag, NativeRow
from skop_desktop.ui.desk.staging import Staging
from skop_desktop.ui.desk.transfers import Transfers
from tests.support.document_rows import found
from tests.support.waiting import until

JOB = "skop-cloud job_a"


class Scene:
    """A native drag of one document, whose transfer ends as the test says."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.document = found("Minutes")
        self.asked: list[tuple[Path, Sequence[ExtractedDocument]]] = []
        self.transfers = Transfers()
        worker = TransferWorker(folder / "ledger.db", lambda _batch: None)
        staging = Staging(folder, self.transfers, worker, self._save)
        self.native = NativeDrag(staging)
        self.row = NativeRow(self.document, "Minutes.pdf", None)
        self.given_up = Event()

    def _save(self, folder: Path, documents: Sequence[ExtractedDocument], _name: str) -> None:
        self.asked.append((folder, documents))

    def fetching(self) -> asyncio.Task[Path]:
        """A reader on a thread of its own."""
        work = asyncio.to_thread(self.native.fetch, JOB, self.row, self.given_up)
        return asyncio.get_running_loop().create_task(work)

    def ends(
        self, state: TransferState, path: Path | None = None, error: TransferError | None = None
    ) -> None:
        key = transfer_key(JOB, self.document, str(self.folder))
        self.transfers.apply([TransferSnapshot(key, "Minutes", "", state, path=path, error=error)])


def _names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


@pytest.fixture
async def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path)


async def test_a_reader_gets_the_file_once_it_is_here(scene: Scene, tmp_path: Path) -> None:
    reading = scene.fetching()
    await until(lambda: scene.asked)
    scene.ends(TransferState.RUNNING)
    assert not reading.done()
    scene.ends(TransferState.SAVED, tmp_path / "Minutes.pdf")
    assert await reading == tmp_path / "Minutes.pdf"


async def test_a_reader_is_told_why_nothing_came(scene: Scene) -> None:
    reading = scene.fetching()
    await until(lambda: scene.asked)
    scene.ends(TransferState.FAILED, error=TransferError("Gone.", fault=TransferFault.GONE))
    with pytest.raises(TransferError, match=r"Gone\."):
        await reading


async def test_a_reader_that_gave_up_is_let_go(scene: Scene) -> None:
    def reads() -> str:
        # asyncio would take this error for its own.
        with pytest.raises(CancelledError):
            scene.native.fetch(JOB, scene.row, scene.given_up)
        return "let go"

    reading = asyncio.get_running_loop().create_task(asyncio.to_thread(reads))
    await until(lambda: scene.asked)
    scene.given_up.set()
    assert await reading == "let go"


async def test_a_promise_that_cannot_be_kept_leaves_no_file(scene: Scene, tmp_path: Path) -> None:
    row = NativeRow(scene.document, "Minutes.pdf", tmp_path / "gone.pdf")
    with pytest.raises(OSError, match=r"gone\.pdf"):
        await asyncio.to_thread(scene.native.save, JOB, row, tmp_path / "Minutes.pdf")
    assert _names(tmp_path) == []
