"""Who may ask: programs on this computer that have the key, and no web page in a browser."""

from __future__ import annotations

import hmac
from typing import Final

from pydantic import SecretStr
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from skop_desktop.engine.answers import error_answer, pace_headers

LARGEST_BODY: Final = 256_000
"""Bytes of a request's body; an order has a link of 8,000 characters and a prompt of 500."""

_OPEN_PATH: Final = "/health/"
_NAMES: Final = frozenset({"127.0.0.1", "localhost"})


class Gate:
    """ASGI middleware: checks Host, key and size before the app is asked.

    A page of a hostile website can make a browser ask 127.0.0.1 under the website's own name (DNS
    rebinding); it cannot make it send another Host.
    """

    def __init__(self, app: ASGIApp, *, key: SecretStr, port: int) -> None:
        self._app = app
        self._key = key
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
        if headers.get("host", "").lower() not in self._hosts:
            refused = error_answer(403, "This engine answers this computer only.", path)
        elif path != _OPEN_PATH and not self._is_key(headers):
            refused = error_answer(
                401,
                "The key is missing or not this engine's.",
                path,
                headers={"WWW-Authenticate": "Bearer"},
            )
        elif _length(headers) > LARGEST_BODY:
            refused = error_answer(413, "The request is too large.", path)
        else:
            await self._app(scope, receive, send_with_pace)
            return
        MutableHeaders(raw=refused.raw_headers).update({"connection": "close"})
        await refused(scope, receive, send_with_pace)

    def _is_key(self, headers: Headers) -> bool:
        kind, _, bearer = headers.get("authorization", "").partition(" ")
        sent = bearer.strip() if kind.lower() == "bearer" else headers.get("x-api-key", "")
        return hmac.compare_digest(
            sent.encode("latin-1", "replace"), self._key.get_secret_value().encode()
        )


def _length(headers: Headers) -> int:
    length = headers.get("content-length", "0")
    return int(length[:18]) if length.isascii() and length.isdigit() else 0
