"""Which proxy the system wants a request to go through."""

from __future__ import annotations

import asyncio
import urllib.request
from collections.abc import Callable, Mapping
from typing import Final

from skop_desktop.downloads.addresses import bare_host, is_this_computer

_MOST_HOSTS: Final = 1_000


class SystemProxies:
    """The proxies of the environment, the Windows registry or the macOS settings.

    This computer is always reached without one: a proxy's loopback is another machine's.
    ``configured``: proxy by scheme, as ``urllib.request.getproxies`` gives them. ``bypasses``:
    whether the system makes an exception for a host; it may block on a look-up.
    """

    def __init__(
        self,
        configured: Mapping[str, str] | None = None,
        bypasses: Callable[[str], bool] | None = None,
    ) -> None:
        self._by_scheme = urllib.request.getproxies() if configured is None else configured
        self._bypasses = bypasses or (lambda host: bool(urllib.request.proxy_bypass(host)))
        self._is_bypassed: dict[str, bool] = {}

    async def proxy_for(self, scheme: str, host: str) -> str:
        """The address of the proxy for a URL, empty where there is none."""
        proxy = self._by_scheme.get(scheme) or self._by_scheme.get("all") or ""
        name = bare_host(host)
        if not proxy or is_this_computer(name):
            return ""
        if name not in self._is_bypassed:
            if len(self._is_bypassed) >= _MOST_HOSTS:
                self._is_bypassed.clear()
            self._is_bypassed[name] = await asyncio.to_thread(self._bypasses, name)
        if self._is_bypassed[name]:
            return ""
        return proxy if "://" in proxy else f"http://{proxy}"
