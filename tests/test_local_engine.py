"""The engine as the app's child: started once, watched, ended."""

from __future__ import annotations

import asyncio
import gc
import sys
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from typing import Protocol

import httpx
import pytest

from skop_desktop import local_engine
from skop_desktop.api.server import ServerState
from skop_desktop.engine import sample_site_server
from skop_desktop.engine.program import DATABASE, FOLDER_IN_USE, FOLDER_UNUSABLE
from skop_desktop.errors import EngineError
from skop_desktop.local_engine import (
    SAMPLE_PROMPT,
    EngineAddress,
    LocalEngine,
)


class MakeEngine(Protocol):
    """Makes an engine, of a script where one is given."""

    def __call__(
        self,
        script: str = "",
        *,
        command: Sequence[str] | None = None,
        on_end: Callable[[EngineError], None] | None = None,
        start_within: float = 20.0,
    ) -> LocalEngine: ...


@pytest.fixture
async def make(tmp_path: Path) -> AsyncIterator[MakeEngine]:
    """Makes engines; ends them after the test."""
    made: list[LocalEngine] = []

    def engine(
        script: str = "",
        *,
        command: Sequence[str] | None = None,
        on_end: Callable[[EngineError], None] | None = None,
        start_within: float = 20.0,
    ) -> LocalEngine:
        command = (sys.executable, "-c", script) if script else command
        made.append(
            LocalEngine(tmp_path, command=command, on_end=on_end, start_within=start_within)
        )
        return made[-1]

    yield engine
    for one in made:
        await one.stop()
    gc.collect()


@pytest.fixture(autouse=True)
def _last_words_are_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """However long the thread that reads them is not given a processor."""
    monkeypatch.setattr(local_engine, "_LAST_WORDS_WITHIN", 60.0)


async def health(address: EngineAddress) -> str:
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.get(f"{address.url}/health/")
    return str(answer.json()["status"])


TALKS = 'import sys; print(\'{"port": 4711, "sample_site": null}\', flush=True); '
WAITS = TALKS + "sys.stdin.read()"
DEAF = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
    + TALKS
    + "time.sleep(60)"
)


async def test_it_starts_answers_and_stops(make: MakeEngine) -> None:
    engine = make()
    address = await engine.start()
    running = engine._running
    assert running is not None
    assert engine.address == address
    assert await health(address) == "healthy"
    assert address.sample_site is not None
    assert address.key.get_secret_value() not in repr(address)
    await engine.stop()
    # Not that nobody answers there: another program may have been given the port.
    assert running.process.poll() is not None
    assert engine.address is None


async def test_several_that_wait_get_one_engine(make: MakeEngine) -> None:
    engine = make(WAITS)
    addresses = await asyncio.gather(*(engine.start() for _ in range(5)))
    assert len({address.key.get_secret_value() for address in addresses}) == 1
    assert await engine.start() == addresses[0]


async def test_each_start_has_a_key_of_its_own(make: MakeEngine) -> None:
    engine = make(WAITS)
    first = await engine.start()
    await engine.stop()
    second = await engine.start()
    assert first.key.get_secret_value() != second.key.get_secret_value()


async def test_an_end_that_nobody_asked_for_is_told_and_it_starts_again(make: MakeEngine) -> None:
    told: asyncio.Queue[EngineError] = asyncio.Queue()
    engine = make(TALKS + "print('oh no', file=sys.stderr); sys.exit(3)", on_end=told.put_nowait)
    first = await engine.start()
    error = await told.get()
    assert engine.address is None
    assert "ended unexpectedly" in error.happened
    assert "oh no" in error.detail.text
    assert "Exit status: 3" in error.detail.text
    assert first.key.get_secret_value() not in error.detail.text
    again = await engine.start()
    assert again.key.get_secret_value() != first.key.get_secret_value()


async def test_an_end_right_after_the_start_is_told_as_an_end(make: MakeEngine) -> None:
    told: asyncio.Queue[EngineError] = asyncio.Queue()
    states: list[ServerState] = []
    engine = make(TALKS + "sys.exit(3)", on_end=told.put_nowait)
    engine._on_state = lambda state, _: states.append(state)
    starting = asyncio.create_task(engine.start())
    await asyncio.sleep(0)
    assert engine._running is not None
    engine._running.process.wait()  # this loop does nothing meanwhile, as on a busy computer
    await starting
    assert "ended unexpectedly" in (await told.get()).happened
    assert states[-1] is ServerState.TROUBLE


async def test_last_words_of_an_engine_whose_child_lives_on_are_kept(
    make: MakeEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The pipe stays open: this wait is never cut short.
    monkeypatch.setattr(local_engine, "_LAST_WORDS_WITHIN", 1.0)
    told: asyncio.Queue[EngineError] = asyncio.Queue()
    lives_on = "import sys; sys.stdin.read()"
    engine = make(
        f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {lives_on!r}]); "
        + TALKS
        + "print('oh no', file=sys.stderr, flush=True); sys.exit(3)",
        on_end=told.put_nowait,
    )
    await engine.start()
    assert "oh no" in (await told.get()).detail.text


