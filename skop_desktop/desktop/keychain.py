"""The service key, in the system's keychain and nowhere else on disk."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol

import keyring
from keyring.errors import KeyringError, PasswordDeleteError
from pydantic import SecretStr

from skop_desktop.desktop.threads import in_thread_of_its_own

KEY_VARIABLE: Final = "SKOP_API_KEY"
_SERVICE: Final = "Skop Desktop"
_KEEPS_KEYS_IN_PLAIN_FILES: Final = "keyrings.alt"

_ERRORS_OF_BACKENDS: Final = (
    ("secretstorage.exceptions", "SecretStorageException"),
    ("jeepney.wrappers", "DBusErrorResponse"),
    ("win32ctypes.pywin32.pywintypes", "error"),
)
"""Errors that keyring's backends let through as they are; their modules load on one system each."""


class KeyStore(Protocol):
    """What is used of a keyring backend."""

    def get_password(self, service: str, username: str) -> str | None:
        """The key kept, if any."""

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep a key."""

    def delete_password(self, service: str, username: str) -> None:
        """Forget a key. Raises ``PasswordDeleteError`` where there is none."""


class KeyPlace(StrEnum):
    """Where the key in use is kept, as the person reads it."""

    NONE = "no key"
    ENVIRONMENT = "from the environment (SKOP_API_KEY)"
    KEYCHAIN = "in the keychain of this computer"
    UNTIL_CLOSED = "no keychain on this system; the key is kept until the app closes"


@dataclass(frozen=True, slots=True)
class KeptKey:
    """A key and where it is kept. ``keychain_trouble``: why the keychain could not be used."""

    key: SecretStr | None
    place: KeyPlace
    keychain_trouble: str = ""


class Keychain:
    """The service keys by server identity (``Server.identity``).

    ``SKOP_API_KEY`` overrides what is kept. Where the keychain is missing or fails, keys live in
    memory until the app closes; they are never written to a file. Nothing here raises.
    """

    def __init__(
        self, backend: KeyStore | None = None, *, environ: Mapping[str, str] = os.environ
    ) -> None:
        self._backend = backend
        self._environ = environ
        self._until_closed: dict[str, SecretStr] = {}

    async def load(self, server: str) -> KeptKey:
        """The key for ``server``. May wait for the person to unlock the keychain."""
        override = self._environ.get(KEY_VARIABLE, "").strip()
        if override:
            return KeptKey(SecretStr(override), KeyPlace.ENVIRONMENT)
        if server in self._until_closed:
            return KeptKey(self._until_closed[server], KeyPlace.UNTIL_CLOSED)
        kept, trouble = await in_thread_of_its_own(lambda: self._read(server))
        if kept:
            return KeptKey(SecretStr(kept), KeyPlace.KEYCHAIN)
        return KeptKey(None, KeyPlace.NONE, trouble)

    async def save(self, server: str, key: SecretStr) -> KeptKey:
        """Keep ``key`` for ``server``; the answer says where it is kept."""
        trouble = await in_thread_of_its_own(lambda: self._write(server, key))
        if trouble:
            self._until_closed[server] = key
            return KeptKey(key, KeyPlace.UNTIL_CLOSED, trouble)
        self._until_closed.pop(server, None)
        return KeptKey(key, KeyPlace.KEYCHAIN)

    async def remove(self, server: str) -> str:
        """Forget the key for ``server``. Returns the keychain's trouble, empty where it worked."""
        self._until_closed.pop(server, None)
        return await in_thread_of_its_own(lambda: self._delete(server))

    def _usable_backend(self) -> KeyStore:
        backend = self._backend or keyring.get_keyring()
        if type(backend).__module__.startswith(_KEEPS_KEYS_IN_PLAIN_FILES):
            raise KeyringError("the only keychain here keeps keys in a plain file")
        return backend

    def _read(self, server: str) -> tuple[str | None, str]:
        try:
            return self._usable_backend().get_password(_SERVICE, server), ""
        except _troubles() as error:
            return None, _words(error)

    def _write(self, server: str, key: SecretStr) -> str:
        try:
            backend = self._usable_backend()
            backend.set_password(_SERVICE, server, key.get_secret_value())
            # Some keychains take a key and give nothing back.
            if backend.get_password(_SERVICE, server) != key.get_secret_value():
                return "the keychain did not keep the key"
        except _troubles() as error:
            return _words(error)
        return ""

    def _delete(self, server: str) -> str:
        try:
            self._usable_backend().delete_password(_SERVICE, server)
        except PasswordDeleteError:
            return ""
        except _troubles() as error:
            return _words(error)
        return ""


def _troubles() -> tuple[type[BaseException], ...]:
    found = (getattr(sys.modules.get(m), name, None) for m, name in _ERRORS_OF_BACKENDS)
    return (KeyringError, OSError, RuntimeError, *(e for e in found if isinstance(e, type)))


def _words(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"
