"""A website on loopback that serves files, and every fault that a test asks for."""

from __future__ import annotations

import socket
import socketserver
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Self

Answer = Callable[["Exchange"], bool]
"""Writes an answer; whether the connection goes on."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a client asked for; header names in lower case."""

    path: str
    headers: Mapping[str, str]


class Exchange:
    """One request and the bare connection to answer it on."""

    def __init__(
        self, request: Request, connection: socket.socket, is_over: Callable[[], bool]
    ) -> None:
        self.request = request
        self.is_over = is_over
        self._connection = connection

    def send(self, data: bytes) -> None:
        """Sends bytes as they are."""
        self._connection.sendall(data)

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


def redirect(location: str, code: int = 302) -> Answer:
    """Sends on to ``location``."""
    return refusal(code, Location=location)


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


def raw(data: bytes) -> Answer:
    """Bytes as they are, then the end."""

    def answer(exchange: Exchange) -> bool:
        exchange.send(data)
        return False

    return answer


@dataclass
class Held:
    """Sends ``before`` bytes of the file, then waits for ``go_on``."""

    content: bytes
    before: int = 0
    is_waiting: threading.Event = field(default_factory=threading.Event)
    go_on: threading.Event = field(default_factory=threading.Event)

    def __call__(self, exchange: Exchange) -> bool:
        """The answer."""
        length = str(len(self.content))
        exchange.send_head(200, {"Content-Type": "application/pdf", "Content-Length": length})
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

    ``requests`` holds all that came; ``most_at_once`` how many were answered at the same time.
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
        try:
            with connection.makefile("rb") as stream:
                while (request := _read_request(stream.readline)) and self._answer(
                    request, connection
                ):
                    continue
        except OSError:
            return  # the client went away, which is what some tests are about
        finally:
            with self._lock:
                self._connections.discard(connection)

    def _answer(self, request: Request, connection: socket.socket) -> bool:
        with self._news:
            self.requests.append(request)
            self._news.notify_all()
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            answer = self.answers.get(request.path, refusal(404))
            return answer(Exchange(request, connection, self._is_over.is_set))
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
