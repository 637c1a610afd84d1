"""Which drag begins for which rows, and where they end up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget

from skop_desktop.api.models import JobResultsResponse
from skop_desktop.desktop.folders import downloads_folder
from skop_desktop.desktop.x11_direct_save import DIRECT_SAVE
from skop_desktop.downloads.plan import transfer_key
from skop_desktop.downloads.snapshot import (
    JobFacts,
    TransferKey,
    TransferSnapshot,
    TransferState,
    WantedDocument,
)
from skop_desktop.downloads.worker import TransferWorker
from skop_desktop.jobs.snapshot import JobSnapshot
from skop_desktop.messages import Level, Message
from skop_desktop.settings import SettingsFile
from skop_desktop.ui.desk.downloads import DownloadsDesk
from skop_desktop.ui.desk.drag import DragDesk
from skop_desktop.ui.desk.shown_job import ShownJob
from skop_desktop.ui.desk.told import Doer
from skop_desktop.ui.desk.transfers import Transfers
from skop_desktop.ui.drag.drop_in import DropIn
from skop_desktop.ui.drag.ladder import Target
from skop_desktop.ui.drag.offers import OWN_ROWS
from skop_desktop.ui.drag.places import CHOOSE, Place
from skop_desktop.ui.window import MainWindow
from tests.support.contract_objects import document_json, results_json
from tests.support.file_dialogs import file_dialog, type_path
from tests.support.pointing import move_to, press_at, release_at
from tests.support.snapshots import KEY, looked_up
from tests.support.waiting import until

pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("disk_is_waited_for")]

Taken = Callable[[QMimeData], bool]
_OF_UNKNOWN_SIZE = 4


class Worker(TransferWorker):
    """Was never opened: it notes what it is asked for and fetches nothing."""

    def __init__(self, ledger: Path) -> None:
        super().__init__(ledger, lambda _batch: None)
        self.started: list[tuple[Path, list[str], bool]] = []
        self.removed: list[TransferKey] = []

    def start(
        self, folder: Path, wanted: Sequence[WantedDocument], job: JobFacts | None = None
    ) -> None:
        del job
        records = {document.keeps_record for document in wanted}
        self.started.append((folder, [document.name for document in wanted], records == {True}))

    def remove(self, keys: Iterable[TransferKey]) -> None:
        self.removed.extend(keys)


@dataclass
class Preferences:
    """The settings, with a download folder that is kept in memory."""

    file: SettingsFile
    folder: Path
    given: list[Path | None] = field(default_factory=list)

    def download_folder(self) -> Path:
        return self.folder

    def set_download_folder(self, folder: Path | None) -> None:
        self.given.append(folder)
        self.folder = folder or downloads_folder()


@dataclass
class Desk:
    """The desk with what it stands on."""

    drag: DragDesk
    window: MainWindow
    transfers: Transfers
    worker: Worker
    preferences: Preferences
    stage: Path
    opened: list[str]
    target: Target = Target.DIRECT_SAVE

    def rows(self, *rows: int) -> None:
        """Selects rows and drags them."""
        view = self.window.documents.view
        view.clearSelection()
        for row in rows:
            view.selectionModel().select(
                view.model().index(row, 0),
                view.selectionModel().SelectionFlag.Select
                | view.selectionModel().SelectionFlag.Rows,
            )
        self.window.documents.drag_requested.emit(self.window.documents.selected_documents())

    def ends(
        self, row: int, state: TransferState, path: Path | None = None, into: str = ""
    ) -> None:
        """A transfer of the document in ``row`` ends."""
        document = self.window.documents.model.document_at(row)
        key = transfer_key(str(KEY), document, into)
        self.transfers.apply([TransferSnapshot(key, document.name or "", "", state, path=path)])


class Drags:
    """Stands in for the pointer: notes what is dragged, and takes it as the test says."""

    def __init__(self) -> None:
        self.data: list[QMimeData] = []
        self.takes: Taken = lambda _data: False

    def __call__(self, _source: QWidget, data: QMimeData, picture: QPixmap) -> bool:
        assert not picture.isNull()
        self.data.append(data)
        return self.takes(data)


@pytest.fixture
def drags(monkeypatch: pytest.MonkeyPatch) -> Drags:
    made = Drags()
    monkeypatch.setattr("skop_desktop.ui.desk.drag.run_drag", made)
    monkeypatch.setattr("skop_desktop.ui.drag.direct_save.run_drag", made)
    return made


@pytest.fixture
async def desk(window: MainWindow, doer: Doer, tmp_path: Path) -> Desk:
    transfers, worker = Transfers(), Worker(tmp_path / "ledger.db")
    preferences = Preferences(SettingsFile(tmp_path / "settings.json"), tmp_path)
    shown = ShownJob(window, doer, transfers.of_job)
    downloads = DownloadsDesk(
        window,
        shown,
        transfers,
        worker=worker,
        base_folder=preferences.download_folder,
        settings=preferences.file,
        doer=doer,
    )
    opened: list[str] = []
    drag = DragDesk(
        window,
        shown,
        downloads,
        transfers,
        worker=worker,
        preferences=preferences,
        stage=tmp_path / "stage",
        open_job=opened.append,
        doer=doer,
        target=lambda _settings: made.target,
    )
    made = Desk(drag, window, transfers, worker, preferences, tmp_path / "stage", opened)
    shown.show(_job())
    return made


def _job() -> JobSnapshot:
    """Five documents of 2.3 MB each, the last of unknown size."""
    last = document_json(9, confidence_score=0.5, file_size_mb=None)
    documents = [*(document_json(n) for n in range(_OF_UNKNOWN_SIZE)), last]
    body = results_json(KEY.job_id, documents)
    results = JobResultsResponse.model_validate(body)
    return replace(looked_up(KEY, "completed"), results=results)


def _file(folder: Path, name: str) -> Path:
    path = folder / name
    path.write_bytes(b"%PDF-1.4 minutes %%EOF")
    return path


def _names(desk: Desk, *rows: int) -> list[str]:
    model = desk.window.documents.view.model()
    return [str(model.index(row, 0).data()) for row in rows]


async def test_rows_on_disk_are_dragged_as_files(desk: Desk, drags: Drags, tmp_path: Path) -> None:
    desk.ends(0, TransferState.SAVED, _file(tmp_path, "a.pdf"))
    desk.ends(1, TransferState.SAVED, _file(tmp_path, "b.pdf"), into="/elsewhere")
    desk.rows(0, 1)
    (data,) = drags.data
    paths = [Path(url.toLocalFile()) for url in data.urls()]
    assert paths == [tmp_path / "a.pdf", tmp_path / "b.pdf"]
    assert data.hasFormat(OWN_ROWS)
    assert desk.worker.started == []


async def test_a_file_that_has_gone_from_disk_is_not_dragged_as_one(
    desk: Desk, drags: Drags, tmp_path: Path
) -> None:
    desk.ends(0, TransferState.SAVED, tmp_path / "gone.pdf")
    desk.rows(0)
    assert drags.data[0].formats() == [DIRECT_SAVE, OWN_ROWS]


async def test_of_mixed_rows_none_goes_as_a_file(desk: Desk, drags: Drags, tmp_path: Path) -> None:
    desk.ends(0, TransferState.SAVED, _file(tmp_path, "a.pdf"))
    desk.rows(0, 1)
    assert not drags.data[0].hasUrls()
    assert drags.data[0].hasFormat(DIRECT_SAVE)


async def test_while_rows_are_dragged_the_shelf_is_there_and_then_it_goes(
    desk: Desk, drags: Drags
) -> None:
    shelf = desk.drag.save_to.shelf
    seen: list[bool] = []

    def looks(_data: QMimeData) -> bool:
        seen.append(shelf.is_for_drag)
        return False

    drags.takes = looks
    desk.rows(0)
    assert seen == [True]
    assert not shelf.isVisible()


async def test_rows_dropped_on_the_shelf_are_saved_there_with_their_record(
    desk: Desk, drags: Drags, tmp_path: Path
) -> None:
    folder = tmp_path / "Archive"
    folder.mkdir()

    def drops(_data: QMimeData) -> bool:
        desk.drag.save_to.shelf.places.dropped.emit(Place("Archive", "folder", folder))
        return True

    drags.takes = drops
    desk.rows(0, 2)
    await until(lambda: desk.worker.started)
    assert desk.worker.started == [(folder, _names(desk, 0, 2), True)]
    assert desk.preferences.file.current.recent_folders == (folder,)
    assert not desk.drag.save_to.shelf.isVisible()


async def test_a_folder_is_chosen_for_rows_that_were_dropped_on_the_last_line(
    desk: Desk, drags: Drags, tmp_path: Path
) -> None:
    folder = tmp_path / "Chosen"
    folder.mkdir()

    def drops(_data: QMimeData) -> bool:
        desk.drag.save_to.shelf.places.dropped.emit(CHOOSE)
        return True

    drags.takes = drops
    desk.rows(1)
    dialog = await file_dialog(desk.window)
    await type_path(dialog, folder)
    dialog.accept()
    await until(lambda: desk.worker.started)
    assert desk.worker.started == [(folder, _names(desk, 1), True)]


async def test_rows_of_unknown_size_go_to_the_shelf_only_and_it_is_said_so(
    desk: Desk, drags: Drags, told: list[Message]
) -> None:
    desk.target = Target.FILES_ONLY
    desk.rows(0, _OF_UNKNOWN_SIZE)
    assert drags.data[0].formats() == [OWN_ROWS]
    assert "These 2 documents are not downloaded yet" in told[-1].text
    assert desk.worker.started == []


async def test_small_rows_are_fetched_first_and_dragged_when_they_are_here(
    desk: Desk, drags: Drags, tmp_path: Path
) -> None:
    desk.target = Target.FILES_ONLY
    view = desk.window.documents.view
    start = view.visualRect(view.model().index(0, 0)).center()
    press_at(view, start)
    desk.rows(0, 1)
    assert drags.data == []
    await until(lambda: desk.worker.started)
    assert desk.worker.started == [(desk.stage, _names(desk, 0, 1), False)]
    move_to(view, start + QPoint(40, 40))
    into = str(desk.stage)
    desk.ends(0, TransferState.SAVED, _file(tmp_path, "a.pdf"), into)
    assert drags.data == []
    desk.ends(1, TransferState.SAVED, _file(tmp_path, "b.pdf"), into)
    await until(lambda: drags.data)
    assert [url.fileName() for url in drags.data[0].urls()] == ["a.pdf", "b.pdf"]
    assert not desk.drag.save_to.shelf.isVisible()


async def test_let_go_too_early_they_can_be_dragged_again(
    desk: Desk, drags: Drags, told: list[Message], tmp_path: Path
) -> None:
    desk.target = Target.FILES_ONLY
    view = desk.window.documents.view
    desk.rows(0)
    release_at(view, QPoint(5, 5))
    assert not desk.drag.save_to.shelf.isVisible()
    desk.ends(0, TransferState.SAVED, _file(tmp_path, "a.pdf"), str(desk.stage))
    assert told[-1].text == "Ready: drag again."
    assert drags.data == []
    desk.rows(0)
    assert [url.fileName() for url in drags.data[0].urls()] == ["a.pdf"]


async def test_one_that_cannot_be_fetched_ends_the_hold_and_says_where_the_reason_is(
    desk: Desk, drags: Drags, told: list[Message]
) -> None:
    desk.target = Target.FILES_ONLY
    desk.rows(0)
    desk.ends(0, TransferState.FAILED, into=str(desk.stage))
    assert told[-1].level is Level.WARNING
    assert "Downloads says why" in told[-1].text
    assert not desk.drag.save_to.shelf.isVisible()
    desk.rows(0)
    assert desk.worker.removed[-1].into == str(desk.stage)
    assert drags.data == []
    release_at(desk.window.documents.view, QPoint(5, 5))


async def test_what_an_earlier_run_staged_is_taken_off_the_list(desk: Desk) -> None:
    desk.ends(0, TransferState.SAVED, Path("/gone.pdf"), into=str(desk.stage))
    desk.ends(1, TransferState.SAVED, Path("/elsewhere/b.pdf"), into="/elsewhere")
    assert [key.into for key in desk.worker.removed] == [str(desk.stage)]


async def test_save_to_asks_for_a_folder_by_keys(desk: Desk, tmp_path: Path) -> None:
    desk.window.activateWindow()
    await until(desk.window.isActiveWindow)
    desk.window.documents.view.selectRow(1)
    desk.drag.save_selected_to()
    shelf = desk.drag.save_to.shelf
    await until(lambda: shelf.places.model().rowCount() > 0)
    assert shelf.places.hasFocus()
    shelf.places.chosen.emit(Place("Archive", "folder", tmp_path))
    await until(lambda: desk.worker.started)
    assert desk.worker.started == [(tmp_path, _names(desk, 1), True)]


async def test_with_nothing_selected_there_is_nothing_to_save(desk: Desk) -> None:
    desk.drag.save_selected_to()
    assert not desk.drag.save_to.shelf.isVisible()


async def test_a_folder_that_is_dropped_becomes_the_download_folder_until_undone(
    desk: Desk, told: list[Message], tmp_path: Path
) -> None:
    drop_in = desk.window.findChild(DropIn)
    assert isinstance(drop_in, DropIn)
    before, folder = desk.preferences.folder, tmp_path / "Archive"
    drop_in.folder_dropped.emit(folder)
    assert desk.preferences.folder == folder
    assert "“Archive”" in told[-1].text
    assert told[-1].action is not None
    assert told[-1].action.words == "Undo"
    told[-1].action.run()
    assert desk.preferences.folder == before
    drop_in.folder_dropped.emit(before)
    assert desk.preferences.given == [folder, before]


async def test_the_default_folder_comes_back_as_the_default(
    desk: Desk, told: list[Message], tmp_path: Path
) -> None:
    desk.preferences.folder = downloads_folder()
    drop_in = desk.window.findChild(DropIn)
    assert isinstance(drop_in, DropIn)
    drop_in.folder_dropped.emit(tmp_path)
    assert told[-1].action is not None
    told[-1].action.run()
    assert desk.preferences.given == [tmp_path, None]


async def test_a_job_that_is_dropped_is_opened(desk: Desk) -> None:
    drop_in = desk.window.findChild(DropIn)
    assert isinstance(drop_in, DropIn)
    drop_in.job_dropped.emit("job_b")
    assert desk.opened == ["job_b"]
