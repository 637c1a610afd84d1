"""Documents are fetched, held, ordered and opened as a person asks for it in the window."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from skop_desktop.downloads.snapshot import TransferKey, TransferSnapshot, TransferState
from skop_desktop.jobs.snapshot import JobKey
from skop_desktop.messages import Level, Message
from skop_desktop.ui.parts.question import Question
from tests.support.file_dialogs import file_dialog, type_path
from tests.support.file_server import Held, good
from tests.support.programs import Programs
from tests.support.snapshots import KEY
from tests.support.table_cells import column_texts
from tests.support.waiting import until
from tests.support.widgets import click, named, press, texts_shown
from tests.ui.desk.downloading import PDF, Desk

pytestmark = pytest.mark.gui

HUGE_MB = 10.0**9
ALT = Qt.KeyboardModifier.AltModifier
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="runs POSIX programs")


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Programs:
    """The programs of this system: each opens what it is given, and writes that down."""
    (tmp_path / "bin").mkdir()
    made = Programs(tmp_path / "bin")
    made.install("xdg-open")
    monkeypatch.setenv("PATH", str(made.folder))
    return made


async def answer(question: Question, words: str) -> None:
    click(named(question, QPushButton, words))
    await until(lambda: not question.isVisible())


async def test_documents_are_saved_in_the_folder_of_the_job_with_a_record(desk: Desk) -> None:
    desk.show(2)
    desk.desk.download(desk.documents)
    await until(lambda: desk.line == "2 of 2 saved")
    assert desk.files() == ["Minutes 0.pdf", "Minutes 1.pdf"]
    assert column_texts(desk.window.documents.view, "Saved") == ["Saved", "Saved"]
    (folder,) = desk.base.iterdir()
    await until((folder / "job.json").exists)
    facts = json.loads((folder / "job.json").read_bytes())
    assert "Minutes" in json.dumps(facts)
    assert KEY.job_id in json.dumps(facts)
    await until((folder / "manifest.csv").exists)


async def test_names_follow_the_template_and_numbers_the_whole_list(desk: Desk) -> None:
    desk.settings.update(name_template="{number} {name}", keeps_record=False)
    desk.show(3)
    desk.desk.download(desk.documents[2:])
    await until(lambda: desk.line == "1 of 1 saved")
    assert desk.files() == ["0003 Minutes 2.pdf"]
    (folder,) = desk.base.iterdir()
    assert [path.name for path in folder.iterdir()] == ["0003 Minutes 2.pdf"]


async def test_documents_saved_elsewhere_are_told_so_and_the_folder_is_remembered(
    desk: Desk, tmp_path: Path
) -> None:
    desk.show(2)
    target = tmp_path / "Desktop"
    target.mkdir()
    desk.desk.save_to(target, desk.documents[:1], keeps_record=False)
    await until(lambda: desk.line == "1 of 1 saved")
    assert [path.name for path in target.iterdir()] == ["Minutes 0.pdf"]
    (row,) = desk.rows
    assert row.startswith("Minutes 0, Saved, to Desktop · ")
    assert column_texts(desk.window.documents.view, "Saved") == ["Saved", ""]
    assert desk.settings.current.recent_folders == (target,)
    assert not desk.base.exists()

    desk.desk.download(desk.documents[:1])
    await until(lambda: desk.line == "2 of 2 saved")
    assert len(desk.rows) == 2
    assert desk.files() == ["Minutes 0.pdf"]


async def test_the_end_opens_the_folder_that_was_downloaded_to(
    desk: Desk, told: list[Message], programs: Programs
) -> None:
    desk.show(1)
    desk.desk.download(desk.documents)
    desk.show(0, JobKey("skop-cloud", "job_111111111111"))
    await until(lambda: told)
    (message,) = told
    assert message.text == "1 of 1 documents saved."
    assert message.action is not None
    message.action.run()
    await until(lambda: programs.calls)
    (folder,) = desk.base.iterdir()
    assert programs.calls[0][0] == [str(folder)]


async def test_without_room_nothing_starts_before_the_person_says_so(desk: Desk) -> None:
    desk.show(2, file_size_mb=HUGE_MB)
    desk.desk.download(desk.documents)
    question = await desk.question()
    words = " ".join(texts_shown(question))
    assert "These 2 documents need about 2.0 PB; there is " in words
    assert " free on this disk." in words
    cancel = named(question, QPushButton, "Cancel")
    assert cancel.isDefault()
    press(question, Qt.Key.Key_Return)
    await until(lambda: not question.isVisible())
    assert desk.transfers.totals().all == 0

    desk.desk.download(desk.documents)
    await answer(await desk.question(), "Download anyway")
    await until(lambda: desk.line == "2 of 2 saved")


async def test_sizes_that_nobody_knows_are_said_and_another_folder_is_offered(
    desk: Desk, tmp_path: Path
) -> None:
    desk.show(1, file_size_mb=HUGE_MB)
    unknown = desk.documents[0].model_copy(
        update={"file_size_mb": None, "url": desk.site.url("/x")}
    )
    target, other = tmp_path / "Full", tmp_path / "Other"
    other.mkdir()
    desk.site.answers["/x"] = good(PDF)
    desk.desk.save_to(target, (*desk.documents, unknown), keeps_record=False)
    question = await desk.question()
    assert "The size of one of them is not known, so it may be more." in " ".join(
        texts_shown(question)
    )
    await answer(question, "Choose another folder…")
    dialog = await file_dialog(desk.window)
    await type_path(dialog, other)
    dialog.accept()
    await answer(await desk.question(), "Download anyway")
    await until(lambda: desk.line == "2 of 2 saved")
    assert len(list(other.iterdir())) == 2
    assert not target.exists()
    assert {row.key.into for row in desk.window.tabs.downloads.model.rows} == {str(other)}


async def test_what_is_here_already_needs_no_room(desk: Desk) -> None:
    desk.show(2)
    saved, new = desk.documents
    desk.desk.download((saved,))
    await until(lambda: desk.line == "1 of 1 saved")
    desk.desk.download((saved.model_copy(update={"file_size_mb": HUGE_MB}), new))
    await until(lambda: desk.line == "2 of 2 saved")
    assert not desk.window.findChildren(Question)


async def test_everything_is_paused_and_goes_on_by_buttons(desk: Desk) -> None:
    held = Held(PDF * 50, before=40)
    desk.site.answers["/0.pdf"] = held
    desk.show(3)
    desk.desk.download(desk.documents)
    await until(held.is_waiting.is_set)
    click(named(desk.window.tabs, QPushButton, "Pause all"))
    await until(lambda: desk.line.startswith("Paused · 0 of 3"))
    assert "Paused. Nothing new starts." in texts_shown(desk.window.tabs.downloads)
    assert [row.partition(", ")[2].partition(",")[0] for row in desk.rows] == ["Paused"] * 3
    held.go_on.set()
    click(named(desk.window.tabs, QPushButton, "Resume"))
    await until(lambda: desk.line == "3 of 3 saved")
    assert "Paused. Nothing new starts." not in texts_shown(desk.window.tabs.downloads)
    assert desk.files() == [f"Minutes {n}.pdf" for n in range(3)]


async def test_a_download_that_waits_is_brought_forward_and_comes_first(desk: Desk) -> None:
    held = Held(PDF)
    desk.site.answers["/0.pdf"] = held
    desk.show(4)
    desk.desk.download(desk.documents)
    await until(held.is_waiting.is_set)
    view = desk.window.tabs.downloads.view
    await until(lambda: len(desk.rows) == 4)
    view.setFocus()
    view.setCurrentIndex(view.model().index(3, 0))
    press(view, Qt.Key.Key_Up, ALT)
    await until(lambda: desk.rows[2].startswith("Minutes 3"))
    press(view, Qt.Key.Key_Up, ALT)
    await until(lambda: desk.rows[1].startswith("Minutes 3"))
    assert [row.name for row in view.selected()] == ["Minutes 3"]
    held.go_on.set()
    await until(lambda: desk.line == "4 of 4 saved")
    asked = [request.path for request in desk.site.requests]
    assert asked == ["/0.pdf", "/3.pdf", "/1.pdf", "/2.pdf"]


@posix_only
@pytest.mark.parametrize(("words", "opened"), [("Open anyway", True), ("Cancel", False)])
async def test_a_program_is_opened_only_after_it_was_asked_about(
    desk: Desk, programs: Programs, tmp_path: Path, words: str, *, opened: bool
) -> None:
    desk.show(1)
    path = tmp_path / "minutes.pdf.exe"
    path.write_bytes(b"MZ\0\0")
    key = TransferKey(str(KEY), desk.documents[0].url or "")
    saved = TransferSnapshot(key, "Minutes 0", "", TransferState.SAVED, path=path)
    desk.transfers.apply([saved])
    desk.desk.open(desk.documents[0])
    question = await desk.question()
    assert "minutes.pdf.exe is a program, not a document" in texts_shown(question)
    assert named(question, QPushButton, "Cancel").isDefault()
    await answer(question, words)
    if opened:
        await until(lambda: programs.calls)
        assert programs.calls[0][0] == [str(path)]
    await until(lambda: not desk.window.findChildren(Question))
    assert bool(programs.calls) is opened


@posix_only
async def test_a_program_can_be_shown_in_its_folder_instead(
    desk: Desk, programs: Programs, tmp_path: Path
) -> None:
    desk.show(1)
    path = tmp_path / "setup.exe"
    path.write_bytes(b"MZ\0\0")
    key = TransferKey(str(KEY), desk.documents[0].url or "")
    desk.transfers.apply([TransferSnapshot(key, "", "", TransferState.SAVED, path=path)])
    desk.desk.open(desk.documents[0])
    await answer(await desk.question(), "Show in folder")
    await until(lambda: programs.calls)
    assert programs.calls[0][0] == [str(tmp_path)]


async def test_the_end_says_how_many_files_deserve_a_look(desk: Desk, told: list[Message]) -> None:
    desk.show(1)
    key = TransferKey(str(KEY), desk.documents[0].url or "")
    running = TransferSnapshot(key, "Minutes 0", "", TransferState.RUNNING)
    desk.transfers.apply([running])
    saved = replace(
        running,
        state=TransferState.SAVED,
        path=Path("a.pdf"),
        note="May be damaged: its end is missing.",
        is_damaged=True,
    )
    desk.transfers.apply([saved])
    (message,) = told
    assert message.level is Level.WARNING
    assert message.text == "1 of 1 documents saved. One deserves a look; Downloads says why."
    assert "Minutes 0, Saved, May be damaged: its end is missing." in desk.rows[0]


async def test_pausing_one_of_two_is_no_end(desk: Desk, told: list[Message]) -> None:
    desk.show(2)
    keys = [TransferKey(str(KEY), document.url or "") for document in desk.documents]
    first, second = (TransferSnapshot(key, "", "", TransferState.RUNNING) for key in keys)
    desk.transfers.apply([first, second])
    desk.transfers.apply([replace(first, state=TransferState.PAUSED)])
    desk.transfers.apply([replace(second, state=TransferState.SAVED, path=Path("b.pdf"))])
    assert told == []
    assert desk.line == "Paused · 1 of 2"
    desk.transfers.apply([replace(first, state=TransferState.CANCELLED)])
    assert [message.text for message in told] == ["1 of 1 documents saved."]
    assert QApplication.activeModalWidget() is None
