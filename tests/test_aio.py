"""Tasks, dialogs and threads on Qt's event loop, the real one."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
from collections.abc import Callable, Coroutine, Iterator
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from skop_desktop import aio
from skop_desktop.aio import ExclusiveTask, Tasks, answered, on_loop, on_signals, quick_turns

Result = TypeVar("Result")
OnQt = Callable[[Callable[[], Coroutine[Any, Any, Result]]], Result]

pytestmark = pytest.mark.gui


@pytest.fixture
def on_qt(qapp: QApplication) -> OnQt[None]:
    """Runs a coroutine function on Qt's loop, to its end."""

    def run(main: Callable[[], Coroutine[Any, Any, None]]) -> None:
        with asyncio.Runner(loop_factory=lambda: aio.new_event_loop(qapp)) as runner:
            runner.run(main())

    return run


@pytest.fixture
def app(qapp: QApplication) -> Iterator[QApplication]:
    """The application, as it was afterwards."""
    quits = qapp.quitOnLastWindowClosed()
    yield qapp
    qapp.setQuitOnLastWindowClosed(quits)


def nobody(error: BaseException) -> None:
    raise AssertionError(error)


def test_no_task_takes_a_step_while_the_loop_stands_still(app: QApplication) -> None:
    steps: list[str] = []

    async def work() -> None:
        steps.append("begun")
        await asyncio.sleep(0.005)
        await asyncio.create_task(asyncio.sleep(0))
        steps.append("ended")

    async def begin() -> asyncio.Task[None]:
        task = asyncio.create_task(work())
        await asyncio.sleep(0)
        return task

    with asyncio.Runner(loop_factory=lambda: aio.new_event_loop(app)) as runner:
        task = runner.run(begin())
        QTest.qWait(50)
        assert steps == ["begun"]
        runner.run(asyncio.wait_for(task, 5))
        assert steps == ["begun", "ended"]


def test_what_is_called_off_while_the_loop_stands_still_is_not_called(app: QApplication) -> None:
    called: list[str] = []

    async def begin() -> asyncio.Handle:
        return asyncio.get_running_loop().call_later(0.005, called.append, "late")

    with asyncio.Runner(loop_factory=lambda: aio.new_event_loop(app)) as runner:
        handle = runner.run(begin())
        QTest.qWait(50)
        handle.cancel()
        runner.run(asyncio.sleep(0.02))
    assert called == []


async def forever(log: list[str], name: str, begun: asyncio.Event | None = None) -> None:
    try:
        log.append(f"{name} runs")
        if begun is not None:
            begun.set()
        await asyncio.Event().wait()
    finally:
        log.append(f"{name} ended")


def test_run_returns_what_main_returns(app: QApplication) -> None:
    async def main() -> int:
        await asyncio.sleep(0)
        return 7

    assert aio.run(app, main) == 7


def test_run_goes_on_when_the_last_window_is_closed(app: QApplication) -> None:
    async def main() -> int:
        window = QWidget()
        window.show()
        window.close()
        window.deleteLater()
        QApplication.processEvents()
        await asyncio.sleep(0)
        return 3

    assert aio.run(app, main) == 3


def test_timers_of_asyncio_and_clicks_of_qt_share_the_thread(on_qt: OnQt[None]) -> None:
    async def main() -> None:
        threads: list[int] = []
        dialog = QDialog()
        dialog.finished.connect(lambda _value: threads.append(threading.get_ident()))
        asyncio.get_running_loop().call_later(0, dialog.accept)
        await answered(dialog)
        dialog.deleteLater()
        assert threads == [threading.get_ident()]

    on_qt(main)


def test_an_error_of_a_task_is_reported_once(on_qt: OnQt[None]) -> None:
    async def main() -> None:
        told: list[BaseException] = []
        tasks = Tasks(told.append)
        error = ValueError("broken")

        async def fails() -> None:
            raise error

        await asyncio.wait({tasks.spawn(fails(), name="fails")})
        await asyncio.sleep(0)
        await tasks.aclose()
        assert told == [error]

    on_qt(main)


def test_closing_ends_every_task_and_waits_for_it(on_qt: OnQt[None]) -> None:
    async def main() -> None:
        log: list[str] = []
        tasks = Tasks(nobody)
        for name in ("a", "b"):
            tasks.spawn(forever(log, name), name=name)
        await asyncio.sleep(0)
        assert log == ["a runs", "b runs"]
        await tasks.aclose()
        assert sorted(log[2:]) == ["a ended", "b ended"]

    on_qt(main)


def test_what_a_task_says_while_it_is_closed_is_reported(on_qt: OnQt[None]) -> None:
    async def main() -> None:
        told: list[BaseException] = []
        tasks = Tasks(told.append)

        async def fails_at_its_end() -> None:
            try:
                await asyncio.Event().wait()
            finally:
                raise OSError("full disk")

        tasks.spawn(fails_at_its_end(), name="writes")
        await asyncio.sleep(0)
        await tasks.aclose()
        await asyncio.sleep(0)
        assert [str(error) for error in told] == ["full disk"]

    on_qt(main)


