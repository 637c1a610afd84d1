"""Who may ask: programs on this computer that have the key, and no web page in a browser."""

from __future__ import annotations

import asyncio
import hmac
from typing import Final

from pydantic import SecretStr
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from skop_desktop.engine.answers import error_answer, pace_headers

LARGEST_BODY: Final = 256_000
"""Bytes of a request's body; an order has a link of 8,000 characters and a prompt of 500."""
PATIENCE: Final = 10.0
"""Seconds that a request's body may take to arrive."""

_OPEN_PATH: Final = "/health/"
_NAMES: Final = frozenset({"127.0.0.1", "localhost"})


class _TooLarge(Exception):
    """The body is larger than any request needs."""


class Gate:
    """ASGI middleware: checks Host and key, and takes in the body, before the app is asked.

    A page of a hostile website can make a browser ask 127.0.0.1 under the website's own name (DNS
    rebinding); it cannot make it send another Host.
    """

    def __init__(
        self, app: ASGIApp, *, key: SecretStr, port: int, patience: float = PATIENCE
    ) -> None:
        self._app = app
        self._key = key
        self._patience = patience
        self._hosts = {f"{name}:{port}" for name in _NAMES}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request (ASGI 3)."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_pace(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *pace_headers()]
            await send(message)

        headers = Headers(scope=scope)
        path = str(scope["path"])
        refused = self._refused(headers, path)
        if refused is None:
            try:
                async with asyncio.timeout(self._patience):
                    body = await _body(headers, receive)
            except _TooLarge:
                refused = error_answer(413, "The request is too large.", path)
            except TimeoutError:
                refused = error_answer(408, "The request took too long to arrive.", path)
            else:
                if body is not None:
                    await self._app(scope, _again(body, receive), send_with_pace)
                return
        MutableHeaders(raw=refused.raw_headers).update({"connection": "close"})
        await refused(scope, receive, send_with_pace)

    def _refused(self, headers: Headers, path: str) -> Response | None:
        if headers.get("host", "").lower() not in self._hosts:
            return error_answer(403, "This engine answers this computer only.", path)
        if path != _OPEN_PATH and not self._is_key(headers):
            return error_answer(
                401,
                "The key is missing or not this engine's.",
                path,
                headers={"WWW-Authenticate": "Bearer"},
            )
        return None

    def _is_key(self, headers: Headers) -> bool:
        kind, _, bearer = headers.get("authorization", "").partition(" ")
        sent = bearer.strip() if kind.lower() == "bearer" else headers.get("x-api-key", "")
        return hmac.compare_digest(
            sent.encode("latin-1", "replace"), self._key.get_secret_value().encode()
        )


async def _body(headers: Headers, receive: Receive) -> bytes | None:
    """The whole body; ``None`` where the client went away. Raises ``_TooLarge``."""
    if _length(headers) > LARGEST_BODY:
        raise _TooLarge
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return None
        body += message.get("body", b"")
        if len(body) > LARGEST_BODY:
            raise _TooLarge
        if not message.get("more_body", False):
            return bytes(body)


def _again(body: bytes, receive: Receive) -> Receive:
    """``receive`` for the app: the body that has been taken in, then whatever comes."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive_again() -> Message:
        return waiting.pop() if waiting else await receive()

    return receive_again


def _length(headers: Headers) -> int:
    length = headers.get("content-length", "0")
    return int(length[:18]) if length.isascii() and length.isdigit() else 0
