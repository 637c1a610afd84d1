"""How transfers are run."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from skop_desktop.downloads.addresses import (
    MayFetch,
    Resolver,
    may_fetch_as_written,
    resolved_by_system,
)
from skop_desktop.downloads.connection import TransferClient, transfer_client
from skop_desktop.downloads.orders import Limits
from skop_desktop.downloads.retry import RetryPolicy
from skop_desktop.web.route import has_route


@dataclass(frozen=True, slots=True)
class Watching:
    """How the queue looks at the world around it. Times in seconds.

    ``room_every``: how often a full disk is looked at. ``sleep_every``: how often the clocks are
    compared. ``first_probe``, ``longest_probe``: pauses between two tries while there is no
    network. ``wall``: seconds since 1970. ``resolver`` and ``knows_way`` tell whether there is a
    network.
    """

    room_every: float = 5.0
    sleep_every: float = 2.0
    first_probe: float = 2.0
    longest_probe: float = 30.0
    wall: Callable[[], float] = time.time
    resolver: Resolver = resolved_by_system
    knows_way: Callable[[], bool] = has_route


@dataclass(frozen=True, slots=True)
class TransferOptions:
    """How transfers are run.

    ``client`` makes the HTTP client, on the transfers' own loop, again after each sleep.
    ``kept_folder``: where the engine on this computer keeps what it has fetched already.
    """

    limits: Limits = field(default_factory=Limits)
    retries: RetryPolicy = field(default_factory=RetryPolicy)
    may_fetch: MayFetch = may_fetch_as_written
    client: Callable[[], TransferClient] = transfer_client
    kept_folder: Path | None = None
    watching: Watching = field(default_factory=Watching)
