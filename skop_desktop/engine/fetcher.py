"""Asks a website, politely and within bounds."""

from __future__ import annotations

import asyncio
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final, Protocol, Self

import truststore

from skop_desktop import __version__
from skop_desktop.engine.addresses import canonical, host_of, is_same_host
from skop_desktop.engine.faults import Fault, FetchFailed, failure_of, too_slow
from skop_desktop.engine.files import as_utf8
from skop_desktop.engine.guard import AddressGuard
from skop_desktop.engine.line import BrokenOff
from skop_desktop.engine.pace import Pace
from skop_desktop.engine.unpacking import ENCODINGS, Unpackable, Unpacker
from skop_desktop.engine.wire import Method, Reply, Wire

__all__ = ["Answer", "Fault", "FetchFailed", "Fetcher", "HttpFetcher"]

PRODUCT: Final = "SkopDesktop"
"""What robots.txt calls this program."""
USER_AGENT: Final = (
    f"{PRODUCT}/{__version__} (document search on behalf of one person; obeys robots.txt)"
)
_HEADERS: Final = {
    "User-Agent": USER_AGENT,
    "Accept": "text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.8",
    "Accept-Encoding": ENCODINGS,
    "Accept-Language": "en,*;q=0.5",
}
_AS_IT_IS: Final = {**_HEADERS, "Accept-Encoding": "identity"}
"""Asked for so that the length told is the length of the file."""
_MOST_REDIRECTS: Final = 8
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_BODY_TIME: Final = 3
"""How many times the patience for the first byte the whole answer may take."""
_MOST_HOSTS: Final = 500
_SLOWEST: Final = 50_000
"""Bytes a second a whole document must come at, beyond the time that any answer may take."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a site said. ``url``: the address after redirects. ``body``: what was asked to be read.

    ``is_cut``: the body is longer than was asked for, or came too slowly to its end.
    ``left_for``: the address of another site the answer points to; it was not followed.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes = b""
    is_cut: bool = False
    left_for: str | None = None

    @property
    def is_good(self) -> bool:
        """Whether the answer is what was asked for."""
        return 200 <= self.status < 300  # noqa: PLR2004 - RFC 9110, 15.3

    @property
    def content_type(self) -> str:
        """Media type without parameters, in small letters; empty where it was not said."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


WantsBody = Callable[[Mapping[str, str]], bool]


class Fetcher(Protocol):
    """What asks a site. Waits its turn with each host; raises ``FetchFailed`` without an answer."""

    def unanswered(self, url: str) -> int:
        """How many requests in a row the host of ``url`` has left without an answer."""
        ...

    async def get(
        self,
        url: str,
        *,
        most_bytes: int,
        wants_body: WantsBody | None = None,
        first_byte_only: bool = False,
    ) -> Answer:
        """The page or file at ``url``, at most ``most_bytes`` of it."""
        ...

    async def head(self, url: str) -> Answer:
        """The headers of ``url``."""
        ...

    async def fetch_to(
        self, url: str, path: Path, most_bytes: int, *, wants_body: WantsBody | None = None
    ) -> Answer:
        """The whole file at ``url`` into a new file at ``path``; a good answer only.

        ``is_cut``: it is larger than ``most_bytes`` or came too slowly; what is there is no use.
        Raises ``OSError`` where it cannot be written.
        """
        ...


@dataclass(frozen=True, slots=True)
class _Wish:
    """How to ask, and what to do with the body. ``file``: where it goes, else into memory."""

    method: Method
    headers: Mapping[str, str]
    most_bytes: int = 0
    wants_body: WantsBody | None = None
    file: BinaryIO | None = None
    body_time: float = 0.0


