"""Settings: every change holds at once and is there at the next start."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QFileDialog,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QSpinBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from skop_desktop.api.client import SkopClient
from skop_desktop.api.pacing import RequestBudget
from skop_desktop.api.server import (
    CLOUD,
    THIS_COMPUTER,
    Server,
    ServerState,
    server_from_text,
)
from skop_desktop.desktop.folders import downloads_folder
from skop_desktop.desktop.keychain import Keychain
from skop_desktop.errors import SkopError
from skop_desktop.jobs.async_library import AsyncLibrary
from skop_desktop.jobs.following import Following
from skop_desktop.messages import Level, Message
from skop_desktop.settings import Appearance, SettingsFile
from skop_desktop.ui.desk.server_states import ServerStates
from skop_desktop.ui.desk.settings import SettingsDesk
from skop_desktop.ui.desk.told import Doer
from skop_desktop.ui.library.server_button import ServerButton
from skop_desktop.ui.settings.settings_dialog import SettingsDialog
from skop_desktop.ui.theme.theme import Theme
from skop_desktop.ui.theme.tokens import DARK, LIGHT
from skop_desktop.ui.window import MainWindow
from tests.support.contract_objects import status_json
from tests.support.keys_in_memory import KeysInMemory
from tests.support.scripted_service import Request, ScriptedService
from tests.support.waiting import until
from tests.support.widgets import named
from tests.ui.desk.dialogs import is_open

pytestmark = pytest.mark.gui

JOB = "job_4fc79a89797e"
OTHER = "https://skop.example.org"
UNLIMITED = {"per_host": 2, "bytes_per_second": None, "largest": 2 * 10**9, "marks_origin": True}


@dataclass
class Ground:
    """The services that settings change."""

    keys: KeysInMemory
    keychain: Keychain
    following: Following


@dataclass
class Desk:
    """A desk with what it stands on."""

    desk: SettingsDesk
    window: MainWindow
    file: SettingsFile
    ground: Ground
    states: ServerStates
    limits: list[dict[str, object]]

    @property
    def foot(self) -> ServerButton:
        """Where searches run, at the foot of the library."""
        (found,) = self.window.library.findChildren(ServerButton)
        return found

    async def dialog(self) -> SettingsDialog:
        """The settings, opened by their button."""
        self.desk.open()
        await until(lambda: self.dialogs and is_open(self.dialogs[0]))
        return self.dialogs[0]

    @property
    def dialogs(self) -> list[SettingsDialog]:
        return self.window.findChildren(SettingsDialog)

    def on_disk(self) -> SettingsFile:
        """The settings as the next start reads them."""
        file = SettingsFile(self.file.path)
        file.load()
        return file


Make = Callable[..., Desk]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "settings.json"


@pytest.fixture
async def ground(tmp_path: Path) -> AsyncIterator[Ground]:
    library = await AsyncLibrary.open(tmp_path / "library.db")
    keys = KeysInMemory()
    keychain = Keychain(keys, environ={})
    clients: list[SkopClient] = []
    budget = RequestBudget(status_an_hour=7_200, general_an_hour=7_200)

    async def client_for(server: Server) -> SkopClient:
        kept = await keychain.load(server.identity)
        clients.append(SkopClient(server.address, key=kept.key, budget=budget))
        return clients[-1]

    def report(error: SkopError) -> None:
        raise AssertionError(error)

    following = Following(library, client_for, lambda _server: budget, report=report)
    yield Ground(keys, keychain, following)
    await following.aclose()
    for client in clients:
        await client.aclose()
    await library.aclose()


@pytest.fixture
def theme(qapp: QApplication, window: MainWindow) -> Iterator[Theme]:
    del window  # which puts the application's look back
    made = Theme(qapp, Appearance.LIGHT)
    yield made
    made.deleteLater()


@pytest.fixture
async def make(window: MainWindow, theme: Theme, path: Path, ground: Ground, doer: Doer) -> Make:
    def desk(server: Server | None = None, folder: Path | None = None) -> Desk:
        file = SettingsFile(path)
        file.load()
        states, limits = ServerStates(), list[dict[str, object]]()
        made = SettingsDesk(
            window,
            theme,
            file,
            given_server=server,
            given_folder=folder,
            keychain=ground.keychain,
            following=ground.following,
            states=states,
            set_limits=lambda **given: limits.append(given),
            doer=doer,
        )
        return Desk(made, window, file, ground, states, limits)

    return desk


def press(widget: QWidget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def choose_at_the_foot(desk: Desk, words: str) -> None:
    menu = desk.foot.menu()
    (action,) = [action for action in menu.actions() if action.text() == words]
    action.trigger()


def files_with(folder: Path, content: bytes) -> list[str]:
    files = (file for file in folder.rglob("*") if file.is_file())
    return [file.name for file in files if content in file.read_bytes()]


def bears(request: Request, key: str) -> bool:
    return key in " ".join(request.headers.values())


def put_a_folder_in_the_way(path: Path) -> None:
    path.mkdir(parents=True)
    (path / "in the way").touch()


async def test_a_server_chosen_at_the_foot_is_used_shown_and_kept(make: Make) -> None:
    desk = make()
    assert desk.desk.server() == THIS_COMPUTER
    choose_at_the_foot(desk, "Skop cloud")
    await until(lambda: desk.foot.shown_text == "Skop cloud")
    assert desk.desk.server() == CLOUD
    assert desk.on_disk().current.server == CLOUD


async def test_another_server_without_an_address_opens_the_settings(make: Make) -> None:
    desk = make()
    choose_at_the_foot(desk, "Another server…")
    await until(lambda: desk.dialogs and is_open(desk.dialogs[0]))
    assert desk.desk.server() == THIS_COMPUTER
    press(named(desk.dialogs[0], QPushButton, "Close"))
    await until(lambda: not desk.dialogs)


async def test_another_server_is_named_in_the_settings_and_chosen_again_at_the_foot(
    make: Make,
) -> None:
    desk = make()
    dialog = await desk.dialog()
    named(dialog, QRadioButton, "Another server").click()
    field = named(dialog, QLineEdit, "Address of the server")
    QTest.keyClicks(field, OTHER)
    QTest.keyClick(field, Qt.Key.Key_Return)
    await until(lambda: desk.desk.server() == server_from_text(OTHER))
    choose_at_the_foot(desk, "This computer")
    await until(lambda: desk.desk.server() == THIS_COMPUTER)
    choose_at_the_foot(desk, "Another server…")
    await until(lambda: desk.foot.shown_text == "skop.example.org")


async def test_a_server_of_the_command_line_holds_until_another_is_chosen(make: Make) -> None:
    desk = make(server=server_from_text(OTHER))
    assert desk.foot.shown_text == "skop.example.org"
    assert not desk.file.path.exists()
    choose_at_the_foot(desk, "Skop cloud")
    await until(lambda: desk.desk.server() == CLOUD)


async def test_a_key_is_kept_in_the_keychain_and_nowhere_else(make: Make, tmp_path: Path) -> None:
    desk = make(server=CLOUD)
    dialog = await desk.dialog()
    QTest.keyClicks(named(dialog, QLineEdit, "Key"), "sk-made-up")
    press(named(dialog, QPushButton, "Save key"))
    await until(lambda: "sk-made-up" in desk.ground.keys.kept.values())
    await until(named(dialog, QPushButton, "Remove key").isEnabled)
    assert named(dialog, QLineEdit, "Key").text() == ""
    await desk.desk.remember_layout()
    assert files_with(tmp_path, b"window_layout") == ["settings.json"]
    assert files_with(tmp_path, b"sk-made-up") == []

    press(named(dialog, QPushButton, "Remove key"))
    await until(lambda: not desk.ground.keys.kept)
    await until(lambda: not named(dialog, QPushButton, "Remove key").isEnabled())


async def test_a_new_key_is_used_for_the_jobs_that_run(make: Make) -> None:
    with ScriptedService() as service:
        status = f"/scrape/status/{JOB}"
        service.answer("GET", status, json=status_json(JOB))
        desk = make(server=server_from_text(service.url))
        await desk.ground.following.open(desk.desk.server(), JOB)
        await until(lambda: len(service.requests) == 1)
        dialog = await desk.dialog()
        QTest.keyClicks(named(dialog, QLineEdit, "Key"), "sk-made-up")
        QTest.keyClick(named(dialog, QLineEdit, "Key"), Qt.Key.Key_Return)
        # The job may be asked about once more before the key is kept.
        await until(lambda: bears(service.requests[-1], "sk-made-up"))
        assert not bears(service.requests[0], "sk-made-up")


async def test_the_download_folder_is_chosen_and_given_back(make: Make, tmp_path: Path) -> None:
    desk = make()
    assert desk.desk.download_folder() == downloads_folder()
    dialog = await desk.dialog()
    press(named(dialog, QPushButton, "Choose download folder"))
    await until(lambda: dialog.findChildren(QFileDialog))
    (chooser,) = dialog.findChildren(QFileDialog)
    chooser.fileSelected.emit(str(tmp_path))
    chooser.reject()
    await until(lambda: desk.desk.download_folder() == tmp_path)
    await until(lambda: desk.on_disk().current.download_folder == tmp_path)

    press(named(dialog, QPushButton, "Use the usual folder"))
    await until(lambda: desk.desk.download_folder() == downloads_folder())


async def test_a_folder_of_the_command_line_is_not_kept(make: Make, tmp_path: Path) -> None:
    desk = make(folder=tmp_path / "given")
    assert desk.desk.download_folder() == tmp_path / "given"
    await desk.desk.remember_layout()
    assert desk.on_disk().current.download_folder is None


async def test_the_number_at_a_time_is_used_and_kept(make: Make) -> None:
    desk = make()
    dialog = await desk.dialog()
    named(dialog, QSpinBox, "Documents at a time").setValue(2)
    await until(lambda: desk.limits)
    assert desk.limits == [UNLIMITED | {"at_once": 2}]
    await until(lambda: desk.on_disk().current.transfers_at_once == 2)


async def test_what_concerns_no_transfer_that_runs_is_only_kept(make: Make) -> None:
    desk = make()
    dialog = await desk.dialog()
    named(dialog, QPushButton, "Insert date").click()
    await until(lambda: desk.on_disk().current.name_template == "{name} {date}")
    named(dialog, QCheckBox, "Keep a list beside the files").click()
    await until(lambda: not desk.on_disk().current.keeps_record)
    assert desk.limits == []
    named(dialog, QCheckBox, "Write the web address into each file's own marks").click()
    await until(lambda: desk.limits and desk.limits[0]["marks_origin"] is False)


async def test_the_appearance_changes_at_once_and_is_kept(make: Make, qapp: QApplication) -> None:
    desk = make()
    dialog = await desk.dialog()

    def ground() -> str:
        return qapp.palette().color(QPalette.ColorRole.Window).name()

    assert ground() == LIGHT.window
    named(dialog, QRadioButton, "Dark").click()
    assert ground() == DARK.window
    await until(lambda: desk.on_disk().current.appearance is Appearance.DARK)


async def test_the_settings_open_once(make: Make) -> None:
    desk = make()
    await desk.dialog()
    desk.desk.open()
    named(desk.window.library, QWidget, "Settings").setFocus()
    desk.window.header.settings_requested.emit()
    await until(lambda: len(desk.dialogs) == 1)
    QTest.keyClick(desk.dialogs[0], Qt.Key.Key_Escape)
    await until(lambda: not desk.dialogs)
    assert (await desk.dialog()).isVisible()


async def test_settings_that_cannot_be_written_are_told_and_hold_for_now(
    make: Make, path: Path, told: list[Message], qapp: QApplication
) -> None:
    desk = make()
    put_a_folder_in_the_way(path)
    dialog = await desk.dialog()
    named(dialog, QRadioButton, "Dark").click()
    await until(lambda: told)
    (message,) = told
    assert message.level is Level.ERROR
    assert message.text.startswith("The settings could not be written.")
    assert str(path) in message.details
    choose_at_the_foot(desk, "Skop cloud")
    await until(lambda: desk.foot.shown_text == "Skop cloud")
    assert desk.desk.server() == CLOUD
    assert qapp.palette().color(QPalette.ColorRole.Window).name() == DARK.window


async def test_the_foot_tells_how_it_is_with_the_engine(make: Make) -> None:
    desk = make()
    assert desk.foot.shown_text == "This computer"
    desk.states.take(THIS_COMPUTER, ServerState.STARTING)
    assert desk.foot.shown_text == "This computer · starting"
    desk.states.take(THIS_COMPUTER, ServerState.TROUBLE, "It could not be started.")
    assert desk.foot.shown_text == "This computer · not ready"
    assert desk.foot.accessibleDescription() == "It could not be started."
    desk.states.take(THIS_COMPUTER, ServerState.READY)
    assert desk.foot.shown_text == "This computer"


async def test_trouble_of_this_computer_is_not_told_of_the_cloud(make: Make) -> None:
    desk = make(server=CLOUD)
    desk.states.take(THIS_COMPUTER, ServerState.TROUBLE, "It could not be started.")
    assert desk.foot.shown_text == "Skop cloud"
    choose_at_the_foot(desk, "This computer")
    await until(lambda: desk.foot.shown_text == "This computer · not ready")


async def test_the_window_is_left_and_comes_back_the_same(make: Make, qtbot: QtBot) -> None:
    desk = make()
    desk.window.show_job()
    desk.window.resize(1180, 740)
    desk.window._splitter.setSizes([330, 850])
    qtbot.waitUntil(lambda: desk.window.width() == 1180)
    left = desk.window._splitter.sizes()
    await desk.desk.remember_layout()
    kept = desk.on_disk().current
    assert kept.window_layout.keys() == {"geometry", "splitter", "job_splitter"}
    assert "table" in kept.documents_layout

    desk.window._splitter.setSizes([200, 980])
    desk.window.resize(1024, 700)
    qtbot.waitUntil(lambda: desk.window.width() == 1024)
    make()
    qtbot.waitUntil(lambda: desk.window.width() == 1180)
    assert desk.window._splitter.sizes() == left


async def test_quit_asks_the_window_to_close(make: Make) -> None:
    desk = make()
    asked: list[str] = []
    desk.window.close_requested.connect(lambda: asked.append("close"))
    desk.desk.close_window()
    assert asked == ["close"]
