"""One app a data folder: a second start hands what it was given to the first.

The lock is the operating system's (``flock``, ``LockFile``), so it goes with its process,
however that ends. Beside it lies a file that only this person can read, with the loopback port and
the token by which the first start is spoken to.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import os
import secrets
import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, Final, Self

from skop_desktop.desktop.file_lock import locked, owner_only
from skop_desktop.errors import Detail, SkopError

_LOCK: Final = "instance.lock"
_MEETING_POINT: Final = "instance.json"
_LONGEST_TEXT: Final = 8_000
_LONGEST_LINE: Final = 64 * 1024
"""Bytes. Room for a text of which JSON writes every byte as six."""

_PATIENCE: Final = 5.0
_BETWEEN_TRIES: Final = 0.05
_ACKNOWLEDGED: Final = b"taken\n"


class Instance:
    """The first start in this data folder, until ``aclose`` or the end of the process."""

    def __init__(self, data_folder: Path, lock: IO[bytes]) -> None:
        self._meeting_point = data_folder / _MEETING_POINT
        self._lock = lock
        self._token = secrets.token_urlsafe(32)
        self._server: asyncio.Server | None = None
        self._conversations: set[asyncio.Task[None]] = set()

    async def listen(self, deliver: Callable[[str], None]) -> None:
        """Hand what later starts were given to ``deliver``, on this loop's thread.

        The text is a job ID or a link, or empty for "show yourself". What ``deliver`` raises goes
        to the loop's exception handler. Raises ``OSError`` where there is no loopback.
        """

        async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            if task is not None:
                self._conversations.add(task)
                task.add_done_callback(self._conversations.discard)
            try:
                async with asyncio.timeout(_PATIENCE):
                    text = self._heard(await reader.readline())
                    if text is not None:
                        asyncio.get_running_loop().call_soon(deliver, text)
                        writer.write(_ACKNOWLEDGED)
                        await writer.drain()
            except (TimeoutError, OSError, ValueError):
                return  # whoever that was does not speak as a second start does
            finally:
                writer.close()

        self._server = await asyncio.start_server(
            converse, "127.0.0.1", 0, limit=_LONGEST_LINE + 1024
        )
        port = self._server.sockets[0].getsockname()[1]
        content = json.dumps({"port": port, "token": self._token})
        with owner_only(self._meeting_point) as file:
            file.write(content.encode())

    def _heard(self, line: bytes) -> str | None:
        """What a second start says, or ``None`` where a stranger speaks."""
        said = json.loads(line)
        token = said.get("token") if isinstance(said, dict) else None
        if not isinstance(token, str):
            return None
        if not hmac.compare_digest(token.encode(), self._token.encode()):
            return None
        text = said.get("text")
        return text if isinstance(text, str) else ""

    async def aclose(self) -> None:
        """Stop listening and make way for the next start."""
        if self._server is not None:
            self._server.close()
            self._server = None
        for task in tuple(self._conversations):
            task.cancel()
        await asyncio.gather(*self._conversations, return_exceptions=True)
        self.release()

    def release(self) -> None:
        """Make way for the next start; for an app that ends before its loop ran."""
        if not self._lock.closed:
            self._meeting_point.unlink(missing_ok=True)
            self._lock.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()


def claim(data_folder: Path) -> Instance | None:
    """The right to be the app in ``data_folder``, or ``None`` where another start has it.

    Blocks for one file operation. Raises ``OSError`` where the folder cannot be written.
    """
    lock = locked(data_folder / _LOCK)
    return Instance(data_folder, lock) if lock is not None else None


def hand_over(data_folder: Path, text: str = "", *, within: float = _PATIENCE) -> None:
    """Give ``text`` (a job ID, a link, or nothing: "show yourself") to the first start.

    Blocks until it was taken there, ``within`` seconds at most; to be called before a loop runs.
    Raises ``SkopError`` where the first start does not answer, or ``text`` is over 8,000 bytes.
    """
    if len(text.encode("utf-8", "replace")) > _LONGEST_TEXT:
        raise SkopError(
            "That is too long to be a job ID or a link.", advice="Paste the job ID alone."
        )
    deadline = time.monotonic() + within
    trouble: Exception | None = None
    while (left := deadline - time.monotonic()) > 0:
        try:
            if _handed(data_folder / _MEETING_POINT, text, left):
                return
        except (OSError, ValueError, KeyError, TypeError) as error:
            trouble = error  # it may still be starting, and its file be of the run before
        time.sleep(min(_BETWEEN_TRIES, left))
    raise SkopError(
        "Skop Desktop is already running, but does not answer.",
        advice="Wait until its window answers, or end it and start again.",
        detail=Detail(text=f"{type(trouble).__name__}: {trouble}" if trouble else ""),
    )


def _handed(meeting_point: Path, text: str, patience: float) -> bool:
    where = json.loads(meeting_point.read_bytes())
    said = {"token": str(where["token"]), "text": text, "pid": os.getpid()}
    with socket.create_connection(("127.0.0.1", int(where["port"])), timeout=patience) as wire:
        wire.sendall(json.dumps(said).encode() + b"\n")
        answer = b""
        while len(answer) < len(_ACKNOWLEDGED) and (part := wire.recv(64)):
            answer += part
    return answer == _ACKNOWLEDGED
