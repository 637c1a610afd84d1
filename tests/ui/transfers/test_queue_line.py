"""What holds for all downloads at once is said above them, with what can be done."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from skop_desktop.downloads.snapshot import (
    QueueSnapshot,
    TransferKey,
    TransferSnapshot,
    TransferState,
)
from skop_desktop.errors import TransferError, TransferFault
from skop_desktop.settings import Appearance
from skop_desktop.ui.theme.theme import Theme
from skop_desktop.ui.theme.tokens import LIGHT
from skop_desktop.ui.transfers.model import TransferModel
from skop_desktop.ui.transfers.transfer_list import TransferList
from skop_desktop.ui.transfers.transfer_view import TransferView
from tests.support.look import kept_look
from tests.support.widgets import click, named, show, texts_shown

pytestmark = pytest.mark.gui

FULL = TransferError(
    "The disk is full.", now="Downloads go on when there is room.", fault=TransferFault.DISK_FULL
)
WAITING = TransferSnapshot(
    TransferKey("job", "https://riverton.gov/1.pdf"), "Minutes 1", "", TransferState.WAITING
)


@pytest.fixture
def downloads(qtbot: QtBot) -> TransferList:
    made = TransferList()
    show(qtbot, made, 700, 260)
    made.apply([WAITING])
    return made


@pytest.mark.parametrize(
    ("queue", "words", "button"),
    [
        (QueueSnapshot(is_paused=True), "Paused. Nothing new starts.", "Resume"),
        (QueueSnapshot(trouble=FULL), str(FULL), "Try now"),
        (QueueSnapshot(is_paused=True, trouble=FULL), f"Paused. {FULL}", "Resume"),
    ],
)
def test_it_says_why_nothing_starts_and_offers_to_go_on(
    downloads: TransferList, qtbot: QtBot, queue: QueueSnapshot, words: str, button: str
) -> None:
    downloads.show_queue(queue)
    assert words in texts_shown(downloads)
    with qtbot.waitSignal(downloads.resume_all_requested):
        click(named(downloads, QPushButton, button))
    downloads.show_queue(QueueSnapshot())
    assert words not in texts_shown(downloads)
    assert not named(downloads, QPushButton, button).isVisible()


def test_while_all_is_paused_only_resuming_is_offered(
    downloads: TransferList, qtbot: QtBot
) -> None:
    qtbot.addWidget(downloads.tools)
    downloads.tools.show()
    assert named(downloads.tools, QPushButton, "Pause all").isVisible()
    downloads.show_queue(QueueSnapshot(is_paused=True))
    assert not named(downloads.tools, QPushButton, "Pause all").isVisible()
    assert named(downloads.tools, QPushButton, "Resume all").isVisible()


def test_a_countdown_is_drawn_anew_each_second_and_only_while_there_is_one(qtbot: QtBot) -> None:
    now = [1_000.0]
    model = TransferModel()
    view = TransferView(model, clock=lambda: now[0])
    show(qtbot, view, 700, 200)
    model.apply([replace(WAITING, next_try_at=1_030.0)])
    qtbot.waitUntil(view._ticking.isActive)
    before = view.viewport().grab().toImage()
    now[0] += 1
    qtbot.waitUntil(lambda: view.viewport().grab().toImage() != before)
    model.apply([replace(WAITING, state=TransferState.RUNNING)])
    qtbot.waitUntil(lambda: not view._ticking.isActive())


@pytest.mark.parametrize("is_damaged", [True, False])
def test_a_saved_file_that_may_be_damaged_has_a_sign_and_words_in_the_tone_of_a_warning(
    downloads: TransferList, qapp: QApplication, *, is_damaged: bool
) -> None:
    note = "May be damaged." if is_damaged else "The same file as “a.pdf”; saved once."
    saved = replace(WAITING, state=TransferState.SAVED, note=note, is_damaged=is_damaged)
    downloads.apply([saved])
    with kept_look(qapp):
        theme = Theme(qapp, Appearance.LIGHT)
        picture = downloads.view.viewport().grab().toImage()
        theme.deleteLater()
    seen = {picture.pixelColor(x, y).name() for x in range(120) for y in range(34)}
    assert (LIGHT.warn in seen) is is_damaged
    assert (LIGHT.good in seen) is not is_damaged
