"""Documents that are written to the very place that a promise of macOS names."""

from __future__ import annotations

import asyncio
from concurrent.futures import CancelledError
from pathlib import Path

import pytest

from skop_desktop.errors import TransferError
from skop_desktop.ui.desk.native_drag import NativeDrag, NativeRow
from skop_desktop.ui.desk.staging import Staging
from tests.support.file_server import Held, good, refusal
from tests.support.made_files import office
from tests.support.snapshots import KEY
from tests.support.waiting import until
from tests.ui.desk.downloading import PDF, Desk

pytestmark = pytest.mark.gui


class Promised:
    """One document that was dropped as ``name`` on a folder of the file manager."""

    def __init__(self, desk: Desk, folder: Path, name: str) -> None:
        desk.show(1)
        self.desk, self.folder, self.name = desk, folder / "Desktop", name
        self.folder.mkdir()
        self.stage = folder / "stage"
        self.native = NativeDrag(Staging(self.stage, desk.transfers, desk.worker, self._save))

    def _save(self, folder: Path, documents: object, file_name: str) -> None:
        assert documents == self.desk.documents
        self.desk.desk.save_to(folder, self.desk.documents, keeps_record=False, file_name=file_name)

    def keep(self, file: Path | None = None) -> asyncio.Task[None]:
        """Another thread waits for the file, as one of the system's does."""
        row = NativeRow(self.desk.documents[0], "Minutes 0.pdf", file)
        work = asyncio.to_thread(self.native.save, str(KEY), row, self.folder / self.name)
        return asyncio.get_running_loop().create_task(work)

    @property
    def names(self) -> list[str]:
        return sorted(path.name for path in self.folder.iterdir())


async def test_our_queue_writes_to_the_place_under_the_name_that_was_promised(
    desk: Desk, tmp_path: Path
) -> None:
    promised = Promised(desk, tmp_path, "Minutes 0 copy.pdf")
    desk.site.answers["/0.pdf"] = held = Held(PDF, before=10)
    keeping = promised.keep()
    await until(held.is_waiting.is_set)
    # The site may be asked before the window hears that there is a transfer.
    await until(lambda: desk.rows and desk.rows[0].startswith("Minutes 0 copy"))
    assert all(name.endswith(".part") for name in promised.names)
    held.go_on.set()
    await keeping
    assert promised.names == ["Minutes 0 copy.pdf"]
    assert (promised.folder / promised.name).read_bytes() == PDF
    assert not promised.stage.exists()


async def test_a_file_that_is_here_is_copied(desk: Desk, tmp_path: Path) -> None:
    promised = Promised(desk, tmp_path, "Minutes 0.pdf")
    here = tmp_path / "here.pdf"
    here.write_bytes(PDF)
    await promised.keep(here)
    assert promised.names == ["Minutes 0.pdf"]
    assert desk.site.requests == []


async def test_a_document_of_another_kind_is_kept_under_its_own_name_and_said(
    desk: Desk, tmp_path: Path
) -> None:
    promised = Promised(desk, tmp_path, "Minutes 0.pdf")
    desk.site.answers["/0.pdf"] = good(office("word/document.xml"))
    with pytest.raises(TransferError, match="another kind of file") as caught:
        await promised.keep()
    assert caught.value.now == "It is saved as “Minutes 0.docx”, in the same folder."
    assert promised.names == ["Minutes 0.docx"]


async def test_one_that_does_not_come_says_why_and_leaves_nothing(
    desk: Desk, tmp_path: Path
) -> None:
    promised = Promised(desk, tmp_path, "Minutes 0.pdf")
    desk.site.answers["/0.pdf"] = refusal(410)
    with pytest.raises(TransferError):
        await promised.keep()
    assert promised.names == []


async def test_one_that_is_cancelled_is_let_go(desk: Desk, tmp_path: Path) -> None:
    promised = Promised(desk, tmp_path, "Minutes 0.pdf")
    desk.site.answers["/0.pdf"] = held = Held(PDF, before=10)

    def keeps() -> str:
        # asyncio would take this error for its own.
        row = NativeRow(desk.documents[0], "Minutes 0.pdf", None)
        with pytest.raises(CancelledError):
            promised.native.save(str(KEY), row, promised.folder / promised.name)
        return "let go"

    keeping = asyncio.get_running_loop().create_task(asyncio.to_thread(keeps))
    await until(held.is_waiting.is_set)
    link = desk.documents[0].url or ""
    await until(lambda: desk.transfers.all_of(str(KEY), link))
    desk.worker.cancel([one.key for one in desk.transfers.all_of(str(KEY), link)])
    assert await keeping == "let go"
    assert promised.names == []
