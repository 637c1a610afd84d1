from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QProgressBar, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from skop_desktop.errors import Detail, KeyRefused
from skop_desktop.ui.notices.notice import Notice, NoticeAction
from skop_desktop.ui.notices.notice_for import notice_for
from skop_desktop.ui.notices.notice_page import NoticePage
from tests.support.job_snapshots import NOW, looked_up, running, with_results
from tests.support.widgets import click, named, texts_shown

pytestmark = pytest.mark.gui


@pytest.fixture
def page(qtbot: QtBot) -> NoticePage:
    made = NoticePage()
    qtbot.addWidget(made)
    made.resize(600, 420)
    made.show()
    return made


def refused() -> Notice:
    detail = Detail(401, "https://api.skop.dev/scrape/status/job_1", "no such key")
    notice = notice_for(looked_up(KeyRefused("It was not accepted.", detail=detail)), NOW)
    assert notice is not None
    return notice


def found_nothing() -> Notice:
    notice = notice_for(with_results(running("completed"), []), NOW)
    assert notice is not None
    return notice


def test_title_text_and_hints_can_be_read(page: NoticePage) -> None:
    notice = found_nothing()
    page.show_notice(notice)
    shown = texts_shown(page)
    assert notice.title in shown
    assert notice.text in shown
    assert set(notice.hints) <= set(shown)


def test_a_button_asks_for_what_it_says(qtbot: QtBot, page: NoticePage) -> None:
    page.show_notice(refused())
    with qtbot.waitSignal(page.action_requested) as asked:
        click(named(page, QPushButton, "Open settings"))
    assert asked.args == [NoticeAction.SETTINGS.value]


def test_the_details_are_one_click_away_and_can_be_copied(qtbot: QtBot, page: NoticePage) -> None:
    page.show_notice(refused())
    text = named(page, QPlainTextEdit, "Details")
    assert not text.isVisible()
    click(named(page, QToolButton, "Details"))
    assert text.isVisible()
    with qtbot.waitSignal(page.copy_requested) as copied:
        click(named(page, QPushButton, "Copy details"))
    assert copied.args is not None
    assert "Status code: 401" in copied.args[0]
    assert "no such key" in copied.args[0]


def test_a_page_without_details_has_no_switch_for_them(page: NoticePage) -> None:
    page.show_notice(found_nothing())
    assert not named(page, QToolButton, "Details").isVisible()


def test_a_busy_page_moves_only_while_it_is_seen(page: NoticePage) -> None:
    notice = notice_for(running(total_documents_found=0), NOW)
    assert notice is not None
    page.show_notice(notice)
    assert named(page, QProgressBar, "Working").isVisible()
    assert page._busy.is_moving
    page.hide()
    assert not page._busy.is_moving


def test_one_page_takes_the_place_of_another_without_leftovers(page: NoticePage) -> None:
    page.show_notice(found_nothing())
    page.show_notice(refused())
    shown = texts_shown(page)
    assert "No documents found" not in shown
    assert not any("other words" in text for text in shown)
    assert not page._busy.isVisible()


def test_a_page_that_changes_its_text_keeps_the_focus_on_its_button(
    qtbot: QtBot, page: NoticePage
) -> None:
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.show_notice(Notice("Offline", "x", "wifi-off", "warn", actions=refused().actions))
    button = named(page, QPushButton, "Open settings")
    button.setFocus()
    page.show_notice(Notice("Offline", "y", "wifi-off", "warn", actions=refused().actions))
    assert button.hasFocus()
    assert named(page, QPushButton, "Open settings") is button


def test_markup_from_the_server_stays_text(page: NoticePage) -> None:
    page.show_notice(Notice("<b>x</b>", "<i>y</i>", "search", "muted", hints=("<u>z</u>",)))
    assert {label.textFormat() for label in page.findChildren(QLabel)} == {Qt.TextFormat.PlainText}
