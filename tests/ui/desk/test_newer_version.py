"""The daily look for a newer version: when it asks, what it tells, and that it can be off."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from skop_desktop.messages import Message
from skop_desktop.settings import SettingsFile
from skop_desktop.ui.desk.newer_version import NewerVersionDesk
from skop_desktop.ui.desk.told import Doer
from tests.support.file_server import FileServer, redirect, refusal

pytestmark = pytest.mark.gui

LATEST = "/releases/latest"


class Clock:
    """A time that passes only when somebody waits, and then by quarters of an hour."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, 9, tzinfo=UTC)
        self.waits = asyncio.Event()
        self._go_on = asyncio.Semaphore(0)

    async def pause(self, seconds: float) -> None:
        self.waits.set()
        await self._go_on.acquire()
        self.now += timedelta(seconds=seconds)

    async def let_pass(self, time: timedelta) -> None:
        """Until it is that much later and the desk waits again."""
        end = self.now + time
        await self.waits.wait()
        while self.now < end:
            self.waits.clear()
            self._go_on.release()
            await self.waits.wait()


@pytest.fixture
def settings(tmp_path: Path) -> SettingsFile:
    return SettingsFile(tmp_path / "settings.json")


Make = Callable[[str], Clock]


@pytest.fixture
def started(settings: SettingsFile, doer: Doer) -> Make:
    def start(page: str) -> Clock:
        clock = Clock()
        desk = NewerVersionDesk(
            settings, doer, page=page, own="0.1.0", now=lambda: clock.now, pause=clock.pause
        )
        desk.start()
        return clock

    return start


async def test_a_newer_version_is_told_once_a_day_with_the_page_to_get_it(
    settings: SettingsFile, started: Make, told: list[Message]
) -> None:
    with FileServer({LATEST: redirect("/tag/v0.2.0")}) as server:
        clock = started(server.url("/releases"))
        await clock.let_pass(timedelta(hours=23))
        assert server.asked() == {LATEST: 1}
        await clock.let_pass(timedelta(hours=2))
        assert server.asked() == {LATEST: 2}
    assert [message.text for message in told] == ["Skop Desktop 0.2.0 is out; you have 0.1.0."] * 2
    assert told[0].action is not None
    assert told[0].action.words == "Open the download page"
    assert settings.current.newest_version == "0.2.0"


async def test_a_later_start_on_the_same_day_does_not_ask_again(
    started: Make,
) -> None:
    with FileServer({LATEST: redirect("/tag/v0.2.0")}) as server:
        for _ in range(2):
            await started(server.url("/releases")).let_pass(timedelta(hours=1))
        assert server.asked() == {LATEST: 1}


async def test_the_same_version_and_no_answer_are_told_to_nobody(
    started: Make, told: list[Message], unexpected: list[BaseException]
) -> None:
    with FileServer({LATEST: redirect("/tag/v0.1.0")}) as server:
        clock = started(server.url("/releases"))
        await clock.let_pass(timedelta(hours=1))
        server.answers[LATEST] = refusal(500)
        await clock.let_pass(timedelta(days=2))
        assert server.asked()[LATEST] == 3
    assert (told, unexpected) == ([], [])


async def test_switched_off_it_asks_nobody_and_switched_on_it_goes_on(
    settings: SettingsFile, started: Make
) -> None:
    settings.update(looks_for_newer=False)
    with FileServer({LATEST: redirect("/tag/v0.2.0")}) as server:
        clock = started(server.url("/releases"))
        await clock.let_pass(timedelta(days=2))
        assert server.asked() == {}
        settings.update(looks_for_newer=True)
        await clock.let_pass(timedelta(hours=1))
        assert server.asked() == {LATEST: 1}


async def test_a_clock_that_was_set_back_does_not_end_the_looking(
    settings: SettingsFile, started: Make
) -> None:
    settings.update(looked_for_newer=datetime(2036, 1, 1, tzinfo=UTC))
    with FileServer({LATEST: redirect("/tag/v0.2.0")}) as server:
        await started(server.url("/releases")).let_pass(timedelta(hours=1))
        assert server.asked() == {LATEST: 1}


async def test_where_no_page_is_known_nothing_is_started(
    settings: SettingsFile, doer: Doer
) -> None:
    clock = Clock()
    NewerVersionDesk(settings, doer, page="", pause=clock.pause).start()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert not clock.waits.is_set()


async def test_settings_that_cannot_be_written_do_not_end_it(
    settings: SettingsFile, started: Make, told: list[Message], unexpected: list[BaseException]
) -> None:
    settings.path.mkdir()
    with FileServer({LATEST: redirect("/tag/v0.2.0")}) as server:
        clock = started(server.url("/releases"))
        await clock.let_pass(timedelta(hours=25))
        assert server.asked() == {LATEST: 2}
    assert unexpected == []
    assert len(told) == 2
