"""The HTTP client in use, and its replacement once its connections may have gone stale."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import httpx


class ClientLease:
    """Lends a client; after ``renew`` a new one, and the old one ends with its last user.

    httpx has no way to drop idle connections, and after a sleep they are dead without a word.
    """

    def __init__(self, make: Callable[[], httpx.AsyncClient]) -> None:
        self._make = make
        self._current = make()
        self._users: Counter[httpx.AsyncClient] = Counter()

    @asynccontextmanager
    async def use(self) -> AsyncIterator[httpx.AsyncClient]:
        """The client, kept open while it is used."""
        client = self._current
        self._users[client] += 1
        try:
            yield client
        finally:
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

    async def _drop(self, client: httpx.AsyncClient) -> None:
        self._users.pop(client, None)
        await client.aclose()
