"""A website on loopback that serves files, and every fault that a test asks for."""

from __future__ import annotations

import socket
import socketserver
import struct
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Self

Answer = Callable[["Exchange"], bool]
"""Writes an answer; whether the connection goes on."""


LONG_AGO = "Mon, 15 Jan 2024 09:00:00 GMT"
TODAY = "Tue, 17 Mar 2026 10:30:00 GMT"


@dataclass(frozen=True, slots=True)
class Request:
    """What a client asked for; header names in lower case."""

    path: str
    headers: Mapping[str, str]


class Exchange:
    """One request and the bare connection to answer it on."""

    def __init__(self, request: Request, connection: socket.socket, over: threading.Event) -> None:
        self.request = request
        self.is_over = over.is_set
        self.wait = over.wait
        self._connection = connection

    def send(self, data: bytes) -> None:
        """Sends bytes as they are."""
        self._connection.sendall(data)

    def break_off(self) -> None:
        """Ends the connection so that the client sees it broken."""
        self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._connection.close()

    def send_head(self, code: int, headers: Mapping[str, str]) -> None:
        """Sends a status line and headers."""
        lines = [f"HTTP/1.1 {code} Answer", *(f"{k}: {v}" for k, v in headers.items()), "", ""]
        self.send("\r\n".join(lines).encode("latin-1"))


def good(content: bytes, content_type: str = "application/pdf", **headers: str) -> Answer:
    """The whole file, with its length."""

    def answer(exchange: Exchange) -> bool:
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        length = str(len(content))
        exchange.send_head(200, {"Content-Type": content_type, "Content-Length": length, **more})
        exchange.send(content)
        return True

    return answer


def chunked(content: bytes, *, whole: bool = True) -> Answer:
    """The file without a length; not ``whole``: the end mark is missing."""

    def answer(exchange: Exchange) -> bool:
        exchange.send_head(200, {"Content-Type": "application/pdf", "Transfer-Encoding": "chunked"})
        exchange.send(b"%x\r\n%s\r\n" % (len(content), content))
        if whole:
            exchange.send(b"0\r\n\r\n")
        return whole

    return answer


def refusal(code: int, **headers: str) -> Answer:
    """A status code with a small page."""

    def answer(exchange: Exchange) -> bool:
        page = b"<html><body>Sorry</body></html>"
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        length = str(0 if code == 204 else len(page))
        exchange.send_head(code, {"Content-Type": "text/html", "Content-Length": length, **more})
        exchange.send(b"" if code == 204 else page)
        return True

    return answer


def redirect(location: str, code: int = 302, **headers: str) -> Answer:
    """Sends on to ``location``."""
    return refusal(code, Location=location, **headers)


def cut(content: bytes, after: int) -> Answer:
    """Declares the whole file, sends ``after`` bytes and hangs up."""

    def answer(exchange: Exchange) -> bool:
        length = str(len(content))
        exchange.send_head(200, {"Content-Type": "application/pdf", "Content-Length": length})
        exchange.send(content[:after])
        return False

    return answer


def hang_up(_: Exchange) -> bool:
    """Closes the connection without a word."""
    return False


def reset(content: bytes, after: int) -> Answer:
    """Declares the whole file, sends ``after`` bytes and breaks the connection off (RST)."""

    def answer(exchange: Exchange) -> bool:
        length = str(len(content))
        exchange.send_head(200, {"Content-Type": "application/pdf", "Content-Length": length})
        exchange.send(content[:after])
        exchange.break_off()
        return False

    return answer


def endless(start: bytes, piece: bytes) -> Answer:
    """``start``, and then ``piece`` again and again until the client goes."""

    def answer(exchange: Exchange) -> bool:
        exchange.send(start)
        while not exchange.is_over():
            exchange.send(piece)
        return False

    return answer


def silent(start: bytes) -> Answer:
    """``start``, and then nothing, with the connection open."""

    def answer(exchange: Exchange) -> bool:
        exchange.send(start)
        exchange.wait(60)
        return False

    return answer


