"""One request over HTTP, one answer read whole, or the error that says why there is none."""

from __future__ import annotations

import asyncio
import ipaddress
import ssl
from types import TracebackType
from typing import Final, Self
from urllib.parse import urlsplit

import httpx
import truststore
from pydantic import SecretStr

from skop_desktop import __version__
from skop_desktop.api.body import LARGEST_BODY, PACKINGS, read_body
from skop_desktop.api.calls import Answer, Call, Redactor, shown_address
from skop_desktop.api.silence import FAILURES, error_from_failure
from skop_desktop.errors import Detail, KeyRefused, ServiceError, Unreachable

TIMEOUT: Final = httpx.Timeout(60.0, connect=15.0)
USER_AGENT: Final = f"SkopDesktop/{__version__}"

_WHOLE_ANSWER: Final = 900.0
"""Seconds until an answer that trickles in is given up."""

_MOST_REDIRECTS: Final = 3
_FIRST_VISIBLE: Final = "!"
_LAST_VISIBLE: Final = "~"


class Wire:
    """The connection to one server. Opens on the first request; ``close`` ends it.

    ``trust``: what certificates are held against; the operating system's own store unless given.
    """

    def __init__(
        self,
        address: str,
        *,
        key: SecretStr | None = None,
        trust: ssl.SSLContext | None = None,
        timeout: httpx.Timeout = TIMEOUT,
        largest: int = LARGEST_BODY,
    ) -> None:
        self.address = address.rstrip("/")
        self.hide = Redactor(key)
        self._key = key
        self._trust = trust
        self._timeout = timeout
        self._largest = largest
        self._http: httpx.AsyncClient | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """End every connection."""
        if self._http is not None:
            await self._http.aclose()

    async def ask(
        self, method: str, path: str, call: Call, body: bytes | None = None
    ) -> Answer | ServiceError:
        """The answer, whatever its code, or why there is none.

        An error is given, not raised, so that nothing of httpx, whose objects know the key, hangs
        on to it as its context.
        """
        headers = {} if call is Call.HEALTH else self._sign_in()
        if isinstance(headers, ServiceError):
            return headers
        if body is not None:
            headers["Content-Type"] = "application/json"
        address = shown_address(self.address + path)
        try:
            http = self._open()
        except (ImportError, ValueError) as failure:
            return _proxy_unusable(address, self.hide(str(failure)))
        try:
            request = http.build_request(method, self.address + path, headers=headers, content=body)
            return await self._exchange(http, request, address)
        except FAILURES as failure:
            return error_from_failure(failure, call, address, self.hide)

    async def _exchange(
        self, http: httpx.AsyncClient, request: httpx.Request, address: str
    ) -> Answer:
        """Send ``request``; a redirect is followed on the same server only, and for GET only."""
        clock = asyncio.get_running_loop().time
        deadline = clock() + _WHOLE_ANSWER
        for _ in range(_MOST_REDIRECTS):
            response = await http.send(request, stream=True)
            try:
                following = response.next_request
                if following is not None and _may_follow(request, following):
                    request = following
                    continue
                body = await read_body(
                    response, largest=self._largest, in_time=lambda: clock() < deadline
                )
                headers = {name.lower(): value for name, value in response.headers.items()}
                return Answer(response.status_code, headers, body, address)
            finally:
                await response.aclose()
        raise httpx.TooManyRedirects("The server sends the app round in circles.", request=request)

    def _open(self) -> httpx.AsyncClient:
        if self._http is None:
            trust = self._trust or truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            self._http = httpx.AsyncClient(
                verify=trust,
                timeout=self._timeout,
                # A proxy can neither reach this computer's engine nor should it see its key.
                trust_env=not is_loopback(self.address),
                headers={
                    "User-Agent": USER_AGENT,
                    "Accept": "application/json",
                    "Accept-Encoding": PACKINGS,
                },
            )
        return self._http

    def _sign_in(self) -> dict[str, str] | ServiceError:
        key = self._key.get_secret_value().strip() if self._key is not None else ""
        if not all(_FIRST_VISIBLE <= letter <= _LAST_VISIBLE for letter in key):
            return KeyRefused(
                "Your key was not accepted: it holds characters that no key has.",
                advice="Copy the key again and enter it in Settings.",
            )
        return {"Authorization": f"Bearer {key}"} if key else {}


def is_loopback(address: str) -> bool:
    """Whether ``address`` (a URL) is on this computer."""
    host = urlsplit(address).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _may_follow(request: httpx.Request, following: httpx.Request) -> bool:
    old, new = request.url, following.url
    same_place = (old.scheme, old.host, old.port) == (new.scheme, new.host, new.port)
    return request.method == "GET" and same_place


def _proxy_unusable(address: str, facts: str) -> ServiceError:
    return Unreachable(
        "The proxy that is set on this computer cannot be used.",
        advice="Check the proxy in the settings of this computer.",
        detail=Detail(address=address, text=facts),
        nothing_sent=True,
    )
