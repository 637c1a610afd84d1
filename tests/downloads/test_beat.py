"""Many take part in one beat, and nothing beats for nobody."""

from __future__ import annotations

import asyncio

from skop_desktop.downloads.beat import Beat


class Hearer:
    """Waits for beats."""

    def __init__(self) -> None:
        self.beats = 0
        self._heard = asyncio.Event()

    def hear(self) -> None:
        self.beats += 1
        self._heard.set()

    async def next(self) -> None:
        self._heard.clear()
        await self._heard.wait()


async def test_all_are_called_again_and_again_until_they_leave() -> None:
    beat, first, second = Beat(0.001), Hearer(), Hearer()
    beat.add(first.hear)
    beat.add(second.hear)
    for _ in range(2):
        await first.next()
        await second.next()
    beat.discard(first.hear)
    heard = first.beats
    await second.next()
    await second.next()
    assert first.beats == heard
    beat.discard(second.hear)
    beat.discard(second.hear)


async def test_it_begins_again_for_whoever_comes_after_the_last_has_left() -> None:
    beat, late = Beat(0.001), Hearer()
    beat.add(print)
    beat.discard(print)
    beat.add(late.hear)
    await late.next()
    beat.discard(late.hear)
