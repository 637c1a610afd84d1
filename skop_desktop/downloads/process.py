"""The transfers in a process of their own: the window and they have an interpreter each.

The child (``python -m skop_desktop.downloads``) is started when the app is, and again where it ends
without having been asked to: what was under way stands in the ledger, what was ordered and not yet
carried out is ordered again. It ends when its stdin is closed, so that it cannot outlive the app.
"""

from __future__ import annotations

import logging
import subprocess
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import IO, Any, Final

from skop_desktop.child_programs import ChildProgram, child_command, child_environment
from skop_desktop.downloads.orders import Limits, Order, TransferOrders
from skop_desktop.downloads.snapshot import QueueSnapshot, TransferKey, TransferSnapshot
from skop_desktop.downloads.wire import News, Opening, Outbox, UnreadableMessage, read_message
from skop_desktop.errors import Detail, SkopError, TransferError

_log = logging.getLogger(__name__)
_MOST_ENDS: Final = 3
_WITHIN: Final = 60.0
"""Seconds in which that many ends are too many to start it once more."""

_KILLED_WITHIN: Final = 0.2
_LAST_WORDS_WITHIN: Final = 1.0
_LINES_KEPT: Final = 50
_LONGEST_LINE: Final = 4_000
_FLAGS: Final[int] = getattr(subprocess, "CREATE_NO_WINDOW", 0) | getattr(
    subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0
)
"""Windows: no console, and the window comes first on a busy computer."""


def _ignore(_: object) -> None:
    """For callbacks that nobody asked for."""


@dataclass(frozen=True, slots=True)
class Listeners:
    """Who is told what, on a thread of the transfers'; each as in ``TransferWorker``."""

    on_batch: Callable[[tuple[TransferSnapshot, ...]], None]
    on_removed: Callable[[tuple[TransferKey, ...]], None] = _ignore
    on_queue: Callable[[QueueSnapshot], None] = _ignore
    on_trouble: Callable[[SkopError], None] = _ignore


class TransferProcess(TransferOrders):
    """Transfers in a child process, one at a time; all methods may be called from any thread.

    ``on_trouble`` also hears where the child could not be started or ended unexpectedly. After
    three ends in a minute it stays ended, ``on_queue`` says why, and the next order starts it.
    ``kept_folder``: as in ``TransferOptions``. ``command``: the program, for tests.
    """

    def __init__(
        self,
        ledger: Path,
        listeners: Listeners,
        limits: Limits,
        *,
        kept_folder: Path | None = None,
        command: Sequence[str] | None = None,
    ) -> None:
        self._opening = Opening(ledger, limits, kept_folder)
        self._listeners = listeners
        self._command = command
        self._lock = threading.Lock()
        self._numbers = count(1)
        self._unanswered: dict[int, Order] = {}
        self._outbox: Outbox | None = None
        self._child: subprocess.Popen[bytes] | None = None
        self._thread: threading.Thread | None = None
        self._is_open = self._is_asked_to_end = False
        self._ends: deque[float] = deque(maxlen=_MOST_ENDS)
        self._tell: Mapping[str, Callable[[Any], None]] = {
            "batch": listeners.on_batch,
            "removed": listeners.on_removed,
            "queue": listeners.on_queue,
            "trouble": listeners.on_trouble,
            "done": self._done,
        }

    @property
    def pid(self) -> int | None:
        """The number of the child, ``None`` while there is none."""
        child = self._child
        return child.pid if child is not None and child.returncode is None else None

    def open(self) -> None:
        """Starts the child, in the background."""
        with self._lock:
            if self._is_open:
                raise RuntimeError("the transfers have been opened before")
            self._is_open = True
            self._begin()

    def take(self, order: Order) -> None:
        """Has ``order`` carried out; starts the child for it where that has ended."""
        with self._lock:
            if not self._is_open or self._is_asked_to_end:
                return
            if order.act == "set_limits":
                self._opening = replace(self._opening, limits=order.values[0])
            order = replace(order, number=next(self._numbers))
            self._unanswered[order.number] = order
            if self._outbox is not None:
                self._outbox.put(order)
            elif self._thread is None:
                self._ends.clear()
                self._begin()

    def shutdown(self, timeout: float = 2.0) -> bool:
        """As ``TransferOrders`` says. One that does not end in time is killed: it loses nothing.

        Where it is still writing down what was ordered last, it is left to end by itself instead.
        """
        with self._lock:
            self._is_asked_to_end = True
            thread, outbox = self._thread, self._outbox
        if thread is None:
            return True
        if outbox is not None:
            outbox.close(0)
        thread.join(timeout - _KILLED_WITHIN)
        if thread.is_alive() and not self._unanswered and self._child is not None:
            self._child.kill()
        thread.join(_KILLED_WITHIN)
        return not thread.is_alive()

    def _begin(self) -> None:
        # A daemon: a child that cannot be ended must not keep the app from ending.
        self._thread = threading.Thread(target=self._live, name="transfers", daemon=True)
        self._thread.start()

    def _live(self) -> None:
        """One child after the other, until one ends that was asked to, or too many have."""
        while (child := self._started()) is not None:
            tail = _Tail(child.stderr)
            self._listen(_open(child.stdout))
            status = _status_of(child)
            with self._lock:
                self._outbox = None
                self._ends.append(time.monotonic())
                if self._is_asked_to_end:
                    return
            detail = Detail(text=tail.text(f"Exit status: {status}"))
            if self._has_ended_too_often():
                self._give_up(_stays_ended(detail))
                return
            self._listeners.on_queue(QueueSnapshot())
            self._listeners.on_trouble(_ended(detail))

    def _started(self) -> subprocess.Popen[bytes] | None:
        try:
            with self._lock:
                if self._is_asked_to_end and not self._unanswered:
                    return None
                child = self._child = self._opened()
                outbox = self._outbox = Outbox(_open(child.stdin), "orders")
                outbox.put(self._opening)
                for order in self._unanswered.values():
                    outbox.put(order)
                if self._is_asked_to_end:
                    outbox.close(0)
        except OSError as error:
            self._give_up(_did_not_start(Detail(text=str(error))))
            return None
        return child

    def _opened(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603 - our own program, no shell
            self._command or child_command(ChildProgram.TRANSFERS),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=child_environment(),
            creationflags=_FLAGS,
        )

    def _listen(self, pipe: IO[bytes]) -> None:
        with pipe:
            try:
                while isinstance(news := read_message(pipe), News):
                    self._tell[news.told](news.value)
            except UnreadableMessage:
                _log.exception("The transfers said something that cannot be read")

    def _done(self, number: int) -> None:
        with self._lock:
            self._unanswered.pop(number, None)

    def _has_ended_too_often(self) -> bool:
        ends = self._ends
        return len(ends) == _MOST_ENDS and ends[-1] - ends[0] < _WITHIN

    def _give_up(self, error: TransferError) -> None:
        with self._lock:
            self._thread = None
            self._unanswered.clear()
        self._listeners.on_queue(QueueSnapshot(trouble=error))
        self._listeners.on_trouble(error)


