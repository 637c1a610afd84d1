"""No network at all: nothing is tried in vain, and everything goes on by itself."""

from __future__ import annotations

import asyncio
import errno
import math
import socket
from collections.abc import Callable, Iterator
from typing import Final

from skop_desktop.downloads.addresses import (
    Resolver,
    bare_host,
    is_this_computer,
    resolved_by_system,
)
from skop_desktop.downloads.connection import NameUnknown
from skop_desktop.errors import TransferError, TransferFault
from skop_desktop.web.route import has_route

_UNREACHABLE: Final = frozenset(
    {errno.ENETUNREACH, errno.ENETDOWN, errno.EHOSTUNREACH, errno.EADDRNOTAVAIL}
    | {10050, 10051, 10065, 10049}  # the same, as Windows tells them
)
_NO_NAME_SERVER: Final = frozenset({socket.EAI_AGAIN, socket.EAI_FAIL})

_RECENT: Final = 10.0
"""Seconds for which an answer from anywhere proves that there is a network."""


def is_local(host: str) -> bool:
    """Whether ``host``, with its port or without, is this computer itself."""
    return is_this_computer(bare_host(_without_port(host)))


class NoNetwork:
    """Knows whether the network is gone. ``trouble``: what to say while it is.

    While it is gone, one transfer at a time is let through to try, first after ``first_pause``
    seconds, then ever later, up to ``longest_pause``. ``on_change`` is called when that may start
    and when it is over. Used on one loop.
    """

    def __init__(
        self,
        on_change: Callable[[], None],
        *,
        first_pause: float,
        longest_pause: float,
        resolver: Resolver = resolved_by_system,
        knows_way: Callable[[], bool] = has_route,
    ) -> None:
        self.trouble: TransferError | None = None
        self._on_change = on_change
        self._first_pause, self._longest_pause = first_pause, longest_pause
        self._resolver = resolver
        self._knows_way = knows_way
        self._loop = asyncio.get_running_loop()
        self._pause = first_pause
        self._timer: asyncio.TimerHandle | None = None
        self._may_try = False
        self._proved_at = -math.inf

    async def is_gone(self, host: str, error: BaseException) -> bool:
        """Whether ``error`` of a request to ``host`` comes from having no network."""
        if is_local(host) or self._loop.time() - self._proved_at < _RECENT:
            return False
        if not await self._looks_gone(host, error):
            return False
        if self.trouble is None:
            self._pause = self._first_pause
            self.trouble = _trouble()
            self._on_change()
        self._wait()
        return True

    def lets_through(self, host: str) -> bool:
        """Whether ``host`` may be asked now."""
        return self.trouble is None or self._may_try or is_local(host)

    def begun(self, host: str) -> None:
        """``host`` is being asked."""
        if self.trouble is not None and not is_local(host):
            self._may_try = False

    def ended(self, host: str) -> None:
        """What was asked of ``host`` has ended, perhaps without telling anything."""
        if self.trouble is not None and not is_local(host) and not self._may_try:
            self._wait()

    def proved(self, host: str) -> None:
        """``host`` has answered."""
        if is_local(host):
            return
        self._proved_at = self._loop.time()
        self._end()

    def go_on(self) -> None:
        """Tries again at once, with everything."""
        self._proved_at = -math.inf
        self._end()

    def close(self) -> None:
        """Nothing is tried any more."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    async def _looks_gone(self, host: str, error: BaseException) -> bool:
        numbers = [cause.errno for cause in _causes(error) if isinstance(cause, OSError)]
        is_unknown = any(isinstance(cause, NameUnknown) for cause in _causes(error))
        is_unknown = is_unknown or any(isinstance(c, socket.gaierror) for c in _causes(error))
        if not is_unknown:
            return not _UNREACHABLE.isdisjoint(numbers) and not self._knows_way()
        try:
            await self._resolver(bare_host(_without_port(host)))
        except socket.gaierror as failure:
            return failure.errno in _NO_NAME_SERVER or not self._knows_way()
        except OSError:
            return not self._knows_way()
        return False

    def _wait(self) -> None:
        if self._timer is None:
            self._timer = self._loop.call_later(self._pause, self._let_one_try)
            self._pause = min(self._pause * 2, self._longest_pause)

    def _let_one_try(self) -> None:
        self._timer = None
        self._may_try = True
        self._on_change()

    def _end(self) -> None:
        if self.trouble is not None:
            self.close()
            self.trouble, self._may_try = None, False
            self._on_change()


def _without_port(host: str) -> str:
    return host.partition("]")[0] if host.startswith("[") else host.partition(":")[0]


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _trouble() -> TransferError:
    return TransferError(
        "There is no network.",
        "It goes on by itself as soon as there is one.",
        "Check that this computer is connected to the internet.",
        retryable=True,
        fault=TransferFault.NO_ANSWER,
    )