def test_a_task_may_close_its_own_owner(on_qt: OnQt[None]) -> None:
    async def main() -> None:
        log: list[str] = []
        tasks = Tasks(nobody)
        tasks.spawn(forever(log, "other"), name="other")

        async def closes() -> None:
            await tasks.aclose()
            log.append("closed")

        await tasks.spawn(closes(), name="closes")
        assert log == ["other runs", "other ended", "closed"]

    on_qt(main)


def test_what_starts_next_in_a_slot_cancels_what_ran_before(on_qt: OnQt[None]) -> None:
    async def main() -> None:
        log: list[str] = []
        tasks = Tasks(nobody)
        slot = ExclusiveTask(tasks)
        slot.cancel()
        slot.start(forever(log, "first"), name="first")
        await asyncio.sleep(0)
        begun = asyncio.Event()
        slot.start(forever(log, "second", begun), name="second")
        await begun.wait()
        assert sorted(log) == ["first ended", "first runs", "second runs"]
        slot.cancel()
        await tasks.aclose()
        assert log[-1] == "second ended"

    on_qt(main)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (Qt.Key.Key_Escape, QDialog.DialogCode.Rejected),
        (Qt.Key.Key_Return, QDialog.DialogCode.Accepted),
    ],
)
def test_a_dialog_is_answered_by_a_key(on_qt: OnQt[None], key: Qt.Key, value: int) -> None:
    class Question(QDialog):
        def keyPressEvent(self, event: QKeyEvent) -> None:
            self.accept() if event.key() == Qt.Key.Key_Return else super().keyPressEvent(event)

    async def main() -> None:
        dialog = Question()
        waiting = asyncio.create_task(answered(dialog))
        await asyncio.sleep(0)
        assert dialog.isVisible()
        QTest.keyClick(dialog, key)
        assert await waiting == value
        assert not dialog.isVisible()
        dialog.deleteLater()

    on_qt(main)


def test_a_dialog_is_closed_when_nobody_waits_for_it_any_more(on_qt: OnQt[None]) -> None:
    async def main() -> None:
        dialog = QDialog()
        waiting = asyncio.create_task(answered(dialog))
        await asyncio.sleep(0)
        assert dialog.isVisible()
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        assert not dialog.isVisible()
        dialog.deleteLater()

    on_qt(main)


def test_other_work_goes_on_while_a_dialog_is_open(on_qt: OnQt[None]) -> None:
    async def main() -> None:
        dialog = QDialog()
        waiting = asyncio.create_task(answered(dialog))
        done = await asyncio.to_thread(lambda: "work")
        assert (done, waiting.done()) == ("work", False)
        dialog.reject()
        await waiting
        dialog.deleteLater()

    on_qt(main)


def test_a_call_from_another_thread_arrives_on_the_loops_own(on_qt: OnQt[None]) -> None:
    async def main() -> None:
        arrived: asyncio.Future[tuple[int, int]] = asyncio.get_running_loop().create_future()

        def receive(value: int) -> None:
            arrived.set_result((value, threading.get_ident()))

        hop = on_loop(asyncio.get_running_loop(), receive)
        sender = threading.Thread(target=hop, args=(5,))
        sender.start()
        assert await arrived == (5, threading.get_ident())
        sender.join()

    on_qt(main)


def test_a_call_after_the_loop_is_closed_is_silent(qapp: QApplication) -> None:
    loop = aio.new_event_loop(qapp)
    received: list[int] = []
    hop = on_loop(loop, received.append)
    loop.close()
    hop(1)
    assert received == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows asks its windows instead")
@pytest.mark.parametrize("asked", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_asks_for_the_end(on_qt: OnQt[None], asked: signal.Signals) -> None:
    before = {sign: signal.getsignal(sign) for sign in (signal.SIGTERM, signal.SIGINT)}

    async def main() -> None:
        ended = asyncio.Event()
        on_signals(ended.set)
        os.kill(os.getpid(), asked)
        async with asyncio.timeout(10):
            await ended.wait()
        for sign in before:
            asyncio.get_running_loop().remove_signal_handler(sign)

    try:
        on_qt(main)
    finally:
        for sign, handler in before.items():
            signal.signal(sign, handler)


def test_a_task_takes_no_step_between_two_runs_of_the_loop(qapp: QApplication) -> None:
    async def starts_others() -> None:
        while True:
            await asyncio.sleep(0)
            asyncio.get_running_loop()

    async def main() -> asyncio.Task[None]:
        return asyncio.create_task(starts_others())

    with asyncio.Runner(loop_factory=lambda: aio.new_event_loop(qapp)) as runner:
        begun = runner.run(main())
        assert not begun.done()
    assert begun.cancelled()


def test_threads_take_quick_turns_while_the_window_is_there() -> None:
    usual = sys.getswitchinterval()
    with quick_turns():
        assert sys.getswitchinterval() < usual / 10
    assert sys.getswitchinterval() == usual
