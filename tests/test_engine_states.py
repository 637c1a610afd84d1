"""Whoever watches the engine hears how it is with it, in order and truthfully."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from skop_desktop.api.server import ServerState
from skop_desktop.errors import EngineError
from skop_desktop.local_engine import LocalEngine

TALKS = 'import sys; print(\'{"port": 4711, "sample_site": null}\', flush=True); '
WAITS = TALKS + "sys.stdin.read()"
ENDS_WHEN_TOLD = (
    TALKS + "import pathlib, time\nwhile not pathlib.Path(%r).exists(): time.sleep(.01)"
)
SILENT = "import sys; sys.stdin.read()"

READY, STARTING, TROUBLE = ServerState.READY, ServerState.STARTING, ServerState.TROUBLE


class Heard:
    """What was told, and a way to wait for the next."""

    def __init__(self) -> None:
        self.states: list[ServerState] = []
        self.words = ""
        self._news = asyncio.Event()

    def __call__(self, state: ServerState, words: str) -> None:
        self.states.append(state)
        self.words = words
        self._news.set()

    async def until(self, state: ServerState) -> None:
        async with asyncio.timeout(20):
            while self.states[-1:] != [state]:
                self._news.clear()
                await self._news.wait()


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
async def make(tmp_path: Path, heard: Heard) -> AsyncIterator[Callable[[str], LocalEngine]]:
    made: list[LocalEngine] = []

    def engine(script: str) -> LocalEngine:
        command = (sys.executable, "-c", script)
        made.append(LocalEngine(tmp_path, command=command, on_state=heard))
        return made[-1]

    yield engine
    for one in made:
        await one.stop()


Make = Callable[[str], LocalEngine]


async def test_it_is_starting_and_then_ready(make: Make, heard: Heard) -> None:
    engine = make(WAITS)
    assert heard.states == []
    starting = asyncio.create_task(engine.start())
    await heard.until(STARTING)
    assert engine.address is None
    await starting
    assert heard.states == [STARTING, READY]


async def test_one_that_runs_is_not_told_again(make: Make, heard: Heard) -> None:
    engine = make(WAITS)
    await asyncio.gather(engine.start(), engine.start())
    await engine.start()
    assert heard.states == [STARTING, READY]


async def test_one_that_does_not_start_is_trouble_in_words(make: Make, heard: Heard) -> None:
    engine = make("raise SystemExit(9)")
    with pytest.raises(EngineError):
        await engine.start()
    assert heard.states == [STARTING, TROUBLE]
    assert heard.words.startswith("The search engine on this computer could not be started.")


async def test_a_program_that_is_not_there_is_trouble_too(tmp_path: Path, heard: Heard) -> None:
    engine = LocalEngine(tmp_path, command=(str(tmp_path / "none"),), on_state=heard)
    with pytest.raises(EngineError):
        await engine.start()
    assert heard.states == [STARTING, TROUBLE]


async def test_one_that_ends_unasked_is_trouble_until_it_is_started_again(
    make: Make, heard: Heard, tmp_path: Path
) -> None:
    end = tmp_path / "end"
    engine = make(ENDS_WHEN_TOLD % str(end))
    await engine.start()
    end.touch()
    await heard.until(TROUBLE)
    assert heard.words.startswith("The search engine on this computer ended unexpectedly.")
    end.unlink()
    await engine.start()
    assert heard.states == [STARTING, READY, TROUBLE, STARTING, READY]
    assert heard.words == ""


async def test_one_that_is_stopped_is_no_trouble(make: Make, heard: Heard) -> None:
    engine = make(WAITS)
    await engine.start()
    await engine.stop()
    await asyncio.sleep(0)
    assert heard.states == [STARTING, READY]


async def test_nobody_waits_any_more_and_it_is_not_starting_any_more(
    make: Make, heard: Heard
) -> None:
    engine = make(SILENT)
    starting = asyncio.create_task(engine.start())
    await heard.until(STARTING)
    starting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await starting
    assert heard.states == [STARTING, READY]
    assert engine.address is None
