"""HTTP/1.1 for the transfers: h11 reads the heads, bodies of a known length pass it by.

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

_Timeout = Mapping[str, float | None]
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
        timeout: _Timeout = request.extensions.get("timeout", {})
        limit = timeout.get("write")
        with _as_httpx():
            while (stream := await self._taken(origin)) is not None:
                exchange = _Exchange(stream, timeout.get("read"))
                if (head := await exchange.ask(request, limit, is_old=True)) is not None:
                    return self._response(exchange, head, origin)
            exchange = _Exchange(await self._connected(origin, timeout), timeout.get("read"))
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

    async def _connected(self, origin: _Origin, seconds: _Timeout) -> httpcore.AsyncNetworkStream:
        scheme, host, port = origin
        name, limit = host.decode("ascii"), seconds.get("connect")
        stream = await self._backend.connect_tcp(name, port, timeout=limit)
        if scheme == b"https":
            stream = await stream.start_tls(self._tls, server_hostname=name, timeout=limit)
        return stream

    def _response(self, exchange: _Exchange, head: h11.Response, origin: _Origin) -> httpx.Response:
        return httpx.Response(
            head.status_code,
            headers=head.headers.raw_items(),
            stream=_Body(self, exchange, origin),
            extensions={"http_version": b"HTTP/" + head.http_version, "reason_phrase": head.reason},
        )

    async def end(self, exchange: _Exchange, origin: _Origin) -> None:
        """The body was read, or is not wanted any more."""
        if exchange.can_be_used_again and len(self._idle) < self._kept:
            self._idle.append((origin, exchange.stream, time.monotonic() + self._kept_for))
        else:
            await exchange.stream.aclose()


class _Exchange:
    """One request and its answer on one connection."""

    def __init__(self, stream: httpcore.AsyncNetworkStream, silence: float | None) -> None:
        self.stream = stream
        self.can_be_used_again = False
        self._silence = silence
        self._h11 = h11.Connection(h11.CLIENT, max_incomplete_event_size=_LARGEST_HEAD)
        self._length: int | None = None
        self._rest = b""
        self._has_begun = False

    async def ask(
        self, request: httpx.Request, patience: float | None, *, is_old: bool
    ) -> h11.Response | None:
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
        piece = self._h11.trailing_data[0] + self._rest
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

    async def _asked(self, request: httpx.Request, patience: float | None) -> h11.Response | None:
        sent = self._h11.send(
            h11.Request(
                method=request.method,
                target=request.url.raw_path,
                headers=request.headers.raw,
            )
        )
        await self.stream.write(
            (sent or b"") + (self._h11.send(h11.EndOfMessage()) or b""), patience
        )
        while True:
            event = self._h11.next_event()
            if event is h11.NEED_DATA:
                data = self._rest or await self.stream.read(_READ, self._silence)
                if not data and self._has_begun:
                    raise h11.RemoteProtocolError("Server disconnected in the middle of the head.")
                if not data:
                    await self.stream.aclose()
                    return None
                self._has_begun = True
                self._receive(data)
            elif isinstance(event, h11.Response):
                self._look_at(event)
                return event
            elif not isinstance(event, h11.InformationalResponse) or event.status_code == _SWITCHES:
                raise h11.RemoteProtocolError("The site wants to speak something else.")

    def _receive(self, data: bytes) -> None:
        """Gives h11 a head and nothing of what follows: it would copy that three times."""
        end = data.find(_END_OF_HEAD)
        size = len(data) if end < 0 else end + len(_END_OF_HEAD)
        self._h11.receive_data(data[:size])
        self._rest = data[size:]

    def _look_at(self, head: h11.Response) -> None:
        fields = dict(head.headers)
        says_close = b"close" in fields.get(b"connection", b"").lower()
        self._may_go_on = head.http_version >= b"1.1" and not says_close
        if head.status_code in _NO_BODY:
            self._length = 0
        elif b"transfer-encoding" not in fields and b"content-length" in fields:
            self._length = int(fields[b"content-length"])

    async def _framed(self) -> AsyncIterator[bytes]:
        """A body in chunks, or one that ends with the connection."""
        if self._rest:
            self._h11.receive_data(self._rest)
        while True:
            event: Any = self._h11.next_event()
            if event is h11.NEED_DATA:
                self._h11.receive_data(await self.stream.read(_READ, self._silence))
            elif isinstance(event, h11.Data):
                yield bytes(event.data)
            else:
                break
        is_at_end = self._h11.their_state is h11.DONE and not self._h11.trailing_data[0]
        self.can_be_used_again = is_at_end and self._may_go_on


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
