"""The right of the window: one document, several, none."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QImageWriter
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from skop_desktop.documents.columns import DocumentColumns
from skop_desktop.downloads.snapshot import TransferState
from skop_desktop.ui.documents.pane import DocumentsPane
from skop_desktop.ui.documents.preview import Preview
from tests.support.document_rows import FINGERPRINT, found, town_documents, transfer
from tests.support.table_cells import cell, click_cell
from tests.support.widgets import click, named, press, texts_shown

pytestmark = pytest.mark.gui

CONTROL = Qt.KeyboardModifier.ControlModifier


def _choose(pane: DocumentsPane, qtbot: QtBot, name: str) -> None:
    with qtbot.waitSignal(pane.current_changed):
        click_cell(pane.view, cell(pane.view, name, "Name"))


def _save(pane: DocumentsPane, number: int) -> None:
    saved = transfer(town_documents()[number], TransferState.SAVED, 2_300_000, 2_300_000)
    pane.show_transfers({saved.key.url: saved})


def _page() -> bytes:
    page = QImage(60, 80, QImage.Format.Format_RGB32)
    page.fill(QColor("#cc3311"))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"PNG")).write(page)
    return bytes(buffer.data().data())


def _middle_colour(pane: DocumentsPane) -> str:
    preview = named(pane, Preview, "First page")
    return preview.grab().toImage().pixelColor(preview.rect().center()).name()


def _shown(pane: DocumentsPane) -> list[str]:
    return [text for text in texts_shown(pane.detail) if text]


def test_nothing_chosen_says_what_to_do(pane: DocumentsPane) -> None:
    assert _shown(pane) == ["Choose a document to see it here."]


def test_a_document_shows_all_that_is_known_of_it(pane: DocumentsPane, qtbot: QtBot) -> None:
    _choose(pane, qtbot, "Minutes 10 – Council")
    shown = _shown(pane)
    for text in ("Minutes 10 – Council", "95 %, high", "PDF, 2.3 MB"):
        assert text in shown
    assert named(pane, QPushButton, "riverton.gov/council").isVisible()
    assert FINGERPRINT not in shown
    assert named(pane, QPushButton, "Download this document").isVisible()
    assert not named(pane.detail, QPushButton, "Open").isVisible()


def test_a_saved_document_opens_and_has_its_fingerprint(pane: DocumentsPane, qtbot: QtBot) -> None:
    _choose(pane, qtbot, "Minutes 10 – Council")
    _save(pane, 0)
    assert FINGERPRINT in _shown(pane)
    for text, signal in (
        ("Open", pane.open_requested),
        ("Show in folder", pane.reveal_requested),
    ):
        with qtbot.waitSignal(signal) as told:
            click(named(pane.detail, QPushButton, text))
        assert told.args[0].name == "Minutes 10 – Council"
    click(named(pane.detail, QToolButton, "Copy the SHA-256 fingerprint"))
    assert QGuiApplication.clipboard().text() == FINGERPRINT


def test_the_link_and_the_source_page_leave_as_intents(pane: DocumentsPane, qtbot: QtBot) -> None:
    _choose(pane, qtbot, "Budget 2024")
    with qtbot.waitSignal(pane.copy_link_requested) as link:
        click(named(pane.detail, QPushButton, "Copy link"))
    assert link.args == ["https://riverton.gov/files/2.xlsx"]
    for name in ("Open source page", "riverton.gov/finance"):
        with qtbot.waitSignal(pane.open_source_requested) as page:
            click(named(pane.detail, QPushButton, name))
        assert page.args == ["https://riverton.gov/finance"]


def test_a_running_download_turns_into_open_when_it_is_saved(
    pane: DocumentsPane, qtbot: QtBot
) -> None:
    _choose(pane, qtbot, "Minutes 10 – Council")
    document = town_documents()[0]
    pane.update_transfers([transfer(document, TransferState.RUNNING, 5, 10)])
    download = named(pane, QPushButton, "Download this document")
    qtbot.waitUntil(lambda: download.text() == "Downloading")
    assert not download.isEnabled()
    pane.update_transfers([transfer(document, TransferState.SAVED, 10, 10)])
    qtbot.waitUntil(named(pane.detail, QPushButton, "Open").isVisible)
    assert not download.isVisible()


def test_a_failed_download_says_why_and_is_tried_again(pane: DocumentsPane, qtbot: QtBot) -> None:
    _choose(pane, qtbot, "Minutes 10 – Council")
    failed = transfer(town_documents()[0], TransferState.FAILED, reason="The site did not answer.")
    pane.update_transfers([failed])
    qtbot.waitUntil(lambda: "The site did not answer." in _shown(pane))
    with qtbot.waitSignal(pane.retry_requested) as asked:
        click(named(pane, QPushButton, "Try this download again"))
    assert asked.args == [(failed.key.url,)]


def test_the_first_page_shows_for_its_own_document_only(pane: DocumentsPane, qtbot: QtBot) -> None:
    _save(pane, 0)
    _choose(pane, qtbot, "Minutes 10 – Council")
    pane.show_preview("https://riverton.gov/files/other.pdf", _page(), None, 9)
    assert _middle_colour(pane) != "#cc3311"
    pane.show_preview("https://riverton.gov/files/0.pdf", _page(), None, 6)
    assert _middle_colour(pane) == "#cc3311"
    assert "PDF, 2.3 MB, 6 pages" in _shown(pane)
    _choose(pane, qtbot, "Budget 2024")
    assert _middle_colour(pane) != "#cc3311"
    assert "XLSX, 400 kB" in _shown(pane)


def test_a_page_without_a_picture_shows_its_text_or_says_so(
    pane: DocumentsPane, qtbot: QtBot
) -> None:
    _save(pane, 0)
    _choose(pane, qtbot, "Minutes 10 – Council")
    preview = named(pane, Preview, "First page")
    pane.show_preview("https://riverton.gov/files/0.pdf", None, "The board met.", None)
    assert preview.accessibleDescription() == "The board met."
    pane.show_preview("https://riverton.gov/files/0.pdf", b"not a picture", None, None)
    assert "no picture" in preview.accessibleDescription()


def test_what_is_odd_about_a_document_is_told(pane: DocumentsPane, qtbot: QtBot) -> None:
    odd = found("Odd", confidence_score=7, url="javascript:alert(1)")
    pane.show_documents(DocumentColumns.build([odd]))
    _choose(pane, qtbot, "Odd")
    shown = "\n".join(_shown(pane))
    assert "not a web address" in shown
    assert "confidence that was sent is not usable (7)" in shown
    assert not named(pane, QPushButton, "Download this document").isEnabled()


def test_text_of_a_server_is_never_markup(pane: DocumentsPane, qtbot: QtBot) -> None:
    bold = found("<b>Minutes</b>", source_page="https://riverton.gov/<i>a&b</i>")
    pane.show_documents(DocumentColumns.build([bold]))
    _choose(pane, qtbot, "<b>Minutes</b>")
    assert "<b>Minutes</b>" in _shown(pane)
    formats = {part.textFormat() for part in pane.findChildren(QLabel)}
    assert formats == {Qt.TextFormat.PlainText}


def test_several_documents_are_summed_up(pane: DocumentsPane, qtbot: QtBot) -> None:
    _save(pane, 0)
    click_cell(pane.view, cell(pane.view, "Minutes 10 – Council", "Name"))
    with qtbot.waitSignal(pane.selection_changed, check_params_cb=lambda count: count == 2):
        click_cell(pane.view, cell(pane.view, "Budget 2024", "Name"), CONTROL)
    assert _shown(pane) == ["2 documents selected", "2.7 MB · 1 saved"]
    with qtbot.waitSignal(pane.selection_changed, check_params_cb=lambda count: count == 5):
        press(pane.view, Qt.Key.Key_A, CONTROL)
    assert _shown(pane) == ["5 documents selected", "at least 122.5 MB · 1 saved"]
    with qtbot.waitSignal(pane.download_requested) as wanted:
        click(named(pane, QPushButton, "Download the selected documents"))
    assert len(wanted.args[0]) == 5


def test_another_poll_of_the_same_document_is_no_change(pane: DocumentsPane, qtbot: QtBot) -> None:
    _choose(pane, qtbot, "Budget 2024")
    with qtbot.assertNotEmitted(pane.current_changed, wait=50):
        pane.show_documents(DocumentColumns.build(town_documents()))
    assert "Budget 2024" in _shown(pane)
