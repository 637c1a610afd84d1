"""A person says how documents come, what their files are called and what is kept of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QSpinBox,
)
from pytestqt.qtbot import QtBot

from skop_desktop.api.server import CLOUD, Server, ServerKind
from skop_desktop.settings import Appearance
from skop_desktop.ui.settings.settings_dialog import SettingsDialog
from skop_desktop.ui.settings.view import SettingsView
from tests.support.widgets import click, named, press, texts_shown, type_into

OTHER = Server(ServerKind.OTHER, "https://skop.example.org")
Changes = list[tuple[str, object]]


@pytest.fixture
def changes(dialog: SettingsDialog) -> Changes:
    told: Changes = []
    dialog.download_setting_changed.connect(lambda name, value: told.append((name, value)))
    return told


@pytest.mark.parametrize(
    ("words", "name", "value"),
    [
        ("Documents at a time", "transfers_at_once", 5),
        ("From one site at a time", "transfers_per_host", 1),
    ],
)
def test_the_number_of_downloads_at_a_time_is_told_once(
    dialog: SettingsDialog, changes: Changes, words: str, name: str, value: int
) -> None:
    box = named(dialog, QSpinBox, words)
    press(box, Qt.Key.Key_Down)

    assert changes == [(name, value)]


@pytest.fixture
def _letters_belong_together(qapp: QApplication) -> Iterator[None]:
    """However long the computer takes between two of them."""
    usual = qapp.keyboardInputInterval()
    qapp.setKeyboardInputInterval(60_000)
    yield
    qapp.setKeyboardInputInterval(usual)


@pytest.mark.usefixtures("_letters_belong_together")
@pytest.mark.parametrize(
    ("words", "keys", "change"),
    [
        ("Speed limit", "5", ("bytes_per_second", 500_000)),
        ("Speed limit", "1 M", ("bytes_per_second", 1_000_000)),
        ("Largest document", "A", ("largest_file", None)),
        ("Largest document", "5 ", ("largest_file", 5_000_000_000)),
    ],
)
def test_a_limit_is_chosen_by_its_first_letters(
    dialog: SettingsDialog, changes: Changes, words: str, keys: str, change: tuple[str, object]
) -> None:
    box = named(dialog, QComboBox, words)
    box.setFocus()
    box.showPopup()
    type_into(box.view(), keys)
    press(box.view(), Qt.Key.Key_Return)

    assert changes == [change]


def test_a_limit_of_somebody_else_is_shown_as_it_is(dialog: SettingsDialog) -> None:
    dialog.show_settings(SettingsView(CLOUD, bytes_per_second=1_234_000, largest_file=7_000_000))
    assert named(dialog, QComboBox, "Speed limit").currentText() == "1.2 MB/s"
    assert named(dialog, QComboBox, "Largest document").currentText() == "7.0 MB"


def test_the_wheel_scrolls_the_page_and_changes_nothing(
    dialog: SettingsDialog, changes: Changes
) -> None:
    for box in (
        named(dialog, QComboBox, "Speed limit"),
        named(dialog, QSpinBox, "Documents at a time"),
    ):
        middle = QPointF(box.rect().center())
        turned = QWheelEvent(
            middle,
            QPointF(box.mapToGlobal(middle.toPoint())),
            QPoint(),
            QPoint(0, -120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,  # noqa: FBT003 - Qt takes it by its place
        )
        QApplication.sendEvent(box, turned)
        assert not turned.isAccepted()
    assert changes == []


def test_what_a_file_would_be_called_is_seen_while_it_is_typed(
    dialog: SettingsDialog, changes: Changes
) -> None:
    field = named(dialog, QLineEdit, "Name of each file")
    assert "Board meeting minutes.pdf" in texts_shown(dialog)
    field.setFocus()
    field.selectAll()
    type_into(field, "{date} {name}")
    assert "2026-03-12 Board meeting minutes.pdf" in texts_shown(dialog)
    assert changes == []
    press(field, Qt.Key.Key_Return)
    assert changes == [("name_template", "{date} {name}")]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("{nam", "A curly bracket is missing"),
        ("{title}", "“{title}” is not known here."),
        ("minutes", "All files would get the same name."),
        ("", "All files would get the same name."),
    ],
)
def test_a_name_that_cannot_be_used_says_why_and_changes_nothing(
    dialog: SettingsDialog, changes: Changes, typed: str, words: str
) -> None:
    field = named(dialog, QLineEdit, "Name of each file")
    field.setFocus()
    field.selectAll()
    press(field, Qt.Key.Key_Delete)
    type_into(field, typed)
    press(field, Qt.Key.Key_Return)
    assert any(text.startswith(words) for text in texts_shown(dialog))
    assert "Board meeting minutes.pdf" not in texts_shown(dialog)
    assert changes == []


def test_a_name_is_put_together_by_buttons(dialog: SettingsDialog, changes: Changes) -> None:
    click(named(dialog, QPushButton, "Insert date"))
    field = named(dialog, QLineEdit, "Name of each file")
    assert field.text() == "{name} {date}"
    assert field.hasFocus()
    press(field, Qt.Key.Key_Home)
    click(named(dialog, QPushButton, "Insert number"))
    assert field.text() == "{number} {name} {date}"
    field.selectAll()
    click(named(dialog, QPushButton, "Insert site"))
    assert field.text() == "{number} {name} {date} {site}"
    assert changes[-1] == ("name_template", "{number} {name} {date} {site}")

    click(named(dialog, QPushButton, "Use the document's name"))
    assert field.text() == "{name}"
    assert changes[-1] == ("name_template", "{name}")
    assert not named(dialog, QPushButton, "Use the document's name").isVisible()


def test_a_name_that_is_being_typed_stays_when_new_values_come(dialog: SettingsDialog) -> None:
    field = named(dialog, QLineEdit, "Name of each file")
    field.setFocus()
    type_into(field, " {da")
    dialog.show_settings(SettingsView(CLOUD, appearance=Appearance.DARK))
    assert field.text() == "{name} {da"


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Keep a list beside the files", "keeps_record"),
        ("Write the web address into each file's own marks", "marks_origin"),
    ],
)
def test_what_is_kept_of_where_files_came_from_can_be_switched_off(
    dialog: SettingsDialog, changes: Changes, words: str, name: str
) -> None:
    box = named(dialog, QCheckBox, words)
    assert box.isChecked()
    press(box, Qt.Key.Key_Space)

    assert changes == [(name, False)]


def test_native_drags_are_offered_only_where_there_are_any_and_say_what_they_are(
    dialog: SettingsDialog, changes: Changes
) -> None:
    untried = "Not yet tried on a real desktop"
    assert not any(text.startswith(untried) for text in texts_shown(dialog))
    dialog.show_settings(SettingsView(CLOUD, native_drag_target="Explorer"))
    box = named(dialog, QCheckBox, "Drag documents straight into Explorer")
    assert any(text.startswith(untried) for text in texts_shown(dialog))
    assert box.accessibleDescription().startswith(untried)
    assert not box.isChecked()
    press(box, Qt.Key.Key_Space)

    assert changes == [("drags_natively", True)]


def test_it_fits_a_small_screen_and_shows_what_has_the_keyboard(
    dialog: SettingsDialog, qtbot: QtBot
) -> None:
    dialog.show_settings(SettingsView(OTHER, native_drag_target="Explorer"))
    dialog.resize(520, 560)
    assert dialog.minimumSizeHint().width() <= 520
    last = named(dialog, QCheckBox, "Drag documents straight into Explorer")
    first = named(dialog, QRadioButton, "Another server")
    first.setFocus()
    while QApplication.focusWidget() is not last:
        holder = QApplication.focusWidget()
        assert holder is not None
        press(holder, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: dialog.rect().contains(last.mapTo(dialog, last.rect().center())))
    assert named(dialog, QPushButton, "Close").isVisible()
