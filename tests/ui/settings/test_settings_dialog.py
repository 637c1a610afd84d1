"""A person changes settings; each change holds at once, the key leaves no trace."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import SecretStr
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QToolButton,
)
from pytestqt.qtbot import QtBot

from skop_desktop.api.server import CLOUD, CLOUD_ADDRESS, Server, ServerKind
from skop_desktop.desktop.keychain import KeyPlace
from skop_desktop.settings import Appearance
from skop_desktop.ui.settings.settings_dialog import SettingsDialog
from skop_desktop.ui.settings.view import SettingsView
from tests.support.widgets import click, named, press, texts_shown, type_into

OTHER = Server(ServerKind.OTHER, "https://skop.example.org")


@pytest.fixture
def servers(dialog: SettingsDialog) -> list[tuple[ServerKind, str]]:
    told: list[tuple[ServerKind, str]] = []
    dialog.server_changed.connect(lambda kind, address: told.append((kind, address)))
    return told


@pytest.fixture
def keys(dialog: SettingsDialog) -> list[SecretStr]:
    told: list[SecretStr] = []
    dialog.key_saved.connect(told.append)
    return told


def test_another_place_to_search_is_taken_at_once(
    dialog: SettingsDialog, servers: list[tuple[ServerKind, str]]
) -> None:
    click(named(dialog, QRadioButton, "This computer"))
    click(named(dialog, QRadioButton, "Skop cloud"))

    assert servers == [(ServerKind.THIS_COMPUTER, ""), (ServerKind.CLOUD, CLOUD_ADDRESS)]


def test_another_server_is_taken_once_its_address_can_be_used(
    dialog: SettingsDialog, servers: list[tuple[ServerKind, str]]
) -> None:
    field = named(dialog, QLineEdit, "Address of the server")
    assert not field.isVisible()
    click(named(dialog, QRadioButton, "Another server"))
    assert field.isVisible()
    type_into(field, "ftp://skop")
    press(field, Qt.Key.Key_Return)
    assert servers == []
    assert any("not the address of a server" in text for text in texts_shown(dialog))

    field.clear()
    type_into(field, "skop.example.org/")
    press(field, Qt.Key.Key_Return)
    assert servers == [(ServerKind.OTHER, "https://skop.example.org")]
    assert not any("not the address" in text for text in texts_shown(dialog))

    click(named(dialog, QPushButton, "Close"))
    assert len(servers) == 1


def test_an_address_is_also_taken_when_the_dialog_is_closed(
    dialog: SettingsDialog, servers: list[tuple[ServerKind, str]]
) -> None:
    click(named(dialog, QRadioButton, "Another server"))
    field = named(dialog, QLineEdit, "Address of the server")
    field.setFocus()
    type_into(field, "https://skop.example.org")
    close = named(dialog, QPushButton, "Close")
    close.setFocus()
    click(close)

    assert servers == [(ServerKind.OTHER, "https://skop.example.org")]


def test_the_address_used_before_is_offered_again(
    dialog: SettingsDialog, servers: list[tuple[ServerKind, str]]
) -> None:
    dialog.show_settings(SettingsView(CLOUD, other_address=OTHER.address))
    click(named(dialog, QRadioButton, "Another server"))

    assert servers == [(ServerKind.OTHER, OTHER.address)]


def test_showing_settings_is_no_change(dialog: SettingsDialog) -> None:
    told: list[object] = []
    dialog.server_changed.connect(lambda *values: told.append(values))
    dialog.appearance_changed.connect(told.append)
    dialog.download_setting_changed.connect(lambda *values: told.append(values))

    dialog.show_settings(
        SettingsView(
            OTHER,
            transfers_at_once=3,
            transfers_per_host=4,
            bytes_per_second=5_000_000,
            largest_file=None,
            name_template="{date} {name}",
            marks_origin=False,
            keeps_record=False,
            appearance=Appearance.DARK,
            download_folder="/x",
        )
    )

    assert told == []
    assert named(dialog, QComboBox, "Speed limit").currentText() == "5 MB/s"
    assert named(dialog, QComboBox, "Largest document").currentText() == "Any size"
    assert named(dialog, QLineEdit, "Name of each file").text() == "{date} {name}"
    assert not named(dialog, QCheckBox, "Keep a list beside the files").isChecked()
    assert named(dialog, QRadioButton, "Another server").isChecked()
    assert named(dialog, QRadioButton, "Dark").isChecked()


def test_a_key_is_handed_on_and_leaves_no_trace_in_the_field(
    dialog: SettingsDialog, keys: list[SecretStr]
) -> None:
    field = named(dialog, QLineEdit, "Key")
    assert field.echoMode() is QLineEdit.EchoMode.Password
    click(named(dialog, QToolButton, "Show key"))
    assert field.echoMode() is QLineEdit.EchoMode.Normal
    type_into(field, ' "Bearer sk-made-up" ')
    click(named(dialog, QPushButton, "Save key"))

    assert [key.get_secret_value() for key in keys] == ["sk-made-up"]
    assert field.text() == ""
    assert field.echoMode() is QLineEdit.EchoMode.Password
    field.setEchoMode(QLineEdit.EchoMode.Normal)
    field.undo()
    assert field.text() == ""
    assert not any("sk-made-up" in text for text in texts_shown(dialog))


def test_what_cannot_be_a_key_is_said_beside_the_field(
    dialog: SettingsDialog, keys: list[SecretStr]
) -> None:
    field = named(dialog, QLineEdit, "Key")
    assert not named(dialog, QPushButton, "Save key").isEnabled()
    type_into(field, "my secret key")
    press(field, Qt.Key.Key_Return)

    assert keys == []
    assert any("A key has only letters" in text for text in texts_shown(dialog))


@pytest.mark.parametrize(
    ("place", "words", "can_be_removed"),
    [
        (KeyPlace.NONE, "No key yet", False),
        (KeyPlace.KEYCHAIN, "Kept in your system's keychain", True),
        (KeyPlace.UNTIL_CLOSED, "No keychain here: kept until the app closes", True),
        (KeyPlace.ENVIRONMENT, "Set by SKOP_API_KEY", False),
    ],
)
def test_it_says_where_the_key_is_kept(
    dialog: SettingsDialog, place: KeyPlace, words: str, *, can_be_removed: bool
) -> None:
    dialog.show_settings(SettingsView(CLOUD, key_place=place))

    assert any(text.startswith(words) for text in texts_shown(dialog))
    assert named(dialog, QPushButton, "Remove key").isEnabled() is can_be_removed


def test_a_key_can_be_removed(dialog: SettingsDialog, qtbot: QtBot) -> None:
    dialog.show_settings(SettingsView(CLOUD, key_place=KeyPlace.KEYCHAIN))
    with qtbot.waitSignal(dialog.key_removed):
        click(named(dialog, QPushButton, "Remove key"))


def test_this_computer_asks_for_no_key(dialog: SettingsDialog) -> None:
    dialog.show_settings(SettingsView())

    assert not named(dialog, QLineEdit, "Key").isVisible()


def test_what_is_being_typed_stays_when_new_values_come(dialog: SettingsDialog) -> None:
    field = named(dialog, QLineEdit, "Key")
    type_into(field, "sk-half")
    dialog.show_settings(SettingsView(CLOUD, appearance=Appearance.DARK))

    assert field.text() == "sk-half"


def test_a_server_whose_address_is_not_typed_yet_stays_chosen(
    dialog: SettingsDialog, servers: list[tuple[ServerKind, str]]
) -> None:
    click(named(dialog, QRadioButton, "Another server"))
    dialog.show_settings(SettingsView(CLOUD, appearance=Appearance.DARK))
    assert named(dialog, QRadioButton, "Another server").isChecked()

    dialog.show_settings(SettingsView())
    assert named(dialog, QRadioButton, "This computer").isChecked()
    assert servers == []


def test_light_and_dark_are_taken_at_once(dialog: SettingsDialog) -> None:
    told: list[Appearance] = []
    dialog.appearance_changed.connect(told.append)
    click(named(dialog, QRadioButton, "Dark"))
    click(named(dialog, QRadioButton, "As the system"))

    assert told == [Appearance.DARK, Appearance.SYSTEM]


def test_a_folder_is_chosen_in_a_dialog_that_blocks_nothing(
    dialog: SettingsDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    told: list[str] = []
    dialog.download_folder_changed.connect(told.append)
    click(named(dialog, QPushButton, "Choose download folder"))
    chooser = dialog.findChild(QFileDialog)
    assert isinstance(chooser, QFileDialog)
    qtbot.waitUntil(chooser.isVisible)
    chooser.setDirectory(str(tmp_path.parent))
    chooser.selectFile(str(tmp_path))
    chooser.accept()

    assert told == [str(tmp_path)]


def test_the_usual_folder_is_offered_only_where_another_was_chosen(dialog: SettingsDialog) -> None:
    told: list[str] = []
    dialog.download_folder_changed.connect(told.append)
    usual = named(dialog, QPushButton, "Use the usual folder")
    assert not usual.isVisible()
    dialog.show_settings(
        replace(SettingsView(CLOUD), download_folder="/elsewhere", is_default_folder=False)
    )
    click(usual)

    assert told == [""]


def test_every_field_is_reached_by_tab(dialog: SettingsDialog) -> None:
    dialog.show_settings(SettingsView(OTHER, key_place=KeyPlace.KEYCHAIN))
    start = named(dialog, QRadioButton, "Another server")
    start.setFocus()
    reached = []
    for _ in range(24):
        holder = QApplication.focusWidget()
        assert holder is not None
        reached.append(holder.accessibleName() or getattr(holder, "text", str)())
        press(holder, Qt.Key.Key_Tab)

    for name in (
        *("Address of the server", "Key", "Remove key", "Choose download folder"),
        *("Documents at a time", "Speed limit", "Name of each file", "Insert site"),
        *("Keep a list beside the files", "Close"),
    ):
        assert name in reached
