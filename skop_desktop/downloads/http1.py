"""HTTP/1.1 for the transfers: h11 for what is unusual, bodies of a known length pass it by.

Half of the time that a small document takes goes into httpcore and into h11's handling of bodies;
both are made for everything that HTTP can do. This is for GET alone, one answer at a time.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

import h11
import httpcore
import httpx

from skop_desktop.downloads.plain_http1 import Head, plain_head, plain_request

_LARGEST_HEAD: Final = 100 * 1024
_READ: Final = 64 * 1024
_END_OF_HEAD: Final = b"\r\n\r\n"
_SWITCHES: Final = 101
_NO_BODY: Final = frozenset({204, 304})
_ERRORS: Final[dict[type[BaseException], type[httpx.TransportError]]] = {
    httpcore.ConnectTimeout: httpx.ConnectTimeout,
    httpcore.ReadTimeout: httpx.ReadTimeout,
    httpcore.WriteTimeout: httpx.WriteTimeout,
    httpcore.ConnectError: httpx.ConnectError,
    httpcore.ReadError: httpx.ReadError,
    httpcore.WriteError: httpx.WriteError,
    h11.RemoteProtocolError: httpx.RemoteProtocolError,
    h11.LocalProtocolError: httpx.LocalProtocolError,
}

Timeout = Mapping[str, float | None]
_Origin = tuple[bytes, bytes, int]


class Http1(httpx.AsyncBaseTransport):
    """Connections by ``backend``, kept for the next request to the same origin for a while.

    ``kept``: how many, ``kept_for``: seconds. Raises httpx's errors, their causes as they were.
    """

    def __init__(
        self,
        backend: httpcore.AsyncNetworkBackend,
        tls: ssl.SSLContext,
        *,
        kept: int,
        kept_for: float,
    ) -> None:
        tls.set_alpn_protocols(["http/1.1"])
        self._backend = backend
        self._tls = tls
        self._kept = kept
        self._kept_for = kept_for
        self._idle: list[tuple[_Origin, httpcore.AsyncNetworkStream, float]] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """The answer to a GET, its body not yet read."""
        url = request.url
        origin = (url.raw_scheme, url.raw_host, url.port or (443 if url.scheme == "https" else 80))
        timeout: Timeout = request.extensions.get("timeout", {})
        silence, limit = timeout.get("read"), timeout.get("write")
        within = longest_head(timeout)
        until = None if within is None else time.monotonic() + within
        with _as_httpx():
            while (stream := await self._taken(origin)) is not None:
                exchange = _Exchange(stream, silence, until)
                if (head := await exchange.ask(request, limit, is_old=True)) is not None:
                    return self._response(exchange, head, origin)
            exchange = _Exchange(await self._connected(origin, timeout), silence, until)
            head = await exchange.ask(request, limit, is_old=False)
        if head is None:
            raise httpx.RemoteProtocolError("Server disconnected without sending a response.")
        return self._response(exchange, head, origin)

    async def aclose(self) -> None:
        """Ends the connections that wait for a next request."""
        idle, self._idle = self._idle, []
        for _, stream, _ in idle:
            await stream.aclose()

    async def _taken(self, origin: _Origin) -> httpcore.AsyncNetworkStream | None:
        """A connection to ``origin`` that is still open, the youngest; those that are not end."""
        now = time.monotonic()
        for entry in reversed(self._idle):
            of, stream, until = entry
            if of == origin or until < now:
                self._idle.remove(entry)
                # The other side says nothing unasked: it has closed, or breaks the rules.
                if until >= now and not stream.get_extra_info("is_readable"):
                    return stream
                await stream.aclose()
        return None

    async def _connected(self, origin: _Origin, seconds: Timeout) -> httpcore.AsyncNetworkStream:
        scheme, host, port = origin
        name, limit = host.decode("ascii"), seconds.get("connect")
        stream = await self._backend.connect_tcp(name, port, timeout=limit)
        if scheme == b"https":
            stream = await stream.start_tls(self._tls, server_hostname=name, timeout=limit)
        return stream

    def _response(self, exchange: _Exchange, head: Head, origin: _Origin) -> httpx.Response:
        return httpx.Response(
            head.status,
            headers=head.fields,
            stream=_Body(self, exchange, origin),
            extensions={"http_version": b"HTTP/" + head.version, "reason_phrase": head.reason},
        )

    async def end(self, exchange: _Exchange, origin: _Origin) -> None:
        """The body was read, or is not wanted any more."""
        if exchange.can_be_used_again and len(self._idle) < self._kept:
            self._idle.append((origin, exchange.stream, time.monotonic() + self._kept_for))
        else:
            await exchange.stream.aclose()


def longest_head(timeout: Timeout) -> float | None:
    """Seconds until the head of an answer must be whole.

    Silence is not all that can go wrong: heads may come drop by drop, or 1xx without end.
    """
    silence = timeout.get("read")
    return None if silence is None else (timeout.get("connect") or 0) + 2 * silence


class _Exchange:
    """One request and its answer on one connection. ``until``: when its head must be whole."""

    def __init__(
        self, stream: httpcore.AsyncNetworkStream, silence: float | None, until: float | None
    ) -> None:
        self.stream = stream
        self.can_be_used_again = False
        self._silence = silence
        self._until = until
        self._h11: h11.Connection | None = None
        self._length: int | None = None
        self._rest = b""
        self._has_begun = False

    async def ask(
        self, request: httpx.Request, patience: float | None, *, is_old: bool
    ) -> Head | None:
        """Sends the request: the head of the answer, ``None`` if the connection ended before it.

        ``is_old``: it has answered before, so that its end is no trouble yet.
        """
        try:
            return await self._asked(request, patience)
        except (httpcore.ReadError, httpcore.WriteError):
            await self.stream.aclose()
            if not is_old or self._has_begun:
                raise
            return None
        except BaseException:
            await self.stream.aclose()
            raise

    async def body(self) -> AsyncIterator[bytes]:
        """The bytes of the answer as they come."""
        if self._length is None:
            async for piece in self._framed():
                yield piece
            return
        piece = self._rest
        if self._h11 is not None:
            piece = self._h11.trailing_data[0] + piece
        left = self._length
        while True:
            if piece:
                yield piece[:left] if len(piece) > left else piece
            left -= len(piece)
            if left <= 0:
                break
            piece = await self.stream.read(_READ, self._silence)
            if not piece:
                raise h11.RemoteProtocolError(
                    f"peer closed connection without sending complete message body ({left} missing)"
                )
        # More than was said belongs to nobody; such a connection is not to be trusted further.
        self.can_be_used_again = left == 0 and self._may_go_on

    async def _asked(self, request: httpx.Request, patience: float | None) -> Head | None:
        await self.stream.write(plain_request(request) or _conversation(request)[1], patience)
        data = await self._more()
        if not data:
            await self.stream.aclose()
            return None
        end = data.find(_END_OF_HEAD, 0, _LARGEST_HEAD) + len(_END_OF_HEAD)
        head = plain_head(data[:end])
        if head is None:
            self._rest = data
            self._h11, _ = _conversation(request)
            head = await self._head_by(self._h11)
        else:
            self._rest = data[end:]
        self._look_at(head)
        return head

    async def _head_by(self, conversation: h11.Connection) -> Head:
        while True:
            event = conversation.next_event()
            if event is h11.NEED_DATA:
                data = self._rest or await self._more()
                if not data:
                    raise h11.RemoteProtocolError("Server disconnected in the middle of the head.")
                self._receive(data, conversation)
            elif isinstance(event, h11.Response):
                fields = event.headers.raw_items()
                return Head(event.status_code, fields, event.reason, event.http_version)
            elif not isinstance(event, h11.InformationalResponse) or event.status_code == _SWITCHES:
                raise h11.RemoteProtocolError("The site wants to speak something else.")

    async def _more(self) -> bytes:
        left = None if self._until is None else self._until - time.monotonic()
        if left is not None and left <= 0:
            raise httpcore.ReadTimeout("The head of the answer does not end.")
        patience = self._silence if left is None else min(left, self._silence or left)
        data = await self.stream.read(_READ, patience)
        self._has_begun = self._has_begun or bool(data)
        return data

    def _receive(self, data: bytes, conversation: h11.Connection) -> None:
        """Gives h11 a head and nothing of what follows: it would copy that three times."""
        end = data.find(_END_OF_HEAD)
        size = len(data) if end < 0 else end + len(_END_OF_HEAD)
        conversation.receive_data(data[:size])
        self._rest = data[size:]

    def _look_at(self, head: Head) -> None:
        fields = {name.lower(): value for name, value in head.fields}
        says_close = b"close" in fields.get(b"connection", b"").lower()
        self._may_go_on = head.version >= b"1.1" and not says_close
        if head.status in _NO_BODY:
            self._length = 0
        elif b"transfer-encoding" not in fields and b"content-length" in fields:
            self._length = int(fields[b"content-length"])

    async def _framed(self) -> AsyncIterator[bytes]:
        """A body in chunks, or one that ends with the connection."""
        conversation = self._h11
        assert conversation is not None  # noqa: S101 - a plain head tells a length
        if self._rest:
            conversation.receive_data(self._rest)
        while True:
            event: Any = conversation.next_event()
            if event is h11.NEED_DATA:
                conversation.receive_data(await self.stream.read(_READ, self._silence))
            elif isinstance(event, h11.Data):
                yield bytes(event.data)
            else:
                break
        is_at_end = conversation.their_state is h11.DONE and not conversation.trailing_data[0]
        self.can_be_used_again = is_at_end and self._may_go_on


def _conversation(request: httpx.Request) -> tuple[h11.Connection, bytes]:
    """h11 when it has asked, and what it said."""
    begun = h11.Connection(h11.CLIENT, max_incomplete_event_size=_LARGEST_HEAD)
    asked = h11.Request(
        method=request.method, target=request.url.raw_path, headers=request.headers.raw
    )
    return begun, (begun.send(asked) or b"") + (begun.send(h11.EndOfMessage()) or b"")


class _Body(httpx.AsyncByteStream):
    """The body of an answer for httpx."""

    def __init__(self, transport: Http1, exchange: _Exchange, origin: _Origin) -> None:
        self._transport = transport
        self._exchange: _Exchange | None = exchange
        self._origin = origin

    async def __aiter__(self) -> AsyncIterator[bytes]:
        if self._exchange is not None:
            with _as_httpx():
                async for piece in self._exchange.body():
                    yield piece

    async def aclose(self) -> None:
        """Gives the connection back."""
        exchange, self._exchange = self._exchange, None
        if exchange is not None:
            await self._transport.end(exchange, self._origin)


@contextmanager
def _as_httpx() -> Iterator[None]:
    try:
        yield
    except (httpcore.NetworkError, httpcore.TimeoutException, h11.ProtocolError) as error:
        known = next(kind for kind in type(error).__mro__ if kind in _ERRORS)
        raise _ERRORS[known](str(error)) from error