class _Tail:
    """The last lines of a child's stderr; all of them go to the log."""

    def __init__(self, stream: IO[bytes] | None) -> None:
        self._lines: deque[str] = deque(maxlen=_LINES_KEPT)
        self._thread = threading.Thread(
            target=self._read, args=(_open(stream),), name="words of the transfers", daemon=True
        )
        self._thread.start()

    def text(self, first: str) -> str:
        """``first`` and the lines, once all has been read."""
        self._thread.join(_LAST_WORDS_WITHIN)
        return "\n".join([first, *self._lines])

    def _read(self, stream: IO[bytes]) -> None:
        with stream:
            while line := stream.readline(_LONGEST_LINE):
                self._lines.append(line.decode("utf-8", "replace").rstrip())
                _log.warning("transfers: %s", self._lines[-1])


def _open(stream: IO[bytes] | None) -> IO[bytes]:
    assert stream is not None  # noqa: S101 - all three were asked for as pipes
    return stream


def _status_of(child: subprocess.Popen[bytes]) -> int:
    """Its exit status: it has closed its pipe, and without one it is of no use."""
    try:
        return child.wait(_LAST_WORDS_WITHIN)
    except subprocess.TimeoutExpired:
        child.kill()
        return child.wait()


def _ended(detail: Detail) -> TransferError:
    return TransferError(
        "The part of the app that fetches documents ended unexpectedly.",
        now="It is started again, and downloads go on where they were.",
        advice="If this comes back, copy the details into a report.",
        detail=detail,
        retryable=True,
    )


def _stays_ended(detail: Detail) -> TransferError:
    return TransferError(
        "The part of the app that fetches documents ended several times.",
        now="It is not started again by itself; nothing that was saved is lost.",
        advice="Press “Resume all” to try again, and copy the details into a report.",
        detail=detail,
        retryable=True,
    )


def _did_not_start(detail: Detail) -> TransferError:
    return TransferError(
        "The part of the app that fetches documents could not be started.",
        advice="Try again. If this stays, restart the computer or install Skop Desktop again.",
        detail=detail,
        retryable=True,
    )
