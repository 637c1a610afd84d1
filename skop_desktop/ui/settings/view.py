"""What the settings dialog shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from skop_desktop.api.server import THIS_COMPUTER, Server
from skop_desktop.desktop.keychain import KEY_VARIABLE, KeyPlace
from skop_desktop.settings import Appearance

MOST_TRANSFERS: Final = 12


@dataclass(frozen=True, slots=True)
class SettingsView:
    """The settings as they are now.

    ``other_address``: the address last used for another server, whichever is chosen now.
    ``key_asked_by``: the server that refused a key, where it may be another than the chosen one.
    ``keychain_trouble``: why the keychain could not be used. ``download_folder``: the path as it
    is shown; ``is_default_folder``: it is the app's own choice.
    """

    server: Server = THIS_COMPUTER
    other_address: str = ""
    key_asked_by: Server | None = None
    key_place: KeyPlace = KeyPlace.NONE
    keychain_trouble: str = ""
    download_folder: str = ""
    is_default_folder: bool = True
    transfers_at_once: int = 6
    appearance: Appearance = Appearance.SYSTEM

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
APPEARANCES: Final = {
    Appearance.SYSTEM: "As the system",
    Appearance.LIGHT: "Light",
    Appearance.DARK: "Dark",
}
