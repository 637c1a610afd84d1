"""The key is kept in the keychain or in memory, and nowhere else."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from threading import Event

import pytest
from keyring.backends.fail import Keyring as NoKeyring
from keyring.errors import KeyringLocked, PasswordDeleteError, PasswordSetError
from pydantic import SecretStr

from skop_desktop.desktop.keychain import KeptKey, Keychain, KeyPlace, KeyStore

KEY = SecretStr("sk-Ab3dEf6hIj9kLm")
CLOUD = "skop-cloud"
NONE: KeyStore = NoKeyring()  # type: ignore[no-untyped-call] # keyring leaves __init__ untyped


class InMemory:
    """A keychain as keyring's own are, without a system behind it."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError("no such password")


class Locked(InMemory):
    """A keychain whose owner does not unlock it."""

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked(f"{service} {username} is locked")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise PasswordSetError(f"{service} {username} is locked, so is {password}")


class Forgetful(InMemory):
    """A keychain that takes a key and gives nothing back."""

    def set_password(self, service: str, username: str, password: str) -> None:
        """Say that it worked."""


class InAPlainFile(InMemory):
    """What ``keyrings.alt`` offers."""

    __module__ = "keyrings.alt.file"


class Slow(InMemory):
    """A keychain that waits for its owner."""

    def __init__(self) -> None:
        super().__init__()
        self.unlocked = Event()

    def get_password(self, service: str, username: str) -> str | None:
        self.unlocked.wait()
        return super().get_password(service, username)


def keychain(backend: KeyStore, environ: Mapping[str, str] | None = None) -> Keychain:
    return Keychain(backend, environ=environ or {})


async def test_a_key_is_kept_for_its_server_and_outlives_the_app() -> None:
    backend = InMemory()
    kept = await keychain(backend).save(CLOUD, KEY)
    assert kept == KeptKey(KEY, KeyPlace.KEYCHAIN)
    again = keychain(backend)
    assert await again.load(CLOUD) == KeptKey(KEY, KeyPlace.KEYCHAIN)
    assert await again.load("https://other.example") == KeptKey(None, KeyPlace.NONE)


async def test_the_environment_overrides_the_keychain() -> None:
    backend = InMemory()
    await keychain(backend).save(CLOUD, KEY)
    kept = await keychain(backend, {"SKOP_API_KEY": " sk-other \n"}).load(CLOUD)
    assert kept == KeptKey(SecretStr("sk-other"), KeyPlace.ENVIRONMENT)


async def test_an_empty_variable_is_none() -> None:
    assert (await keychain(InMemory(), {"SKOP_API_KEY": " "}).load(CLOUD)).key is None


@pytest.mark.parametrize("backend", [NONE, Locked(), Forgetful(), InAPlainFile()])
async def test_without_a_usable_keychain_the_key_is_kept_until_the_app_closes(
    backend: KeyStore,
) -> None:
    first = keychain(backend)
    kept = await first.save(CLOUD, KEY)
    assert kept.place is KeyPlace.UNTIL_CLOSED
    assert "until the app closes" in kept.place
    assert kept.keychain_trouble
    assert (await first.load(CLOUD)).key == KEY
    assert (await keychain(backend).load(CLOUD)).key is None
    if isinstance(backend, InMemory):
        assert backend.kept == {}


async def test_a_key_that_was_removed_is_gone() -> None:
    for backend in (InMemory(), Locked()):
        kept = keychain(backend)
        await kept.save(CLOUD, KEY)
        assert await kept.remove(CLOUD) == ""
        assert (await kept.load(CLOUD)).key is None
        assert await kept.remove(CLOUD) == ""


async def test_a_locked_keychain_keeps_nobody_waiting() -> None:
    backend = Slow()
    asking = asyncio.create_task(keychain(backend).load(CLOUD))
    await asyncio.sleep(0)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    backend.unlocked.set()


async def test_no_key_shows_when_printed() -> None:
    kept = await keychain(InMemory()).save(CLOUD, KEY)
    assert KEY.get_secret_value() not in f"{kept} {kept!r}"
