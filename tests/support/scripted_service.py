"""A Skop service on loopback that answers what a test tells it to, faults included."""

from __future__ import annotations

import json as json_text
import socket
import time
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Condition, Event, RLock, Thread
from types import TracebackType
from typing import Any, Self

_PATIENCE = 0.02


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it arrived. ``path`` without query; names of ``headers`` in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes = b""
    query: str = ""

    @property
    def json(self) -> Any:  # noqa: ANN401 - any JSON value
        """The body, read as JSON."""
        return json_text.loads(self.body)


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    body: bytes
    headers: Mapping[str, str]
    content_type: str
    delay: Event | None
    close: bool
    cut_after: int | None


@dataclass(slots=True)
class _Script:
    """What the server's threads and the test share."""

    answers: dict[tuple[str, str], deque[_Answer]] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    connections: set[socket.socket] = field(default_factory=set)
    # One thread may hold it over several changes, which each take it.
    lock: RLock = field(default_factory=RLock)
    arrived: Condition = field(default_factory=Condition)
    closing: Event = field(default_factory=Event)
    key: str = ""

    def next_answer(self, request: Request) -> _Answer:
        with self.lock:
            if self.key and request.headers.get("authorization") != f"Bearer {self.key}":
                return _refused(401, "Invalid API key", request)
            queue = self.answers.get((request.method, request.path))
            if queue:
                return queue.popleft() if len(queue) > 1 else queue[0]
        return _refused(404, "Job not found or access denied", request)

    def note(self, request: Request) -> None:
        with self.arrived:
            self.requests.append(request)
            self.arrived.notify_all()


def _refused(status: int, message: str, request: Request) -> _Answer:
    shape = {
        "error": True,
        "message": message,
        "status_code": status,
        "path": request.path,
        "timestamp": "2024-01-15T10:00:00Z",
    }
    body = json_text.dumps(shape).encode()
    return _Answer(status, body, {}, "application/json", delay=None, close=False, cut_after=None)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def setup(self) -> None:
        super().setup()
        with self.server.script.lock:
            self.server.script.connections.add(self.connection)

    def finish(self) -> None:
        with self.server.script.lock:
            self.server.script.connections.discard(self.connection)
        try:
            super().finish()
        except OSError:
            return  # the client is gone, and with it whoever could read the rest

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        except OSError:
            self.close_connection = True

    def handle_scripted(self) -> None:
        path, _, query = self.path.partition("?")
        length = int(self.headers.get("Content-Length") or 0)
        request = Request(
            self.command,
            path,
            {name.lower(): value for name, value in self.headers.items()},
            self.rfile.read(length),
            query,
        )
        answer = self.server.script.next_answer(request)
        self.server.script.note(request)
        while answer.delay is not None and not answer.delay.wait(_PATIENCE):
            if self.server.script.closing.is_set():
                self.close_connection = True
                return
        if answer.close:
            self.close_connection = True
            return
        self._send(answer)

    do_GET = do_POST = do_DELETE = do_PUT = do_HEAD = handle_scripted  # noqa: N815 - http.server's names

    def _send(self, answer: _Answer) -> None:
        self.send_response(answer.status)
        headers = {"Content-Type": answer.content_type, "Content-Length": str(len(answer.body))}
        for name, value in (headers | dict(answer.headers)).items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "HEAD":
            return
        self.wfile.write(answer.body[: answer.cut_after])
        if answer.cut_after is not None:
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's name
        """Say nothing: tests read ``requests``."""


class _Server(ThreadingHTTPServer):
    # Not daemons: server_close() then waits for each, so nothing outlives the test.
    daemon_threads = False
    request_queue_size = 64

    def __init__(self, script: _Script) -> None:
        self.script = script
        super().__init__(("127.0.0.1", 0), _Handler)


class ScriptedService:
    """A real HTTP/1.1 server on 127.0.0.1, in threads of its own, as a context manager.

    Works from plain, asyncio and Qt tests alike. What was not scripted is answered with 404 in
    the contract's shape.
    """

    def __init__(self) -> None:
        self._script = _Script()
        self._server = _Server(self._script)
        self._thread = Thread(
            target=self._server.serve_forever, args=(_PATIENCE,), name="scripted-service"
        )

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop listening and drop every connection, as a service that goes down does."""
        if self._script.closing.is_set():
            return
        self._script.closing.set()
        self._server.shutdown()
        self._thread.join()
        with self._script.lock:
            for connection in self._script.connections:
                try:
                    connection.shutdown(socket.SHUT_RDWR)
                except OSError:
                    continue  # the other side was quicker
        self._server.server_close()

    @property
    def url(self) -> str:
        """Base address, without a slash at its end."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def answer(
        self,
        method: str,
        path: str,
        *,
        status: int = 200,
        json: object = None,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        content_type: str = "application/json",
        delay: Event | None = None,
        close: bool = False,
        cut_after: int | None = None,
    ) -> None:
        """Queue an answer for ``method`` and ``path`` (without query); the last one repeats.

        ``json`` or else ``body`` is what is sent. ``delay``: held until the event is set.
        ``close``: the connection is dropped instead of an answer. ``cut_after``: the whole length
        is declared, but only so many bytes are sent.
        """
        sent = body if body is not None else json_text.dumps(json).encode()
        answer = _Answer(status, sent, dict(headers or {}), content_type, delay, close, cut_after)
        with self._script.lock:
            self._script.answers.setdefault((method, path), deque()).append(answer)

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """What is scripted inside holds together: no request is answered by half of it.

        Between ``forget`` and ``answer`` a request that is under way would be answered with 404.
        """
        with self._script.lock:
            yield

    def ask_for_key(self, key: str) -> None:
        """From now on answer whoever does not send ``key`` with 401, as the service does."""
        with self._script.lock:
            self._script.key = key

    def forget(self, method: str, path: str) -> None:
        """Drop what is queued for ``method`` and ``path``, to script it anew."""
        with self._script.lock:
            self._script.answers.pop((method, path), None)

    @property
    def requests(self) -> list[Request]:
        """Every request so far, in order of arrival."""
        with self._script.arrived:
            return list(self._script.requests)

    def wait_for_requests(self, number: int, timeout: float = 5.0) -> list[Request]:
        """Block until ``number`` requests have arrived in all; ``TimeoutError`` if they do not.

        From a coroutine: ``await asyncio.to_thread(service.wait_for_requests, 3)``.
        """
        deadline = time.monotonic() + timeout
        with self._script.arrived:
            while len(self._script.requests) < number:
                left = deadline - time.monotonic()
                if left <= 0 or not self._script.arrived.wait(left):
                    seen = [f"{r.method} {r.path}" for r in self._script.requests]
                    raise TimeoutError(f"{len(seen)} of {number} requests arrived: {seen}")
            return list(self._script.requests)
