"""What works without a window is made together, tells what goes wrong, and ends together."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from skop_desktop.api.server import THIS_COMPUTER, ServerState
from skop_desktop.desktop.folders import DataFolder
from skop_desktop.errors import Detail, EngineError
from skop_desktop.jobs.async_library import AsyncLibrary
from skop_desktop.local_engine import SAMPLE_PROMPT
from skop_desktop.logs import Logs
from skop_desktop.messages import Level, Message
from skop_desktop.services import Services
from skop_desktop.settings import Settings


@pytest.fixture
async def services(tmp_path: Path) -> AsyncIterator[Services]:
    folder = DataFolder.at(tmp_path / "data")
    folder.make()
    with Logs(folder.logs) as logs:
        made = Services(folder, logs, await AsyncLibrary.open(folder.library), Settings())
        made.worker.open()
        yield made
        await made.aclose()


@pytest.fixture
def told(services: Services) -> list[Message]:
    messages: list[Message] = []
    services.messages.subscribe(messages.append)
    return messages


async def test_the_sample_is_a_search_of_the_site_that_the_engine_serves(
    services: Services,
) -> None:
    heard: list[ServerState] = []
    services.server_states.subscribe(
        lambda: heard.append(services.server_states.of(THIS_COMPUTER)[0])
    )
    request = await services.sample_request()
    assert request.website.startswith("http://127.0.0.1:")
    assert request.prompt == SAMPLE_PROMPT
    assert heard == [ServerState.STARTING, ServerState.READY]


async def test_an_engine_that_ends_is_told_and_is_started_anew_when_needed(
    services: Services, told: list[Message]
) -> None:
    first = await services.engine.start()
    running = services.engine._running
    assert running is not None
    running.process.kill()
    async with asyncio.timeout(20):
        while not told:  # noqa: ASYNC110 - a message has no event
            await asyncio.sleep(0.01)
    assert told[0].level is Level.ERROR
    state, words = services.server_states.of(THIS_COMPUTER)
    assert state is ServerState.TROUBLE
    assert words == told[0].text
    second = await services.engine.start()
    # Not its address: the port of the first is free again.
    assert second.key.get_secret_value() != first.key.get_secret_value()
    assert services.server_states.of(THIS_COMPUTER) == (ServerState.READY, "")


async def test_a_fault_of_ours_is_told_in_plain_words_with_its_trace_in_the_details(
    services: Services, told: list[Message]
) -> None:
    async def faulty() -> None:
        raise ZeroDivisionError("a fault of ours")

    services.doer.do(faulty(), "a click")
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    (message,) = told
    assert "ZeroDivisionError" not in message.text
    assert "ZeroDivisionError: a fault of ours" in message.details


async def test_an_error_of_no_click_is_told_in_its_own_words(
    services: Services, told: list[Message]
) -> None:
    services.tell(EngineError("It ended.", detail=Detail(text="status 3")))
    assert [(m.level, m.text, m.details) for m in told] == [(Level.ERROR, "It ended.", "status 3")]


async def test_everything_has_ended_and_no_engine_is_left(tmp_path: Path) -> None:
    folder = DataFolder.at(tmp_path / "other")
    folder.make()
    with Logs(folder.logs) as logs:
        services = Services(folder, logs, await AsyncLibrary.open(folder.library), Settings())
        services.worker.open()
        await services.engine.start()
        running = services.engine._running
        assert running is not None
        services.doer.do(asyncio.Event().wait(), "a click that waits")
        await services.aclose()
    # What a busy computer does not end within a second has been told to, and ends by itself.
    async with asyncio.timeout(30):
        while services.engine.address is not None:  # noqa: ASYNC110 - an end has no event here
            await asyncio.sleep(0.01)
    assert running.process.poll() is not None