class HttpFetcher:
    """Fetches over HTTP/1.1. Private addresses are asked only where ``website`` itself is there.

    ``patience``: seconds to the first byte of an answer. Follows redirects within the site that
    was asked, and hands out the others unfollowed (``Answer.left_for``). No proxy, no cookies.
    """

    def __init__(
        self,
        website: str,
        *,
        pace: Pace,
        patience: float,
        tls: ssl.SSLContext | None = None,
        guard: AddressGuard | None = None,
    ) -> None:
        self._pace = pace
        self._patience = patience
        self._wire = Wire(
            guard or AddressGuard(website),
            tls or truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
        )
        self._unanswered: dict[str, int] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, _t: type[BaseException] | None, _e: BaseException | None, _tb: TracebackType | None
    ) -> None:
        self._wire.close()

    def unanswered(self, url: str) -> int:
        """See ``Fetcher``."""
        return self._unanswered.get(host_of(url), 0)

    async def get(
        self,
        url: str,
        *,
        most_bytes: int,
        wants_body: WantsBody | None = None,
        first_byte_only: bool = False,
    ) -> Answer:
        """See ``Fetcher``."""
        headers = {**_AS_IT_IS, "Range": "bytes=0-0"} if first_byte_only else _HEADERS
        return await self._followed(url, _Wish("GET", headers, most_bytes, wants_body))

    async def head(self, url: str) -> Answer:
        """See ``Fetcher``."""
        return await self._followed(url, _Wish("HEAD", _AS_IT_IS))

    async def fetch_to(
        self, url: str, path: Path, most_bytes: int, *, wants_body: WantsBody | None = None
    ) -> Answer:
        """See ``Fetcher``."""
        seconds = most_bytes / _SLOWEST
        with path.open("xb") as file:
            wish = _Wish("GET", _AS_IT_IS, most_bytes, wants_body, file, seconds)
            try:
                return await self._followed(url, wish)
            except _NotWritten as trouble:
                raise trouble.error from None

    async def _followed(self, url: str, wish: _Wish) -> Answer:
        for _ in range(_MOST_REDIRECTS):
            answer = await self._asked(url, wish)
            target = _target(answer)
            if target is None:
                return answer
            if not is_same_host(target, url):
                return Answer(url, answer.status, answer.headers, left_for=target)
            url = target
        raise FetchFailed(Fault.REDIRECTS, "The page sends visitors round in circles.")

    async def _asked(self, url: str, wish: _Wish) -> Answer:
        async with self._pace.turn(url) as turn:
            began = time.monotonic()
            try:
                async with asyncio.timeout(self._patience):
                    reply = await self._wire.ask(wish.method, url, wish.headers)
                turn.note(reply.status, reply.headers, time.monotonic() - began)
                answer = Answer(url, reply.status, reply.headers)
                try:
                    answer = await self._read(reply, answer, wish)
                finally:
                    reply.close()
            except TimeoutError:
                turn.is_slow(time.monotonic() - began)
                self._note_unanswered(url)
                raise FetchFailed(Fault.TIMEOUT, too_slow(self._patience)) from None
            except (OSError, BrokenOff, Unpackable) as error:
                self._note_unanswered(url)
                raise failure_of(error) from error
        self._unanswered.pop(host_of(url), None)
        return answer

    def _note_unanswered(self, url: str) -> None:
        if len(self._unanswered) >= _MOST_HOSTS:
            self._unanswered.clear()
        self._unanswered[host_of(url)] = self.unanswered(url) + 1

    async def _read(self, reply: Reply, answer: Answer, wish: _Wish) -> Answer:
        """The answer with its body, as far as it is wanted."""
        if wish.most_bytes <= 0 or answer.status in _REDIRECTS:
            return answer
        if wish.wants_body is not None and not wish.wants_body(answer.headers):
            return answer
        if wish.file is not None and not answer.is_good:
            return answer
        unpacker = Unpacker(answer.headers.get("content-encoding", ""))
        pieces: list[bytes] = []
        keep = pieces.append if wish.file is None else partial(_write, wish.file)
        room = wish.most_bytes
        try:
            async with asyncio.timeout(self._patience * (_BODY_TIME - 1) + wish.body_time):
                async for packed in reply.body():
                    piece = unpacker.unpacked(packed, room)
                    keep(piece)
                    room -= len(piece)
                    if room <= 0:
                        break
        except TimeoutError:
            if room == wish.most_bytes:
                raise
            room = 0
        return replace(answer, body=b"".join(pieces), is_cut=room <= 0)


class _NotWritten(Exception):
    """The disk took no more; not to be taken for trouble with the site."""

    def __init__(self, error: OSError) -> None:
        super().__init__(str(error))
        self.error = error


def _write(file: BinaryIO, piece: bytes) -> None:
    try:
        file.write(piece)
    except OSError as error:
        raise _NotWritten(error) from error


def _target(answer: Answer) -> str | None:
    location = answer.headers.get("location")
    if answer.status not in _REDIRECTS or not location:
        return None
    return canonical(as_utf8(location), answer.url)
