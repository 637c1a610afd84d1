"""What is asked of a site for a document, and the head of what it answers.

httpx's own requests and answers can do much more, and that took a fifth of what a small document
takes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import httpx

from skop_desktop.downloads.web_address import WebAddress
from skop_desktop.web.plain_http1 import Fields

Timeout = Mapping[str, float | None]


class Asked(NamedTuple):
    """A GET of ``url`` with all its ``fields``. ``timeout``: seconds, as httpx names them."""

    url: WebAddress
    fields: Fields
    timeout: Timeout

    @property
    def longest_head(self) -> float | None:
        """Seconds until the head of the answer must be whole.

        Silence is not all that can go wrong: heads may come drop by drop, or 1xx without end.
        """
        silence = self.timeout.get("read")
        return None if silence is None else (self.timeout.get("connect") or 0) + 2 * silence


class Answer:
    """An answer whose body is not read yet: ``stream`` has it, as it was sent.

    ``headers``: by name in small letters. ``fields``: as the site sent them. Whoever has it calls
    ``aclose``.
    """

    def __init__(
        self, url: WebAddress, status_code: int, fields: Fields, stream: httpx.AsyncByteStream
    ) -> None:
        self.url = url
        self.status_code = status_code
        self.fields = fields
        self.headers: Mapping[str, str] = headers_of(fields)
        self.stream = stream

    async def aclose(self) -> None:
        """Gives the connection back."""
        await self.stream.aclose()


def headers_of(fields: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """Values by name in small letters; several of one name as one (RFC 9110, 5.3).

    They are UTF-8 if all of them can be, else Latin-1, as httpx reads them.
    """
    try:
        return _decoded(fields, "utf-8")
    except UnicodeDecodeError:
        return _decoded(fields, "latin-1")


def _decoded(fields: Iterable[tuple[bytes, bytes]], encoding: str) -> dict[str, str]:
    headers: dict[str, str] = {}
    for name, value in fields:
        key, text = name.lower().decode(encoding), value.decode(encoding)
        headers[key] = f"{headers[key]}, {text}" if key in headers else text
    return headers
