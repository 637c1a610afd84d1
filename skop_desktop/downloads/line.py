"""The line of waiting transfers, fair over hosts."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

from skop_desktop.downloads.snapshot import TransferKey


class FairLine:
    """First come, first served within a host; the hosts take turns."""

    def __init__(self) -> None:
        self._hosts: OrderedDict[str, dict[TransferKey, None]] = OrderedDict()

    def add(self, host: str, key: TransferKey) -> None:
        """Puts ``key`` at the end of its host's line."""
        self._hosts.setdefault(host, {})[key] = None

    def discard(self, host: str, key: TransferKey) -> None:
        """Takes ``key`` out, wherever it stands."""
        keys = self._hosts.get(host)
        if keys is not None:
            keys.pop(key, None)
            if not keys:
                del self._hosts[host]

    def next(self, may_start: Callable[[str], bool]) -> TransferKey | None:
        """Takes out the first of the host whose turn it is among those that ``may_start``."""
        for host, keys in self._hosts.items():
            if may_start(host):
                key = next(iter(keys))
                self._hosts.move_to_end(host)
                self.discard(host, key)
                return key
        return None
