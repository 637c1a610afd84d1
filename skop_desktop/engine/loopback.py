"""Listening on this computer alone, and servers that let nobody keep them waiting."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, Final

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

LOOPBACK: Final = "127.0.0.1"
HEAD_WITHIN: Final = 10.0
"""Seconds that the head of a request may take to arrive."""
LARGEST_HEAD: Final = 32_768
"""Bytes of a request's line and headers."""

_IDLE_SECONDS: Final = 60
_END_WITHIN: Final = 0.3
"""Seconds that answers under way may take once the server is to end."""


@contextmanager
def listening_on(port: int) -> Iterator[socket.socket]:
    """A listening socket on loopback. Raises ``OSError`` where the port is taken."""
    # The protocol is named because asyncio turns Nagle off only where it is: 40 ms an answer.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":  # on Windows the option would share the port with a stranger
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((LOOPBACK, port))
        listener.listen()
        yield listener
    finally:
        listener.close()


@contextmanager
def listening_preferably(port: int) -> Iterator[socket.socket]:
    """A listening socket on that port, or on any where it is taken."""
    with ExitStack() as stack:
        try:
            listener = stack.enter_context(listening_on(port))
        except OSError:
            listener = stack.enter_context(listening_on(0))
        yield listener


def port_of(listener: socket.socket) -> int:
    """The port of a listening socket."""
    return int(listener.getsockname()[1])


class Server(uvicorn.Server):
    """uvicorn without its signal handlers: two servers share this process, and one end."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leaves the signals alone."""
        yield

    def end(self) -> None:
        """Listen no more. Answers under way have a moment, whoever keeps them waiting."""
        self.should_exit = True
        asyncio.get_running_loop().call_later(_END_WITHIN, self._leave)

    def _leave(self) -> None:
        self.force_exit = True


def server_of(app: ASGIApp) -> Server:
    """A server of ``app``, to be run on a listening socket."""
    return Server(
        uvicorn.Config(
            app,
            loop="asyncio",
            http=_Protocol,
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            h11_max_incomplete_event_size=LARGEST_HEAD,
            timeout_keep_alive=_IDLE_SECONDS,
        )
    )


class _Protocol(H11Protocol):
    """uvicorn's own, which would wait for ever for the rest of a request's head."""

    _head_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:  # noqa: ANN401 - as wide as uvicorn's
        super().connection_made(transport)
        self._note_state()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._note_state()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self.conn.trailing_data[0]:
            self._note_state()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_timer()
        super().connection_lost(exc)

    def _note_state(self) -> None:
        # A request whose head is here has a cycle, and that has no complete answer yet.
        cycle: RequestResponseCycle | None = self.cycle  # told by uvicorn as always there
        waits_for_head = cycle is None or cycle.response_complete
        if not waits_for_head:
            self._stop_timer()
        elif self._head_timer is None:
            self._head_timer = self.loop.call_later(HEAD_WITHIN, self.transport.close)

    def _stop_timer(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None
