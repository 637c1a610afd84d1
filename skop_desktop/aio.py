"""asyncio on Qt's event loop: the only import of qasync.

Rules kept here, each for a fault that was measured: no task without an owner (a bare
``create_task`` reports its error only when it is collected); a dialog is opened and awaited, never
``exec()``-ed (a nested loop breaks every other task); the loop ends because ``main`` returns, not
because Qt quit under it.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from contextvars import Context
from typing import Any, Final, TypeVar

os.environ.setdefault("QT_API", "pyside6")

from PySide6.QtWidgets import QApplication, QDialog
from qasync import QEventLoop

from skop_desktop.errors import ScreenLost

_Result = TypeVar("_Result")
_TURN: Final = 0.0001
_ASKED_AGAIN_AFTER: Final = 0.001


class _Handle(asyncio.Handle):
    """A callback of a loop that runs. Where Qt's loop turns by itself it waits: a task that starts
    another then dies of "no running event loop"."""

    _loop: _Loop

    def _run(self) -> None:
        if self._loop.is_running():
            super()._run()
        else:
            self._loop._add_callback(self, _ASKED_AGAIN_AFTER)  # noqa: SLF001 - of the same file


class _Loop(QEventLoop):  # type: ignore[misc]  # qasync ships no types
    def call_later(
        self,
        delay: float,
        callback: Callable[..., object],
        *args: object,
        context: Context | None = None,
    ) -> asyncio.Handle:
        handle = _Handle(callback, args, self, context=context)
        self._add_callback(handle, delay)
        return handle

    def run_until_complete(self, future: Awaitable[_Result]) -> _Result:
        """As asyncio has it. qasync's own turns Qt's loop once more when this one runs no longer,
        and every task that starts another in that turn dies of "no running event loop".

        Raises:
            ScreenLost: the screen went away before ``future`` was done.
        """
        awaited = asyncio.ensure_future(future, loop=self)

        def stop(_ended: object) -> None:
            self.stop()

        awaited.add_done_callback(stop)
        try:
            self.run_forever()
        finally:
            awaited.remove_done_callback(stop)
        if not awaited.done():
            # Qt leaves by itself only where the connection to the screen breaks.
            raise ScreenLost(
                "The screen went away, so Skop Desktop ended.",
                advice="Downloads that were under way go on at its next start.",
            )
        return awaited.result()


def new_event_loop(app: QApplication) -> asyncio.AbstractEventLoop:
    """An asyncio loop that runs on Qt's; it ends when its work does, not with the last window."""
    app.setQuitOnLastWindowClosed(False)
    loop: asyncio.AbstractEventLoop = _Loop(app)
    return loop


@contextmanager
def quick_turns() -> Iterator[None]:
    """Until the end of the block a thread that wants to run waits a tenth of a millisecond.

    Python's own 5 ms are as long as a frame has: each call into Qt gives the interpreter up, and a
    window that paints while transfers run waited that long many times over.
    """
    usual = sys.getswitchinterval()
    sys.setswitchinterval(_TURN)
    try:
        yield
    finally:
        sys.setswitchinterval(usual)


def run(app: QApplication, main: Callable[[], Coroutine[Any, Any, int]]) -> int:
    """Runs ``main`` on Qt's loop until it returns; its number is the exit status.

    Raises:
        ScreenLost: the screen went away under it.
    """
    with asyncio.Runner(loop_factory=lambda: new_event_loop(app)) as runner:
        return runner.run(main())


class Tasks:
    """The owner of what an intent starts: reports what fails, ends all of it on ``aclose``."""

    def __init__(self, on_error: Callable[[BaseException], None]) -> None:
        self._on_error = on_error
        self._running: set[asyncio.Task[None]] = set()

    def spawn(self, work: Coroutine[Any, Any, None], *, name: str) -> asyncio.Task[None]:
        """Starts ``work`` and keeps it until it has ended."""
        task = asyncio.get_running_loop().create_task(work, name=name)
        self._running.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self._on_error(error)

    async def aclose(self) -> None:
        """Cancels what still runs and waits for it."""
        running = [task for task in self._running if task is not asyncio.current_task()]
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


class ExclusiveTask:
    """A slot for one task: what starts next cancels what ran before."""

    def __init__(self, tasks: Tasks) -> None:
        self._tasks = tasks
        self._current: asyncio.Task[None] | None = None

    def start(self, work: Coroutine[Any, Any, None], *, name: str) -> None:
        """Cancels the task in the slot and starts ``work`` in it."""
        self.cancel()
        self._current = self._tasks.spawn(work, name=name)

    def cancel(self) -> None:
        """Cancels the task in the slot, if one runs."""
        if self._current is not None:
            self._current.cancel()


async def answered(dialog: QDialog) -> int:
    """Opens ``dialog`` and waits for its ``finished`` value; a cancelled wait closes it."""
    done: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def finished(value: int) -> None:
        if not done.done():
            done.set_result(value)

    dialog.finished.connect(finished)
    dialog.open()
    try:
        return await done
    finally:
        dialog.close()


def on_signals(end: Callable[[], object]) -> None:
    """Has ``end`` called where the system or a terminal asks the process to stop.

    Windows asks its windows instead.
    """
    loop = asyncio.get_running_loop()
    for asked in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):
            loop.add_signal_handler(asked, end)


def on_loop(loop: asyncio.AbstractEventLoop, receive: Callable[..., object]) -> Callable[..., None]:
    """``receive`` for callers on other threads: it is called on the loop's own thread."""

    def hop(*values: object) -> None:
        if not loop.is_closed():
            with suppress(RuntimeError):  # closed between the two lines, by its own thread
                loop.call_soon_threadsafe(receive, *values)

    return hop
