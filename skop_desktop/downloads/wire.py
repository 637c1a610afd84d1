"""What the app and the process of the transfers say to each other, over two pipes.

Each message is its length, four bytes, big-endian, and a pickle. Both ends are this very program on
this computer, the pipes are theirs alone, and the values are our own: pickle needs no second
description of each of them. Measured for 250 snapshots: 1.3 ms to write and 2.3 ms to read, where
JSON made by hand takes 0.5 and 1.6 ms. All the same only the types below are read: whatever gets
into a pipe cannot make the app run anything.
"""

from __future__ import annotations

import pickle
import struct
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from queue import SimpleQueue
from types import MappingProxyType
from typing import IO, Any, Final, Literal

from skop_desktop.downloads.orders import Limits, Order
from skop_desktop.downloads.snapshot import (
    JobFacts,
    QueueSnapshot,
    TransferKey,
    TransferSnapshot,
    TransferState,
    WantedDocument,
)
from skop_desktop.errors import Detail, LibraryError, SkopError, TransferError, TransferFault

_LENGTH: Final = struct.Struct(">I")
_PROTOCOL: Final = 5


@dataclass(frozen=True, slots=True)
class Opening:
    """The first message to the transfers: ``TransferWorker``'s files and limits."""

    ledger: Path
    limits: Limits
    kept_folder: Path | None = None


Told = Literal["batch", "removed", "queue", "trouble", "done"]


@dataclass(frozen=True, slots=True)
class News:
    """What the transfers tell: a callback of ``TransferWorker`` and its value."""

    told: Told
    value: Any


_TYPES: Final[Mapping[tuple[str, str], type]] = MappingProxyType(
    {
        (one.__module__, one.__qualname__): one
        for one in (
            Opening,
            Limits,
            Order,
            News,
            JobFacts,
            QueueSnapshot,
            TransferKey,
            TransferSnapshot,
            TransferState,
            WantedDocument,
            SkopError,
            LibraryError,
            TransferError,
            TransferFault,
            Detail,
            type(Path()),
        )
    }
)


class UnreadableMessage(Exception):
    """A message is not what the other end would send."""


def write_message(pipe: IO[bytes], message: Opening | Order | News) -> None:
    """Writes ``message``. Raises ``OSError`` where the other end is gone."""
    body = pickle.dumps(message, _PROTOCOL)
    pipe.write(_LENGTH.pack(len(body)) + body)
    pipe.flush()


def read_message(pipe: IO[bytes]) -> Opening | Order | News | None:
    """The next message, ``None`` at the end of the pipe. Raises ``UnreadableMessage``."""
    head = _read(pipe, _LENGTH.size)
    body = _read(pipe, _LENGTH.unpack(head)[0]) if head is not None else None
    if body is None:
        return None
    try:
        message = _Reader(BytesIO(body)).load()
    except (pickle.UnpicklingError, EOFError, TypeError, ValueError, AttributeError) as error:
        raise UnreadableMessage(str(error)) from error
    if not isinstance(message, Opening | Order | News):
        raise UnreadableMessage(type(message).__name__)
    return message


class Outbox:
    """Writes messages into a pipe from a thread of its own, in order.

    Whoever has something to say does not wait until the other end has time to read it. A pipe that
    nobody reads any more takes everything.
    """

    def __init__(self, pipe: IO[bytes], name: str) -> None:
        self._pipe = pipe
        self._messages: SimpleQueue[Opening | Order | News | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._write, name=name, daemon=True)
        self._thread.start()

    def put(self, message: Opening | Order | News) -> None:
        """Has ``message`` written after those before it."""
        self._messages.put(message)

    def close(self, timeout: float | None = 1.0) -> None:
        """Writes what is left and closes the pipe; waits up to ``timeout`` seconds for that."""
        self._messages.put(None)
        self._thread.join(timeout)

    def _write(self) -> None:
        try:
            with self._pipe:
                while (message := self._messages.get()) is not None:
                    write_message(self._pipe, message)
        except (OSError, ValueError):
            return  # the other end is gone


def _read(pipe: IO[bytes], count: int) -> bytes | None:
    data = pipe.read(count)
    return data if len(data) == count else None


class _Reader(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> type:
        try:
            return _TYPES[module, name]
        except KeyError:
            raise pickle.UnpicklingError(f"{module}.{name} is no value of ours") from None
