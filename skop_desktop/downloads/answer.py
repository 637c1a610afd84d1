"""The answer to a request for a document, through all redirects."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final
from urllib.parse import urlsplit

import httpx

from skop_desktop.downloads import faults
from skop_desktop.downloads.addresses import MayFetch
from skop_desktop.downloads.connection import TransferClient
from skop_desktop.downloads.exchange import Answer
from skop_desktop.downloads.snapshot import WantedDocument
from skop_desktop.downloads.web_address import WebAddress, web_address

MOST_REDIRECTS: Final = 10
LONGEST_WAIT: Final = 600.0
"""Seconds; a site that asks for a longer pause is asked again after this."""

_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_FILLED: Final = frozenset({200, 203})
_OF_A_RANGE: Final = frozenset({206, 416})
_NO_BODY: Final = frozenset({204, 205})


def answer_for(
    client: TransferClient,
    wanted: WantedDocument,
    may_fetch: MayFetch,
    *,
    url: str = "",
    headers: Mapping[str, str] | None = None,
) -> AbstractAsyncContextManager[Answer]:
    """The answer that holds ``wanted``, its body not yet read; from ``url`` if given.

    Its status is 200 or 203; with ``headers``, which ask for a range, also 206 or 416. Each hop is
    http or https, to a host that ``may_fetch`` allows, never from https to http, and gets nothing
    of what was sent to another host. Raises ``TransferError``, also for what the network does
    while the body is read.
    """
    link = "".join((url or wanted.key.url).split())
    return _Asking(client, wanted, may_fetch, link, headers or {})


class _Asking(AbstractAsyncContextManager[Answer]):
    """One chain of redirects, to the end of the last answer.

    No generator: that of ``contextlib`` costs a small document three times as much.
    """

    def __init__(
        self,
        client: TransferClient,
        wanted: WantedDocument,
        may_fetch: MayFetch,
        link: str,
        headers: Mapping[str, str],
    ) -> None:
        self._client = client
        self._wanted = wanted
        self._may_fetch = may_fetch
        self._shown = link
        self._headers = headers
        self._cookies: httpx.Cookies | None = None
        self._answer: Answer | None = None

    async def __aenter__(self) -> Answer:
        try:
            here = web_address(self._shown)
            for _ in range(MOST_REDIRECTS + 1):
                self._shown = here.text
                await _allow(here, self._wanted, self._may_fetch)
                answer = await self._asked(here)
                to = await self._redirected(answer)
                if to is None:
                    self._answer = answer
                    return answer
                if here.scheme == "https" and to.scheme == "http" and not _is_own(to, self._wanted):
                    raise faults.less_secure(self._wanted, to.text)
                here = to
        except faults.OF_NETWORK as error:
            raise faults.of_network(self._wanted, self._shown, error) from error
        raise faults.too_many_redirects(self._wanted, self._shown, MOST_REDIRECTS)

    async def __aexit__(self, _kind: object, error: BaseException | None, _: object) -> None:
        if self._answer is not None:
            await self._answer.aclose()
        if isinstance(error, faults.OF_NETWORK):
            raise faults.of_network(self._wanted, self._shown, error, has_begun=True) from error

    async def _asked(self, url: WebAddress) -> Answer:
        headers = self._headers
        if self._cookies:
            request = httpx.Request("GET", url.text)
            self._cookies.set_cookie_header(request)
            if cookie := request.headers.get("Cookie"):
                headers = {**headers, "Cookie": cookie}
        return await self._client.ask(url, headers)

    async def _redirected(self, answer: Answer) -> WebAddress | None:
        """Where ``answer`` sends on to; ``None`` if it is the one. Any other is closed."""
        try:
            if "set-cookie" in answer.headers:
                self._keep_cookies(answer)
            location = answer.headers.get("location")
            if answer.status_code not in _REDIRECTS or location is None:
                _check(answer, self._wanted, is_range_asked=bool(self._headers))
                return None
            to = answer.url.join(location)
        except BaseException:
            await answer.aclose()
            raise
        await answer.aclose()
        return to

    def _keep_cookies(self, answer: Answer) -> None:
        if self._cookies is None:
            self._cookies = httpx.Cookies()
        request = httpx.Request("GET", answer.url.text)
        self._cookies.extract_cookies(
            httpx.Response(answer.status_code, headers=answer.fields, request=request)
        )


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds from ``Retry-After``, a number or a date (RFC 9110, 10.2.3); at most ten minutes."""
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return min(float(value[:9]), LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(value)
    except ValueError:
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return min(max(0.0, (until - now).total_seconds()), LONGEST_WAIT)


async def _allow(url: WebAddress, wanted: WantedDocument, may_fetch: MayFetch) -> None:
    if url.scheme not in {"http", "https"} or not url.host:
        raise faults.address_refused(wanted, url.text)
    if not await may_fetch(url.host, wanted.job_website):
        raise faults.address_refused(wanted, url.text)


def _is_own(url: WebAddress, wanted: WantedDocument) -> bool:
    """Whether the job searched the unencrypted website at ``url`` itself."""
    try:
        site = urlsplit(wanted.job_website)
    except ValueError:
        return False
    return (site.scheme, site.hostname) == ("http", url.host)


def _check(answer: Answer, wanted: WantedDocument, *, is_range_asked: bool) -> None:
    code = answer.status_code
    if code in _FILLED or (is_range_asked and code in _OF_A_RANGE):
        return
    if code in _OF_A_RANGE:
        text = "A part came where the whole was asked for."
        raise faults.unusable_answer(wanted, answer.url.text, text)
    if code in _NO_BODY:
        raise faults.empty(wanted, answer.url.text)
    wait = retry_after(answer.headers, datetime.now(UTC))
    raise faults.refused(wanted, answer.url.text, code, wait)
