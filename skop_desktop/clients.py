"""The clients of the servers in use, with their keys and the budget each server's jobs share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from pydantic import SecretStr

from skop_desktop.api.client import SkopClient
from skop_desktop.api.pacing import RequestBudget
from skop_desktop.api.server import Server, ServerKind
from skop_desktop.desktop.keychain import Keychain
from skop_desktop.local_engine import LocalEngine

_LOCAL_AN_HOUR: Final = 7_200
"""Requests to this computer's own engine cost nobody anything."""


class Clients:
    """Makes a client when a server is first spoken to; on this computer that starts the engine.

    ``keep_secret`` is told each key, so that logs never show it.
    """

    def __init__(
        self, engine: LocalEngine, keychain: Keychain, keep_secret: Callable[[str], None]
    ) -> None:
        self._engine = engine
        self._keychain = keychain
        self._keep_secret = keep_secret
        self._budgets: dict[str, RequestBudget] = {}
        self._made: list[SkopClient] = []

    def budget_for(self, server: Server) -> RequestBudget:
        """The one budget of ``server``, whatever client asks."""
        if server.identity not in self._budgets:
            is_local = server.kind is ServerKind.THIS_COMPUTER
            self._budgets[server.identity] = (
                RequestBudget(status_an_hour=_LOCAL_AN_HOUR, general_an_hour=_LOCAL_AN_HOUR)
                if is_local
                else RequestBudget()
            )
        return self._budgets[server.identity]

    async def client_for(self, server: Server) -> SkopClient:
        """A new client of ``server``. Raises ``EngineError`` where the engine does not start."""
        if server.kind is ServerKind.THIS_COMPUTER:
            engine = await self._engine.start()
            return self._client(engine.url, engine.key, server)
        kept = await self._keychain.load(server.identity)
        return self._client(server.address, kept.key, server)

    def _client(self, address: str, key: SecretStr | None, server: Server) -> SkopClient:
        if key is not None:
            self._keep_secret(key.get_secret_value())
        client = SkopClient(address, key=key, budget=self.budget_for(server))
        self._made.append(client)
        return client

    async def aclose(self) -> None:
        """Closes every client."""
        while self._made:
            await self._made.pop().aclose()
