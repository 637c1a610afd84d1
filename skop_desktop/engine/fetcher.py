"""Asks a website, politely and within bounds."""

from __future__ import annotations

import asyncio
import socket
import ssl
import zlib
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import TracebackType
from typing import Final, Literal, Protocol, Self

import httpx
import truststore

from skop_desktop.engine.addresses import canonical, is_same_site
from skop_desktop.engine.guard import AddressRefused, GuardedTransport
from skop_desktop.engine.pace import Pace

USER_AGENT: Final = "SkopDesktop/1.0 (document search on behalf of one person)"
_HEADERS: Final = {
    "User-Agent": USER_AGENT,
    "Accept": "text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.8",
    "Accept-Encoding": "gzip, deflate",
    "Accept-Language": "en,*;q=0.5",
}
_AS_IT_IS: Final = {"Accept-Encoding": "identity"}
"""Asked for so that the length told is the length of the file."""
_MOST_REDIRECTS: Final = 8
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_BODY_TIME: Final = 3
"""How many times the patience for the first byte the whole answer may take."""
_STEP: Final = 65_536


class Fault(StrEnum):
    """Why there is no answer; the word is the ``error_type`` of the contract."""

    TIMEOUT = "timeout"
    NO_SUCH_HOST = "no_such_host"
    NO_CONNECTION = "no_connection"
    NOT_SECURE = "not_secure"
    ADDRESS_REFUSED = "address_refused"
    REDIRECTS = "too_many_redirects"
    UNREADABLE = "unreadable_answer"


class FetchFailed(Exception):
    """No answer could be had. ``words``: what happened, as the person reads it."""

    def __init__(self, fault: Fault, words: str) -> None:
        super().__init__(words)
        self.fault = fault
        self.words = words

    @property
    def is_recoverable(self) -> bool:
        """Whether asking again later can help."""
        return self.fault in {Fault.TIMEOUT, Fault.NO_CONNECTION, Fault.UNREADABLE}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a site said. ``url``: the address after redirects. ``body``: what was asked to be read.

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


class HttpFetcher:
    """Fetches with httpx. Private addresses are asked only where ``website`` itself is there.

    ``patience``: seconds to the first byte of an answer. Follows redirects within the site that
    was asked, and hands out the others unfollowed (``Answer.left_for``).
    """

    def __init__(self, website: str, *, pace: Pace, patience: float) -> None:
        self._pace = pace
        self._patience = patience
        self._client = httpx.AsyncClient(
            transport=GuardedTransport(website, _tls()),
            headers=_HEADERS,
            # Shorter than our own limit: httpcore tidies up a handshake it ends itself.
            timeout=httpx.Timeout(patience, connect=patience * 0.9, pool=None),
            follow_redirects=False,
            trust_env=False,
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, _t: type[BaseException] | None, _e: BaseException | None, _tb: TracebackType | None
    ) -> None:
        await self._client.aclose()

    async def get(
        self,
        url: str,
        *,
        most_bytes: int,
        wants_body: WantsBody | None = None,
        first_byte_only: bool = False,
    ) -> Answer:
        """See ``Fetcher``."""
        more = {"Range": "bytes=0-0", **_AS_IT_IS} if first_byte_only else {}
        return await self._followed("GET", url, most_bytes, wants_body, more)

    async def head(self, url: str) -> Answer:
        """See ``Fetcher``."""
        return await self._followed("HEAD", url, 0, None, _AS_IT_IS)

    async def _followed(
        self,
        method: Literal["GET", "HEAD"],
        url: str,
        most_bytes: int,
        wants_body: WantsBody | None,
        headers: Mapping[str, str],
    ) -> Answer:
        for _ in range(_MOST_REDIRECTS):
            answer = await self._asked(method, url, most_bytes, wants_body, headers)
            target = _target(answer)
            if target is None:
                return answer
            if not is_same_site(target, url):
                return Answer(url, answer.status, answer.headers, left_for=target)
            url = target
        raise FetchFailed(Fault.REDIRECTS, "The page sends visitors round in circles.")

    async def _asked(
        self,
        method: Literal["GET", "HEAD"],
        url: str,
        most_bytes: int,
        wants_body: WantsBody | None,
        headers: Mapping[str, str],
    ) -> Answer:
        request = self._client.build_request(method, url, headers=dict(headers))
        async with self._pace.turn(url) as turn:
            try:
                async with asyncio.timeout(self._patience * _BODY_TIME):
                    async with asyncio.timeout(self._patience):
                        response = await self._client.send(request, stream=True)
                    answer = await _read(response, url, most_bytes, wants_body)
            except TimeoutError:
                raise FetchFailed(Fault.TIMEOUT, too_slow(self._patience)) from None
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                raise self._told(error) from error
            turn.note(answer.status, answer.headers)
            return answer

    def _told(self, error: httpx.HTTPError | httpx.InvalidURL) -> FetchFailed:
        cause: BaseException | None = error
        while cause is not None:
            if isinstance(cause, AddressRefused):
                return FetchFailed(
                    Fault.ADDRESS_REFUSED,
                    "The link leads into a private network, so it was not followed.",
                )
            if isinstance(cause, ssl.SSLError):
                return FetchFailed(
                    Fault.NOT_SECURE, "The site's certificate could not be verified."
                )
            if isinstance(cause, socket.gaierror | UnicodeError):
                return FetchFailed(Fault.NO_SUCH_HOST, "There is no website at this address.")
            cause = cause.__cause__ or cause.__context__
        if isinstance(error, httpx.TimeoutException):
            return FetchFailed(Fault.TIMEOUT, too_slow(self._patience))
        if isinstance(error, httpx.ConnectError):
            return FetchFailed(Fault.NO_CONNECTION, "The site could not be reached.")
        return FetchFailed(Fault.UNREADABLE, "The site broke off its answer.")


