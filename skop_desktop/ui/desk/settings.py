"""Settings: what the dialog shows, what a change means, and what is remembered."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Final, Protocol

from pydantic import SecretStr

from skop_desktop import __version__
from skop_desktop.aio import answered
from skop_desktop.api.server import Server, ServerKind
from skop_desktop.desktop.folders import downloads_folder
from skop_desktop.desktop.keychain import Keychain
from skop_desktop.desktop.open_link import open_link
from skop_desktop.errors import Detail, SkopError
from skop_desktop.jobs.following import Following
from skop_desktop.releases import RELEASES_PAGE, is_newer
from skop_desktop.settings import Appearance, SettingsFile
from skop_desktop.ui.desk.server_states import ServerStates
from skop_desktop.ui.desk.told import Doer
from skop_desktop.ui.settings.settings_dialog import SettingsDialog
from skop_desktop.ui.settings.view import SettingsView
from skop_desktop.ui.theme.theme import Theme
from skop_desktop.ui.window import MainWindow

_LIMITS: Final = frozenset(
    {
        "transfers_at_once",
        "transfers_per_host",
        "bytes_per_second",
        "largest_file",
        "marks_origin",
    }
)

_NATIVE_DRAGS: Final = {"win32": "Explorer", "darwin": "Finder"}


class SetLimits(Protocol):
    """What transfers have to keep to, from now on: ``TransferOrders.set_limits``."""

    def __call__(
        self,
        *,
        at_once: int,
        per_host: int,
        bytes_per_second: int | None,
        largest: int | None,
        marks_origin: bool,
    ) -> None: ...


class SettingsDesk:
    """``given_server`` and ``given_folder`` come from the command line and hold for this run."""

    def __init__(
        self,
        window: MainWindow,
        theme: Theme,
        settings: SettingsFile,
        *,
        given_server: Server | None,
        given_folder: Path | None,
        keychain: Keychain,
        following: Following,
        states: ServerStates,
        set_limits: SetLimits,
        doer: Doer,
    ) -> None:
        self._window = window
        self._theme = theme
        self.file = settings
        self._given_server = given_server
        self._given_folder = given_folder
        self._keychain = keychain
        self._following = following
        self._states = states
        self._set_limits = set_limits
        self._doer = doer
        self._dialog: SettingsDialog | None = None
        self._key_asked_by: Server | None = None
        self._connect()
        self._restore_layout()
        self._show_server()

    def _connect(self) -> None:
        self._window.library.settings_requested.connect(self.open)
        self._window.library.server_chosen.connect(self._choose_server)
        self._states.subscribe(self._show_server)

    def server(self) -> Server:
        """Where searches run and typed job IDs are looked up."""
        return self._given_server or self.file.current.server

    def _key_server(self) -> Server:
        return self._key_asked_by or self.server()

    def download_folder(self) -> Path:
        """The folder in which each search has one of its own."""
        return self._given_folder or self.file.current.download_folder or downloads_folder()

    def set_download_folder(self, folder: Path | None) -> None:
        """Documents go into ``folder`` from now on; ``None`` is the default folder."""
        self._change_folder(str(folder or ""))

    def open(self) -> None:
        """Shows the settings."""
        if self._dialog is None:
            self._doer.do(self._shown(), "settings")

    def open_key(self, server: Server) -> None:
        """Shows the settings with the key of ``server``, which may be another than the chosen."""
        self._key_asked_by = server
        self.open()

    def close_window(self) -> None:
        """Ends the app."""
        self._window.close()

    async def remember_layout(self) -> None:
        """Keeps how the window was left."""
        await self._kept(
            window_layout=self._window.layout_state(),
            documents_layout=self._window.documents.layout_state(),
        )

    def _restore_layout(self) -> None:
        self._window.restore_layout(dict(self.file.current.window_layout))
        self._window.documents.restore_layout(self.file.current.documents_layout)

    async def _shown(self) -> None:
        dialog = self._dialog = SettingsDialog(await self._view(), self._window)
        dialog.server_changed.connect(self._change_server)
        dialog.key_saved.connect(self._save_key)
        dialog.key_removed.connect(self._remove_key)
        dialog.download_folder_changed.connect(self._change_folder)
        dialog.download_setting_changed.connect(self._change_downloads)
        dialog.appearance_changed.connect(self._change_appearance)
        dialog.download_page_requested.connect(self._open_download_page)
        try:
            await answered(dialog)
        finally:
            self._dialog = self._key_asked_by = None
            dialog.deleteLater()

    async def _view(self) -> SettingsView:
        settings = self.file.current
        key = await self._keychain.load(self._key_server().identity)
        newest = settings.newest_version
        return SettingsView(
            server=self.server(),
            other_address=settings.other_address,
            key_asked_by=self._key_asked_by,
            key_place=key.place,
            keychain_trouble=key.keychain_trouble,
            download_folder=str(self.download_folder()),
            is_default_folder=self._given_folder is None and settings.download_folder is None,
            transfers_at_once=settings.transfers_at_once,
            transfers_per_host=settings.transfers_per_host,
            bytes_per_second=settings.bytes_per_second,
            largest_file=settings.largest_file,
            name_template=settings.name_template,
            marks_origin=settings.marks_origin,
            keeps_record=settings.keeps_record,
            drags_natively=settings.drags_natively,
            native_drag_target=_NATIVE_DRAGS.get(sys.platform, ""),
            appearance=settings.appearance,
            looks_for_newer=settings.looks_for_newer,
            has_download_page=bool(RELEASES_PAGE),
            newer_version=newest if is_newer(newest, __version__) else "",
        )

    def _choose_server(self, kind: str) -> None:
        settings = self.file.current
        if ServerKind(kind) is ServerKind.OTHER and not settings.other_address:
            self.open()
            return
        self._change_server(ServerKind(kind), settings.other_address)

    def _change_server(self, kind: ServerKind, address: str) -> None:
        self._given_server = self._key_asked_by = None
        other = {"other_address": address} if kind is ServerKind.OTHER else {}
        self._change(server_kind=kind, **other)

    def _save_key(self, key: SecretStr) -> None:
        self._doer.do(self._key_saved(key), "save the key")

    async def _key_saved(self, key: SecretStr) -> None:
        server = self._key_server().identity
        await self._keychain.save(server, key)
        self._following.replace_clients(server)
        await self._show_in_dialog()

    def _remove_key(self) -> None:
        self._doer.do(self._key_removed(), "remove the key")

    async def _key_removed(self) -> None:
        server = self._key_server().identity
        await self._keychain.remove(server)
        self._following.replace_clients(server)
        await self._show_in_dialog()

    def _change_folder(self, folder: str) -> None:
        self._given_folder = None
        self._change(download_folder=Path(folder) if folder else None)

    def _open_download_page(self) -> None:
        self._doer.do(open_link(RELEASES_PAGE), "open the download page")

    def _change_downloads(self, name: str, value: object) -> None:
        self._change(**{name: value})

    def show_appearance(self, appearance: Appearance) -> None:
        """Light, dark or as the system has it, for this run."""
        self._theme.set_appearance(appearance)

    def _change_appearance(self, appearance: Appearance) -> None:
        self.show_appearance(appearance)
        self._change(appearance=appearance)

    def _change(self, **changes: object) -> None:
        self._doer.do(self._changed(changes), "change settings")

    async def _changed(self, changes: dict[str, object]) -> None:
        await self._kept(**changes)
        if not _LIMITS.isdisjoint(changes):
            self._keep_to_limits()
        self._show_server()
        await self._show_in_dialog()

    def _keep_to_limits(self) -> None:
        now = self.file.current
        self._set_limits(
            at_once=now.transfers_at_once,
            per_host=now.transfers_per_host,
            bytes_per_second=now.bytes_per_second,
            largest=now.largest_file,
            marks_origin=now.marks_origin,
        )

    async def _kept(self, **changes: object) -> None:
        try:
            await asyncio.to_thread(self.file.update, **changes)
        except OSError as error:
            self._doer.tell_error(
                SkopError(
                    "The settings could not be written.",
                    advice="They hold until Skop Desktop is closed.",
                    detail=Detail(address=str(self.file.path), text=str(error)),
                )
            )

    async def _show_in_dialog(self) -> None:
        if self._dialog is not None:
            self._dialog.show_settings(await self._view())

    def _show_server(self) -> None:
        server = self.server()
        self._window.library.show_server(server.label, server.kind, *self._states.of(server))
        self._window.search.show_server(server.kind, server.label)
