"""How it is with the servers, as last heard, for whoever shows it."""

from __future__ import annotations

from collections.abc import Callable

from skop_desktop.api.server import Server, ServerState


class ServerStates:
    """Belongs to the window's thread. A server of which nothing was heard is ready."""

    def __init__(self) -> None:
        self._heard: dict[str, tuple[ServerState, str]] = {}
        self._listeners: list[Callable[[], None]] = []

    def subscribe(self, changed: Callable[[], None]) -> None:
        """Tell every later change, after it has been taken in here."""
        self._listeners.append(changed)

    def take(self, server: Server, state: ServerState, words: str = "") -> None:
        """Takes how it is with ``server``; ``words`` say so in a sentence."""
        self._heard[server.identity] = (state, words)
        for changed in self._listeners:
            changed()

    def of(self, server: Server) -> tuple[ServerState, str]:
        """How it is with ``server``, and the words for it."""
        return self._heard.get(server.identity, (ServerState.READY, ""))
