"""HTTP/1.1 for the transfers: h11 for what is unusual, bodies of a known length pass it by.

Half of the time that a small document takes goes into httpcore and into h11's handling of bodies;
both are made for everything that HTTP can do. This is for GET alone, one answer at a time.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, Final

import h11
import httpcore
import httpx

from skop_desktop.downloads.exchange import Answer, Asked, Timeout
from skop_desktop.web.plain_http1 import (
    LARGEST_HEAD,
    Head,
    conversation,
    plain_head,
    written_request,
)

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
_TROUBLE: Final = (httpcore.NetworkError, httpcore.TimeoutException, h11.ProtocolError)

_Origin = tuple[str, str, int]


class Http1:
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

    async def ask(self, asked: Asked) -> Answer:
        """The answer to a GET, its body not yet read."""
        origin = _origin(asked)
        within = asked.longest_head
        until = None if within is None else time.monotonic() + within
        try:
            while (stream := await self._taken(origin)) is not None:
                exchange = _Exchange(stream, asked, until, self._end)
                if (head := await exchange.ask(is_old=True)) is not None:
                    return exchange.answer(head)
            stream = await self._connected(origin, asked.timeout)
            exchange = _Exchange(stream, asked, until, self._end)
            head = await exchange.ask(is_old=False)
        except _TROUBLE as error:
            raise _as_httpx(error) from error
        if head is None:
            raise httpx.RemoteProtocolError("Server disconnected without sending a response.")
        return exchange.answer(head)

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
        limit = seconds.get("connect")
        stream = await self._backend.connect_tcp(host, port, timeout=limit)
        if scheme == "https":
            stream = await stream.start_tls(self._tls, server_hostname=host, timeout=limit)
        return stream

    async def _end(self, exchange: _Exchange) -> None:
        """The body was read, or is not wanted any more."""
        if exchange.can_be_used_again and len(self._idle) < self._kept:
            until = time.monotonic() + self._kept_for
            self._idle.append((_origin(exchange.asked), exchange.stream, until))
        else:
            await exchange.stream.aclose()


class _Exchange(httpx.AsyncByteStream):
    """One request and its answer on one connection, whose body it is. ``until``: when the head
    must be whole; ``give_back``: what is done in the end.
    """

    def __init__(
        self,
        stream: httpcore.AsyncNetworkStream,
        asked: Asked,
        until: float | None,
        give_back: Callable[[_Exchange], Awaitable[None]],
    ) -> None:
        self.stream = stream
        self.asked = asked
        self.can_be_used_again = False
        self._give_back: Callable[[_Exchange], Awaitable[None]] | None = give_back
        self._silence = asked.timeout.get("read")
        self._until = until
        self._h11: h11.Connection | None = None
        self._length: int | None = None
        self._left = 0
        self._frames: AsyncIterator[bytes] | None = None
        self._may_go_on = False
        self._rest = b""
        self._has_begun = False

    async def ask(self, *, is_old: bool) -> Head | None:
        """Sends the request: the head of the answer, ``None`` if the connection ended before it.

        ``is_old``: it has answered before, so that its end is no trouble yet.
        """
        try:
            return await self._asked()
        except (httpcore.ReadError, httpcore.WriteError):
            await self.stream.aclose()
            if not is_old or self._has_begun:
                raise
            return None
        except BaseException:
            await self.stream.aclose()
            raise

    def answer(self, head: Head) -> Answer:
        """What came, by what its head says of the body and of what comes after it."""
        answer = Answer(self.asked.url, head.status, head.fields, self)
        headers = answer.headers
        says_close = "close" in headers.get("connection", "").lower()
        self._may_go_on = head.version >= b"1.1" and not says_close
        if answer.status_code in _NO_BODY:
            self._length = 0
        elif "transfer-encoding" not in headers and "content-length" in headers:
            self._length = int(headers["content-length"])
        self._left = self._length or 0
        if self._h11 is not None and self._length is not None:
            self._rest = self._h11.trailing_data[0] + self._rest
        return answer

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self

    async def __anext__(self) -> bytes:
        try:
            piece = b"" if self._give_back is None else await self._piece()
        except _TROUBLE as error:
            raise _as_httpx(error) from error
        if not piece:
            raise StopAsyncIteration
        return piece

    async def aclose(self) -> None:
        """Gives the connection back."""
        give_back, self._give_back = self._give_back, None
        if give_back is not None:
            await give_back(self)

    async def _piece(self) -> bytes:
        """The next bytes of the body, empty at its end."""
        if self._length is None:
            self._frames = self._frames or self._framed()
            return await anext(self._frames, b"")
        piece, self._rest = self._rest, b""
        if not piece and self._left:
            piece = await self.stream.read(_READ, self._silence)
            if not piece:
                raise h11.RemoteProtocolError(
                    "peer closed connection without sending complete message body"
                    f" ({self._left} missing)"
                )
        left = self._left - len(piece)
        if left <= 0:
            # More than was said is nobody's; such a connection is not to be trusted further.
            self._may_go_on = self._may_go_on and left == 0
            self.can_be_used_again = self._may_go_on
            piece = piece[: self._left]
        self._left = max(0, left)
        return piece

    async def _asked(self) -> Head | None:
        asked = self.asked
        target = asked.url.target.encode("ascii")
        request = written_request(target, asked.fields)
        await self.stream.write(request, asked.timeout.get("write"))
        data = await self._more()
        if not data:
            await self.stream.aclose()
            return None
        end = data.find(_END_OF_HEAD, 0, LARGEST_HEAD) + len(_END_OF_HEAD)
        head = plain_head(data[:end])
        if head is None:
            self._rest = data
            self._h11, _ = conversation(target, asked.fields)
            return await self._head_by(self._h11)
        self._rest = data[end:]
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


def _origin(asked: Asked) -> _Origin:
    return asked.url.scheme, asked.url.raw_host, asked.url.port


def _as_httpx(error: Exception) -> httpx.TransportError:
    known = next(kind for kind in type(error).__mro__ if kind in _ERRORS)
    return _ERRORS[known](str(error))