def too_slow(patience: float) -> str:
    """A page that does not answer, in words."""
    unit = "second" if patience == 1 else "seconds"
    return f"The page took longer than {patience:g} {unit} to answer."


def _tls() -> ssl.SSLContext:
    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _target(answer: Answer) -> str | None:
    location = answer.headers.get("location")
    if answer.status not in _REDIRECTS or not location:
        return None
    return canonical(location, answer.url)


async def _read(
    response: httpx.Response, url: str, most_bytes: int, wants_body: WantsBody | None
) -> Answer:
    try:
        headers = {name.lower(): value for name, value in response.headers.items()}
        if most_bytes <= 0 or (wants_body is not None and not wants_body(headers)):
            return Answer(url, response.status_code, headers)
        body = bytearray()
        async for part in _unpacked(response.aiter_raw(), headers.get("content-encoding", "")):
            body += part
            if len(body) >= most_bytes:
                return Answer(
                    url, response.status_code, headers, bytes(body[:most_bytes]), is_cut=True
                )
        return Answer(url, response.status_code, headers, bytes(body))
    finally:
        await response.aclose()


async def _unpacked(parts: AsyncIterator[bytes], encoding: str) -> AsyncIterator[bytes]:
    """The parts unpacked in small steps, so that a packed flood can be left at any point.

    httpx unpacks what came in at once: 64 kB can be 64 MB.
    """
    encoding = encoding.strip().lower()
    if encoding in {"", "identity"}:
        async for part in parts:
            yield part
        return
    if encoding not in {"gzip", "x-gzip", "deflate"}:
        raise httpx.DecodingError(f"content encoding {encoding[:20]} was not asked for")
    packed: zlib._Decompress | None = None
    async for part in parts:
        if packed is None:
            packed = _decompressor(encoding, part)
        left = part
        while left and not packed.eof:
            try:
                step = packed.decompress(left, _STEP)
            except zlib.error as error:
                raise httpx.DecodingError("the packed answer is broken") from error
            left = packed.unconsumed_tail
            if step:
                yield step


def _decompressor(encoding: str, first: bytes) -> zlib._Decompress:
    """ "deflate" is zlib by RFC 9110, 8.4.1.2, and raw on some servers."""
    if encoding == "deflate" and first[:1] and first[0] & 0x0F != 8:  # noqa: PLR2004 - RFC 1950
        return zlib.decompressobj(-zlib.MAX_WBITS)
    return zlib.decompressobj(zlib.MAX_WBITS | 32)
