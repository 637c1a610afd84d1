"""What follows from a failed try: wait for everybody's trouble, look for a link, retry, give up."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

from skop_desktop.downloads import faults, outcomes
from skop_desktop.downloads.book import Book
from skop_desktop.downloads.halts import Halts
from skop_desktop.downloads.hosts import Hosts
from skop_desktop.downloads.record import Record
from skop_desktop.downloads.retry import RetryPolicy
from skop_desktop.downloads.snapshot import TransferKey, TransferState
from skop_desktop.downloads.source_pages import can_be_read, is_dead_link
from skop_desktop.errors import TransferError


class Failures:
    """Decides it, and keeps the timers of next tries. ``again`` lines a transfer up.

    ``wall``: seconds since 1970. Used on one loop.
    """

    def __init__(
        self,
        book: Book,
        halts: Halts,
        hosts: Hosts,
        policy: RetryPolicy,
        wall: Callable[[], float],
    ) -> None:
        self.again: Callable[[Record], None] = lambda _: None
        self._book = book
        self._halts, self._hosts = halts, hosts
        self._policy = policy
        self._wall = wall
        self._loop = asyncio.get_running_loop()
        self._waiting: dict[TransferKey, Record] = {}
        self._wakes = 0

    @property
    def now(self) -> int:
        """The stretch between two sleeps in which a try begins."""
        return self._wakes

    async def take(self, record: Record, host: str, error: TransferError, begun: int) -> None:
        """A try of ``record``, begun in the stretch ``begun``, was ended by ``error``."""
        if record.state is not TransferState.RUNNING:
            return
        is_common = await self._halts.takes_in(record, host, error)
        if is_common or (error.retryable and begun != self._wakes):
            self._wait_uncounted(record)
        elif record.looks_for_link:
            record.looks_for_link = False
            record.aim()
            self._rest(host, error)
            self._give_up(record, outcomes.page_not_read(record.dead_link or error))
        elif self._may_look(record, error):
            record.dead_link, record.looks_for_link = error, True
            record.state, record.error = TransferState.WAITING, outcomes.looking_for_link(error)
            record.aim()
        else:
            self._retry_or_give_up(record, host, error)
        self._book.write_end(record)
        self._book.changed(record)

    def hold_off(self, record: Record) -> None:
        """No next try by itself."""
        record.hold_off()
        self._waiting.pop(record.key, None)

    def wake(self) -> None:
        """After a sleep everything is due at once, and what broke in it is nobody's fault."""
        self._wakes += 1
        for record in list(self._waiting.values()):
            self._is_due(record)

    def close(self) -> None:
        """Nothing is tried any more."""
        for record in self._waiting.values():
            record.hold_off()

    def _may_look(self, record: Record, error: TransferError) -> bool:
        is_first = record.dead_link is None and not record.fresh_url
        return is_first and is_dead_link(error, record.key.url) and can_be_read(record.wanted)

    def _wait_uncounted(self, record: Record) -> None:
        record.state, record.error = TransferState.WAITING, None
        if not record.looks_for_link:
            record.tries -= 1

    def _retry_or_give_up(self, record: Record, host: str, error: TransferError) -> None:
        if record.received > record.begun_with:
            record.tries = 1  # it got further, so trying helps
        left = self._policy.tries_left(error, record.tries)
        if left == 0:
            self._give_up(record, error)
            return
        pause = self._policy.pause(error, record.tries)
        record.state = TransferState.WAITING
        record.error = faults.with_next_try(error, left, pause)
        record.next_try_at = self._wall() + pause
        if error.retry_after is None:
            record.next_try = self._loop.call_later(pause, self._is_due, record)
            self._waiting[record.key] = record
        else:
            self._hosts.rest(host, pause)

    def _give_up(self, record: Record, error: TransferError) -> None:
        record.state = TransferState.FAILED
        is_fresh = bool(record.fresh_url)
        record.error = outcomes.fresh_link_failed(error) if is_fresh else replace(error, now="")

    def _rest(self, host: str, error: TransferError) -> None:
        if error.retry_after is not None:
            self._hosts.rest(host, self._policy.pause(error, 1))

    def _is_due(self, record: Record) -> None:
        self.hold_off(record)
        self._book.changed(record)
        self.again(record)
