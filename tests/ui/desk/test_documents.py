"""What can be done with documents beside fetching them."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit

from skop_desktop.documents.preview import Previewer
from skop_desktop.downloads.snapshot import TransferKey, TransferSnapshot, TransferState
from skop_desktop.messages import Level, Message
from skop_desktop.resources import resource
from skop_desktop.ui.desk.documents import DocumentsDesk
from skop_desktop.ui.desk.shown_job import ShownJob
from skop_desktop.ui.desk.told import Doer
from skop_desktop.ui.desk.transfers import Transfers
from skop_desktop.ui.window import MainWindow
from tests.support.file_dialogs import file_dialog, type_path
from tests.support.snapshots import KEY, with_documents
from tests.support.waiting import until
from tests.support.widgets import named

pytestmark = pytest.mark.gui


@dataclass
class Desk:
    """A desk with what it stands on."""

    desk: DocumentsDesk
    window: MainWindow
    shown: ShownJob
    transfers: Transfers

    def select(self, row: int) -> str:
        """Selects one row as a click does; its link."""
        self.window.documents.view.selectRow(row)
        link = self.window.documents.selected_documents()[0].url
        assert link is not None
        return link

    def save(self, link: str, path: Path) -> None:
        key = TransferKey(str(KEY), link)
        state = TransferState.SAVED
        self.transfers.apply([TransferSnapshot(key, "Minutes", "", state, path=path)])


@pytest.fixture
async def desk(window: MainWindow, doer: Doer, tmp_path: Path) -> Desk:
    transfers = Transfers()
    shown = ShownJob(window, doer, transfers.of_job)
    made = DocumentsDesk(
        window,
        shown,
        transfers,
        previewer=Previewer(time_limit=60.0),
        start_folder=lambda: tmp_path,
        doer=doer,
    )
    return Desk(made, window, shown, transfers)


@pytest.fixture
def previews(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, ...]]:
    """What the pane was given to show: link, picture, text, pages."""
    given: list[tuple[object, ...]] = []
    show: Callable[..., None] = window.documents.show_preview

    def noted(*values: object) -> None:
        given.append(values)
        show(*values)

    monkeypatch.setattr(window.documents, "show_preview", noted)
    return given


def a_pdf() -> Path:
    return next(iter(sorted(resource("sample_site").rglob("*.pdf"))))


def written(folder: Path, name: str) -> Path:
    path = folder / name
    path.write_text("Present: the board.\n", "utf-8")
    return path


async def answer_the_dialog(
    window: MainWindow, path: Path | None, and_then: Callable[[], object] = lambda: None
) -> str:
    """Gives the file dialog a name, or closes it; the name it proposed."""
    dialog = await file_dialog(window)
    proposed = Path(dialog.selectedFiles()[0]).name
    if path is None:
        dialog.reject()
    else:
        await type_path(dialog, path)
        dialog.accept()
        and_then()
    await until(lambda: not dialog.isVisible())
    return proposed


async def test_a_saved_document_is_shown_with_its_first_page(
    desk: Desk, previews: list[tuple[object, ...]]
) -> None:
    desk.shown.show(with_documents(2))
    link = desk.select(0)
    desk.save(link, a_pdf())
    await until(lambda: previews)
    ((shown, picture, _text, pages),) = previews
    assert shown == link
    assert isinstance(picture, bytes)
    assert picture.startswith(b"\x89PNG")
    assert isinstance(pages, int)


async def test_a_text_is_shown_by_its_first_lines(
    desk: Desk, tmp_path: Path, previews: list[tuple[object, ...]]
) -> None:
    desk.shown.show(with_documents(2))
    link = desk.select(1)
    desk.save(link, written(tmp_path, "minutes.txt"))
    await until(lambda: previews)
    assert previews[0][:3] == (link, None, "Present: the board.")


async def test_a_document_that_is_not_saved_has_no_preview(
    desk: Desk, tmp_path: Path, previews: list[tuple[object, ...]]
) -> None:
    desk.shown.show(with_documents(3))
    saved = desk.select(0)
    desk.select(1)
    desk.save(saved, written(tmp_path, "minutes.txt"))
    assert previews == []
    desk.select(0)
    await until(lambda: previews)
    assert previews[0][0] == saved


async def test_the_list_is_exported_where_the_person_says(
    desk: Desk, told: list[Message], tmp_path: Path
) -> None:
    desk.shown.show(with_documents(3))
    desk.save(desk.select(0), tmp_path / "Minutes.pdf")
    desk.desk.export("csv")
    proposed = await answer_the_dialog(desk.window, tmp_path / "list.csv")
    assert proposed.endswith(".csv")
    await until(lambda: told)
    (message,) = told
    assert message.level is Level.DONE
    assert message.text.startswith("list.csv is written.")
    assert message.action is not None
    assert message.action.words == "Show in folder"
    assert len(rows_of(tmp_path / "list.csv")) == 1 + 3


def rows_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


async def test_only_what_passes_the_filter_is_exported(
    desk: Desk, told: list[Message], tmp_path: Path
) -> None:
    desk.shown.show(with_documents(12))
    QTest.keyClicks(named(desk.window, QLineEdit, "Filter documents"), "- 11")
    await until(lambda: len(desk.window.documents.shown_documents()) == 1)
    desk.desk.export("json")
    await answer_the_dialog(desk.window, tmp_path / "list.json")
    await until(lambda: told)
    assert "Board Meeting Minutes - 11" in content(tmp_path / "list.json")
    assert "Board Meeting Minutes - 10" not in content(tmp_path / "list.json")


def content(path: Path) -> str:
    text = path.read_text("utf-8")
    json.loads(text)
    return text


async def test_an_export_that_is_called_off_writes_nothing(
    desk: Desk, told: list[Message], tmp_path: Path
) -> None:
    desk.shown.show(with_documents(3))
    desk.desk.export_as_table()
    assert (await answer_the_dialog(desk.window, None)).endswith(".xlsx")
    assert names_in(tmp_path) == set()
    assert told == []


def folder_in(folder: Path) -> Path:
    made = folder / "stick"
    made.mkdir()
    return made


def names_in(folder: Path) -> set[str]:
    return {entry.name for entry in folder.iterdir()}


async def test_an_export_that_cannot_be_written_is_told(
    desk: Desk, told: list[Message], unexpected: list[BaseException], tmp_path: Path
) -> None:
    folder = folder_in(tmp_path)
    desk.shown.show(with_documents(3))
    desk.desk.export("csv")
    await answer_the_dialog(desk.window, folder / "list.csv", folder.rmdir)
    await until(lambda: told or unexpected)
    assert unexpected == []
    assert told[0].level is Level.ERROR


async def test_with_no_job_on_the_screen_there_is_nothing_to_export(
    desk: Desk, told: list[Message]
) -> None:
    desk.desk.export_as_table()
    await until(lambda: not desk.window.findChildren(QFileDialog))
    assert told == []


async def test_what_is_copied_is_on_the_clipboard(desk: Desk) -> None:
    desk.window.header.copy_requested.emit("job_4fc79a89797e")
    assert QGuiApplication.clipboard().text() == "job_4fc79a89797e"
    desk.window.documents.copy_link_requested.emit("https://example.com/a.pdf")
    assert QGuiApplication.clipboard().text() == "https://example.com/a.pdf"


async def test_a_link_that_is_no_web_page_is_told_and_not_opened(
    desk: Desk, told: list[Message]
) -> None:
    desk.window.documents.open_source_requested.emit("javascript:alert(1)")
    await until(lambda: told)
    assert told[0].text.startswith("That link is not a web page.")


async def test_the_cursor_goes_to_the_filter(desk: Desk) -> None:
    desk.shown.show(with_documents(3))
    desk.window.activateWindow()
    await until(desk.window.isActiveWindow)
    desk.desk.focus_filter()
    focused = desk.window.focusWidget()
    assert focused is not None
    assert focused.accessibleName() == "Filter documents"
    QTest.keyClick(focused, Qt.Key.Key_M)