def dripping(data: bytes, pieces: int, pause: float) -> Answer:
    """Bytes as they are, in that many pieces with seconds between them."""

    def answer(exchange: Exchange) -> bool:
        size = -(-len(data) // pieces)
        for at in range(0, len(data), size):
            exchange.send(data[at : at + size])
            if exchange.wait(pause):
                break
        return False

    return answer


def raw(data: bytes) -> Answer:
    """Bytes as they are, then the end."""

    def answer(exchange: Exchange) -> bool:
        exchange.send(data)
        return False

    return answer


@dataclass
class Ranged:
    """The file as a site serves it that knows ranges and says so (RFC 9110, 14).

    ``cut_after``: bytes of each body after which it hangs up. ``headers``: more of them, or others
    in their place; an empty one is left out. ``knows_tags``: whether ``If-Range`` may hold one.
    """

    content: bytes
    etag: str = '"first"'
    cut_after: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    knows_tags: bool = True
    pause: float = 0.0
    """Seconds between two pieces of ``piece`` bytes."""
    piece: int = 65_536

    def __call__(self, exchange: Exchange) -> bool:
        """The answer."""
        first = self._first_wanted(exchange.request)
        body = self.content[first:]
        told = {
            "Content-Type": "application/pdf",
            "ETag": self.etag,
            "Last-Modified": LONG_AGO,
            "Date": TODAY,
            "Content-Length": str(len(body)),
        }
        if first:
            told["Content-Range"] = f"bytes {first}-{len(self.content) - 1}/{len(self.content)}"
        told |= self.headers
        exchange.send_head(206 if first else 200, {k: v for k, v in told.items() if v})
        sent = body if self.cut_after is None else body[: self.cut_after]
        for at in range(0, len(sent), self.piece):
            exchange.send(sent[at : at + self.piece])
            if self.pause and exchange.wait(self.pause):
                return False
        return sent == body

    def _first_wanted(self, request: Request) -> int:
        condition = request.headers.get("if-range", "")
        modified = self.headers.get("Last-Modified", LONG_AGO)
        wanted = request.headers.get("range", "")
        if not wanted or condition not in {"", modified, self.etag if self.knows_tags else ""}:
            return 0
        return int(wanted.removeprefix("bytes=").partition("-")[0])


@dataclass
class Held:
    """Sends ``before`` bytes of the file, then waits for ``go_on``."""

    content: bytes
    before: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    is_waiting: threading.Event = field(default_factory=threading.Event)
    go_on: threading.Event = field(default_factory=threading.Event)

    def __call__(self, exchange: Exchange) -> bool:
        """The answer."""
        length = str(len(self.content))
        told = {"Content-Type": "application/pdf", "Content-Length": length, **self.headers}
        exchange.send_head(200, told)
        exchange.send(self.content[: self.before])
        self.is_waiting.set()
        while not self.go_on.wait(0.05):
            if exchange.is_over():
                return False
        exchange.send(self.content[self.before :])
        return True


def in_turn(*answers: Answer) -> Answer:
    """The first answer to the first request, and so on; the last one from then on."""
    left = list(answers)
    lock = threading.Lock()

    def answer(exchange: Exchange) -> bool:
        with lock:
            chosen = left.pop(0) if len(left) > 1 else left[0]
        return chosen(exchange)

    return answer


class FileServer:
    """The website: ``answers`` by path, 404 for the rest. A context manager.

    ``requests`` holds all that came; ``most_at_once`` how many were answered at the same time;
    ``connections`` how many there have been.
    """

    def __init__(self, answers: Mapping[str, Answer] | None = None) -> None:
        self.answers: dict[str, Answer] = dict(answers or {})
        self.requests: list[Request] = []
        self.most_at_once = 0
        self._at_once = 0
        self._is_over = threading.Event()
        self._lock = threading.Lock()
        self._news = threading.Condition(self._lock)
        self._connections: set[socket.socket] = set()
        self.connections = 0
        self._server = _Server(("127.0.0.1", 0), _handler_of(self))
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.02,), name="file server"
        )

    @property
    def port(self) -> int:
        """The port of this server."""
        return int(self._server.server_address[1])

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        """The link to ``path``."""
        return f"http://{host}:{self.port}{path}"

    def wait_for_requests(self, count: int, seconds: float = 30) -> bool:
        """Until ``count`` requests have come since ``requests`` was last emptied."""
        with self._news:
            return self._news.wait_for(lambda: len(self.requests) >= count, seconds)

    def wait_until_left(self, seconds: float = 30) -> bool:
        """Until no client is connected any more."""
        with self._news:
            return self._news.wait_for(lambda: not self._connections, seconds)

    def asked(self) -> Counter[str]:
        """How often each path was asked for."""
        with self._lock:
            return Counter(request.path for request in self.requests)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        self._server.shutdown()
        with self._lock:
            for connection in self._connections:
                _shut(connection)
        self._server.server_close()
        self._thread.join()

    def serve(self, connection: socket.socket) -> None:
        """Answers one connection until it ends."""
        with self._lock:
            self._connections.add(connection)
            self.connections += 1
        try:
            with connection.makefile("rb") as stream:
                while (request := _read_request(stream.readline)) and self._answer(
                    request, connection
                ):
                    continue
        except OSError:
            return  # the client went away, which is what some tests are about
        finally:
            with self._news:
                self._connections.discard(connection)
                self._news.notify_all()

    def _answer(self, request: Request, connection: socket.socket) -> bool:
        with self._news:
            self.requests.append(request)
            self._news.notify_all()
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            answer = self.answers.get(request.path, refusal(404))
            return answer(Exchange(request, connection, self._is_over))
        finally:
            with self._lock:
                self._at_once -= 1


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = False
    block_on_close = True
    request_queue_size = 128


def _handler_of(site: FileServer) -> type[socketserver.BaseRequestHandler]:
    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            site.serve(self.request)

    return Handler


def _read_request(readline: Callable[[int], bytes]) -> Request | None:
    first = readline(65536).decode("latin-1").split()
    if len(first) < 2:
        return None
    headers = {}
    while line := readline(65536).decode("latin-1").strip():
        name, _, value = line.partition(":")
        headers[name.strip().lower()] = value.strip()
    return Request(first[1], headers)


def _shut(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # it ended by itself
