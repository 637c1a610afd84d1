"""The HTTP client in use, and its replacement once its connections may have gone stale."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

from skop_desktop.downloads.connection import TransferClient


class ClientLease:
    """Lends a client; after ``renew`` a new one, and the old one ends with its last user.

    After a sleep idle connections are dead without a word.
    """

    def __init__(self, make: Callable[[], TransferClient]) -> None:
        self._make = make
        self._current = make()
        self._users: Counter[TransferClient] = Counter()

    def use(self) -> AbstractAsyncContextManager[TransferClient]:
        """The client, kept open while it is used."""
        return _Loan(self)

    def borrow(self) -> TransferClient:
        """The client; to be given back."""
        self._users[self._current] += 1
        return self._current

    async def give_back(self, client: TransferClient) -> None:
        """One user less."""
        self._users[client] -= 1
        if client is not self._current and not self._users[client]:
            await self._drop(client)

    async def renew(self) -> None:
        """New connections from now on."""
        old, self._current = self._current, self._make()
        if not self._users[old]:
            await self._drop(old)

    async def aclose(self) -> None:
        """Ends all connections."""
        for client in {self._current, *self._users}:
            await self._drop(client)

    async def _drop(self, client: TransferClient) -> None:
        self._users.pop(client, None)
        await client.aclose()


class _Loan(AbstractAsyncContextManager[TransferClient]):
    """One use. No generator, for each file has one."""

    def __init__(self, lease: ClientLease) -> None:
        self._lease = lease
        self._client = lease.borrow()

    async def __aenter__(self) -> TransferClient:
        return self._client

    async def __aexit__(self, *_: object) -> None:
        await self._lease.give_back(self._client)