async def test_an_end_that_was_asked_for_is_not_told(make: MakeEngine) -> None:
    told: list[EngineError] = []
    engine = make(WAITS, on_end=told.append)
    await engine.start()
    await engine.stop()
    await engine.stop()
    assert told == []


@pytest.mark.parametrize(
    ("script", "trace"),
    [
        ("import sys; sys.exit('no disk')", "no disk"),
        ("print('hello', flush=True); import sys; sys.stdin.read()", "Said: hello"),
        ('print(\'{"port": "x", "sample_site": 1}\', flush=True)', "port"),
        ("raise ZeroDivisionError", "ZeroDivisionError"),
    ],
)
async def test_a_start_that_fails_says_why(make: MakeEngine, script: str, trace: str) -> None:
    engine = make(script)
    with pytest.raises(EngineError) as caught:
        await engine.start()
    assert caught.value.happened == "The search engine on this computer could not be started."
    assert trace in caught.value.detail.text
    assert caught.value.retryable


@pytest.mark.parametrize(
    ("status", "words"),
    [(FOLDER_UNUSABLE, "cannot keep its files in"), (FOLDER_IN_USE, "Another Skop Desktop")],
)
async def test_a_data_folder_that_cannot_be_used_is_told_as_that(
    make: MakeEngine, status: int, words: str
) -> None:
    engine = make(f"import sys; sys.stderr.write('full'); sys.exit({status})")
    with pytest.raises(EngineError) as caught:
        await engine.start()
    assert words in caught.value.happened
    assert "full" in caught.value.detail.text


async def test_two_engines_on_one_data_folder_are_told(make: MakeEngine) -> None:
    first, second = make(), make()
    await first.start()
    with pytest.raises(EngineError) as caught:
        await second.start()
    assert "Another Skop Desktop" in caught.value.happened
    await first.stop()
    await second.start()


async def test_a_damaged_list_of_jobs_is_told_and_kept(make: MakeEngine, tmp_path: Path) -> None:
    await asyncio.to_thread((tmp_path / DATABASE).write_bytes, b"damaged" * 1_000)
    notes: list[str] = []
    engine = make()
    engine._on_note = notes.append
    await engine.start()
    (aside,) = await asyncio.to_thread(lambda: list(tmp_path.glob("*broken*")))
    assert aside.name in notes[0]


async def test_an_engine_that_never_says_where_it_is_is_given_up(make: MakeEngine) -> None:
    engine = make("import sys; sys.stdin.read()", start_within=0.3)
    with pytest.raises(EngineError):
        await engine.start()
    assert engine.address is None


async def test_a_program_that_is_not_there_is_told(make: MakeEngine, tmp_path: Path) -> None:
    engine = make(command=(str(tmp_path / "nothing"),))
    with pytest.raises(EngineError):
        await engine.start()


async def test_the_key_never_stands_in_a_report(make: MakeEngine) -> None:
    engine = make("import os, sys; sys.exit('key is ' + os.environ['SKOP_ENGINE_KEY'])")
    with pytest.raises(EngineError) as caught:
        await engine.start()
    assert "key is …" in caught.value.detail.text


async def test_only_the_last_lines_are_kept(make: MakeEngine) -> None:
    engine = make("import sys\nfor n in range(500): print('line', n, file=sys.stderr)")
    with pytest.raises(EngineError) as caught:
        await engine.start()
    lines = caught.value.detail.text.splitlines()
    assert lines[-1] == "line 499"
    assert len(lines) == 101


@pytest.mark.skipif(sys.platform == "win32", reason="signals of this kind are POSIX")
async def test_an_engine_that_does_not_listen_is_ended_by_force(make: MakeEngine) -> None:
    engine = make(DEAF)
    await engine.start()
    await engine.stop()
    assert engine.address is None


async def test_stopping_while_it_starts_ends_it(make: MakeEngine) -> None:
    engine = make("import sys; sys.stdin.read()")
    starting = asyncio.create_task(engine.start())
    await asyncio.sleep(0)
    starting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await starting
    assert engine.address is None


async def test_nothing_is_left_behind(make: MakeEngine) -> None:
    before = threading.active_count()
    engine = make(WAITS)
    await engine.start()
    await engine.stop()
    while threading.active_count() > before:  # noqa: ASYNC110 - threads end without an event
        await asyncio.sleep(0.01)
    gc.collect()


def test_app_and_engine_mean_the_same_sample() -> None:
    assert sample_site_server.SAMPLE_PROMPT == SAMPLE_PROMPT


def test_it_works_on_qts_event_loop(tmp_path: Path) -> None:
    pytest.importorskip("PySide6.QtWidgets")
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415 - only where Qt is

    from skop_desktop.aio import new_event_loop  # noqa: PLC0415 - as above

    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    engine = LocalEngine(tmp_path)

    async def once() -> str:
        status = await health(await engine.start())
        await engine.stop()
        return status

    with asyncio.Runner(loop_factory=lambda: new_event_loop(app)) as runner:
        assert runner.run(once()) == "healthy"
