"""The address of a document as it is asked for.

Most links need none of what ``httpx.URL`` does to a text, which takes a tenth of what a small
document takes; the others are read by it.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple
from urllib.parse import unquote

import httpx

_PORTS: Final = {"http": 80, "https": 443}
_HIGHEST_PORT: Final = 65_535
_LABEL: Final = r"(?!xn--)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
_NAME: Final = rf"(?:{_LABEL}\.)*(?!xn--)[a-z](?:[a-z0-9-]*[a-z0-9])?"
_OCTET: Final = r"(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_CHARACTER: Final = r"(?:[A-Za-z0-9_~!$&()*+,;=:@-]|(?<!/)\.|%[0-9A-Fa-f]{2}"
_EVERYDAY: Final = re.compile(
    rf"(https?)://(({_NAME}|(?:{_OCTET}\.){{3}}{_OCTET})(?::([1-9][0-9]{{1,4}}))?)"
    rf"(/{_CHARACTER}|/)*(?:\?{_CHARACTER}|/|\?)*)?)"
)
"""What is the same after ``httpx.URL`` has read it: no name in other letters, no dot at the start
of a name in the path, no user."""


class WebAddress(NamedTuple):
    """An address taken apart. ``authority``: host and port as the field ``Host`` names them;
    ``host``: in its own letters, ``raw_host`` in ASCII; ``target``: path and query; ``login``:
    user and password, joined by a colon.
    """

    text: str
    scheme: str
    authority: str
    host: str
    raw_host: str
    port: int
    target: str
    login: str = ""

    @property
    def path(self) -> str:
        """The path, decoded."""
        return unquote(self.target.partition("?")[0])

    def join(self, location: str) -> WebAddress:
        """Where ``location`` leads to from here. Raises as ``web_address``."""
        return of_url(httpx.URL(self.text).join(location))


def web_address(text: str) -> WebAddress:
    """``text`` taken apart. Raises ``httpx.InvalidURL`` and ``UnicodeError``."""
    found = _EVERYDAY.fullmatch(text)
    if found is None:
        return of_url(httpx.URL(text))
    scheme, authority, host, port, target = found.groups()
    number = int(port) if port else _PORTS[scheme]
    if port and (number > _HIGHEST_PORT or number == _PORTS[scheme]):
        return of_url(httpx.URL(text))
    return WebAddress(text, scheme, authority, host, host, number, target)


def of_url(url: httpx.URL) -> WebAddress:
    """``url`` taken apart."""
    return WebAddress(
        str(url),
        url.scheme,
        url.netloc.decode("ascii"),
        url.host,
        url.raw_host.decode("ascii"),
        url.port or _PORTS.get(url.scheme, 0),
        url.raw_path.decode("ascii"),
        f"{url.username}:{url.password}" if url.username or url.password else "",
    )
