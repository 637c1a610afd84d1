"""A keychain that keeps nothing beyond a test."""

from __future__ import annotations

from keyring.errors import PasswordDeleteError


class KeysInMemory:
    """A keychain that lives as long as the test."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get(f"{service} {username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[f"{service} {username}"] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop(f"{service} {username}", None) is None:
            raise PasswordDeleteError(username)
