"""Looks once a day whether there is a newer version, and offers the page to get it from."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Final

from skop_desktop import __version__
from skop_desktop.desktop.open_link import open_link
from skop_desktop.messages import Level, Message, MessageAction
from skop_desktop.releases import RELEASES_PAGE, is_newer, newest_version
from skop_desktop.settings import SettingsFile
from skop_desktop.ui.desk.told import Doer

ABOUT: Final = "a newer version"
_EACH: Final = timedelta(days=1)
_LOOK_AT_THE_CLOCK_EACH: Final = 900.0
"""Seconds. A computer that sleeps stops every longer wait."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


class NewerVersionDesk:
    """``page``: where versions are published; empty: nothing is ever asked."""

    def __init__(
        self,
        settings: SettingsFile,
        doer: Doer,
        *,
        page: str = RELEASES_PAGE,
        own: str = __version__,
        now: Callable[[], datetime] = _utc_now,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
        ask: Callable[[str], Awaitable[str | None]] = newest_version,
    ) -> None:
        self._settings = settings
        self._doer = doer
        self._page = page
        self._own = own
        self._now = now
        self._pause = pause
        self._ask = ask

    def start(self) -> None:
        """Looks from now on, until the app ends."""
        if self._page:
            self._doer.do(self._look_daily(), "look for a newer version")

    def open_page(self) -> None:
        """Opens the page with all versions in the browser."""
        self._doer.do(open_link(self._page), "open the download page")

    async def _look_daily(self) -> None:
        while True:
            if self._settings.current.looks_for_newer and self._is_time():
                await self._look()
            await self._pause(_LOOK_AT_THE_CLOCK_EACH)

    def _is_time(self) -> bool:
        last = self._settings.current.looked_for_newer
        # A clock that was set back must not end the looking for years.
        return last is None or not timedelta() <= self._now() - last < _EACH

    async def _look(self) -> None:
        found = await self._ask(self._page)
        known = {"newest_version": found} if found else {}
        with suppress(OSError):
            await asyncio.to_thread(self._settings.update, looked_for_newer=self._now(), **known)
        if found is not None and is_newer(found, self._own):
            self._doer.tell(
                Message(
                    Level.INFO,
                    f"Skop Desktop {found} is out; you have {self._own}.",
                    action=MessageAction("Open the download page", self.open_page),
                    about=ABOUT,
                )
            )
