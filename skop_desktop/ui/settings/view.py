"""What the settings dialog shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from skop_desktop.api.server import THIS_COMPUTER, Server
from skop_desktop.desktop.keychain import KEY_VARIABLE, KeyPlace
from skop_desktop.settings import Appearance

MOST_TRANSFERS: Final = 12
MOST_PER_HOST: Final = 6


@dataclass(frozen=True, slots=True)
class SettingsView:
    """The settings as they are now.

    ``other_address``: the address last used for another server, whichever is chosen now.
    ``key_asked_by``: the server that refused a key, where it may be another than the chosen one.
    ``keychain_trouble``: why the keychain could not be used. ``download_folder``: the path as it
    is shown; ``is_default_folder``: it is the app's own choice. What follows is as in
    ``Settings``. ``native_drag_target``: the program that documents could be dragged into where
    the system's own way is not switched on by itself, else empty. ``has_download_page``: whether
    it is known where versions are published; ``newer_version``: one above this that is out there.
    """

    server: Server = THIS_COMPUTER
    other_address: str = ""
    key_asked_by: Server | None = None
    key_place: KeyPlace = KeyPlace.NONE
    keychain_trouble: str = ""
    download_folder: str = ""
    is_default_folder: bool = True
    transfers_at_once: int = 6
    transfers_per_host: int = 2
    bytes_per_second: int | None = None
    largest_file: int | None = 2_000_000_000
    name_template: str = "{name}"
    marks_origin: bool = True
    keeps_record: bool = True
    drags_natively: bool = False
    native_drag_target: str = ""
    appearance: Appearance = Appearance.SYSTEM
    looks_for_newer: bool = True
    has_download_page: bool = False
    newer_version: str = ""

    @property
    def key_server(self) -> Server:
        """The server whose key is shown."""
        return self.key_asked_by or self.server


KEY_PLACES: Final = {
    KeyPlace.NONE: "No key yet. It came with your Skop account and begins with sk-.",
    KeyPlace.ENVIRONMENT: f"Set by {KEY_VARIABLE}, which goes before a key saved here.",
    KeyPlace.KEYCHAIN: "Kept in your system's keychain.",
    KeyPlace.UNTIL_CLOSED: "No keychain here: kept until the app closes.",
}
SPEEDS: Final[dict[object, str]] = {
    None: "No limit",
    100_000: "100 kB/s",
    250_000: "250 kB/s",
    500_000: "500 kB/s",
    1_000_000: "1 MB/s",
    2_000_000: "2 MB/s",
    5_000_000: "5 MB/s",
    10_000_000: "10 MB/s",
    25_000_000: "25 MB/s",
}
LARGEST: Final[dict[object, str]] = {
    None: "Any size",
    50_000_000: "50 MB",
    200_000_000: "200 MB",
    500_000_000: "500 MB",
    1_000_000_000: "1 GB",
    2_000_000_000: "2 GB",
    5_000_000_000: "5 GB",
    20_000_000_000: "20 GB",
}
APPEARANCES: Final = {
    Appearance.SYSTEM: "As the system",
    Appearance.LIGHT: "Light",
    Appearance.DARK: "Dark",
}
